// Bench measures the product against what it stands on, in one run on one
// server: its API against the same statements through pgbench, and against a
// bare handler. Machines differ and are shared; ratios within a run say more
// than figures between runs.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if os.Getenv(bareVariable) != "" {
		fail(bare(ctx))
		return
	}
	var o options
	flag.BoolVar(&o.quick, "quick", false, "a second for each cell instead of four: to see whether all runs")
	flag.BoolVar(&o.million, "million", false, "also page through 1,000,000 rows; takes some minutes more")
	flag.StringVar(&o.only, "only", "", "only the kinds whose name contains this")
	flag.StringVar(&o.binary, "binary", "", "measure this binary instead of building one")
	flag.BoolVar(&o.scripted, "scripts", false, "show what pgbench is given")
	flag.BoolVar(&o.history, "history", false, "only what history costs: its triggers, and its seals")
	flag.Parse()
	o.lasts, o.drafts = 4*time.Second, 300
	if o.quick {
		o.lasts, o.drafts = time.Second, 60
	}
	if o.history {
		fail(keeping(ctx, o.lasts))
		return
	}
	fail(bench(ctx, o))
}

type options struct {
	quick, million bool
	history        bool
	only, binary   string
	scripted       bool
	lasts          time.Duration
	drafts         int // orders that a cell confirms
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

var levels = []int{1, 8, 32}

func bench(ctx context.Context, o options) (err error) {
	began := time.Now()
	b, err := prepare(ctx, o)
	if err != nil {
		return err
	}
	defer b.close(context.WithoutCancel(ctx))
	fmt.Print(explanation)
	fmt.Printf("\n%-38s %7s %9s %8s %8s %7s %10s %8s %10s %8s\n", "", "clients", "API /s", "p50 ms", "p99 ms", "p99/50", "pgbench /s", "ratio", "bare /s", "ratio")
	for _, k := range kinds(o.drafts) {
		if !strings.Contains(k.name, o.only) {
			continue
		}
		if err := b.measure(ctx, k); err != nil {
			return fmt.Errorf("%s: %w", k.name, err)
		}
	}
	busy := b.api.memory()
	if err := b.pages(ctx); err != nil {
		return err
	}
	if err := b.scoped(ctx); err != nil {
		return err
	}
	fmt.Printf("memory of the binary: %.0f MiB idle after the start, %.0f MiB after the load\n\n", b.idle, busy)
	b.verdicts.add("idle memory: under 80 MiB", b.idle < 80, b.idle)
	if err := b.hot(ctx); err != nil {
		return err
	}
	if err := b.jobbed(ctx); err != nil {
		return err
	}
	if err := keeping(ctx, o.lasts); err != nil {
		return err
	}
	b.verdicts.print()
	fmt.Printf("took %s\n", time.Since(began).Round(time.Second))
	return nil
}

const explanation = `
API      the product as it runs: token, rights, row security, history, outbox, idempotency keys; over HTTP on loopback
pgbench  the statements of the request's transaction, as recorded on the wire: begin with role and organisation in one
         round trip, each statement in one, commit. The ratio tells what Go, HTTP and the look-ups beside it cost
         Orders leave work behind, as reservations; both sides' rates count until the product has done it
bare     gin and pgx, the same data by the same statements: no caller, no right, no row security, no transaction
Load, product and PostgreSQL share this machine's cores, so only ratios mean something.
`
