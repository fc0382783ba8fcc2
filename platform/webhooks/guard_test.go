package webhooks_test

import (
	"context"
	"encoding/binary"
	"errors"
	"net"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/fault"
	"longhouse/platform/webhooks"
)

func guard(t *testing.T, allow string) webhooks.Guard {
	t.Helper()
	a, err := webhooks.ReadAllow(allow)
	require.NoError(t, err)
	return webhooks.Guard{Allow: a}
}

func TestNobodyIsSentIntoTheNetworkOfTheHouse(t *testing.T) {
	t.Parallel()
	g := guard(t, "")
	for what, urls := range map[string][]string{
		"loopback":        {"https://127.0.0.1/", "https://127.8.9.1/", "https://[::1]/"},
		"private":         {"https://10.0.0.1/", "https://172.16.0.1/", "https://172.31.255.255/", "https://192.168.1.1/"},
		"link-local":      {"https://169.254.169.254/latest/meta-data/", "https://[fe80::1]/"},
		"shared":          {"https://100.64.0.1/", "https://100.127.255.255/"},
		"unique local":    {"https://[fd00:ec2::254]/", "https://[fc00::1]/"},
		"multicast":       {"https://224.0.0.1/", "https://[ff02::1]/"},
		"unspecified":     {"https://0.0.0.0/", "https://0.1.2.3/", "https://[::]/"},
		"documentation":   {"https://192.0.2.1/", "https://198.51.100.1/", "https://203.0.113.1/", "https://[2001:db8::1]/", "https://[3fff::1]/"},
		"reserved":        {"https://240.0.0.1/", "https://255.255.255.255/", "https://198.18.0.1/", "https://192.0.0.192/"},
		"6to4":            {"https://[2002:7f00:1::]/", "https://192.88.99.1/"},
		"Teredo":          {"https://[2001:0:7f00:1::]/"},
		"NAT64":           {"https://[64:ff9b::7f00:1]/", "https://[64:ff9b:1::a00:1]/"},
		"IPv4-mapped":     {"https://[::ffff:127.0.0.1]/", "https://[::ffff:8.8.8.8]/"},
		"IPv4-compatible": {"https://[::127.0.0.1]/", "https://[::8.8.8.8]/"},
		"another form":    {"http://93.184.215.14/", "https://93.184.215.14:8443/", "ftp://93.184.215.14/", "https://ann:secret@93.184.215.14/", "https://93.184.215.14/#x", "https:93.184.215.14", "https:///x", "no address", "file:///etc/passwd"},
	} {
		for _, u := range urls {
			require.ErrorIs(t, g.Check(t.Context(), u), webhooks.ErrAddress, "%s: %s", what, u)
		}
	}
	for _, u := range []string{"https://93.184.215.14/", "https://93.184.215.14:443/hooks?x=1", "https://[2606:4700:4700::1111]/"} {
		require.NoError(t, g.Check(t.Context(), u), u)
	}
}

func TestAnOperatorOpensNetworksAndHosts(t *testing.T) {
	t.Parallel()
	g := guard(t, "10.2.0.0/16, hooks.test:8080,fd00::/64")
	g.Resolver = resolver(t, "93.184.215.14")
	for _, u := range []string{"http://10.2.3.4/", "https://10.2.3.4:8443/", "http://HOOKS.test:8080/x", "http://[fd00::7]:81/"} {
		require.NoError(t, g.Check(t.Context(), u), u)
	}
	for _, u := range []string{"http://10.3.3.4/", "https://127.0.0.1/", "http://hooks.test:8081/x", "https://[fd00:1::7]/"} {
		require.ErrorIs(t, g.Check(t.Context(), u), webhooks.ErrAddress, u)
	}
	for _, text := range []string{"10.0.0.0", "everything", "10.0.0.0/33", "http://x:1", ":80"} {
		_, err := webhooks.ReadAllow(text)
		require.Error(t, err, text)
	}
}

// resolver answers each question for an IPv4 address with the next of these, and then with the last.
func resolver(t *testing.T, answers ...string) *net.Resolver {
	t.Helper()
	server, err := net.ListenPacket("udp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = server.Close() })
	var asked atomic.Int32
	go func() { // ends when the socket is closed
		buffer := make([]byte, 512)
		for {
			n, from, err := server.ReadFrom(buffer)
			if errors.Is(err, net.ErrClosed) {
				return
			}
			end := 12
			for buffer[end] != 0 {
				end += int(buffer[end]) + 1
			}
			end += 5
			reply := append([]byte{}, buffer[:min(end, n)]...)
			copy(reply[2:], []byte{0x81, 0x80, 0, 1, 0, 0, 0, 0, 0, 0})
			if binary.BigEndian.Uint16(reply[end-4:]) == 1 { // A
				i := min(int(asked.Add(1)), len(answers)) - 1
				reply[7] = 1
				reply = append(reply, 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4)
				reply = append(reply, net.ParseIP(answers[i]).To4()...)
			}
			_, _ = server.WriteTo(reply, from)
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "udp", server.LocalAddr().String())
	}}
}

func TestANameThatTurnsInwardsIsRefusedWhenItIsDialled(t *testing.T) {
	t.Parallel()
	inside := listen(t, nil)
	_, port, err := net.SplitHostPort(inside.Listener.Addr().String())
	require.NoError(t, err)
	// A port that an operator opened for a public network must not open this machine.
	f := setup(t, with{Options: webhooks.Options{Allow: "93.184.215.0/24", Resolver: resolver(t, "93.184.215.14", "127.0.0.1"), Plan: []time.Duration{}}})
	e := f.endpoint("http://rebinding.test:" + port + "/")
	f.emit(moved{Thing: uuid.New()})
	f.settle()
	d := f.whole(e, f.log(e)[0])
	require.Equal(t, "failed", d.State)
	require.Contains(t, d.Calls[0].Error, "127.0.0.1")
	require.Nil(t, d.Calls[0].Status)
	require.Empty(t, inside.calls)
}

func TestANameThatLeadsInsideIsRefusedAtOnce(t *testing.T) {
	t.Parallel()
	g := guard(t, "")
	g.Resolver = resolver(t, "169.254.169.254")
	err := g.Check(t.Context(), "https://metadata.test/")
	require.ErrorIs(t, err, webhooks.ErrAddress)
	require.Contains(t, fault.As(err).Message, "169.254.169.254")
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	elsewhere := listen(t, nil)
	for _, to := range []string{"http://169.254.169.254/latest/meta-data/", elsewhere.URL} {
		f := setup(t, with{Options: webhooks.Options{Plan: []time.Duration{}}})
		r := listen(t, func(_ int, w http.ResponseWriter, q *http.Request) {
			http.Redirect(w, q, to, http.StatusTemporaryRedirect)
		})
		e := f.endpoint(r.URL)
		f.emit(moved{Thing: uuid.New()})
		f.settle()
		d := f.whole(e, f.log(e)[0])
		require.Equal(t, "failed", d.State)
		require.Contains(t, d.Why, "Redirects are not followed")
		require.Equal(t, to, d.Calls[0].ResponseHeaders["location"])
	}
	require.Empty(t, elsewhere.calls)
}

func TestNoProxyOfTheEnvironmentIsAsked(t *testing.T) {
	proxy := listen(t, nil)
	t.Setenv("HTTP_PROXY", proxy.URL)
	t.Setenv("HTTPS_PROXY", proxy.URL)
	f := setup(t, with{Options: webhooks.Options{Allow: "hooks.invalid:80,127.0.0.0/8", Plan: []time.Duration{}}})
	e := f.endpoint("http://hooks.invalid/")
	f.emit(moved{Thing: uuid.New()})
	f.settle()
	require.Equal(t, "failed", f.log(e)[0].State)
	require.Empty(t, proxy.calls)
}
