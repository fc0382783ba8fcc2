package crmmodule_test

import (
	"flag"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/pgtest"
	"longhouse/platform/rest"
)

// client remembers which requests the tests made, so that TestMain can name
// the operations that none of them called.
type client struct{ inner *pgtest.Client }

var called struct {
	mu       sync.Mutex
	requests map[string]bool
}

// Do sends any request, and notes those that were answered.
func (c *client) Do(method, path string, body any, headers ...string) pgtest.Response {
	r := c.inner.Do(method, path, body, headers...)
	if r.Status < 400 {
		called.mu.Lock()
		defer called.mu.Unlock()
		if called.requests == nil {
			called.requests = map[string]bool{}
		}
		plain, _, _ := strings.Cut(path, "?")
		called.requests[method+" "+rest.Base+plain] = true
	}
	return r
}

func (c *client) Get(path string, headers ...string) pgtest.Response {
	return c.Do(http.MethodGet, path, nil, headers...)
}

func (c *client) Post(path string, body any, headers ...string) pgtest.Response {
	return c.Do(http.MethodPost, path, body, append([]string{"Idempotency-Key", uuid.NewString()}, headers...)...)
}

func (c *client) Put(path string, body any, headers ...string) pgtest.Response {
	return c.Do(http.MethodPut, path, body, headers...)
}

func (c *client) Patch(path string, body any, headers ...string) pgtest.Response {
	return c.Do(http.MethodPatch, path, body, headers...)
}

func (c *client) Delete(path string, headers ...string) pgtest.Response {
	return c.Do(http.MethodDelete, path, nil, headers...)
}

// uncalled lists the operations that no request was for.
func uncalled(operations []rest.Registered, requests map[string]bool) []string {
	var out []string
	for _, o := range operations {
		form := regexp.MustCompile("^" + o.Method + " " + regexp.MustCompile(`\{[a-z]+\}`).ReplaceAllString(o.Path, "[0-9a-f-]{36}") + "$")
		found := false
		for r := range requests {
			found = found || form.MatchString(r)
		}
		if !found {
			out = append(out, o.ID)
		}
	}
	slices.Sort(out)
	return out
}

// TestMain fails when all tests ran and an operation answered none of them.
func TestMain(m *testing.M) {
	code := m.Run()
	only := flag.Lookup("test.run").Value.String() + flag.Lookup("test.skip").Value.String() + flag.Lookup("test.list").Value.String()
	if code == 0 && only == "" {
		if missing := uncalled(operations(), called.requests); len(missing) > 0 {
			fmt.Fprintln(os.Stderr, "no test over HTTP calls", strings.Join(missing, ", "))
			code = 1
		}
	}
	os.Exit(code)
}

func TestAnOperationThatNoTestCallsIsNamed(t *testing.T) {
	t.Parallel()
	operations := []rest.Registered{{ID: "crm-get-deal", Method: "GET", Path: "/api/v1/crm/deals/{id}"}, {ID: "crm-win-deal", Method: "POST", Path: "/api/v1/crm/deals/{id}/win"}}
	requests := map[string]bool{"GET /api/v1/crm/deals/" + uuid.NewString(): true}
	require.Equal(t, []string{"crm-win-deal"}, uncalled(operations, requests))
}
