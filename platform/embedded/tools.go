package embedded

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// Tools are PostgreSQL's programs for backups, pg_dump and pg_restore, of one version.
type Tools struct {
	Dump, Restore string // paths
	Version       string
	Major         int
}

// FindTools returns the tools of a server's own major version, else of the next
// later one up to most. They are looked for where the server's programs are:
// in binaries (LONGHOUSE_POSTGRES), in PATH, in the usual install folders. A
// fetched PostgreSQL comes without them.
func FindTools(ctx context.Context, binaries string, least, most int) (Tools, error) {
	return toolFinder{path: os.Getenv("PATH"), usual: usualFolders}.find(ctx, binaries, least, most)
}

type toolFinder struct {
	path  string
	usual []string
}

func (f toolFinder) find(ctx context.Context, named string, least, most int) (Tools, error) {
	var best Tools
	var found []string
	for _, folder := range f.folders(named) {
		t, ok := inspectTools(ctx, folder)
		if !ok {
			continue
		}
		found = append(found, fmt.Sprintf("%s in %s", t.Version, folder))
		if t.Major >= least && t.Major <= most && (best.Major == 0 || t.Major < best.Major) {
			best = t
		}
	}
	if best.Major != 0 {
		return best, nil
	}
	needed := fmt.Sprintf("PostgreSQL %d or later", least)
	if most == least {
		needed = fmt.Sprintf("PostgreSQL %d", least)
	} else if most < newest {
		needed = fmt.Sprintf("PostgreSQL %d to %d", least, most)
	}
	return Tools{}, fmt.Errorf("pg_dump and pg_restore of %s are needed; found %s. Install the client programs (for example: apt-get install postgresql-client-%d), or set LONGHOUSE_POSTGRES to the folder that they are in",
		needed, listOr(found, "none"), least)
}

// newest stands for any later version.
const newest = 1 << 20

// AnyLater is a most that no version of PostgreSQL exceeds.
const AnyLater = newest

func (f toolFinder) folders(named string) []string {
	var out []string
	if named != "" {
		out = append(out, named, filepath.Join(named, "bin"))
	}
	for _, folder := range filepath.SplitList(f.path) {
		// What a package manager puts there may be a link, or a script that picks a version by rules of its own.
		if real, err := filepath.EvalSymlinks(filepath.Join(folder, "pg_dump")); err == nil && filepath.IsAbs(folder) {
			out = append(out, filepath.Dir(real))
		}
	}
	return append(out, finder{usual: f.usual}.installed()...)
}

// inspectTools asks both programs for their versions, which must be one.
func inspectTools(ctx context.Context, folder string) (Tools, bool) {
	t := Tools{Dump: filepath.Join(folder, "pg_dump"), Restore: filepath.Join(folder, "pg_restore")}
	for _, program := range []string{t.Dump, t.Restore} {
		cmd := exec.CommandContext(ctx, program, "--version") //nolint:gosec // G204: found where PostgreSQL is installed
		cmd.Env = []string{"LC_ALL=C"}
		out, err := cmd.Output()
		match := versionLine.FindStringSubmatch(strings.TrimSpace(string(out)))
		if err != nil || match == nil || t.Version != "" && t.Version != match[1] {
			return Tools{}, false
		}
		t.Version = match[1]
		if t.Major, err = strconv.Atoi(match[2]); err != nil {
			return Tools{}, false
		}
	}
	return t, true
}
