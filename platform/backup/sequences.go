package backup

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

const fedBySequences = `
select n.nspname, c.relname, a.attname, s.relnamespace::regnamespace::text, s.relname
  from pg_depend d join pg_class s on s.oid = d.objid and s.relkind = 'S' join pg_class c on c.oid = d.refobjid
  join pg_attribute a on a.attrelid = c.oid and a.attnum = d.refobjsubid join pg_namespace n on n.oid = c.relnamespace
 where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i') and ` + ours + `
 order by 1, 2`

// behind lists the sequences whose next number a row has already.
func behind(ctx context.Context, conn *pgx.Conn) (out []string, err error) {
	rows, err := conn.Query(ctx, fedBySequences)
	if err != nil {
		return nil, fmt.Errorf("list the sequences: %w", err)
	}
	fed, err := pgx.CollectRows(rows, pgx.RowToStructByPos[struct{ Schema, Table, Column, Home, Sequence string }])
	if err != nil {
		return nil, fmt.Errorf("list the sequences: %w", err)
	}
	for _, s := range fed {
		var last, used int64
		err := conn.QueryRow(ctx, fmt.Sprintf("select case when s.is_called then s.last_value else s.last_value - 1 end, coalesce((select max(%s) from %s), 0) from %s s",
			quoted(s.Column), quoted(s.Schema, s.Table), quoted(s.Home, s.Sequence))).Scan(&last, &used)
		if err != nil {
			return nil, fmt.Errorf("read the sequence %s: %w", s.Sequence, err)
		}
		if last < used {
			out = append(out, fmt.Sprintf("sequence %s.%s is at %d, and %s has %d", s.Home, s.Sequence, last, s.Table, used))
		}
	}
	return out, nil
}
