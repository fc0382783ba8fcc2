package webhooks

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"
)

// Guard keeps webhooks from being a way into the network that Longhouse runs
// in. It decides by the address that is really dialled, when it is dialled: a
// name that first leads somewhere public and then inside comes too late.
type Guard struct {
	Allow    Allow
	Resolver *net.Resolver // nil: the system's
}

// Allow is what an operator opens besides public https addresses.
type Allow struct {
	networks []netip.Prefix
	hosts    map[string]bool // host:port
}

// ReadAllow reads networks and host:port, by comma.
func ReadAllow(text string) (Allow, error) {
	a := Allow{hosts: map[string]bool{}}
	for _, part := range strings.Split(text, ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		if network, err := netip.ParsePrefix(part); err == nil {
			a.networks = append(a.networks, network.Masked())
			continue
		}
		host, port, err := net.SplitHostPort(part)
		if err != nil || host == "" || port == "" || strings.ContainsAny(host, "/@") {
			return a, fmt.Errorf("%q is neither a network such as 10.2.0.0/16 nor host:port", part)
		}
		a.hosts[strings.ToLower(net.JoinHostPort(host, port))] = true
	}
	return a, nil
}

func (a Allow) network(ip netip.Addr) bool {
	for _, n := range a.networks {
		if n.Contains(ip.Unmap()) {
			return true
		}
	}
	return false
}

// refused are the networks that nobody outside is in. The lists of loopback,
// private, link-local and multicast addresses are netip's own.
var refused = prefixes(
	"0.0.0.0/8",       // this network
	"100.64.0.0/10",   // shared by a provider's customers
	"192.0.0.0/24",    // protocols
	"192.0.2.0/24",    // documentation
	"192.88.99.0/24",  // 6to4 relays
	"198.18.0.0/15",   // benchmarks
	"198.51.100.0/24", // documentation
	"203.0.113.0/24",  // documentation
	"240.0.0.0/4",     // reserved, broadcast
	"::/96",           // IPv4-compatible, unspecified, loopback
	"::ffff:0:0/96",   // IPv4-mapped
	"::ffff:0:0:0/96", // IPv4-translated
	"64:ff9b::/96",    // NAT64
	"64:ff9b:1::/48",  // NAT64, local
	"100::/64",        // discard
	"2001::/23",       // protocols, Teredo
	"2001:db8::/32",   // documentation
	"2002::/16",       // 6to4
	"3fff::/20",       // documentation
	"5f00::/16",       // segment routing
	"fc00::/7",        // unique local
	"fec0::/10",       // site-local
)

func prefixes(texts ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(texts))
	for i, t := range texts {
		out[i] = netip.MustParsePrefix(t)
	}
	return out
}

// public says why an address is refused, or "".
func public(ip netip.Addr) string {
	switch {
	case ip.Is4In6():
		return "it hides an IPv4 address"
	case ip.IsLoopback():
		return "it is this machine"
	case ip.IsPrivate():
		return "it is private"
	case ip.IsLinkLocalUnicast():
		return "it is link-local, where clouds keep their secrets"
	case ip.IsMulticast() || ip.IsInterfaceLocalMulticast() || ip.IsUnspecified():
		return "it is nobody's"
	case ip.Is6() && !netip.MustParsePrefix("2000::/3").Contains(ip):
		return "it is not public"
	}
	for _, n := range refused {
		if n.Contains(ip) {
			return "it is not public"
		}
	}
	return ""
}

// Check says whether an endpoint may have this URL: its form, and where its
// name leads now. Whoever changes the name later meets the dialler.
func (g Guard) Check(ctx context.Context, text string) error {
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Hostname() == "" || u.Opaque != "":
		return ErrAddress.Say("This is no address such as https://example.com/hooks.")
	case u.Scheme != "https" && u.Scheme != "http":
		return ErrAddress.Say("The address must begin with https://.")
	case u.User != nil:
		return ErrAddress.Say("An address must not hold a password: the signature says who sends.")
	case u.Fragment != "":
		return ErrAddress.Say("Leave out what follows the #: it is never sent.")
	}
	place := where(u)
	if g.Allow.hosts[place] {
		return nil
	}
	ips := g.find(ctx, u.Hostname())
	for _, ip := range ips {
		if err := g.may(plain(u), place, ip); err != nil {
			return err
		}
	}
	if len(ips) == 0 && u.Scheme == "http" && len(g.Allow.networks) == 0 {
		return ErrAddress.Say("The address must begin with https://.")
	}
	return nil
}

// find asks where a name leads. One that leads nowhere just now is no reason to
// refuse: the dialler asks again, and the test button tells.
func (g Guard) find(ctx context.Context, host string) []netip.Addr {
	if ip, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{ip}
	}
	resolver := g.Resolver
	if resolver == nil {
		resolver = net.DefaultResolver
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	ips, err := resolver.LookupNetIP(ctx, "ip", host)
	if err != nil {
		return nil
	}
	for i := range ips {
		ips[i] = ips[i].Unmap()
	}
	return ips
}

// where is the host:port that a URL leads to.
func where(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"https": "443", "http": "80"}[u.Scheme]
	}
	return strings.ToLower(net.JoinHostPort(u.Hostname(), port))
}

// plain says whether it is https on its own port, which every public address may have.
func plain(u *url.URL) bool { return u.Scheme == "https" && (u.Port() == "" || u.Port() == "443") }

// may decides about one address.
func (g Guard) may(plain bool, place string, ip netip.Addr) error {
	if g.Allow.hosts[place] || g.Allow.network(ip) {
		return nil
	}
	if why := public(ip); why != "" {
		return ErrAddress.Say("Longhouse does not send to " + ip.String() + ": " + why + ". An operator can allow it in LONGHOUSE_EGRESS_ALLOW.")
	}
	if !plain {
		return ErrAddress
	}
	return nil
}

type plainKey struct{}

// dial connects, and asks the guard about the very address that the socket is for.
func (g Guard) dial(ctx context.Context, network, place string) (net.Conn, error) {
	plain, _ := ctx.Value(plainKey{}).(bool)
	d := net.Dialer{Timeout: 10 * time.Second, Resolver: g.Resolver, Control: func(_, address string, _ syscall.RawConn) error {
		at, err := netip.ParseAddrPort(address)
		if err != nil {
			return fmt.Errorf("read the dialled address: %w", err)
		}
		return g.may(plain, strings.ToLower(place), at.Addr())
	}}
	return d.DialContext(ctx, network, place)
}
