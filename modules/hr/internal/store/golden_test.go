package store_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/require"

	"longhouse/modules/hr/internal/store"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

var (
	update = flag.Bool("update", false, "write golden files")
	today  = kernel.MustDate("2025-02-15")
)

// TestTheSQLOfListsIsTheGoldenOne shows a reviewer what a change does to it.
func TestTheSQLOfListsIsTheGoldenOne(t *testing.T) {
	t.Parallel()
	me := kernel.IDOf[kernel.User]([16]byte{1}).UUID
	scopes := map[string]page.Scope{"all": page.Everything(), "team": {Allow: page.Team, Me: me}, "dept without own": {Allow: page.Dept, Deny: page.Own, Me: me}}
	var out strings.Builder
	for _, name := range []string{"all", "team", "dept without own"} {
		for _, r := range []page.Request{{}, {Sort: "-hired_on", Query: "ann", Filter: map[string][]string{"status": {"active"}}}} {
			q, err := store.CompileEmployees(r, scopes[name], today)
			require.NoError(t, err)
			fmt.Fprintf(&out, "-- scope %s, %+v\n", name, r)
			capture := sqlText{&out}
			_, _, _ = store.ListEmployees(t.Context(), capture, q, today)
		}
	}
	golden(t, "testdata/lists.sql", out.String())
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o750))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o600))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

// sqlText notes the SQL that would run.
type sqlText struct{ to *strings.Builder }

func (s sqlText) note(sql string, args []any) {
	fmt.Fprintf(s.to, "%s-- %v\n\n", sql, args)
}

func (s sqlText) Exec(_ context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	s.note(sql, args)
	return pgconn.CommandTag{}, pgx.ErrNoRows
}

func (s sqlText) Query(_ context.Context, sql string, args ...any) (pgx.Rows, error) {
	s.note(sql, args)
	return nil, pgx.ErrNoRows
}

func (s sqlText) QueryRow(context.Context, string, ...any) pgx.Row { return nil }
