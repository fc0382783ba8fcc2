package main

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/platform/authz"
	"longhouse/platform/config"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
	"longhouse/platform/rest"
)

var update = flag.Bool("update", false, "write the golden files again")

// house is everything, connected to nothing: enough to see what it offers.
func house(t *testing.T) *House {
	t.Helper()
	c, err := load(nil)
	require.NoError(t, err)
	c.DB.Connections = 1
	h, err := build(t.Context(), c, config.Secret("postgres://nobody@127.0.0.1:1/none"), config.Secret("redis://127.0.0.1:1"))
	require.NoError(t, err)
	t.Cleanup(h.Root.Close)
	return h
}

// golden compares with a committed file: a change of what others rely on shows in a review.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
		return
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	if string(want) != got {
		was, is := strings.Split(string(want), "\n"), strings.Split(got, "\n")
		require.Fail(t, file+" is out of date: look at the difference, then `make gen`", "gone:\n%s\nnew:\n%s", without(was, is), without(is, was))
	}
}

// without lists the lines that only the first text has.
func without(a, b []string) string {
	left := map[string]int{}
	for _, l := range b {
		left[l]++
	}
	var out []string
	for _, l := range a {
		if left[l]--; left[l] < 0 {
			out = append(out, l)
		}
	}
	return strings.Join(out[:min(len(out), 40)], "\n")
}

func TestGoldenOpenAPI(t *testing.T) {
	t.Parallel()
	document, err := house(t).API.Document()
	require.NoError(t, err)
	golden(t, "../../web/openapi.json", string(document)+"\n")
}

func TestGoldenPermissions(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for _, p := range house(t).Rights.Universe() {
		fmt.Fprintln(&b, p)
	}
	golden(t, "testdata/permissions.txt", b.String())
}

func TestGoldenEvents(t *testing.T) {
	t.Parallel()
	var lines []string
	for _, m := range house(t).parts() {
		for _, e := range m.Events {
			lines = append(lines, e.EventType()+"\n"+fields(reflect.TypeOf(e), "  "))
		}
	}
	slices.Sort(lines)
	golden(t, "testdata/events.txt", strings.Join(lines, ""))
}

// TestEveryEventSaysWhichRecordItIsAbout: else no endpoint could be allowed to hear it.
func TestEveryEventSaysWhichRecordItIsAbout(t *testing.T) {
	t.Parallel()
	h := house(t)
	for _, m := range h.Modules {
		for _, e := range m.Events {
			require.Implements(t, (*kernel.About)(nil), e, e.EventType())
		}
	}
	require.Empty(t, h.Webhooks.Unknown(), "and the record is one that the house knows")
}

// fields lists what a payload holds: rows that wait in the outbox were written by it.
func fields(t reflect.Type, indent string) string {
	var b strings.Builder
	for i := range t.NumField() {
		f := t.Field(i)
		inner := f.Type
		if inner.Kind() == reflect.Slice || inner.Kind() == reflect.Pointer {
			inner = inner.Elem()
		}
		fmt.Fprintf(&b, "%s%s %s\n", indent, f.Tag.Get("json"), f.Type)
		if inner.Kind() == reflect.Struct && strings.Contains(inner.PkgPath(), "/modules/") {
			b.WriteString(fields(inner, indent+"  "))
		}
	}
	return b.String()
}

func TestGoldenErrors(t *testing.T) {
	t.Parallel()
	h := house(t)
	all := map[string]*fault.Error{}
	for _, f := range append(append(h.codes(), h.API.Codes()...), append(fault.Common, rest.ErrForeign)...) {
		if had, ok := all[f.Code]; ok {
			require.Equal(t, had.Kind, f.Kind, "%s is of two kinds", f.Code)
			continue
		}
		all[f.Code] = f
	}
	var b strings.Builder
	for _, code := range slices.Sorted(maps.Keys(all)) {
		fmt.Fprintf(&b, "%-40s %v: %s\n", code, all[code].Kind, all[code].Message)
	}
	golden(t, "testdata/errors.txt", b.String())
}

// TestGoldenRoles is role × right: what a change of policies/roles.csv gives and takes.
func TestGoldenRoles(t *testing.T) {
	t.Parallel()
	h := house(t)
	s, err := h.Rights.Empty(authz.Policy{})
	require.NoError(t, err)
	roles, err := s.AllRoles(h.Rights)
	require.NoError(t, err)
	var b strings.Builder
	for _, r := range roles {
		fmt.Fprintf(&b, "%s: %s\n", r.ID, r.Label)
		for _, p := range h.Rights.Universe() {
			if reach := s.Reach([]string{"r:" + r.ID}, p); reach.Some() || r.Permissions[p] != "" {
				fmt.Fprintf(&b, "  %-5s %s\n", r.Permissions[p], p)
			}
			if r.ID == "owner" && strings.Contains(string(p), "#") {
				require.Equal(t, "all", r.Permissions[p], "owner does not name the class of %s, so nobody could ever give it", p)
			}
		}
	}
	golden(t, "testdata/roles.txt", b.String())
}

// TestGoldenMatrix is operation × shipped role: who may do what, how far. An
// operation that a release adds, or that a role gains, shows here in a review.
func TestGoldenMatrix(t *testing.T) {
	t.Parallel()
	h := house(t)
	s, err := h.Rights.Empty(authz.Policy{})
	require.NoError(t, err)
	var lines []string
	for _, o := range h.API.Operations() {
		line := o.ID + ": " + string(o.Needs)
		if o.Needs != rest.Public && o.Needs != rest.SignedIn {
			line = o.ID + ":"
			for _, role := range h.Rights.ShippedRoles() {
				subjects, err := s.Closure(role)
				require.NoError(t, err)
				reach := s.Reach(subjects, o.Needs)
				if !reach.Some() {
					continue
				}
				line += " " + role + "=" + reach.Allow.String()
				if reach.Deny != page.None {
					line += "-" + reach.Deny.String()
				}
			}
		}
		lines = append(lines, line)
	}
	slices.Sort(lines)
	golden(t, "testdata/matrix.txt", strings.Join(lines, "\n")+"\n")
}

// TestGoldenOperations is operation → right. An operation without a right keeps
// the server from starting; one without a line here fails this test.
func TestGoldenOperations(t *testing.T) {
	t.Parallel()
	h := house(t)
	var lines []string
	known := map[kernel.Permission]bool{rest.Public: true, rest.SignedIn: true}
	for _, p := range h.Rights.Universe() {
		known[p] = true
	}
	for _, o := range h.API.Operations() {
		require.True(t, known[o.Needs], "%s needs %s, which nobody can give", o.ID, o.Needs)
		require.True(t, o.Export == "" || known[o.Export], "%s exports by %s, which nobody can give", o.ID, o.Export)
		lines = append(lines, fmt.Sprintf("%-6s %-62s %s %s", o.Method, o.Path, o.Needs, o.Export))
	}
	slices.Sort(lines)
	golden(t, "testdata/operations.txt", strings.Join(lines, "\n")+"\n")
}
