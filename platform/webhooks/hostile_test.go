package webhooks_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/webhooks"
)

// impatient is a single try that is given up soon.
var impatient = with{Options: webhooks.Options{Plan: []time.Duration{}, Timeout: 300 * time.Millisecond}}

// Web-4: each of them has an end that can be seen, and it is soon.
func TestAnEndpointMayMisbehaveAsItLikes(t *testing.T) {
	t.Parallel()
	bomb := func() []byte {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		for range 200 {
			_, _ = z.Write(make([]byte, 1<<20))
		}
		_ = z.Close()
		return b.Bytes()
	}()
	for name, c := range map[string]struct {
		answer func(w http.ResponseWriter, q *http.Request)
		state  string
		why    string
		check  func(t *testing.T, c webhooks.Call)
	}{
		"it never answers": {func(_ http.ResponseWriter, q *http.Request) { <-q.Context().Done() }, "failed", "did not answer within 300ms", nil},
		"its answer never ends": {func(w http.ResponseWriter, _ *http.Request) {
			for i := 0; ; i++ {
				if _, err := w.Write(bytes.Repeat([]byte("x"), 1<<15)); err != nil {
					return
				}
			}
		}, "sent", "", func(t *testing.T, c webhooks.Call) {
			require.Len(t, c.Response, 4096)
			require.True(t, c.Cut)
		}},
		"it drips": {func(w http.ResponseWriter, q *http.Request) {
			_, _ = w.Write([]byte("slowly"))
			w.(http.Flusher).Flush()
			<-q.Context().Done()
		}, "sent", "", func(t *testing.T, c webhooks.Call) {
			require.Equal(t, "slowly", c.Response)
			require.True(t, c.Cut)
		}},
		"it sends a bomb": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(bomb)
		}, "sent", "", func(t *testing.T, c webhooks.Call) {
			require.LessOrEqual(t, len(c.Response), 4096)
			require.Equal(t, "gzip", c.ResponseHeaders["content-encoding"])
			require.NotContains(t, c.Response, strings.Repeat("\x00", 2), "it was not unpacked")
		}},
		"its headers are huge": {func(w http.ResponseWriter, _ *http.Request) {
			for i := range 100 {
				w.Header().Set(fmt.Sprintf("X-%d", i), strings.Repeat("x", 4096))
			}
		}, "failed", "No answer", nil},
		"it hangs up": {func(w http.ResponseWriter, _ *http.Request) {
			conn, _, err := w.(http.Hijacker).Hijack()
			if err == nil {
				_ = conn.Close()
			}
		}, "failed", "No answer", nil},
		"it speaks no HTTP": {func(w http.ResponseWriter, _ *http.Request) {
			conn, _, err := w.(http.Hijacker).Hijack()
			if err == nil {
				_, _ = conn.Write([]byte("SSH-2.0-x\r\n\r\n"))
				_ = conn.Close()
			}
		}, "failed", "No answer", nil},
		"it sends what PostgreSQL cannot keep": {func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("a\x00b\xff\xfec")) }, "sent", "", func(t *testing.T, c webhooks.Call) {
			require.Equal(t, "ab�c", c.Response)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := setup(t, impatient)
			r := listen(t, func(_ int, w http.ResponseWriter, q *http.Request) { c.answer(w, q) })
			e := f.endpoint(r.URL)
			f.emit(moved{Thing: uuid.New()})
			f.settle()
			d := f.whole(e, f.log(e)[0])
			require.Equal(t, c.state, d.State, d.Why)
			require.Contains(t, d.Why, c.why)
			require.Less(t, d.Calls[0].Milliseconds, int64(5000))
			if c.check != nil {
				c.check(t, d.Calls[0])
			}
		})
	}
}

func TestNobodyListensAtAll(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	url := "http://" + l.Addr().String()
	require.NoError(t, l.Close())
	f := setup(t, impatient)
	e := f.endpoint(url)
	f.emit(moved{Thing: uuid.New()})
	f.settle()
	require.Equal(t, "failed", f.log(e)[0].State)
	require.Contains(t, f.log(e)[0].Why, "No connection")
}

func TestAnEndpointThatHangsStopsNoOther(t *testing.T) {
	t.Parallel()
	f := setup(t, with{Options: webhooks.Options{Plan: []time.Duration{}}})
	held := make(chan struct{})
	let := sync.OnceFunc(func() { close(held) })
	slow := listen(t, func(int, http.ResponseWriter, *http.Request) { <-held })
	t.Cleanup(let)
	quick := listen(t, nil)
	hanging, well := f.endpoint(slow.URL), f.endpoint(quick.URL)
	for range 12 {
		f.emit(moved{Thing: uuid.New()})
	}
	began := time.Now()
	for range 12 {
		quick.next(t)
	}
	require.Less(t, time.Since(began), 10*time.Second)
	for range 4 {
		slow.next(t)
	}
	require.Empty(t, slow.calls, "four at once, and not one more")
	require.Equal(t, 4, f.number("select count(*) from jobs.webhook where org_id = $1 and endpoint_id = $2 and busy_until > clock_timestamp()", hanging.ID))
	let()
	f.settle()
	require.Len(t, f.log(hanging, "state=sent"), 12)
	require.Len(t, f.log(well, "state=sent"), 12)
}

func TestAHugeAnswerIsHungUpOn(t *testing.T) {
	t.Parallel()
	f := setup(t, with{Options: webhooks.Options{Plan: []time.Duration{}, Timeout: 5 * time.Second}})
	var written int64
	r := listen(t, func(_ int, w http.ResponseWriter, _ *http.Request) {
		for range 1 << 12 { // 4 GB if anybody took it
			n, err := w.Write(make([]byte, 1<<20))
			written += int64(n)
			if err != nil {
				return
			}
		}
	})
	e := f.endpoint(r.URL)
	f.emit(moved{Thing: uuid.New()})
	f.settle()
	r.CloseClientConnections()
	r.Close() // waits for the handler, so written is whole
	require.Equal(t, "sent", f.log(e)[0].State)
	require.Less(t, written, int64(64<<20), "it was hung up on")
}
