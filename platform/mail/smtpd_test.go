package mail_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	netmail "net/mail"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// smtpd is a mail server on this machine that keeps what it takes.
type smtpd struct {
	t       *testing.T
	address string
	// verdict answers the end of a mail, counted from 1; nil takes all.
	verdict func(n int) string

	mu    sync.Mutex
	mails []received
}

type received struct {
	from, to  string
	messageID string
	subject   string
	body      string
}

func startSMTP(t *testing.T, verdict func(n int) string) *smtpd {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	s := &smtpd{t: t, address: l.Addr().String(), verdict: verdict}
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	var serving sync.WaitGroup
	serving.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			serving.Go(func() { s.serve(ctx, c) })
		}
	})
	t.Cleanup(func() { cancel(); _ = l.Close(); serving.Wait() })
	return s
}

func (s *smtpd) url() string { return "smtp://" + s.address + "?from=erp@oak.example" }

func (s *smtpd) all() []received {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]received{}, s.mails...)
}

func (s *smtpd) serve(ctx context.Context, c net.Conn) {
	defer context.AfterFunc(ctx, func() { _ = c.Close() })()
	defer func() { _ = c.Close() }()
	in := bufio.NewReader(c)
	say := func(line string) { fmt.Fprintf(c, "%s\r\n", line) }
	say("220 test")
	var m received
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimSpace(line)
		switch verb := strings.ToUpper(line[:min(4, len(line))]); verb {
		case "EHLO":
			say("250-test")
			say("250 8BITMIME")
		case "MAIL":
			m = received{from: line[10:]}
			say("250 ok")
		case "RCPT":
			m.to = line[8:]
			say("250 ok")
		case "DATA":
			say("354 go on")
			if !s.take(in, m, say) {
				return
			}
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

func (s *smtpd) take(in *bufio.Reader, m received, say func(string)) bool {
	var text strings.Builder
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return false
		}
		if line == ".\r\n" {
			break
		}
		text.WriteString(strings.TrimPrefix(line, "."))
	}
	parsed, err := netmail.ReadMessage(strings.NewReader(text.String()))
	if err != nil {
		s.t.Error(err)
		return false
	}
	body, err := io.ReadAll(parsed.Body)
	if err != nil {
		s.t.Error(err)
		return false
	}
	m.messageID, m.subject, m.body = parsed.Header.Get("Message-ID"), parsed.Header.Get("Subject"), string(body)
	s.mu.Lock()
	s.mails = append(s.mails, m)
	n := len(s.mails)
	s.mu.Unlock()
	answer := "250 taken as " + fmt.Sprint(n)
	if s.verdict != nil {
		if v := s.verdict(n); v != "" {
			answer = v
		}
	}
	say(answer)
	return true
}
