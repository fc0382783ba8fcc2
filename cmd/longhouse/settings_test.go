package main

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/platform/config"
)

// TestGoldenSettings keeps the table of settings true.
func TestGoldenSettings(t *testing.T) {
	t.Parallel()
	const file, begin, end = "../../deployments/README.md", "<!-- settings: written by `make gen` -->\n", "<!-- end of settings -->"
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	head, rest, ok := strings.Cut(string(text), begin)
	require.True(t, ok)
	_, tail, ok := strings.Cut(rest, end)
	require.True(t, ok)
	var b strings.Builder
	b.WriteString("| variable | default | what it is |\n| --- | --- | --- |\n")
	for _, v := range config.Variables(Config{}) {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", v.Name, v.Default, v.Doc)
	}
	golden(t, file, head+begin+b.String()+end+tail)
}
