package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
)

// request is one call; n makes each different.
type request struct {
	method, path string
	body         string
	header       map[string]string
}

// measured is what a cell found.
type measured struct {
	calls     int
	perSecond float64
	p50, p99  time.Duration
}

// load sends requests from some clients at once, each on a connection that it
// keeps. It ends after a time, or when next says that there are no more.
func load(ctx context.Context, at, token string, clients int, lasts time.Duration, next func() (request, bool)) (measured, error) {
	transport := &http.Transport{MaxIdleConnsPerHost: clients, DisableCompression: true}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport}
	var mu sync.Mutex
	var took []time.Duration
	var ended atomic.Bool
	began := time.Now()
	g, ctx := errgroup.WithContext(ctx)
	for range clients {
		g.Go(func() error {
			var mine []time.Duration
			for !ended.Load() && time.Since(began) < lasts {
				r, ok := next()
				if !ok {
					ended.Store(true)
					break
				}
				started := time.Now()
				if err := send(ctx, client, at, token, r); err != nil {
					return err
				}
				mine = append(mine, time.Since(started))
			}
			mu.Lock()
			defer mu.Unlock()
			took = append(took, mine...)
			return nil
		})
	}
	err := g.Wait()
	seconds := time.Since(began).Seconds()
	if len(took) == 0 {
		return measured{}, err
	}
	slices.Sort(took)
	return measured{len(took), float64(len(took)) / seconds, took[len(took)/2], took[len(took)*99/100]}, err
}

func send(ctx context.Context, client *http.Client, at, token string, r request) error {
	req, err := http.NewRequestWithContext(ctx, r.method, at+r.path, bytes.NewReader([]byte(r.body)))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+token)
	if r.body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for k, v := range r.header {
		req.Header.Set(k, v)
	}
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close() //nolint:errcheck // read to its end below
	if resp.StatusCode >= 300 {
		text, _ := io.ReadAll(resp.Body) // only to say what it was
		return fmt.Errorf("%s %s: %s %s", r.method, r.path, resp.Status, text)
	}
	_, err = io.Copy(io.Discard, resp.Body)
	return err
}
