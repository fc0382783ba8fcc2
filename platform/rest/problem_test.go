package rest_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/kernel"
	"longhouse/platform/rest"
)

func TestAPlainErrorIsLoggedOnceAndNeverShown(t *testing.T) {
	t.Parallel()
	f := setup(t)
	var p rest.Problem
	log := f.logged(func() { p = f.ask("POST", "/plain", "").problem(500, "internal") })
	require.Equal(t, 1, strings.Count(log, hidden))
	require.NotEmpty(t, p.Request)
	require.NotContains(t, f.logged(func() { f.ask("POST", "/short", "").problem(409, "test.short") }), "test.short", "a refusal is no incident")
}

func TestAPanicIsAnInternalErrorAndTheServerGoesOn(t *testing.T) {
	t.Parallel()
	f := setup(t)
	log := f.logged(func() { f.ask("POST", "/panic", "").problem(500, "internal") })
	require.Contains(t, log, hidden)
	require.Equal(t, 201, f.ask("POST", "/things", `{"name":"a"}`).Status)
}

func TestAFaultKeepsItsCodePointersAndNumbersAndHidesItsCause(t *testing.T) {
	t.Parallel()
	p := setup(t).ask("POST", "/short", "").problem(409, "test.short")
	require.Equal(t, map[string]any{"left": 3.0}, p.Params)
	require.Equal(t, []rest.ProblemField{{Pointer: "/lines/0/quantity", Code: "short", Detail: "Only 3 are left."}}, p.Errors)
	require.NotEmpty(t, p.Request)
}

func TestWhoeverMustWaitIsToldHowLong(t *testing.T) {
	t.Parallel()
	f := setup(t)
	a := f.ask("POST", "/away", "")
	a.problem(503, "unavailable")
	require.Equal(t, "2", a.Header.Get("Retry-After"))
	a = f.ask("POST", "/limited", "")
	a.problem(429, "rate_limited")
	require.Equal(t, "61", a.Header.Get("Retry-After"))
}

func TestWhoeverIsLateIsToldTheVersionOfNow(t *testing.T) {
	t.Parallel()
	f := setup(t)
	a := f.ask("PATCH", "/things/"+uuid.NewString(), `{"name":"b"}`, "If-Match", `"6"`)
	require.Equal(t, 7.0, a.problem(412, "stale").Params["version"])
	require.Equal(t, `"7"`, a.Header.Get("ETag"))
	require.Empty(t, f.ask("POST", "/short", "").Header.Get("ETag"))
}

func TestUnknownAddressesAndMethodsAreProblemsToo(t *testing.T) {
	t.Parallel()
	f := setup(t)
	for _, path := range []string{"/nothing", "/things/", "/", "/things/x/y"} {
		f.ask("GET", path, "").problem(404, "not_found")
	}
	a := f.ask("DELETE", "/things", "")
	a.problem(405, "method")
	require.Contains(t, a.Header.Get("Allow"), "POST")
	f.ask("BREW", "/things", "").problem(405, "method")
}

func TestABodyThatCannotBeReadIsRefused(t *testing.T) {
	t.Parallel()
	f := setup(t)
	for _, method := range []string{"POST", "PUT"} {
		for _, body := range []string{`{`, `{"name":"a"`, `{"name":"a"}}`, `{"name":"a"} x`, `{"name":}`, `nope`, `{'name':'a'}`, "\x00"} {
			f.ask(method, "/things", body).problem(400, "malformed")
		}
		for _, kind := range []string{"text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"} {
			f.ask(method, "/things", `{"name":"a"}`, "Content-Type", kind).problem(415, "media_type")
		}
	}
	f.ask("POST", "/things", "").problem(400, "malformed")
}

func TestABodyIsAtMostAMegabyte(t *testing.T) {
	t.Parallel()
	f := setup(t)
	big := `{"name":"a","note":"` + strings.Repeat("x", 1<<20) + `"}`
	for _, path := range []string{"/things", "/open"} {
		f.ask("POST", path, big).problem(413, "too_large")
		f.ask("POST", path, big, "Idempotency-Key", uuid.NewString()).problem(413, "too_large")
	}
	f.ask("PUT", "/things", big).problem(413, "too_large")
	f.ask("PATCH", "/things/"+uuid.NewString(), big).problem(413, "too_large")
}

func TestEveryFaultOfTheInputIsNamedAndNoValueEchoed(t *testing.T) {
	t.Parallel()
	f := setup(t)
	p := f.ask("POST", "/things", `{"name":"","note":"`+strings.Repeat(hidden, 5)+`","org_id":"`+hidden+`","lines":[{"quantity":"`+hidden+`"}]}`).problem(422, "invalid")
	pointers := map[string]string{}
	for _, e := range p.Errors {
		pointers[e.Pointer] = e.Code
	}
	require.Equal(t, "invalid", pointers["/name"])
	require.Equal(t, "invalid", pointers["/note"])
	require.Equal(t, "unknown_field", pointers["/org_id"])

	for _, body := range []string{`{"name":"a","lines":[{"quantity":1.5}]}`, `{"name":"a","lines":[{"quantity":"1e5"}]}`, `{"name":"a","lines":[{"quantity":"` + hidden + `"}]}`, `{"name":7}`, `{"name":null}`, `[]`, `"x"`, `{}`,
		`{"Name":"a"}`, `{"name":"a","NOTE":"b"}`, `{"name":"a","id":"1"}`, `{"name":"a","version":1}`, `{"name":"a","lines":[{"quantity":"1","org_id":"x"}]}`} {
		f.ask("POST", "/things", body).problem(422, "invalid")
	}
	p = f.ask("POST", "/things", `{}`).problem(422, "invalid")
	require.Equal(t, []rest.ProblemField{{Pointer: "/name", Code: "required", Detail: "This field is required: name."}}, []rest.ProblemField{{Pointer: "/name", Code: p.Errors[0].Code, Detail: p.Errors[0].Detail}})
}

func TestABodyThatTwoReadersCouldUnderstandDifferentlyIsRefused(t *testing.T) {
	t.Parallel()
	f := setup(t)
	for body, pointer := range map[string]string{
		`{"name":"a","name":"b"}`:                                                 "/name",
		`{"name":"a","extra":{"x":1,"y":2,"x":3}}`:                                "/extra/x",
		`{"name":"a","lines":[{"quantity":"1"},{"quantity":"1","quantity":"2"}]}`: "/lines/quantity",
		"{\"name\":\"\xff\"}":                                                     "",
		`{"name":"a","extra":` + strings.Repeat(`{"a":`, 32) + `1` + strings.Repeat(`}`, 32) + `}`:   "",
		`{"name":"a","extra":{"a":` + strings.Repeat(`[`, 10000) + strings.Repeat(`]`, 10000) + `}}`: "",
	} {
		for _, kind := range []string{"application/json", "application/json; charset=utf-8", "application/merge-patch+json", ""} {
			p := f.ask("POST", "/things", body, "Content-Type", kind).problem(422, "invalid")
			require.Equal(t, pointer, p.Errors[0].Pointer, body)
		}
	}
	deep := `{"name":"a","extra":` + strings.Repeat(`{"a":`, 30) + `{}` + strings.Repeat(`}`, 30) + `}`
	require.Equal(t, 201, f.ask("POST", "/things", deep).Status)
	require.Equal(t, 201, f.ask("POST", "/things", `{"name":"a","lines":[{"quantity":"1"},{"quantity":"2"}]}`).Status, "a key of another object is another key")
}

func TestNullClearsInAMergePatchAndAbsenceDoesNot(t *testing.T) {
	t.Parallel()
	f := setup(t)
	path := "/things/" + uuid.NewString()
	a := f.ask("PATCH", path, `{"note":null}`, "If-Match", `"7"`, "Content-Type", "application/merge-patch+json")
	require.Equal(t, 200, a.Status, a.Text)
	require.JSONEq(t, `{"name":null,"note":""}`, a.Text)
	require.Equal(t, `"8"`, a.Header.Get("ETag"))
	require.JSONEq(t, `{"name":"b","note":null}`, f.ask("PATCH", path, `{"name":"b"}`, "If-Match", "7").Text)
	f.ask("PATCH", path, `{"name":"b","colour":null}`, "If-Match", "7").problem(422, "invalid")
	f.ask("PATCH", path, `{"name":"b"`, "If-Match", "7").problem(400, "malformed")
}

func TestAChangeNamesTheVersionItWasMadeFor(t *testing.T) {
	t.Parallel()
	f := setup(t)
	path := "/things/" + uuid.NewString()
	f.ask("PATCH", path, `{}`).problem(428, "if_match_required")
	for _, garbage := range []string{"*", "x", `"x"`, `W/"7"`, `"7", "8"`, `"99999999999999999999"`, `"7`} {
		f.ask("PATCH", path, `{}`, "If-Match", garbage).problem(428, "if_match_required")
	}
	f.ask("PATCH", path, `{}`, "If-Match", `"6"`).problem(412, "stale")
	f.ask("PATCH", "/things/1", `{}`, "If-Match", `"7"`).problem(422, "invalid")
}

func TestNobodyAndWhoMayNotAreRefusedBeforeAnythingIsRead(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.ask("POST", "/things", `{`, "X-User", "").problem(401, "not_signed_in")
	f.ask("POST", "/forbidden", `{`).problem(403, "forbidden")
	require.Equal(t, 200, f.ask("POST", "/open", `{"name":"a"}`, "X-User", "").Status)
}

func TestAnOperationWithoutARightOrWithAnothersNameKeepsTheServerFromStarting(t *testing.T) {
	t.Parallel()
	a := rest.New(rest.Options{}).For("x")
	require.Panics(t, func() { register(a, rest.Op{ID: "x-none", Method: http.MethodGet, Path: "/a"}) })
	register(a, rest.Op{ID: "x-once", Method: http.MethodGet, Path: "/b", Needs: rest.Public})
	require.Panics(t, func() { register(a, rest.Op{ID: "x-once", Method: http.MethodGet, Path: "/c", Needs: rest.Public}) })
}

type hiddenID struct {
	ID kernel.ID[thing] `path:"id"`
}

func TestAnInputThatDoesNotReadItsAddressKeepsTheServerFromStarting(t *testing.T) {
	t.Parallel()
	a := rest.New(rest.Options{}).For("x")
	require.Panics(t, func() {
		rest.Register(a, rest.Op{ID: "x-hidden", Method: http.MethodGet, Path: "/a/{id}", Needs: rest.Public},
			func(context.Context, *struct{ hiddenID }) (*rest.Done, error) { return nil, nil })
	})
	require.Panics(t, func() {
		register(a, rest.Op{ID: "x-blind", Method: http.MethodGet, Path: "/b/{id}", Needs: rest.Public})
	})
	rest.Register(a, rest.Op{ID: "x-read", Method: http.MethodGet, Path: "/c/{id}", Needs: rest.Public}, func(context.Context, *hiddenID) (*rest.Done, error) { return nil, nil })
}

func register(a *rest.API, op rest.Op) {
	rest.Register(a, op, func(context.Context, *struct{}) (*rest.Done, error) { return &rest.Done{}, nil })
}
