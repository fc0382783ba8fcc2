package db

import (
	"context"
	"errors"
	"iter"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// Together runs parts whose statements do not need each other's answers in one
// round trip. Each part runs one statement or none, and reads its answer before
// the next part reads its own. The first error ends all.
func Together(ctx context.Context, t *Tx, parts ...func(*Tx) error) error {
	lanes := make([]*lane, 0, len(parts))
	for _, part := range parts {
		l := &lane{}
		next, stop := iter.Pull(func(wait func(struct{}) bool) {
			l.wait = func() bool { return wait(struct{}{}) }
			l.err = part(&Tx{tx: l, pool: t.pool, who: t.who})
		})
		defer stop()
		if _, asks := next(); asks {
			l.goOn = func() { next() }
			lanes = append(lanes, l)
		} else if l.err != nil {
			return l.err
		}
	}
	if len(lanes) == 0 {
		return nil
	}
	answers, err := t.send(ctx, lanes)
	if err != nil {
		return err
	}
	for _, l := range lanes {
		l.rows, l.failed = answers.Query()
		l.goOn()
		if l.rows != nil {
			l.rows.Close()
		}
		if l.err != nil {
			err = l.err
			break
		}
	}
	return errors.Join(err, answers.end(err, lanes))
}

// lane is the transaction as one part of Together sees it: its statement waits
// until those of the other parts are known, too.
type lane struct {
	pgx.Tx // nil: a part asks and does nothing else
	wait   func() bool
	goOn   func()
	sql    string
	args   []any
	rows   pgx.Rows
	failed error
	err    error // what the part returned
}

var (
	errSecondOfPart = errors.New("a part of db.Together is one statement")
	errPartIsOver   = errors.New("another part failed")
)

// Query waits for its turn, and answers.
func (l *lane) Query(_ context.Context, sql string, args ...any) (pgx.Rows, error) {
	if l.sql != "" {
		return nil, errSecondOfPart
	}
	l.sql, l.args = sql, args
	if !l.wait() {
		return nil, errPartIsOver
	}
	return l.rows, l.failed
}

// QueryRow is Query for one row.
func (l *lane) QueryRow(ctx context.Context, sql string, args ...any) pgx.Row {
	rows, err := l.Query(ctx, sql, args...)
	return firstRow{rows, err}
}

// Exec is Query for a statement without an answer.
func (l *lane) Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	rows, err := l.Query(ctx, sql, args...)
	if err != nil {
		return pgconn.CommandTag{}, err
	}
	rows.Close()
	return rows.CommandTag(), rows.Err()
}

// Begin and CopyFrom are not single statements.
func (l *lane) Begin(context.Context) (pgx.Tx, error) { return nil, errSecondOfPart }

// CopyFrom is not a single statement.
func (l *lane) CopyFrom(context.Context, pgx.Identifier, []string, pgx.CopyFromSource) (int64, error) {
	return 0, errSecondOfPart
}

// answers are those of statements that went together.
type answers struct {
	pgx.BatchResults
	o      *opening // that began with them, if any
	begins bool
}

// send sends the statements of all lanes.
func (t *Tx) send(ctx context.Context, lanes []*lane) (*answers, error) {
	o, ok := t.tx.(*opening)
	if !ok {
		b := &pgx.Batch{}
		for _, l := range lanes {
			b.Queue(l.sql, l.args...)
		}
		return &answers{BatchResults: t.tx.SendBatch(ctx, b)}, nil
	}
	if o.single && o.asked {
		return nil, errSecondGlance
	}
	o.asked = true
	if err := o.know(ctx, lanes); err != nil {
		return nil, err
	}
	known, a, b, before := knownTo(o.conn), &answers{o: o}, &pgx.Batch{}, 0
	if o.Tx == nil {
		b, a.begins = o.batch(), true
		before = b.Len()
	}
	for _, l := range lanes {
		name, ok := known.names[l.sql]
		if !ok {
			name = l.sql
		}
		b.Queue(name, l.args...)
	}
	if o.single && a.begins {
		b.Queue("commit")
	}
	a.BatchResults = o.conn.SendBatch(ctx, b)
	for range before {
		if _, err := a.Exec(); err != nil {
			return nil, errors.Join(err, a.end(err, lanes))
		}
	}
	return a, nil
}

// know lets the connection know the statements. What it does not know yet is
// prepared inside the transaction, which then has begun by itself.
func (o *opening) know(ctx context.Context, lanes []*lane) error {
	known := knownTo(o.conn)
	for _, l := range lanes {
		if _, ok := known.names[l.sql]; ok {
			continue
		}
		if err := o.begin(ctx); err != nil {
			return err
		}
		if err := o.prepare(ctx, known, l.sql); err != nil {
			return err
		}
	}
	return nil
}

// end reads the rest of the answers, and leaves the transaction to its owner.
func (a *answers) end(err error, lanes []*lane) error {
	closed := a.Close()
	if a.o == nil {
		return closed
	}
	for _, l := range lanes {
		a.o.forget(errors.Join(err, l.failed), l.sql)
	}
	if a.begins {
		a.o.Tx = a.Tx()
	}
	if err != nil {
		return nil //nolint:nilerr // closing says the same again
	}
	return closed
}
