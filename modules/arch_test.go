// Package modules holds the shape of the house: which part may know which. A
// rule that is not in TestImportsCanFail is not a rule.
package modules

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// uses is the whole truth about which module may know which. An arrow lets the
// left module import the right module's contract, call it and hear its events.
var uses = map[string][]string{
	"crm":       {"hr", "inventory"},
	"hr":        {},
	"inventory": {"hr"},
}

// ranks order the platform: a package imports lower ranks only. A name that is
// not here is refused, so the platform grows by decision.
var ranks = map[string]int{
	"kernel": 0, "fault": 0, "config": 0, "clock": 0, "words": 0,
	"actor": 1, "page": 1, "embedded": 1,
	"telemetry": 2,
	"db":        3, "rest": 3,
	"migrate": 4, "authz": 4, "jobs": 4,
	"access": 5, "history": 5, "events": 5, "search": 5, "pgtest": 5, "mail": 5, "backup": 5, "bulk": 5, "files": 5,
	"imports": 6, "notify": 6, "webhooks": 6, "desk": 6, "notes": 6,
	"module":   7,
	"custom":   7,
	"identity": 8,
}

// layers are the places inside a module, with the platform packages and the
// places of the same module that each may import. "contract" is the module's root.
var layers = map[string]struct{ platform, own []string }{
	"contract":       {[]string{"kernel", "fault"}, nil},
	"domain":         {[]string{"kernel", "fault"}, []string{"contract"}},
	"store":          {[]string{"kernel", "fault", "db", "page"}, []string{"contract", "domain", "store/sqlcgen"}},
	"store/sqlcgen":  {[]string{"kernel"}, []string{"contract"}},
	"app":            {[]string{"kernel", "fault", "actor", "clock", "db", "page", "authz", "notify", "custom"}, []string{"contract", "domain", "store"}},
	"rest":           {[]string{"kernel", "fault", "page", "rest"}, []string{"contract", "app"}},
	"worker":         {[]string{"kernel", "fault", "actor", "clock", "db", "events", "jobs", "imports"}, []string{"contract", "app"}},
	"module":         {slices.Sorted(maps.Keys(ranks)), []string{"contract", "app", "domain", "rest", "store", "worker"}},
	"module's tests": {slices.Sorted(maps.Keys(ranks)), []string{"contract", "app", "domain", "rest", "store", "store/sqlcgen", "worker", "module"}},
}

// neighbours are the places of a module that see the contracts it uses.
var neighbours = []string{"contract", "app", "worker", "module", "module's tests"}

// fences keep each library in few folders, so that replacing one is a small change.
var fences = map[string]*regexp.Regexp{
	"github.com/gin-gonic/gin":                   regexp.MustCompile(`^platform/rest$|/bench$`),
	"github.com/danielgtaylor/huma":              regexp.MustCompile(`^platform/rest$`),
	"github.com/jackc/pgx":                       regexp.MustCompile(`^platform/(db|page|authz|migrate|pgtest|embedded|backup)$|/internal/store$|/sqlcgen$|/bench$`),
	"github.com/vgarvardt/pgx-google-uuid":       regexp.MustCompile(`^platform/db$`),
	"database/sql":                               regexp.MustCompile(`^platform/migrate$`),
	"github.com/pressly/goose":                   regexp.MustCompile(`^platform/migrate$`),
	"github.com/hibiken/asynq":                   regexp.MustCompile(`^platform/jobs$`),
	"github.com/redis/go-redis":                  regexp.MustCompile(`^platform/(jobs|embedded)$`),
	"github.com/casbin/casbin":                   regexp.MustCompile(`^platform/authz$`),
	"github.com/fergusstrange/embedded-postgres": regexp.MustCompile(`^platform/embedded$`),
	"github.com/alicebob/miniredis":              regexp.MustCompile(`^platform/embedded$`),
	"github.com/xuri/excelize":                   regexp.MustCompile(`^platform/imports$`),
	"github.com/shopspring/decimal":              regexp.MustCompile(`^platform/kernel$`),
	"github.com/prometheus/client_golang":        regexp.MustCompile(`^platform/telemetry$`),
	"github.com/spf13/cobra":                     regexp.MustCompile(`^cmd/longhouse$`),
	"github.com/caarlos0/env":                    regexp.MustCompile(`^platform/config$`),
	"golang.org/x/crypto":                        regexp.MustCompile(`^platform/identity$`),
	"github.com/wneessen/go-mail":                regexp.MustCompile(`^platform/mail$`),
	"log":                                        regexp.MustCompile(`^$`),
	"net/http":                                   regexp.MustCompile(`^platform/(rest|identity|telemetry|pgtest|notify|imports|history|search|jobs|embedded|webhooks|files)$|^cmd/longhouse|/internal/rest$`),
	"github.com/stretchr/testify":                regexp.MustCompile(`^platform/pgtest$`),
}

// place is where a file stands: a module's layer, a platform package, or a
// folder at the top.
type place struct{ area, name, layer string }

func placeOf(dir string, test bool) (place, error) {
	parts := strings.Split(dir, "/")
	rest := strings.Join(parts[min(2, len(parts)):], "/")
	switch {
	case parts[0] == "cmd" && len(parts) >= 2 && parts[1] == "longhouse":
		return place{area: "cmd"}, nil
	case dir == "migrations" || dir == "policies" || dir == "web" || dir == "modules" && test:
		return place{area: dir}, nil
	case parts[0] == "platform" && len(parts) >= 2 && (rest == "" || rest == "sqlcgen"):
		if _, ok := ranks[parts[1]]; !ok {
			return place{}, fmt.Errorf("platform/%s is no package that was decided on: see ranks", parts[1])
		}
		return place{area: "platform", name: parts[1]}, nil
	case parts[0] == "modules" && len(parts) >= 2:
		m := place{area: "modules", name: parts[1]}
		if _, ok := uses[m.name]; !ok {
			return place{}, fmt.Errorf("module %s has no arrows: see uses", m.name)
		}
		switch layer := strings.TrimPrefix(rest, "internal/"); {
		case rest == "":
			m.layer = "contract"
		case rest == m.name+"module" && test:
			m.layer = "module's tests"
		case rest == m.name+"module":
			m.layer = "module"
		case layer != rest && layers[layer].platform != nil && layer != "contract" && !strings.HasPrefix(layer, "module"):
			m.layer = layer
		default:
			return place{}, fmt.Errorf("%s is no place of a module: see architecture.md", dir)
		}
		return m, nil
	}
	return place{}, fmt.Errorf("%s is no place for Go code", dir)
}

// refused says why a file in dir may not import a path, or "".
func refused(dir, imported string, test bool) string {
	from, err := placeOf(dir, test)
	if err != nil {
		return err.Error()
	}
	ours, isOurs := strings.CutPrefix(imported, "longhouse/")
	if !isOurs {
		return outside(dir, imported, test)
	}
	to, err := placeOf(ours, test)
	if err != nil {
		return err.Error()
	}
	no := fmt.Sprintf("%s may not import %s", dir, ours)
	switch from.area {
	case "cmd":
		if to.area == "modules" && to.layer != "contract" && to.layer != "module" && to.layer != "module's tests" {
			return no + ": only a module sees its own internals"
		}
	case "migrations", "policies", "web", "modules":
		if from.name == "" && !test {
			return no + ": it knows nothing of ours"
		}
		if from.name != "" && !allowedInModule(from, to, test) {
			return no
		}
	case "platform":
		lower := to.area == "platform" && (ranks[to.name] < ranks[from.name] || to.name == from.name)
		tests := test && (to.area == "platform" || to.area == "migrations" || to.area == "policies")
		seeds := from.name == "pgtest" && (to.area == "migrations" || to.area == "policies")
		if !lower && !tests && !seeds {
			return no + ": the platform knows lower ranks only"
		}
	}
	return ""
}

func allowedInModule(from, to place, test bool) bool {
	rule := layers[from.layer]
	switch {
	case to.area == "platform":
		return test || slices.Contains(rule.platform, to.name)
	case to.area == "policies" || to.area == "migrations":
		return test
	case to.area != "modules":
		return false
	case to.name != from.name:
		return to.layer == "contract" && slices.Contains(uses[from.name], to.name) && (test || slices.Contains(neighbours, from.layer))
	}
	return test || slices.Contains(rule.own, to.layer)
}

func outside(dir, imported string, test bool) string {
	if test {
		return ""
	}
	for library, where := range fences {
		hosted := strings.Contains(library, ".") // packages of the standard library do not hold those below them
		if (imported == library || hosted && strings.HasPrefix(imported, library+"/")) && !where.MatchString(dir) {
			return fmt.Sprintf("%s may not import %s: it is fenced to %s", dir, imported, where)
		}
	}
	return ""
}

const root = ".."

// eachGoFile walks the tree itself: `go list` would hide changes from the test cache.
func eachGoFile(t *testing.T, visit func(dir, file string)) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == "testdata" || strings.HasPrefix(rel, ".")) && rel != "." {
			return fs.SkipDir
		}
		if !d.IsDir() && strings.HasSuffix(rel, ".go") {
			visit(filepath.ToSlash(filepath.Dir(rel)), path)
		}
		return err
	}))
}

func TestImports(t *testing.T) {
	t.Parallel()
	files := 0
	eachGoFile(t, func(dir, file string) {
		files++
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		require.NoError(t, err)
		test := strings.HasSuffix(file, "_test.go")
		for _, i := range f.Imports {
			imported, err := strconv.Unquote(i.Path.Value)
			require.NoError(t, err)
			if why := refused(dir, imported, test); why != "" {
				t.Errorf("%s: %s", file, why)
			}
		}
	})
	require.Greater(t, files, 200, "the walk finds the house")
}

func TestImportsCanFail(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		dir, imports string
		test         bool
	}{
		{"cmd/longhouse", "longhouse/modules/crm/internal/app", false},
		{"platform/kernel", "longhouse/platform/fault", false},
		{"platform/db", "longhouse/platform/jobs", false},
		{"platform/db", "longhouse/modules/crm", false},
		{"platform/utils", "fmt", false},
		{"platform/jobs/queue", "fmt", false},
		{"migrations", "longhouse/platform/db", false},
		{"web", "longhouse/platform/kernel", false},
		{"modules/hr", "longhouse/modules/crm", false},
		{"modules/inventory", "longhouse/modules/crm", false},
		{"modules/crm", "longhouse/platform/db", false},
		{"modules/crm", "longhouse/modules/inventory/internal/app", false},
		{"modules/crm/internal/domain", "longhouse/platform/db", false},
		{"modules/crm/internal/domain", "longhouse/modules/crm/internal/store", false},
		{"modules/crm/internal/domain", "longhouse/modules/inventory", false},
		{"modules/crm/internal/store", "longhouse/platform/authz", false},
		{"modules/crm/internal/store/sqlcgen", "longhouse/platform/db", false},
		{"modules/crm/internal/app", "longhouse/platform/rest", false},
		{"modules/crm/internal/app", "longhouse/modules/crm/internal/rest", false},
		{"modules/crm/internal/app", "longhouse/modules/hr/internal/app", true},
		{"modules/crm/internal/rest", "longhouse/modules/crm/internal/store", false},
		{"modules/crm/internal/rest", "longhouse/platform/db", false},
		{"modules/crm/internal/worker", "longhouse/platform/rest", false},
		{"modules/crm/internal/worker", "longhouse/modules/crm/internal/store", false},
		{"modules/crm/internal/utils", "fmt", false},
		{"modules/sales", "fmt", false},
		{"modules/inventory/internal/app", "longhouse/modules/crm", true},
		{"pkg/common", "fmt", false},
		{"modules/crm/internal/rest", "github.com/gin-gonic/gin", false},
		{"platform/identity", "github.com/danielgtaylor/huma/v2", false},
		{"modules/crm/internal/app", "github.com/jackc/pgx/v5", false},
		{"platform/db", "database/sql", false},
		{"platform/db", "github.com/pressly/goose/v3", false},
		{"platform/events", "github.com/hibiken/asynq", false},
		{"platform/db", "github.com/redis/go-redis/v9", false},
		{"policies", "github.com/casbin/casbin/v2", false},
		{"cmd/longhouse", "github.com/fergusstrange/embedded-postgres", false},
		{"cmd/longhouse", "github.com/alicebob/miniredis/v2", false},
		{"modules/hr/internal/worker", "github.com/xuri/excelize/v2", false},
		{"modules/crm/internal/domain", "github.com/shopspring/decimal", false},
		{"platform/rest", "github.com/prometheus/client_golang/prometheus", false},
		{"platform/rest", "github.com/spf13/cobra", false},
		{"platform/rest", "github.com/caarlos0/env/v11", false},
		{"platform/rest", "golang.org/x/crypto/argon2", false},
		{"platform/notify", "github.com/wneessen/go-mail", false},
		{"platform/mail", "longhouse/platform/notify", false},
		{"platform/rest", "log", false},
		{"modules/crm/internal/app", "net/http", false},
		{"modules/crm/internal/app", "github.com/stretchr/testify/require", false},
	} {
		require.NotEmpty(t, refused(c.dir, c.imports, c.test), "%s → %s is allowed", c.dir, c.imports)
	}
}

func TestModules(t *testing.T) {
	t.Parallel()
	entries, err := os.ReadDir(".")
	require.NoError(t, err)
	for _, e := range entries {
		if e.IsDir() && e.Name() != "testdata" {
			require.Contains(t, uses, e.Name(), "a module that nobody drew arrows for")
		}
	}
	require.Empty(t, circle(uses))
	require.NotEmpty(t, circle(map[string][]string{"a": {"b"}, "b": {"c"}, "c": {"a"}}), "a circle is found")
	require.NotEmpty(t, circle(map[string][]string{"a": {"nowhere"}}), "so is an arrow to nothing")
}

// circle finds a module that leads back to itself, or to nothing.
func circle(arrows map[string][]string) string {
	var visit func(at string, path []string) string
	visit = func(at string, path []string) string {
		next, ok := arrows[at]
		if !ok || slices.Contains(path, at) {
			return strings.Join(append(path, at), " → ")
		}
		for _, n := range next {
			if c := visit(n, append(path, at)); c != "" {
				return c
			}
		}
		return ""
	}
	for m := range arrows {
		if c := visit(m, nil); c != "" {
			return c
		}
	}
	return ""
}
