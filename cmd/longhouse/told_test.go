package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/clock"
	"longhouse/platform/config"
	"longhouse/platform/jobs"
	"longhouse/platform/kernel"
)

// TestGoldenNotices shows in a review what people are told, and how by default.
func TestGoldenNotices(t *testing.T) {
	t.Parallel()
	var lines []string
	for _, m := range house(t).parts() {
		for _, n := range m.Notices {
			lines = append(lines, fmt.Sprintf("%-28s %-7s %s (because %s)\n", n.Name, n.Default, n.Label, n.Because))
		}
	}
	slices.Sort(lines)
	golden(t, "testdata/notices.txt", strings.Join(lines, ""))
}

// A kind of message that nobody hands to the server is one that nobody can switch off.
func TestEveryKindOfMessageIsDeclared(t *testing.T) {
	t.Parallel()
	var declared []string
	for _, m := range house(t).parts() {
		for _, n := range m.Notices {
			declared = append(declared, n.Name)
		}
	}
	found := kindsInSource(t, "../..")
	require.Greater(t, len(found), 10, "the search finds the house")
	require.Equal(t, []string{"made.up"}, undeclared(append(found, "made.up"), declared), "and what nobody declared is found")
}

func undeclared(found, declared []string) []string {
	return slices.DeleteFunc(found, func(name string) bool { return slices.Contains(declared, name) })
}

// kindsInSource are the names of all kinds that the code makes.
func kindsInSource(t *testing.T, root string) []string {
	t.Helper()
	var found []string
	require.NoError(t, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && path != root) {
			return fs.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if lit, ok := n.(*ast.CompositeLit); ok && isKind(lit.Type) {
				found = append(found, nameIn(lit))
			}
			return true
		})
		return nil
	}))
	return found
}

// isKind says whether a type is kernel.Notice or notify.Kind, by its words.
func isKind(of ast.Expr) bool {
	s, ok := of.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	p, ok := s.X.(*ast.Ident)
	return ok && (p.Name == "kernel" && s.Sel.Name == "Notice" || p.Name == "notify" && s.Sel.Name == "Kind")
}

func nameIn(lit *ast.CompositeLit) string {
	for _, e := range lit.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			if key, ok := kv.Key.(*ast.Ident); ok && key.Name == "Name" {
				if value, ok := kv.Value.(*ast.BasicLit); ok {
					name, err := strconv.Unquote(value.Value)
					if err == nil {
						return name
					}
				}
			}
		}
	}
	return "a kind without a name that can be read"
}

func TestDeadWorkIsToldToItsAdministratorsOnceAnHour(t *testing.T) {
	t.Parallel()
	c := found(t, shared(t))
	settings, err := load(nil)
	require.NoError(t, err)
	h, err := build(t.Context(), settings, c.p.url, config.Secret("redis://127.0.0.1:1"))
	require.NoError(t, err)
	t.Cleanup(h.Root.Close)
	org, err := uuid.Parse(c.get("/identity/me")["organisation"].(object)["id"].(string))
	require.NoError(t, err)
	now := time.Now()
	die := func(at time.Time) {
		h.Clock = clock.Fixed(at)
		h.deadLetter(t.Context(), jobs.DeadLetter{Org: kernel.IDOf[kernel.Org](org), Handler: "crm.reserve_stock", Key: uuid.New()})
	}
	for range 3 {
		die(now)
	}
	h.deadLetter(t.Context(), jobs.DeadLetter{Handler: "house.own"}) // nobody's to hear
	died := func() (n int) {
		for _, m := range c.items("/notify/messages?tab=system") {
			if m["kind"] == "jobs.died" {
				n++
			}
		}
		return n
	}
	require.Equal(t, 1, died())
	die(now.Add(time.Hour))
	require.Equal(t, 2, died())
}
