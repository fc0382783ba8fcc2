package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"time"

	"github.com/spf13/cobra"
)

func workerCommand(c Config) *cobra.Command {
	return &cobra.Command{
		Use: "worker", Short: "Do background work, and serve nobody", Args: cobra.NoArgs,
		Long: "Does the background work of a house whose web nodes run `longhouse serve`, on the same DATABASE_URL and REDIS_URL.\n" +
			"As many as you like may run. With `serve --no-work` the web nodes leave all of it to them.\n\n" +
			"LONGHOUSE_METRICS_ADDR serves /metrics, /healthz and /readyz; nothing else listens.",
		RunE: func(cmd *cobra.Command, _ []string) error { return work(cmd.Context(), c, cmd.OutOrStdout()) },
	}
}

// work runs until the context ends: not ready, no new work, what is at work, connections.
func work(ctx context.Context, c Config, out io.Writer) (err error) {
	if c.DB.URL == "" || c.Jobs.Redis == "" {
		return errors.New("a worker shares the servers of the web nodes: set DATABASE_URL and REDIS_URL to theirs")
	}
	c.Jobs.Work = "on"
	s, err := findServers(ctx, c, false)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close(ctx)) }()
	h, err := open(ctx, c, s)
	if err != nil {
		return err
	}
	defer h.Root.Close()
	base, cut := context.WithCancel(context.WithoutCancel(ctx))
	var watching sync.WaitGroup
	watching.Go(func() { h.Rights.Watch(base) })
	watching.Go(func() { h.Sealer.Run(base) })
	defer func() { cut(); watching.Wait() }()
	if err := h.Jobs.Start(ctx); err != nil {
		return err
	}
	health := serveMetrics(ctx, c.Log.Metrics, h.Health.Handler(h.Metrics.Handler()))
	defer func() {
		h.Health.Stopping()
		drain, done := context.WithTimeout(base, 25*time.Second)
		defer done()
		err = errors.Join(err, h.Jobs.Stop(drain), health(drain))
	}()
	slog.InfoContext(ctx, "ready", "slots", h.Jobs.Slots(), "version", version)
	fmt.Fprintln(out, "Longhouse works in the background.")
	select {
	case err := <-h.Jobs.Broken():
		return err
	case <-ctx.Done():
		fmt.Fprintln(out, "Stopping …")
		return nil
	}
}
