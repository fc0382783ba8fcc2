package rest

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"time"
)

// Config says where to listen.
type Config struct {
	Address string  `env:"LONGHOUSE_ADDR" envDefault:"127.0.0.1:8080" doc:"Where to listen; another address than loopback needs LONGHOUSE_URL"`
	URL     string  `env:"LONGHOUSE_URL" doc:"The address that people use, with https; sessions of other people need it"`
	Proxies Proxies `env:"LONGHOUSE_TRUSTED_PROXIES" doc:"Networks of the proxies before us, as 10.0.0.0/8,192.0.2.1: only from there X-Forwarded-For says who the client is; empty: from nowhere"`
}

// Server is a listener with its handler.
type Server struct {
	http   *http.Server
	listen net.Listener
	done   chan error
}

// Listen opens the address, so that a taken port is an error at once. Port 0 takes a free one.
func Listen(ctx context.Context, address string) (*Server, error) {
	var c net.ListenConfig
	l, err := c.Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", address, err)
	}
	return &Server{listen: l, done: make(chan error, 1)}, nil
}

// Address is where it listens.
func (s *Server) Address() string { return s.listen.Addr().String() }

// Serve answers with the handler until Stop. Requests' contexts end when base does.
func (s *Server) Serve(base context.Context, h http.Handler) {
	s.http = &http.Server{
		Handler: h, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 60 * time.Second, WriteTimeout: 10 * time.Minute, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 32 << 10, BaseContext: func(net.Listener) context.Context { return base },
	}
	go func() { s.done <- s.http.Serve(s.listen) }() // ends with Stop, which waits for it
}

// Broken tells when the listener ends by itself.
func (s *Server) Broken() <-chan error { return s.done }

// Stop listens no more, waits for what is being answered until ctx ends, and
// then cuts it.
func (s *Server) Stop(ctx context.Context) error {
	if s.http == nil {
		return s.listen.Close()
	}
	err := s.http.Shutdown(ctx)
	if ctx.Err() != nil {
		err = s.http.Close()
	}
	return err
}

// Loopback says whether only this machine can reach an address.
func Loopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
