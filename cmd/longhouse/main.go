// Longhouse is an ERP and CRM in one binary: CRM, HR and inventory under one
// roof. `longhouse serve` needs nothing around it.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // an image with nothing in it has no time zones

	"longhouse/platform/telemetry"
)

// version is set when a release is built.
var version = "dev"

func main() { os.Exit(run(os.Args[1:], os.Environ())) }

// run reads the settings, and does what the arguments say.
func run(args, environ []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	c, err := load(environ)
	if err == nil {
		var log *slog.Logger
		if log, err = newLog(c); err == nil {
			slog.SetDefault(log)
			root := commands(c)
			root.SetArgs(args)
			err = root.ExecuteContext(ctx)
		}
	}
	var code exit
	switch {
	case errors.As(err, &code):
		return int(code)
	case err != nil:
		fmt.Fprintln(os.Stderr, "longhouse:", sentence(err))
		return 1
	}
	return 0
}

// exit ends the program with a code, when what there was to say is said.
type exit int

func (e exit) Error() string { return fmt.Sprintf("exit %d", int(e)) }

func newLog(c Config) (*slog.Logger, error) { return telemetry.Log(os.Stderr, c.Log) }
