package rest_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/platform/config"
	"longhouse/platform/rest"
)

func trusting(t *testing.T, networks string) rest.Proxies {
	t.Helper()
	var p rest.Proxies
	require.NoError(t, p.UnmarshalText([]byte(networks)))
	return p
}

// cameFrom is the address that an operation sees. Each of forwarded is a header line.
func cameFrom(t *testing.T, p rest.Proxies, peer string, forwarded ...string) string {
	t.Helper()
	a := rest.New(rest.Options{Proxies: p})
	rest.Register(a.For("test"), rest.Op{ID: "test-where", Method: "GET", Path: "/where", Needs: rest.Public},
		func(_ context.Context, in *struct{ rest.Origin }) (*rest.Answer[string], error) {
			return rest.Say(in.Address()), nil
		})
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/api/v1/test/where", nil)
	r.RemoteAddr = peer
	r.Header["X-Forwarded-For"] = forwarded
	w := httptest.NewRecorder()
	a.Handler().ServeHTTP(w, r)
	require.Equal(t, http.StatusOK, w.Code)
	return strings.Trim(strings.TrimSpace(w.Body.String()), `"`)
}

func TestAForwardedAddressCountsFromATrustedProxyOnly(t *testing.T) {
	t.Parallel()
	proxies := trusting(t, "10.0.0.0/8, 192.0.2.1 ,2001:db8:1::/48")
	for _, c := range []struct {
		why, peer string
		forwarded []string
		want      string
	}{
		{"nobody else may say so", "198.51.100.1:4711", []string{"203.0.113.9"}, "198.51.100.1"},
		{"a proxy may", "10.1.2.3:4711", []string{"203.0.113.9"}, "203.0.113.9"},
		{"a single address is a network of one", "192.0.2.1:80", []string{"203.0.113.9"}, "203.0.113.9"},
		{"and its neighbour is none", "192.0.2.2:80", []string{"203.0.113.9"}, "192.0.2.2"},
		{"what the client itself claimed stands further left", "10.1.2.3:4711", []string{"1.1.1.1, 203.0.113.9"}, "203.0.113.9"},
		{"proxies behind proxies are passed over", "10.1.2.3:4711", []string{"1.1.1.1, 203.0.113.9, 192.0.2.1,10.9.9.9"}, "203.0.113.9"},
		{"lines are one list", "10.1.2.3:4711", []string{"1.1.1.1", "203.0.113.9", "10.9.9.9"}, "203.0.113.9"},
		{"a proxy that says nothing is the client", "10.1.2.3:4711", nil, "10.1.2.3"},
		{"and so is one that says nonsense", "10.1.2.3:4711", []string{"203.0.113.9, unknown"}, "10.1.2.3"},
		{"of proxies only, the first began it", "10.1.2.3:4711", []string{"10.0.0.7, 10.9.9.9"}, "10.0.0.7"},
		{"some proxies add a port", "10.1.2.3:4711", []string{"203.0.113.9:5555"}, "203.0.113.9"},
		{"also to the new addresses", "[2001:db8:1::1]:443", []string{"[2001:db8:2::9]:5555"}, "2001:db8:2::9"},
		{"an old address in the new form is the old one", "[::ffff:10.1.2.3]:443", []string{"::ffff:203.0.113.9"}, "203.0.113.9"},
	} {
		require.Equal(t, c.want, cameFrom(t, proxies, c.peer, c.forwarded...), c.why)
	}
}

func TestProxiesThatAreNoNetworksKeepItFromStarting(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"10.0.0.0/33", "proxy.example.com", "10.0.0.0/8,nonsense", "10.0.0.0/8;10.1.0.0/16"} {
		_, err := config.Load[rest.Config]([]string{"LONGHOUSE_TRUSTED_PROXIES=" + text})
		require.ErrorContains(t, err, "LONGHOUSE_TRUSTED_PROXIES: ", text)
		require.ErrorContains(t, err, "such as 10.0.0.0/8")
	}
	c, err := config.Load[rest.Config]([]string{"LONGHOUSE_TRUSTED_PROXIES= "})
	require.NoError(t, err)
	require.Empty(t, c.Proxies, "nobody is trusted unasked")
}
