package rest

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// Proxies are the networks whose word about a client's address counts. None is
// trusted by default: anybody can send X-Forwarded-For.
type Proxies []netip.Prefix

// UnmarshalText reads networks as 10.0.0.0/8, and single addresses, between commas.
func (p *Proxies) UnmarshalText(text []byte) error {
	*p = nil
	for word := range strings.SplitSeq(string(text), ",") {
		if word = strings.TrimSpace(word); word == "" {
			continue
		}
		network, err := netip.ParsePrefix(word)
		if err != nil {
			var one netip.Addr
			if one, err = netip.ParseAddr(word); err == nil {
				network, err = one.Prefix(one.BitLen())
			}
		}
		if err != nil {
			return fmt.Errorf("LONGHOUSE_TRUSTED_PROXIES: %q is no network such as 10.0.0.0/8 or address such as 192.0.2.1; put commas between several", word)
		}
		*p = append(*p, network.Masked())
	}
	return nil
}

func (p Proxies) trust(a netip.Addr) bool {
	for _, network := range p {
		if network.Contains(a) {
			return true
		}
	}
	return false
}

// client is the address that a request came from: the peer's, unless that is a
// trusted proxy. Then it is what the proxies say, read from the right, since
// anything further left may be the client's own invention.
func (p Proxies) client(r *http.Request) string {
	peer, ok := hop(r.RemoteAddr)
	if !ok {
		return r.RemoteAddr
	}
	told := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(told) - 1; i >= 0 && p.trust(peer); i-- {
		further, ok := hop(strings.TrimSpace(told[i]))
		if !ok {
			break
		}
		peer = further
	}
	return net.JoinHostPort(peer.String(), "0")
}

// hop reads an address, with a port or without.
func hop(text string) (netip.Addr, bool) {
	a, err := netip.ParseAddr(text)
	if err != nil {
		var with netip.AddrPort
		with, err = netip.ParseAddrPort(text)
		a = with.Addr()
	}
	return a.Unmap().WithZone(""), err == nil
}
