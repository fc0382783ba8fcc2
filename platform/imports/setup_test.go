package imports

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// sharedData is the folder of real files beside the repository. A test without it
// fails: skipping would look like passing.
func sharedData(tb testing.TB) string {
	tb.Helper()
	dir, err := os.Getwd()
	require.NoError(tb, err)
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		parent := filepath.Dir(dir)
		require.NotEqual(tb, dir, parent, "no go.mod above the test")
		dir = parent
	}
	data := filepath.Join(dir, "..", "shared", "data")
	_, err = os.Stat(filepath.Join(data, "MANIFEST.tsv"))
	require.NoError(tb, err, "the real data must lie beside the repository")
	return data
}

func readShared(tb testing.TB, name string) []byte {
	tb.Helper()
	data, err := os.ReadFile(filepath.Join(sharedData(tb), filepath.FromSlash(name)))
	require.NoError(tb, err)
	return data
}

func readSheet(tb testing.TB, name string) *Sheet {
	tb.Helper()
	s, err := Read(name, readShared(tb, name), ReadOptions{})
	require.NoError(tb, err, name)
	requireAccounted(tb, s)
	return s
}

func readText(tb testing.TB, text string) *Sheet {
	tb.Helper()
	s, err := Read("test.csv", []byte(text), ReadOptions{})
	require.NoError(tb, err)
	requireAccounted(tb, s)
	return s
}

// requireAccounted is the promise that nothing is dropped in silence.
func requireAccounted(tb testing.TB, s *Sheet) {
	tb.Helper()
	require.Equal(tb, s.Records, s.Preamble+1+s.Blank+len(s.Rows), "records")
	seen := map[string]bool{}
	for i, c := range s.Header {
		require.NotEmpty(tb, c.Name)
		require.False(tb, seen[c.Name], "two columns are called %q", c.Name)
		require.Equal(tb, i, c.Index)
		seen[c.Name] = true
	}
	line := s.HeaderRow
	for _, r := range s.Rows {
		require.Greater(tb, r.Line, line)
		line = r.Line
		if r.Fault == FaultRaggedLong {
			require.Greater(tb, len(r.Cells), len(s.Header))
		} else {
			require.Len(tb, r.Cells, len(s.Header))
		}
	}
}

// table reads a file of the list kind (NASTY.tsv, MANIFEST.tsv).
func table(tb testing.TB, name string) []map[string]string {
	tb.Helper()
	r := csv.NewReader(strings.NewReader(string(readShared(tb, name))))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = '\t', true, -1
	records, err := r.ReadAll()
	require.NoError(tb, err)
	out := make([]map[string]string, 0, len(records))
	for _, rec := range records[1:] {
		row := map[string]string{}
		for i, cell := range rec {
			name, _, _ := strings.Cut(records[0][i], " (")
			row[name] = cell
		}
		out = append(out, row)
	}
	return out
}

func cellsOf(s *Sheet) [][]string {
	out := make([][]string, len(s.Rows))
	for i, r := range s.Rows {
		out[i] = r.Cells
	}
	return out
}

func namesOf(s *Sheet) []string {
	out := make([]string, len(s.Header))
	for i, c := range s.Header {
		out[i] = c.Name
	}
	return out
}

func faultsOf(s *Sheet) []string {
	out := make([]string, len(s.Rows))
	for i, r := range s.Rows {
		out[i] = r.Fault
	}
	return out
}
