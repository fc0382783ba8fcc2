package rest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/platform/actor"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
	"longhouse/platform/rest"
)

const hidden = "hunter2-postgres://root@10.0.0.7"

var (
	errSignIn = fault.New(fault.Unauthenticated, "not_signed_in", "Sign in first.")
	errShort  = fault.New(fault.Conflict, "test.short", "There is not enough.")
)

// thingBody is what the tests send.
type thingBody struct {
	Name  string         `json:"name" minLength:"1" maxLength:"20"`
	Note  string         `json:"note,omitempty" maxLength:"100"`
	Lines []lineBody     `json:"lines,omitempty"`
	Extra map[string]any `json:"extra,omitempty"`
}

type lineBody struct {
	Quantity kernel.Decimal `json:"quantity"`
}

// thing is what lists of the tests show.
type thing struct {
	Name   string         `json:"name"`
	Note   string         `json:"note"`
	Amount kernel.Decimal `json:"amount"`
	Price  kernel.Money   `json:"price"`
	Day    kernel.Date    `json:"day,omitzero"`
	Tags   []string       `json:"tags"`
}

type fixture struct {
	t    *testing.T
	api  *rest.API
	log  *bytes.Buffer
	rows []thing
	page func(page.Request) (page.Page[thing], error)
}

var logging sync.Mutex // the log is the process's: tests that look at it take turns

// setup serves one operation of each kind. ann is signed in, and may all but "test.thing.forbidden".
func setup(t *testing.T, more ...func(*rest.Options)) *fixture {
	t.Helper()
	f := &fixture{t: t, log: &bytes.Buffer{}}
	o := rest.Options{Version: "test", XLSX: sheetText, Gate: rest.Gate{
		Who: func(ctx context.Context, r *http.Request) (context.Context, error) {
			if r.Header.Get("X-User") != "ann" {
				return ctx, errSignIn
			}
			return actor.With(ctx, actor.Actor{Org: kernel.NewID[kernel.Org](), User: kernel.NewID[kernel.User](), Request: rest.RequestID(ctx)}), nil
		},
		May: func(_ context.Context, p kernel.Permission) error {
			if strings.HasSuffix(string(p), "forbidden") {
				return fault.ErrForbidden
			}
			return nil
		},
	}}
	for _, m := range more {
		m(&o)
	}
	f.api = rest.New(o)
	f.routes(f.api.For("test"))
	return f
}

type withBody struct{ Body thingBody }

func (f *fixture) routes(a *rest.API) {
	echo := func(_ context.Context, in *withBody) (*rest.Answer[thingBody], error) { return rest.Say(in.Body), nil }
	rest.Register(a, rest.Op{ID: "test-make", Method: "POST", Path: "/things", Needs: "test.thing.create", Status: 201}, echo)
	rest.Register(a, rest.Op{ID: "test-put", Method: "PUT", Path: "/things", Needs: "test.thing.create"}, echo)
	rest.Register(a, rest.Op{ID: "test-open", Method: "POST", Path: "/open", Needs: rest.Public}, echo)
	rest.Register(a, rest.Op{ID: "test-post", Method: "POST", Path: "/ledger", Needs: rest.SignedIn, KeyRequired: true}, echo)
	rest.Register(a, rest.Op{ID: "test-forbidden", Method: "POST", Path: "/forbidden", Needs: "test.thing.forbidden"}, echo)
	rest.Register(a, rest.Op{ID: "test-change", Method: "PATCH", Path: "/things/{id}", Needs: rest.SignedIn},
		func(_ context.Context, in *struct {
			rest.Match
			ID   kernel.ID[thing] `path:"id"`
			Body struct {
				Name *string `json:"name,omitempty"`
				Note *string `json:"note,omitempty"`
			}
		}) (*rest.Tagged[map[string]*string], error) {
			v, err := in.Version()
			if err == nil && v != 7 {
				err = fault.StaleAt(7)
			}
			return rest.Tag(8, map[string]*string{"name": in.Body.Name, "note": in.Body.Note}), err
		})
	fail := func(path string, err error) {
		rest.Register(a, rest.Op{ID: "test-" + path, Method: "POST", Path: "/" + path, Needs: rest.SignedIn, Faults: []*fault.Error{errShort}},
			func(context.Context, *struct{}) (*rest.Done, error) { return nil, err })
	}
	fail("plain", errors.New("pq: password "+hidden))
	fail("short", errShort.With(map[string]any{"left": 3}).Field("/lines/0/quantity", "short", "Only 3 are left.").Because(errors.New(hidden)))
	fail("away", fault.ErrUnavailable.Because(errors.New(hidden)))
	fail("limited", fault.New(fault.Limited, "rate_limited", "Wait.").With(map[string]any{"retry_after": "61"}))
	rest.Register(a, rest.Op{ID: "test-panic", Method: "POST", Path: "/panic", Needs: rest.SignedIn},
		func(context.Context, *struct{}) (*rest.Done, error) { panic(hidden) })
	rest.RegisterList[thing](a, rest.Op{ID: "test-list", Method: "GET", Path: "/things", Needs: "test.thing.read", Export: "test.thing.export"}, []string{"name"},
		func(_ context.Context, in *struct {
			rest.List
			AsOf string `query:"as_of"`
		}) (page.Page[thing], error) {
			if f.page != nil {
				return f.page(in.Page())
			}
			return page.Page[thing]{Items: f.rows}, nil
		}, "as_of")
	rest.RegisterList[thing](a, rest.Op{ID: "test-sealed", Method: "GET", Path: "/sealed", Needs: "test.thing.read", Export: "test.thing.forbidden"}, nil,
		func(context.Context, *struct{ rest.List }) (page.Page[thing], error) {
			return page.Page[thing]{Items: f.rows}, nil
		})
}

// sheetText stands for a workbook: what it was asked to write, a line a row.
func sheetText(w io.Writer, s rest.Sheet) error {
	for row, err := range s.Rows {
		if err != nil {
			return err
		}
		if _, err := io.WriteString(w, strings.Join(row, "|")+"\n"); err != nil {
			return err
		}
	}
	return nil
}

// answer is what came back.
type answer struct {
	t      *testing.T
	Status int
	Header http.Header
	Text   string
}

// ask sends a request as ann. Headers are name, value; an empty value takes one away.
func (f *fixture) ask(method, path, body string, headers ...string) answer {
	f.t.Helper()
	return send(f.t, f.api.Handler(), method, rest.Base+"/test"+path, body, append([]string{"X-User", "ann"}, headers...)...)
}

func send(t *testing.T, h http.Handler, method, path, body string, headers ...string) answer {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		if r.Header.Set(headers[i], headers[i+1]); headers[i+1] == "" {
			r.Header.Del(headers[i])
		}
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return answer{t, w.Code, w.Header(), w.Body.String()}
}

// problem checks that the answer is a problem of the status and code, complete and without secrets.
func (a answer) problem(status int, code string) rest.Problem {
	a.t.Helper()
	require.Equal(a.t, status, a.Status, a.Text)
	require.Equal(a.t, "application/problem+json", a.Header.Get("Content-Type"), a.Text)
	var p rest.Problem
	require.NoError(a.t, json.Unmarshal([]byte(a.Text), &p))
	require.Equal(a.t, code, p.Code, a.Text)
	require.Equal(a.t, "/problems/"+code, p.Type)
	require.Equal(a.t, status, p.Status)
	require.NotEmpty(a.t, p.Detail)
	require.NotContains(a.t, a.Text, hidden)
	require.NotContains(a.t, a.Text, "$schema")
	return p
}

// logged runs fn and returns what the process logged meanwhile.
func (f *fixture) logged(fn func()) string {
	f.t.Helper()
	logging.Lock()
	defer logging.Unlock()
	was := slog.Default()
	defer slog.SetDefault(was)
	slog.SetDefault(slog.New(slog.NewJSONHandler(f.log, nil)))
	fn()
	return f.log.String()
}
