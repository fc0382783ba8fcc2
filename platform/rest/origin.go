package rest

import (
	"net"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

const forwardedProto = "X-Forwarded-Proto"

// Encrypted says whether a request came by TLS, to us or to the proxy before us.
func Encrypted(r *http.Request) bool { return r.TLS != nil || r.Header.Get(forwardedProto) == "https" }

// Origin is embedded by inputs that must know where a request came from. The
// door has found out the address: the socket's, or what a trusted proxy says.
type Origin struct {
	address, browser, cookies string
	secure                    bool
}

// Resolve reads the connection.
func (o *Origin) Resolve(ctx huma.Context) []error {
	o.address, o.browser, o.cookies = host(ctx.RemoteAddr()), ctx.Header("User-Agent"), ctx.Header("Cookie")
	o.secure = ctx.TLS() != nil || ctx.Header(forwardedProto) == "https"
	return nil
}

// host is an address without its port.
func host(address string) string {
	if name, _, err := net.SplitHostPort(address); err == nil {
		return name
	}
	return address
}

// ClientAddress is from where a request came, behind the proxies that are trusted.
func ClientAddress(r *http.Request) string { return host(r.RemoteAddr) }

// Address is the client's address.
func (o *Origin) Address() string { return o.address }

// Browser is what the client calls itself.
func (o *Origin) Browser() string { return o.browser }

// Secure says whether the connection is encrypted.
func (o *Origin) Secure() bool { return o.secure }

// Cookie returns a cookie's value.
func (o *Origin) Cookie(name string) string {
	for part := range strings.SplitSeq(o.cookies, ";") {
		if k, v, ok := strings.Cut(strings.TrimSpace(part), "="); ok && k == name {
			return v
		}
	}
	return ""
}
