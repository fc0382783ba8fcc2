package modules

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// schemas of the platform that a module's SQL may call functions of, but not
// read: they are granted one by one.
var granted = []string{"history.capture", "jobs.deliver", "platform.notify", "access.set_reach"}

var (
	comments = regexp.MustCompile(`(?m)--.*$`)
	named    = regexp.MustCompile(`\b([a-z_]+)\.([a-z_]+)\b`)
	settings = regexp.MustCompile(`(?i)\bset\s+(local\s+)?(role\s+[a-z]|session\s+authorization|app\.)|set_config\s*\(\s*'app\.`)
)

// strays names what a module's SQL mentions of other schemas, and settings that
// only db may make.
func strays(module, sql string, migration bool) []string {
	sql = comments.ReplaceAllString(sql, "")
	var out []string
	for _, m := range named.FindAllStringSubmatch(sql, -1) {
		schema := m[1]
		_, isModule := uses[schema]
		isPlatform := slices.Contains([]string{"history", "identity", "access", "jobs", "platform"}, schema)
		if (isModule || isPlatform) && schema != module && !slices.Contains(granted, m[0]) {
			out = append(out, m[0])
		}
	}
	// A migration changes the role to hand a function over, never the organisation.
	for _, m := range settings.FindAllString(sql, -1) {
		if !migration || strings.Contains(m, "app.") {
			out = append(out, m)
		}
	}
	return out
}

func TestSQLStaysHome(t *testing.T) {
	t.Parallel()
	read := 0
	for module := range uses {
		for _, pattern := range []string{"../migrations/" + module + "/*.sql", module + "/internal/store/queries/*.sql", module + "/internal/store/*.go"} {
			files, err := filepath.Glob(pattern)
			require.NoError(t, err)
			for _, file := range files {
				if strings.HasSuffix(file, "_test.go") {
					continue
				}
				b, err := os.ReadFile(file)
				require.NoError(t, err)
				read++
				text := string(b)
				if strings.HasSuffix(file, ".go") {
					text = strings.Join(quoted.FindAllString(text, -1), "\n")
				}
				require.Empty(t, strays(module, text, strings.HasPrefix(pattern, "../migrations")), file)
			}
		}
	}
	require.Greater(t, read, 20)
}

// quoted finds raw strings, which is where Go holds SQL.
var quoted = regexp.MustCompile("(?s)`[^`]*`")

func TestSQLThatStraysIsFound(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{"hr.employee"}, strays("crm", "select * from crm.deal join hr.employee e on true", false))
	require.Equal(t, []string{"identity.login"}, strays("hr", "select email from identity.login", false))
	require.NotEmpty(t, strays("crm", "set local role longhouse_hr", false))
	require.Empty(t, strays("crm", "update crm.affiliation set role = @role", false), "a column of that name")
	require.NotEmpty(t, strays("crm", "set app.org_id = '1'", true))
	require.NotEmpty(t, strays("crm", "select set_config('app.org_id', '1', true)", false))
	require.Empty(t, strays("crm", "-- hr.employee is not ours\nselect 1 from crm.deal", false))
	require.Empty(t, strays("crm", "for each row execute function history.capture()", true))
}
