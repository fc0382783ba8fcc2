package pgtest

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"longhouse/platform/rest"
)

// called remembers the requests of this test binary that were not refused.
var called struct {
	mu       sync.Mutex
	requests map[string]bool
}

func note(method, path string, status int) {
	if status >= 400 {
		return
	}
	called.mu.Lock()
	defer called.mu.Unlock()
	if called.requests == nil {
		called.requests = map[string]bool{}
	}
	plain, _, _ := strings.Cut(path, "?")
	called.requests[method+" "+rest.Base+plain] = true
}

// Main runs tests, and fails when all ran and an operation of routes answered
// none of them: a promise that nobody has tried is none.
func Main(m *testing.M, name string, routes func(*rest.API)) int {
	code := m.Run()
	for _, narrowed := range []string{"test.run", "test.skip", "test.list"} {
		if flag.Lookup(narrowed).Value.String() != "" {
			return code
		}
	}
	a := rest.New(rest.Options{})
	routes(a.For(name))
	called.mu.Lock()
	defer called.mu.Unlock()
	if missing := Uncalled(a.Operations(), called.requests); code == 0 && len(missing) > 0 {
		fmt.Fprintln(os.Stderr, "no test over HTTP calls", strings.Join(missing, ", "))
		return 1
	}
	return code
}

var placeholder = regexp.MustCompile(`\{[a-z_]+\}`)

// shape is what stands in a placeholder's place: an ID, or the word by which a role or a kind of record is called.
func shape(placeholder string) string {
	if placeholder == "{role}" || placeholder == "{entity}" {
		return "[a-z._-]+"
	}
	return "[0-9a-f-]{36}"
}

// Uncalled lists the operations that none of the requests ("GET /api/v1/…") was for.
func Uncalled(operations []rest.Registered, requests map[string]bool) []string {
	var out []string
	for _, o := range operations {
		form := regexp.MustCompile("^" + o.Method + " " + placeholder.ReplaceAllStringFunc(o.Path, shape) + "$")
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
