package embedded

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
	"strings"
)

// oldest is the first major version that will do.
const oldest = 15

// usualFolders is where packages and installers put PostgreSQL's programs.
var usualFolders = []string{
	"/usr/lib/postgresql/*/bin",   // Debian, Ubuntu
	"/usr/pgsql-*/bin",            // PostgreSQL's own packages for Red Hat and SUSE
	"/usr/lib/postgresql*/bin",    // SUSE
	"/usr/lib64/postgresql-*/bin", // Gentoo
	"/usr/libexec/postgresql*",    // Alpine
	"/usr/local/pgsql/bin",        // built by hand
	"/opt/homebrew/opt/postgresql@*/bin",
	"/usr/local/opt/postgresql@*/bin",
	"/Applications/Postgres.app/Contents/Versions/*/bin",
}

// binaries is a folder with PostgreSQL's programs.
type binaries struct {
	folder  string
	version string
	major   int
}

func (b binaries) program(name string) string { return filepath.Join(b.folder, name) }

// finder knows where to look for PostgreSQL.
type finder struct {
	as      account
	named   string   // LONGHOUSE_POSTGRES: if set, nothing else will do
	path    string   // PATH
	usual   []string // patterns
	fetched string   // where fetched ones are kept
	fetch   func(ctx context.Context, into string, major int) error
	log     io.Writer
}

// find returns the first PostgreSQL that will do. want is the major version
// that made the data, or zero for any that is new enough.
func (f finder) find(ctx context.Context, want int) (binaries, error) {
	if f.named != "" {
		return f.findNamed(ctx, want)
	}
	var found []string
	for _, folder := range append(f.installed(), filepath.Join(f.fetched, "bin")) {
		if !complete(folder) {
			continue
		}
		b, err := f.inspect(ctx, folder)
		if err == nil && b.suits(want) {
			return b, nil
		}
		if err != nil {
			found = append(found, err.Error())
			continue
		}
		found = append(found, fmt.Sprintf("PostgreSQL %s in %s", b.version, folder))
	}
	_, _ = fmt.Fprintf(f.log, "no PostgreSQL %s on this machine; fetching one\n", needed(want))
	fetched, err := f.fetchOne(ctx, want)
	if err == nil {
		return fetched, nil
	}
	if ctx.Err() != nil {
		return binaries{}, err
	}
	return binaries{}, fmt.Errorf("PostgreSQL %s is needed; found %s; looked in PATH, %s; fetching one: %w. Install it (for example: apt-get install postgresql), or set LONGHOUSE_POSTGRES to the folder of its programs, or DATABASE_URL to a server",
		needed(want), listOr(found, "none"), strings.Join(f.usual, ", "), err)
}

func (f finder) findNamed(ctx context.Context, want int) (binaries, error) {
	for _, folder := range []string{f.named, filepath.Join(f.named, "bin")} {
		if !complete(folder) {
			continue
		}
		b, err := f.inspect(ctx, folder)
		if err == nil && !b.suits(want) {
			err = fmt.Errorf("PostgreSQL %s is needed, and LONGHOUSE_POSTGRES=%s holds %s", needed(want), f.named, b.version)
		}
		return b, err
	}
	return binaries{}, fmt.Errorf("LONGHOUSE_POSTGRES=%s does not hold the programs postgres and initdb", f.named)
}

func (f finder) fetchOne(ctx context.Context, want int) (binaries, error) {
	if err := f.fetch(ctx, f.fetched, want); err != nil {
		return binaries{}, err
	}
	b, err := f.inspect(ctx, filepath.Join(f.fetched, "bin"))
	if err == nil && !b.suits(want) {
		err = fmt.Errorf("what came is %s", b.version)
	}
	return b, err
}

// installed lists the folders to look in: PATH in its order, then the usual
// ones, newest first.
func (f finder) installed() []string {
	var folders []string
	for _, folder := range filepath.SplitList(f.path) {
		// A package manager may link single programs; PostgreSQL lives where the link points.
		if real, err := filepath.EvalSymlinks(filepath.Join(folder, "postgres")); err == nil && filepath.IsAbs(folder) {
			folders = append(folders, filepath.Dir(real))
		}
	}
	for _, pattern := range f.usual {
		matches, err := filepath.Glob(pattern)
		if err != nil {
			continue // no path matches a pattern that is none
		}
		sort.SliceStable(matches, func(i, j int) bool { return number(matches[i]) > number(matches[j]) })
		folders = append(folders, matches...)
	}
	return folders
}

func complete(folder string) bool {
	for _, program := range []string{"postgres", "initdb"} {
		if info, err := os.Stat(filepath.Join(folder, program)); err != nil || info.IsDir() {
			return false
		}
	}
	return true
}

var versionLine = regexp.MustCompile(`\(PostgreSQL\) ((\d+)\S*)`)

// inspect asks the server program for its version, as the account that will run it.
func (f finder) inspect(ctx context.Context, folder string) (binaries, error) {
	program := filepath.Join(folder, "postgres")
	out, err := f.as.command(ctx, "/", program, "--version").CombinedOutput()
	if err != nil {
		return binaries{}, fmt.Errorf("ask %s for its version: %w", program, errors.Join(err, ctx.Err()))
	}
	match := versionLine.FindStringSubmatch(string(out))
	if match == nil {
		return binaries{}, fmt.Errorf("%s is no PostgreSQL: it says %q", program, firstLine(string(out)))
	}
	major, err := strconv.Atoi(match[2])
	return binaries{folder: folder, version: match[1], major: major}, err
}

func (b binaries) suits(want int) bool {
	if want != 0 {
		return b.major == want
	}
	return b.major >= oldest
}

func needed(want int) string {
	if want != 0 {
		return fmt.Sprintf("%d, which made the data,", want)
	}
	return fmt.Sprintf("%d or later", oldest)
}

var digits = regexp.MustCompile(`\d+`)

// number is the last number in a path, which is the version; zero if it has none.
func number(path string) int {
	all := digits.FindAllString(path, -1)
	if len(all) == 0 {
		return 0
	}
	n, err := strconv.Atoi(all[len(all)-1])
	if err != nil {
		return 0
	}
	return n
}

func listOr(items []string, none string) string {
	if len(items) == 0 {
		return none
	}
	return strings.Join(items, " and ")
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return line
}
