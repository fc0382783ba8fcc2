package db

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// beginner is where a transaction may begin: the pool, or a held connection.
type beginner interface {
	BeginTx(ctx context.Context, o pgx.TxOptions) (pgx.Tx, error)
}

// Line is one connection that is held for a while: for work whose second
// transaction must not wait for a free connection after the first, and whose
// connection can be cut when it does not end.
type Line struct {
	mu   sync.Mutex
	conn *pgxpool.Conn // nil when it was given back or cut
}

var errLineCut = errors.New("the connection was cut")

// Line takes a connection out of the pool until Release.
func (r *Root) Line(ctx context.Context) (*Line, error) {
	conn, err := r.pool.Acquire(ctx)
	if err != nil {
		return nil, (&Pool{}).translate(fmt.Errorf("take a connection: %w", err))
	}
	return &Line{conn: conn}, nil
}

// Release gives the connection back.
func (l *Line) Release() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn != nil {
		l.conn.Release()
		l.conn = nil
	}
}

// Cut ends the connection while its user is still at work, so that the
// transaction is rolled back and nothing more comes of it. The pool forgets
// it, and need not wait for its user to close. After Release it does nothing.
func (l *Line) Cut(ctx context.Context) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	pg := l.conn.Hijack().PgConn()
	l.conn = nil
	_ = pg.CancelRequest(ctx) // a server deep in a statement does not notice that its client is gone
	_ = pg.Conn().Close()
}

// BeginTx begins a transaction on the connection, unless it was cut.
func (l *Line) BeginTx(ctx context.Context, o pgx.TxOptions) (pgx.Tx, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == nil {
		return nil, errLineCut
	}
	return l.conn.BeginTx(ctx, o)
}

// Ask calls one function that is granted to the bare login, in one round trip.
func (l *Line) Ask(ctx context.Context, into []any, sql string, args ...any) error {
	l.mu.Lock()
	conn := l.conn
	l.mu.Unlock() // not held while asking: Cut must not wait for an answer
	if conn == nil {
		return errLineCut
	}
	err := conn.QueryRow(ctx, sql, args...).Scan(into...)
	return (&Pool{}).translate(err)
}

// ChangedOn is Changed on a held connection.
func ChangedOn(ctx context.Context, l *Line, p *Pool, fn func(*Tx) error) error {
	_, err := writeOn(ctx, l, p, func(tx *Tx) (struct{}, error) { return struct{}{}, fn(tx) })
	return err
}
