package rest_test

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"longhouse/platform/rest"
)

// serve starts a real listener with a stream and an operation that waits.
func serve(t *testing.T) (s *rest.Server, entered, leave chan struct{}, cut context.CancelFunc) {
	t.Helper()
	f := setup(t)
	entered, leave = make(chan struct{}, 8), make(chan struct{})
	rest.Register(f.api.For("slow"), rest.Op{ID: "slow-wait", Method: "GET", Path: "/wait", Needs: rest.SignedIn},
		func(ctx context.Context, _ *struct{}) (*rest.Answer[string], error) {
			entered <- struct{}{}
			select {
			case <-leave:
			case <-ctx.Done():
			}
			return rest.Say("done"), nil
		})
	rest.RegisterStream(f.api.For("slow"), rest.Op{ID: "slow-stream", Method: "GET", Path: "/stream", Needs: rest.SignedIn}, map[string]any{"tick": map[string]int{"n": 1}},
		func(_ context.Context, in *struct {
			Refuse bool `query:"refuse"`
		}) (func(context.Context, *rest.Events), error) {
			if in.Refuse {
				return nil, errShort
			}
			return func(ctx context.Context, e *rest.Events) {
				if _, err := e.Still(); err != nil {
					return
				}
				_ = e.Send("7", "tick", map[string]int{"n": 1})
				_ = e.Beat()
				entered <- struct{}{}
				<-ctx.Done()
			}, nil
		})
	s, err := rest.Listen(t.Context(), "127.0.0.1:0")
	require.NoError(t, err)
	base, cut := context.WithCancel(context.WithoutCancel(t.Context()))
	t.Cleanup(cut)
	s.Serve(base, f.api.Handler())
	return s, entered, leave, cut
}

func get(ctx context.Context, s *rest.Server, path string) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+s.Address()+rest.Base+path, nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("X-User", "ann")
	return (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(r)
}

func TestATakenPortIsAnErrorAtOnce(t *testing.T) {
	t.Parallel()
	s, err := rest.Listen(t.Context(), "127.0.0.1:0")
	require.NoError(t, err)
	_, err = rest.Listen(t.Context(), s.Address())
	require.ErrorContains(t, err, s.Address())
	require.NoError(t, s.Stop(t.Context()), "a listener that never served can be closed")
	again, err := rest.Listen(t.Context(), s.Address())
	require.NoError(t, err)
	require.NoError(t, again.Stop(t.Context()))
	_, err = rest.Listen(t.Context(), "nowhere at all")
	require.Error(t, err)
}

func TestStopLetsOpenRequestsFinishAndTakesNoNewOnes(t *testing.T) {
	t.Parallel()
	s, entered, leave, _ := serve(t)
	answered := make(chan string, 1)
	go func() {
		response, err := get(context.Background(), s, "/slow/wait")
		if err != nil {
			answered <- err.Error()
			return
		}
		defer func() { _ = response.Body.Close() }()
		b, _ := io.ReadAll(response.Body)
		answered <- string(b)
	}()
	<-entered
	stopped := make(chan error, 1)
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		stopped <- s.Stop(ctx)
	}()
	require.ErrorIs(t, <-s.Broken(), http.ErrServerClosed)
	_, err := get(t.Context(), s, "/slow/wait") //nolint:bodyclose // there is none
	require.Error(t, err)
	close(leave)
	require.Equal(t, "\"done\"\n", <-answered)
	require.NoError(t, <-stopped)
}

func TestStopCutsWhatDoesNotEndInTime(t *testing.T) {
	t.Parallel()
	for name, limit := range map[string]func() (context.Context, context.CancelFunc){
		"deadline": func() (context.Context, context.CancelFunc) {
			return context.WithTimeout(context.Background(), 50*time.Millisecond)
		},
		"cancel": func() (context.Context, context.CancelFunc) {
			ctx, cancel := context.WithCancel(context.Background())
			cancel()
			return ctx, cancel
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, entered, _, _ := serve(t)
			response, err := get(t.Context(), s, "/slow/stream")
			require.NoError(t, err)
			defer func() { _ = response.Body.Close() }()
			<-entered
			ctx, cancel := limit()
			defer cancel()
			require.NoError(t, s.Stop(ctx))
			_, err = io.ReadAll(response.Body)
			require.Error(t, err, "the stream was cut")
		})
	}
}

func TestAStreamSendsEventsUntilOneSideEnds(t *testing.T) {
	t.Parallel()
	s, entered, _, cut := serve(t)
	response, err := get(t.Context(), s, "/slow/stream")
	require.NoError(t, err)
	defer func() { _ = response.Body.Close() }()
	require.Equal(t, "text/event-stream", response.Header.Get("Content-Type"))
	<-entered
	lines := bufio.NewScanner(response.Body)
	var got []string
	for range 5 {
		require.True(t, lines.Scan())
		got = append(got, lines.Text())
	}
	require.Equal(t, []string{"id: 7", "event: tick", `data: {"n":1}`, "", ": still here"}, got)
	cut() // the house ends: so does the stream, by itself
	for lines.Scan() {
		require.Empty(t, lines.Text())
	}
	require.NoError(t, lines.Err())
	require.NoError(t, s.Stop(t.Context()))
}

func TestAStreamMayBeRefusedLikeAnyOperation(t *testing.T) {
	t.Parallel()
	s, _, _, _ := serve(t)
	response, err := get(t.Context(), s, "/slow/stream?refuse=true")
	require.NoError(t, err)
	require.Equal(t, http.StatusConflict, response.StatusCode)
	require.Equal(t, "application/problem+json", response.Header.Get("Content-Type"))
	require.NoError(t, response.Body.Close())
	require.NoError(t, s.Stop(t.Context()))
}

func TestOnlyLoopbackAddressesAreLoopback(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]bool{"127.0.0.1:1": true, "127.9.9.9:1": true, "[::1]:1": true, "localhost:1": true, ":8080": false, "0.0.0.0:1": false, "[::]:1": false,
		"192.168.1.1:1": false, "localhost.evil.example:1": false, "127.0.0.1": false, "": false, "[::ffff:127.0.0.1]:1": true} {
		require.Equal(t, want, rest.Loopback(address), address)
	}
}
