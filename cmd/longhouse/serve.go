package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"longhouse/platform/rest"
	"longhouse/web"
)

func serveCommand(c Config) *cobra.Command {
	var demo, idle bool
	cmd := &cobra.Command{
		Use: "serve", Short: "Serve the web UI and the REST API", Args: cobra.NoArgs,
		Long: "Serves the web UI and the REST API, and does the background work.\n\n" +
			"On a new installation it prints a link by which the first owner signs in. With --demo it makes a\n" +
			"demonstration organisation instead, and prints a sign-in that only this installation knows.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if idle {
				c.Jobs.Work = "off"
				if err := c.works(); err != nil {
					return err
				}
			}
			return serve(cmd.Context(), c, demo, cmd.OutOrStdout())
		},
	}
	cmd.Flags().BoolVar(&demo, "demo", false, "make a demonstration organisation with a year of data")
	cmd.Flags().BoolVar(&idle, "no-work", false, "hand background work out and do none, beside nodes that run longhouse worker")
	return cmd
}

// serve runs until the context ends, and then stops in order: not ready, no new
// requests, those at work, background work, connections, servers of our own.
func serve(ctx context.Context, c Config, demo bool, out io.Writer) (err error) {
	began := time.Now()
	if demo && !rest.Loopback(c.REST.Address) {
		return errors.New("--demo makes a sign-in that is printed: it serves 127.0.0.1 only")
	}
	listener, err := rest.Listen(ctx, c.REST.Address)
	if err != nil {
		return err
	}
	c.REST.Address = listener.Address() // the port that it got, if it asked for any: mails link to it
	s, err := findServers(ctx, c, true)
	if err != nil {
		return errors.Join(err, listener.Stop(ctx))
	}
	defer func() { err = errors.Join(err, s.close(ctx)) }()
	h, err := open(ctx, c, s)
	if err != nil {
		return errors.Join(err, listener.Stop(ctx))
	}
	defer h.Root.Close()
	stop, err := h.start(ctx, c, listener)
	if err != nil {
		return errors.Join(err, listener.Stop(ctx))
	}
	defer func() { err = errors.Join(err, stop()) }()
	slog.InfoContext(ctx, "ready", "address", listener.Address(), "seconds", time.Since(began).Seconds(), "version", version)
	if err := h.welcome(ctx, c, s, listener.Address(), demo, out); err != nil {
		return err
	}
	var filling errgroup.Group
	if demo {
		filling.Go(func() error { return h.populate(ctx, s) })
	}
	defer func() {
		if problem := filling.Wait(); problem != nil && ctx.Err() == nil {
			err = errors.Join(err, problem)
		}
	}()
	select {
	case err := <-h.Jobs.Broken():
		return err
	case <-ctx.Done():
		fmt.Fprintln(out, "Stopping …")
		return nil
	case err := <-listener.Broken():
		return err
	}
}

// open connects to a migrated database.
func open(ctx context.Context, c Config, s *servers) (*House, error) {
	if err := s.migrated(ctx); err != nil {
		return nil, err
	}
	return build(ctx, c.with(s), s.database, s.redis)
}

// start begins to serve and to work. The function it returns ends both.
func (h *House) start(ctx context.Context, c Config, listener *rest.Server) (stop func() error, err error) {
	files, err := web.Files()
	if err != nil {
		return nil, err
	}
	site, err := rest.Site{API: h.API, UI: files, Codes: h.codes(), Health: h.Health}.Handler()
	if err != nil {
		return nil, err
	}
	base, cut := context.WithCancel(context.WithoutCancel(ctx))
	var watching sync.WaitGroup
	watching.Go(func() { h.Rights.Watch(base) })
	hub, hush := context.WithCancel(base)
	watching.Go(func() { h.Notify.Run(hub) })
	watching.Go(func() { h.Sealer.Run(base) })
	if err := h.Jobs.Start(ctx); err != nil {
		hush()
		cut()
		watching.Wait()
		return nil, err
	}
	metrics := serveMetrics(ctx, c.Log.Metrics, h.Metrics.Handler())
	listener.Serve(base, site)
	return func() error {
		h.Health.Stopping()
		hush() // open streams end, so that the listener need not wait for them
		drain, done := context.WithTimeout(base, 25*time.Second)
		defer done()
		err := errors.Join(listener.Stop(drain), metrics(drain), h.Jobs.Stop(drain))
		cut()
		watching.Wait()
		return err
	}, nil
}

// serveMetrics listens apart from people's address. A taken port is no reason
// not to serve them.
func serveMetrics(ctx context.Context, address string, h http.Handler) (stop func(context.Context) error) {
	nothing := func(context.Context) error { return nil }
	if address == "off" || address == "" {
		return nothing
	}
	l, err := rest.Listen(ctx, address)
	if err != nil {
		slog.WarnContext(ctx, "no metrics", "error", err)
		return nothing
	}
	l.Serve(context.WithoutCancel(ctx), h)
	return l.Stop
}
