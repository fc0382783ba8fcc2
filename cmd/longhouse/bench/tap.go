package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"slices"
	"strings"
	"sync"
)

// tap stands between the product and PostgreSQL and notes what is sent, so
// that pgbench can send the same. It understands the part of the protocol that
// carries statements, and hands everything on as it came.
type tap struct {
	listener net.Listener
	server   string
	mu       sync.Mutex
	trips    []*trip
}

// trip is what went to PostgreSQL before an answer was waited for.
type trip struct {
	line       int // the connection
	statements []statement
}

type statement struct {
	sql     string // without arguments: as the simple protocol sends it, maybe several
	simple  bool
	params  [][]byte
	formats []int16
}

func newTap(ctx context.Context, server string) (*tap, error) {
	var c net.ListenConfig
	l, err := c.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	t := &tap{listener: l, server: server}
	go t.serve(ctx) // ends with close
	return t, nil
}

func (t *tap) address() string { return t.listener.Addr().String() }

func (t *tap) close() { _ = t.listener.Close() } // its goroutines end with their connections

func (t *tap) serve(ctx context.Context) {
	for n := 0; ; n++ {
		client, err := t.listener.Accept()
		if err != nil {
			return
		}
		var d net.Dialer
		server, err := d.DialContext(ctx, "tcp", t.server)
		if err != nil {
			_ = client.Close() // the client sees that
			continue
		}
		go func() {
			_, _ = io.Copy(client, server) // either side may end it
			_ = client.Close()
		}()
		go func() {
			_ = t.forward(n, client, server) // likewise
			_ = server.Close()
		}()
	}
}

// forward hands messages on and notes statements, until the client goes.
func (t *tap) forward(line int, from io.Reader, to io.Writer) error {
	prepared := map[string]string{}
	now := &trip{line: line}
	for first := true; ; first = false {
		head := make([]byte, 5)
		if first { // the first message has no type
			head = head[1:]
		}
		if _, err := io.ReadFull(from, head); err != nil {
			return err
		}
		size := binary.BigEndian.Uint32(head[len(head)-4:])
		if size < 4 || size > 1<<28 {
			return errors.New("not the protocol of PostgreSQL")
		}
		body := make([]byte, size-4)
		if _, err := io.ReadFull(from, body); err != nil {
			return err
		}
		if !first {
			done := false
			switch head[0] {
			case 'Q':
				rest := body
				now.statements, done = append(now.statements, statement{sql: text(&rest), simple: true}), true
			case 'P':
				rest := body
				name := text(&rest)
				prepared[name] = text(&rest)
			case 'B':
				rest := body
				text(&rest)
				now.statements = append(now.statements, bound(prepared[text(&rest)], rest))
			case 'S':
				done = true
			}
			if done && len(now.statements) > 0 {
				t.mu.Lock()
				t.trips = append(t.trips, now)
				t.mu.Unlock()
				now = &trip{line: line}
			}
		}
		if _, err := to.Write(slices.Concat(head, body)); err != nil {
			return err
		}
	}
}

func text(b *[]byte) string {
	i := bytes.IndexByte(*b, 0)
	s := string((*b)[:i])
	*b = (*b)[i+1:]
	return s
}

func bound(sql string, b []byte) statement {
	s := statement{sql: sql}
	short := func() int {
		n := int(binary.BigEndian.Uint16(b))
		b = b[2:]
		return n
	}
	codes := make([]int16, short())
	for i := range codes {
		codes[i] = int16(short())
	}
	for i := range short() {
		n := int32(binary.BigEndian.Uint32(b))
		b = b[4:]
		var value []byte
		if n >= 0 {
			value, b = slices.Clone(b[:n]), b[n:]
		}
		s.params = append(s.params, value)
		code := int16(0)
		switch {
		case len(codes) == 1:
			code = codes[0]
		case len(codes) > 1:
			code = codes[i]
		}
		s.formats = append(s.formats, code)
	}
	return s
}

// record notes what the product sends while do runs.
func (t *tap) record(do func() error) ([]*trip, error) {
	t.mu.Lock()
	t.trips = nil
	t.mu.Unlock()
	err := do()
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Clone(t.trips), err
}

// transactionOf picks the trips of the transaction that a role ran about something.
func transactionOf(trips []*trip, role, about string) []*trip {
	open := map[int][]*trip{} // by connection
	for _, x := range trips {
		if strings.HasPrefix(x.statements[0].sql, "begin") {
			open[x.line] = nil
			if actsAs(x, role) {
				open[x.line] = []*trip{x}
			}
		} else if open[x.line] != nil {
			open[x.line] = append(open[x.line], x)
		}
		last := x.statements[len(x.statements)-1].sql
		if (last == "commit" || last == "rollback") && slices.ContainsFunc(open[x.line], func(t *trip) bool { return mentions(t, about) }) {
			return open[x.line]
		}
	}
	return nil
}

// actsAs says whether a trip takes the role: by its name in the text, or among the values.
func actsAs(t *trip, role string) bool {
	return mentions(t, "role "+role) || slices.ContainsFunc(t.statements, func(s statement) bool {
		return slices.ContainsFunc(s.params, func(p []byte) bool { return string(p) == role })
	})
}

func mentions(t *trip, text string) bool {
	return slices.ContainsFunc(t.statements, func(s statement) bool { return strings.Contains(s.sql, text) })
}
