package db

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"longhouse/platform/kernel"
)

// PutBack gives rows of a table the values that history kept: rows that were
// not there go, those that are gone come back whole, the others get their old
// values, in this order and else in the order of parts. The use case that calls
// it holds the record and checks its rules; what breaks a constraint is refused.
func (t *Tx) PutBack(ctx context.Context, table string, parts []kernel.PastPart) error {
	var of []kernel.PastPart
	var goes []string
	for _, p := range parts {
		switch {
		case p.Table != table:
		case p.Old == nil:
			goes = append(goes, p.ID.String())
		default:
			of = append(of, p)
		}
	}
	if len(goes) > 0 {
		if _, err := t.Exec(ctx, "delete from "+table+" where id = any($1::uuid[])", goes); err != nil {
			return fmt.Errorf("take rows of %s away: %w", table, err)
		}
	}
	if len(of) == 0 {
		return nil
	}
	columns, err := t.columns(ctx, table)
	if err != nil {
		return err
	}
	slices.SortStableFunc(of, func(a, b kernel.PastPart) int { return boolInt(a.Gone) - boolInt(b.Gone) })
	for _, p := range of {
		if err := t.putBack(ctx, table, columns, p); err != nil {
			return fmt.Errorf("put a row of %s back: %w", table, err)
		}
	}
	return nil
}

func (t *Tx) putBack(ctx context.Context, table string, columns []string, p kernel.PastPart) error {
	var given []string
	for _, c := range columns {
		if _, ok := p.Old[c]; ok {
			given = append(given, c)
		}
	}
	if len(given) == 0 {
		return nil
	}
	b, err := json.Marshal(p.Old)
	if err != nil {
		return err
	}
	for i, c := range given {
		given[i] = pgx.Identifier{c}.Sanitize()
	}
	list := strings.Join(given, ", ")
	from := " from jsonb_populate_record(null::" + table + ", $1::jsonb) r"
	if p.Gone {
		_, err := t.Exec(ctx, "insert into "+table+" ("+list+") select r."+strings.Join(given, ", r.")+from, string(b))
		return err
	}
	next := ""
	if slices.Contains(columns, "version") {
		next = ", version = version + 1"
	}
	_, err = t.Exec(ctx, "update "+table+" set ("+list+") = (select r."+strings.Join(given, ", r.")+from+")"+next+" where id = $2", string(b), p.ID)
	return err
}

// columns are those of a table that may be written: ours, never a client's words.
func (t *Tx) columns(ctx context.Context, table string) ([]string, error) {
	var out []string
	err := t.QueryRow(ctx, `select array_agg(a.attname::text order by a.attnum) from pg_attribute a
		where a.attrelid = $1::text::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity <> 'a'`, table).Scan(&out)
	if err != nil {
		return nil, fmt.Errorf("read columns of %s: %w", table, err)
	}
	return out, nil
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}
