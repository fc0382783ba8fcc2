package backup

import (
	"context"
	"fmt"
	"sort"
	"strings"

	"github.com/jackc/pgx/v5"
)

// picture is what can be said of a database at one moment.
type picture struct {
	schema    map[string]int64
	tables    []Table
	catalogue []string // a line each: what it is, a tab, how it is defined
}

// ours leaves out what belongs to PostgreSQL, to an extension, or to a restore at work.
const ours = `n.nspname not like 'pg\_%' and n.nspname not in ('information_schema', '` + mark + `')`

const tablesOfOurs = `
select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
 where c.relkind = 'r' and ` + ours + ` and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
 order by 1, 2`

// look takes the picture in the connection's transaction.
func look(ctx context.Context, conn *pgx.Conn) (p picture, err error) {
	if p.schema, err = steps(ctx, conn); err != nil {
		return p, err
	}
	if p.catalogue, err = texts(ctx, conn, catalogue); err != nil {
		return p, fmt.Errorf("read the catalogue: %w", err)
	}
	tables, err := list(ctx, conn)
	if err != nil {
		return p, err
	}
	for _, t := range tables {
		one, err := weigh(ctx, conn, t.Schema, t.Table)
		if err != nil {
			return p, err
		}
		p.tables = append(p.tables, one)
	}
	return p, nil
}

type tableName struct{ Schema, Table string }

func list(ctx context.Context, conn *pgx.Conn) ([]tableName, error) {
	rows, err := conn.Query(ctx, tablesOfOurs)
	if err != nil {
		return nil, fmt.Errorf("list the tables: %w", err)
	}
	tables, err := pgx.CollectRows(rows, pgx.RowToStructByPos[tableName])
	if err != nil {
		return nil, fmt.Errorf("list the tables: %w", err)
	}
	return tables, nil
}

// keepTables locks the tables as pg_dump does, so that none is dropped before it
// is counted: old partitions go at night, as backups do.
func keepTables(ctx context.Context, conn *pgx.Conn) error {
	tables, err := list(ctx, conn)
	if err != nil {
		return err
	}
	for _, t := range tables {
		if _, err := conn.Exec(ctx, "lock table "+quoted(t.Schema, t.Table)+" in access share mode"); err != nil {
			return fmt.Errorf("keep %s.%s as it is: %w", t.Schema, t.Table, err)
		}
	}
	return nil
}

// weigh counts a table's rows and sums their content. Each row counts as the
// first eight bytes of the SHA-256 of its text, which any version computes alike.
func weigh(ctx context.Context, conn *pgx.Conn, schema, table string) (Table, error) {
	t := Table{Name: schema + "." + table}
	err := conn.QueryRow(ctx, `
		select count(*), coalesce(sum(('x' || encode(substr(sha256(convert_to("the row"::text, 'UTF8')), 1, 8), 'hex'))::bit(64)::bigint), 0)::text
		  from only `+quoted(schema, table)+` as "the row"`).Scan(&t.Rows, &t.Sum)
	if err != nil {
		return t, fmt.Errorf("count the rows of %s: %w", t.Name, err)
	}
	return t, nil
}

// steps are the latest step of each module's schema.
func steps(ctx context.Context, conn *pgx.Conn) (map[string]int64, error) {
	modules, err := texts(ctx, conn, `select c.relname::text from pg_class c where c.relnamespace = to_regnamespace('migration') and c.relkind = 'r'`)
	if err != nil {
		return nil, fmt.Errorf("read the schema's steps: %w", err)
	}
	out := map[string]int64{}
	for _, m := range modules {
		var step int64
		if err := conn.QueryRow(ctx, "select coalesce(max(version_id), 0) from "+quoted("migration", m)+" where is_applied").Scan(&step); err != nil {
			return nil, fmt.Errorf("read the steps of %s: %w", m, err)
		}
		out[m] = step
	}
	return out, nil
}

func texts(ctx context.Context, conn *pgx.Conn, query string) ([]string, error) {
	rows, err := conn.Query(ctx, query)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// differences lists what one picture has and the other lacks. Servers of two
// major versions may write a definition differently, so then names must do.
func differences(before, after picture, sameMajor bool) (out []string) {
	tables := map[string]Table{}
	for _, t := range after.tables {
		tables[t.Name] = t
	}
	for _, t := range before.tables {
		if now, ok := tables[t.Name]; !ok || now != t {
			out = append(out, fmt.Sprintf("table %s: %d rows (sum %s) in the backup, %d (sum %s) in the database", t.Name, t.Rows, t.Sum, now.Rows, now.Sum))
		}
		delete(tables, t.Name)
	}
	for name := range tables {
		out = append(out, "table "+name+" is not in the backup")
	}
	were, are := lines(before.catalogue, sameMajor), lines(after.catalogue, sameMajor)
	for l := range were {
		if !are[l] {
			out = append(out, "missing: "+strings.ReplaceAll(l, "\t", " "))
		}
	}
	for l := range are {
		if !were[l] {
			out = append(out, "not in the backup: "+strings.ReplaceAll(l, "\t", " "))
		}
	}
	sort.Strings(out)
	return out
}

func lines(catalogue []string, whole bool) map[string]bool {
	out := map[string]bool{}
	for _, l := range catalogue {
		if !whole {
			l, _, _ = strings.Cut(l, "\t")
		}
		out[l] = true
	}
	return out
}
