package modules

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var snippet = regexp.MustCompile("(?s)```[a-z]+ (file|edit)=(\\S+)(?: (after|before|replace)=([^\\n]*))?\\n(.*?)```")

// TestTheRecipeForAModuleWorks follows the README's steps in a copy of the
// repository, where sqlc's output stands ready, and then runs what they promise.
func TestTheRecipeForAModuleWorks(t *testing.T) {
	t.Parallel()
	house := t.TempDir()
	for _, part := range []string{"go.mod", "go.sum", "cmd/longhouse", "modules", "platform", "migrations", "policies", "deployments/README.md", "web/embed.go", "web/openapi.json"} {
		copyTree(t, filepath.Join(root, part), filepath.Join(house, part))
	}
	require.NoError(t, os.MkdirAll(filepath.Join(house, "web/dist"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(house, "web/dist/.gitkeep"), nil, 0o600))
	copyTree(t, "testdata/recipe/sqlcgen", filepath.Join(house, "modules/purchasing/internal/store/sqlcgen"))

	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	steps := snippet.FindAllStringSubmatch(string(readme), -1)
	require.Greater(t, len(steps), 12)
	for _, s := range steps {
		follow(t, house, s[1], s[2], s[3], s[4], s[5])
	}
	// What the steps made keeps to the arrows and the fences, builds, and does what it says.
	run(t, house, "go", "test", "-run", "TestImports|TestModules|TestSQL", "./modules")
	laid := overlay(t, house)
	for _, p := range []struct{ folder, tests string }{{"modules/purchasing/purchasingmodule", "."}, {"platform/migrate", "Catalogue"}} {
		tests := filepath.Join(house, filepath.Base(p.folder)+".test")
		run(t, root, "go", append(laid("test"), "-vet=off", "-c", "-o", tests, "./"+p.folder)...)
		run(t, filepath.Join(house, p.folder), tests, "-test.run", p.tests)
	}
	require.Contains(t, run(t, root, "go", append(laid("run"), "./cmd/longhouse", "openapi")...), "/api/v1/purchasing/orders")
}

func run(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s %s\n%s", name, strings.Join(args, " "), out)
	return string(out)
}

// overlay lays what the steps made over the house itself: what they did not
// touch is compiled already, with the flags of this very test.
func overlay(t *testing.T, house string) func(verb string) []string {
	t.Helper()
	here, err := filepath.Abs(root)
	require.NoError(t, err)
	laid := map[string]string{}
	require.NoError(t, filepath.WalkDir(house, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(house, path)
		require.NoError(t, err)
		made, err := os.ReadFile(path)
		require.NoError(t, err)
		if was, err := os.ReadFile(filepath.Join(here, rel)); err != nil || !bytes.Equal(was, made) {
			laid[filepath.Join(here, rel)] = path
		}
		return nil
	}))
	text, err := json.Marshal(map[string]any{"Replace": laid})
	require.NoError(t, err)
	file := filepath.Join(house, "overlay.json")
	require.NoError(t, os.WriteFile(file, text, 0o600))
	return func(verb string) []string {
		args := []string{verb, "-overlay", file}
		info, _ := debug.ReadBuildInfo()
		if slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"}) {
			args = append(args, "-race")
		}
		return args
	}
}

func follow(t *testing.T, house, verb, file, where, mark, text string) {
	t.Helper()
	path := filepath.Join(house, file)
	if verb == "file" {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return
	}
	old, err := os.ReadFile(path)
	require.NoError(t, err)
	lines := strings.SplitAfter(string(old), "\n")
	for i, line := range lines {
		if !strings.Contains(line, mark) {
			continue
		}
		switch where {
		case "after":
			lines[i] = line + text
		case "before":
			lines[i] = text + line
		case "replace":
			lines[i] = strings.Replace(line, mark, strings.TrimSpace(text), 1)
		}
		require.NoError(t, os.WriteFile(path, []byte(strings.Join(lines, "")), 0o600))
		return
	}
	require.Fail(t, "the recipe's mark is gone", "%s in %s", mark, file)
}

// copyTree copies files; tests of the house itself stay behind, but for those that the recipe runs.
func copyTree(t *testing.T, from, to string) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		require.NoError(t, err)
		target := filepath.Join(to, rel)
		if d.IsDir() {
			return os.MkdirAll(target, 0o755)
		}
		b, err := os.ReadFile(path)
		require.NoError(t, err)
		require.NoError(t, os.MkdirAll(filepath.Dir(target), 0o755))
		return os.WriteFile(target, b, 0o600)
	}))
}
