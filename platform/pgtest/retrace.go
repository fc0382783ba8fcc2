package pgtest

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
)

// LONGHOUSE_UNDO_SEQUENCES says how many random sequences each module runs, LONGHOUSE_UNDO_SEED that of the first.
func fromEnv(name string, otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return otherwise
}

// Retrace is a random walk through a module's commands, and all the way back.
type Retrace struct {
	DB     *DB
	Schema string
	// Undo takes a change set back as the walker, and says what had to stay.
	Undo func(set uuid.UUID) (left []any, err error)
	// Without are tables, and columns as table.column or column, that undo does not give back byte for byte.
	Without []string
	// Where says of a table which rows count: empty balances stay.
	Where map[string]string
	// Ledger: what was posted is taken back by entries of its own, which stay. Then an undo is not undone.
	Ledger bool
	// Step runs one command, and says which for whoever reads a failure.
	Step func(random *rand.Rand) string
}

// Retraced walks random sequences of commands, each in an organisation of its
// own, and undoes their change sets, the newest first: after each undo all rows
// of the module are what they were before it. Then it undoes the undos, and is
// where the walk ended. A failure names the seed that repeats it.
func Retraced(t *testing.T, sequences, steps int, walk func(t *testing.T) Retrace) {
	t.Helper()
	sequences, seed := fromEnv("LONGHOUSE_UNDO_SEQUENCES", sequences), fromEnv("LONGHOUSE_UNDO_SEED", 1)
	if testing.Short() {
		sequences = min(sequences, 5)
	}
	for n := range sequences {
		t.Run("seed "+strconv.Itoa(seed+n), func(t *testing.T) {
			t.Parallel()
			walk(t).there(t, rand.New(rand.NewPCG(uint64(seed+n), 7)), steps) //nolint:gosec // a test that repeats
		})
	}
}

func (r Retrace) there(t *testing.T, random *rand.Rand, steps int) {
	t.Helper()
	look := r.DB.Superuser(t)
	known := r.setsSince(t, look, []uuid.UUID{}) // what the walk stands on
	sets, states, said := []uuid.UUID{}, []map[string]string{}, []string{}
	for range steps {
		state := r.rows(t, look)
		what := r.Step(random)
		for _, set := range r.setsSince(t, look, known) {
			known = append(known, set)
			sets, states, said = append(sets, set), append(states, state), append(said, what)
		}
	}
	require.NotEmpty(t, sets, "a walk that goes nowhere proves nothing")
	end := r.rows(t, look)
	undo := func(set uuid.UUID, what string) {
		left, err := r.Undo(set)
		require.NoError(t, err, "%s, of %s", what, strings.Join(said, "; "))
		require.Empty(t, left, "%s, of %s", what, strings.Join(said, "; "))
	}
	for i, set := range slices.Backward(sets) {
		undo(set, said[i])
		require.Equal(t, states[i], r.rows(t, look), "after undoing %q, of %s", said[i], strings.Join(said, "; "))
	}
	if r.Ledger {
		return
	}
	undos := r.setsSince(t, look, known)
	for _, set := range slices.Backward(undos) {
		undo(set, "an undo")
	}
	require.Equal(t, end, r.rows(t, look), "after undoing the undos of %s", strings.Join(said, "; "))
}

// setsSince are change sets that are not known, the oldest first.
func (r Retrace) setsSince(t *testing.T, look *pgx.Conn, known []uuid.UUID) []uuid.UUID {
	t.Helper()
	found, err := look.Query(t.Context(), `select s.id from history.change_set s where s.org_id = $1 and s.id <> all($2::uuid[])
		and exists (select from history.change c where c.org_id = s.org_id and c.change_set_id = s.id and c.table_name like $3) order by s.at, s.id`, r.DB.Org.UUID, known, r.Schema+".%")
	require.NoError(t, err)
	out, err := pgx.CollectRows(found, pgx.RowTo[uuid.UUID])
	require.NoError(t, err)
	return out
}

// rows are all rows of the module in the organisation, by table, as text.
func (r Retrace) rows(t *testing.T, look *pgx.Conn) map[string]string {
	t.Helper()
	found, err := look.Query(t.Context(), `select distinct c.table_name::text from information_schema.columns c join pg_tables p on p.schemaname = c.table_schema and p.tablename = c.table_name
		where c.table_schema = $1 and c.column_name = 'org_id'`, r.Schema)
	require.NoError(t, err)
	tables, err := pgx.CollectRows(found, pgx.RowTo[string])
	require.NoError(t, err)
	without := append([]string{"org_id", "version", "updated_at"}, r.Without...)
	out := map[string]string{}
	for _, table := range tables {
		if slices.Contains(without, table) {
			continue
		}
		var columns []string
		for _, w := range without {
			if column, of := strings.CutPrefix(w, table+"."); of {
				columns = append(columns, column)
			} else if !strings.Contains(w, ".") {
				columns = append(columns, w)
			}
		}
		var text string
		sql := fmt.Sprintf("select coalesce(string_agg(row, E'\\n' order by row), '') from (select (to_jsonb(t) - $2::text[])::text as row from %s t where t.org_id = $1 and (%s)) x", pgx.Identifier{r.Schema, table}.Sanitize(), cmp.Or(r.Where[table], "true"))
		require.NoError(t, look.QueryRow(t.Context(), sql, r.DB.Org.UUID, columns).Scan(&text))
		out[table] = text
	}
	return out
}
