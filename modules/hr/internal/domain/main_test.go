package domain

import (
	"flag"
	"os"
	"testing"
)

// TestMain asks for a thousand inputs per property.
func TestMain(m *testing.M) {
	flag.Parse()
	if err := flag.Set("rapid.checks", "1000"); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}
