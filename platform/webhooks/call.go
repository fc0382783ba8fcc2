package webhooks

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"longhouse/platform/clock"
	"longhouse/platform/fault"
)

const (
	mostRead = 64 << 10 // of an answer; the rest is cut off
	mostKept = 4 << 10
)

// client calls endpoints: no redirect is followed, no proxy asked, nothing unpacked.
type client struct {
	guard   Guard
	timeout time.Duration
	clock   clock.Clock
	http    *http.Client
}

func newClient(g Guard, timeout time.Duration, now clock.Clock) *client {
	return &client{guard: g, timeout: timeout, clock: now, http: &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			Proxy: nil, DialContext: g.dial, DisableCompression: true, ForceAttemptHTTP2: true, TLSHandshakeTimeout: 10 * time.Second,
			MaxIdleConns: 100, MaxIdleConnsPerHost: 4, IdleConnTimeout: 30 * time.Second, MaxResponseHeaderBytes: mostRead, ExpectContinueTimeout: time.Second,
		}}}
}

// answer is what became of one call.
type answer struct {
	at      time.Time
	took    time.Duration
	url     string
	asked   map[string]string // headers, without the signature
	status  int               // 0: none came
	headers map[string]string
	text    string
	cut     bool
	failure string        // a sentence; empty: it went well
	wait    time.Duration // what Retry-After asked for
}

// call sends one webhook. It fails only when the house itself stops; whatever
// the other side does is an answer.
func (c *client) call(ctx context.Context, target, id string, body []byte, secrets [][]byte) (answer, error) {
	now := c.clock.Now()
	a := answer{at: now, url: target}
	limited, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	u, err := url.Parse(target)
	if err != nil {
		return a, fmt.Errorf("read the endpoint's address: %w", err)
	}
	limited = context.WithValue(limited, plainKey{}, plain(u))
	r, err := http.NewRequestWithContext(limited, http.MethodPost, target, bytes.NewReader(body))
	if err != nil {
		return a, fmt.Errorf("make the request: %w", err)
	}
	a.asked = map[string]string{"content-type": "application/json", "user-agent": "Longhouse-Webhooks/1", "webhook-id": id, "webhook-timestamp": strconv.FormatInt(now.Unix(), 10)}
	for name, value := range a.asked {
		r.Header.Set(name, value)
	}
	r.Header.Set("webhook-signature", Sign(secrets, id, now, body))
	res, err := c.http.Do(r)
	if err == nil {
		a.read(res, now)
	}
	a.took = c.clock.Now().Sub(now)
	switch {
	case ctx.Err() != nil && err != nil:
		return a, ctx.Err()
	case err != nil:
		a.failure = c.excuse(err)
	case a.status < 200 || a.status > 299:
		a.failure = refusal(a.status)
	}
	return a, nil
}

// read takes the status and a little of the rest: what is huge, slow or packed stays where it is.
func (a *answer) read(res *http.Response, now time.Time) {
	defer func() { _ = res.Body.Close() }()
	a.status, a.headers = res.StatusCode, map[string]string{}
	for _, name := range []string{"Content-Type", "Content-Encoding", "Content-Length", "Date", "Location", "Retry-After", "Server"} {
		if v := res.Header.Get(name); v != "" {
			a.headers[strings.ToLower(name)] = clean(v, 200)
		}
	}
	a.wait = retryAfter(res.Header.Get("Retry-After"), now)
	text, err := io.ReadAll(io.LimitReader(res.Body, mostRead+1))
	a.cut = err != nil || len(text) > mostKept
	a.text = clean(string(text), mostKept)
}

// clean keeps what a page can show and PostgreSQL can hold.
func clean(text string, most int) string {
	text = strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", ""), "�")
	if len(text) <= most {
		return text
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most]
}

// retryAfter reads seconds or a date; at most a day, and never the past.
func retryAfter(text string, now time.Time) time.Duration {
	var wait time.Duration
	if seconds, err := strconv.ParseInt(strings.TrimSpace(text), 10, 32); err == nil {
		wait = time.Duration(seconds) * time.Second
	} else if at, err := http.ParseTime(text); err == nil {
		wait = at.Sub(now)
	}
	return min(max(wait, 0), 24*time.Hour)
}

// refusal says what a status that is no success means.
func refusal(status int) string {
	switch {
	case status == http.StatusGone:
		return "It answered 410: it is gone, and wants to hear no more."
	case status >= 300 && status < 400:
		return fmt.Sprintf("It answered %d and sent us elsewhere. Redirects are not followed: use the final address.", status)
	}
	return fmt.Sprintf("It answered %d.", status)
}

// excuse says in words why no answer came.
func (c *client) excuse(err error) string {
	var dns *net.DNSError
	var op *net.OpError
	switch {
	case fault.As(err) != nil:
		return fault.As(err).Message
	case errors.Is(err, context.DeadlineExceeded), isTimeout(err):
		return fmt.Sprintf("It did not answer within %s.", c.timeout)
	case errors.As(err, &dns):
		return "Its name was not found: " + dns.Name + "."
	case errors.As(err, &op) && op.Op == "dial":
		return clean("No connection: "+op.Err.Error()+".", 500)
	}
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	return clean("No answer: "+err.Error()+".", 500)
}

func isTimeout(err error) bool {
	var t net.Error
	return errors.As(err, &t) && t.Timeout()
}
