package page

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// DBTX is what generated queries run on.
type DBTX interface {
	Exec(context.Context, string, ...any) (pgconn.CommandTag, error)
	Query(context.Context, string, ...any) (pgx.Rows, error)
	QueryRow(context.Context, string, ...any) pgx.Row
}

// On wraps a transaction so that it fills the slots of every query sent
// through it. A query without slots is an error: it would ignore the scope.
func (q *Query) On(tx DBTX) DBTX { return slotted{q, tx} }

type slotted struct {
	q  *Query
	tx DBTX
}

func (s slotted) Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	sql, args, err := s.q.fill(sql, args)
	if err != nil {
		return pgconn.CommandTag{}, err
	}
	return s.tx.Exec(ctx, sql, args...)
}

func (s slotted) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	sql, args, err := s.q.fill(sql, args)
	if err != nil {
		return nil, err
	}
	return s.tx.Query(ctx, sql, args...)
}

func (s slotted) QueryRow(ctx context.Context, sql string, args ...any) pgx.Row {
	sql, args, err := s.q.fill(sql, args)
	if err != nil {
		return failedRow{err}
	}
	return s.tx.QueryRow(ctx, sql, args...)
}

type failedRow struct{ err error }

func (r failedRow) Scan(...any) error { return r.err }

const (
	slotBegin = "/* TEMPLATE_BEGIN: "
	slotName  = " */"
	slotEnd   = "/* TEMPLATE_END */"
)

func (q *Query) fill(sql string, args []any) (string, []any, error) {
	var out strings.Builder
	filled := 0
	for {
		begin := strings.Index(sql, slotBegin)
		if begin < 0 {
			break
		}
		rest := sql[begin+len(slotBegin):]
		name, rest, ok := strings.Cut(rest, slotName)
		_, tail, closed := strings.Cut(rest, slotEnd)
		f, known := q.slots[name]
		if !ok || !closed || !known {
			return "", nil, fmt.Errorf("query has no usable slot %.30q", name)
		}
		out.WriteString(sql[:begin])
		for i, piece := range strings.Split(f.sql, param) {
			if i > 0 {
				args = append(args, f.args[i-1])
				out.WriteString("$" + strconv.Itoa(len(args)))
			}
			out.WriteString(piece)
		}
		sql = tail
		filled++
	}
	if filled == 0 {
		return "", nil, fmt.Errorf("query without slots would ignore its scope: %.60s", sql)
	}
	out.WriteString(sql)
	return out.String(), args, nil
}
