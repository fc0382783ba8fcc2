package db

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// settings say who acts. All values are IDs or words of ours; of what a
// client sends only its tab is among them, read as a UUID.
type settings struct {
	words [][2]string
	hold  *hold // of a sensitive act
}

// hold is the policy that a sensitive act was decided by. The transaction fails
// at its beginning if there is a newer one; if it writes, a newer one waits for it.
type hold struct {
	seq    int64
	writes bool
}

// holding is the hold that the request needs, if it needs one.
func (r *Root) holding(ctx context.Context, writes bool) *hold {
	if r.sensitive == nil {
		return nil
	}
	if seq, yes := r.sensitive(ctx); yes {
		return &hold{seq, writes}
	}
	return nil
}

// apart are the statements that set them, and the role at last, for the simple protocol.
func (s settings) apart(role string) string {
	var b strings.Builder
	for _, x := range s.words {
		b.WriteString("; set local app." + x[0] + " = '" + x[1] + "'")
	}
	if s.hold != nil {
		fmt.Fprintf(&b, "; select access.hold(%d, %t)", s.hold.seq, s.hold.writes)
	}
	return b.String() + "; set local role " + role
}

// planOnce makes PostgreSQL keep the plan of a statement that finds its rows by
// key: the values change nothing in it, and planning costs more than reading.
// Lists are planned with their values, which decide what index serves them; and
// so are changes, as an import fills tables faster than plans are forgotten.
const planOnce = "force_generic_plan"

const planOnceApart = "; set local plan_cache_mode = " + planOnce

// together is one statement that sets them and the role, the same text for every caller.
func (s settings) together(role string) (sql string, args []any) {
	var b strings.Builder
	b.WriteString("select set_config('role', $1, true)")
	args = append(args, role)
	for i, x := range s.words {
		b.WriteString(", set_config('app." + x[0] + "', $" + strconv.Itoa(i+2) + ", true)")
		args = append(args, x[1])
	}
	if s.hold != nil { // may it be called? That is asked before the role is another
		b.WriteString(", access.hold($" + strconv.Itoa(len(args)+1) + ", $" + strconv.Itoa(len(args)+2) + ")")
		args = append(args, s.hold.seq, s.hold.writes)
	}
	return b.String(), args
}

// opening is a transaction that begins together with its first statement, in
// one round trip, once the connection knows the statement. The first time, the
// statement is prepared inside the transaction: outside it, nobody may see the tables.
type opening struct {
	pgx.Tx // once it has begun
	held   *pgxpool.Conn
	conn   *pgx.Conn
	role   string
	reads  bool
	says   settings
	single bool // it ends with its first statement, too
	asked  bool
}

func (r *Root) opening(ctx context.Context, role string, reads bool, says settings) (*opening, error) {
	held, err := r.pool.Acquire(ctx)
	if err != nil {
		return nil, fmt.Errorf("take a connection: %w", err)
	}
	return &opening{held: held, conn: held.Conn(), role: role, reads: reads, says: says}, nil
}

var errSecondGlance = errors.New("a glance is one statement: use db.Read")

// Query begins with the statement, or asks in the transaction that has begun.
func (o *opening) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	if o.single && o.asked {
		return nil, errSecondGlance
	}
	o.asked = true
	if o.Tx != nil {
		return o.Tx.Query(ctx, sql, args...)
	}
	known := knownTo(o.conn)
	name, ok := known.names[sql]
	if !ok {
		return o.first(ctx, known, sql, args)
	}
	b := o.batch()
	before := b.Len()
	b.Queue(name, args...)
	if o.single {
		b.Queue("commit")
	}
	f := &firstRows{o: o, results: o.conn.SendBatch(ctx, b), sql: sql}
	for range before {
		if _, err := f.results.Exec(); err != nil {
			return nil, f.fail(err)
		}
	}
	var err error
	if f.Rows, err = f.results.Query(); err != nil {
		return nil, f.fail(err)
	}
	return f, nil
}

// byKey: a glance finds its rows by key.
func (o *opening) byKey() bool { return o.single }

// batch begins, and says who acts.
func (o *opening) batch() *pgx.Batch {
	b := &pgx.Batch{}
	if o.reads {
		b.BeginTx(pgx.TxOptions{AccessMode: pgx.ReadOnly})
	} else {
		b.BeginTx(pgx.TxOptions{})
	}
	sql, args := o.says.together(o.role)
	if o.byKey() {
		sql += ", set_config('plan_cache_mode', '" + planOnce + "', true)"
	}
	b.Queue(sql, args...)
	return b
}

// first begins by itself, and makes the statement known for the next time.
func (o *opening) first(ctx context.Context, known *knownStatements, sql string, args []any) (pgx.Rows, error) {
	if err := o.begin(ctx); err != nil {
		return nil, err
	}
	if err := o.prepare(ctx, known, sql); err != nil {
		return nil, err
	}
	if name, ok := known.names[sql]; ok {
		return o.Tx.Query(ctx, name, args...)
	}
	return o.Tx.Query(ctx, sql, args...)
}

// prepare makes a statement known, if there is room for it.
func (o *opening) prepare(ctx context.Context, known *knownStatements, sql string) error {
	if len(known.names) >= mostKnown || o.conn.Config().Tracer != nil { // a tracer is to see each statement's text
		return nil
	}
	known.made++
	name := "longhouse_" + strconv.Itoa(known.made)
	if _, err := o.Prepare(ctx, name, sql); err != nil {
		return err
	}
	known.names[sql] = name
	return nil
}

// begin begins by itself, in one round trip, if nothing has begun.
func (o *opening) begin(ctx context.Context) (err error) {
	if o.Tx != nil {
		return nil
	}
	query := "begin"
	if o.reads {
		query = "begin read only"
	}
	query += o.says.apart(o.role)
	if o.byKey() {
		query += planOnceApart
	}
	o.Tx, err = o.conn.BeginTx(ctx, pgx.TxOptions{BeginQuery: query})
	if err != nil {
		o.Tx = nil
		return fmt.Errorf("begin: %w", err)
	}
	return nil
}

// forget makes the next one prepare a statement again: a changed table makes
// PostgreSQL refuse the plan that it made before.
func (o *opening) forget(err error, sql string) {
	var pg *pgconn.PgError
	if errors.As(err, &pg) && (pg.Code == "0A000" || pg.Code == "26000") {
		delete(knownTo(o.conn).names, sql)
	}
}

// QueryRow is Query for one row.
func (o *opening) QueryRow(ctx context.Context, sql string, args ...any) pgx.Row {
	found, err := o.Query(ctx, sql, args...)
	return firstRow{found, err}
}

// Exec runs a statement without an answer.
func (o *opening) Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	if o.Tx == nil && len(args) > 0 {
		found, err := o.Query(ctx, sql, args...)
		if err != nil {
			return pgconn.CommandTag{}, err
		}
		found.Close()
		return found.CommandTag(), found.Err()
	}
	if err := o.begin(ctx); err != nil {
		return pgconn.CommandTag{}, err
	}
	return o.Tx.Exec(ctx, sql, args...)
}

// CopyFrom loads many rows.
func (o *opening) CopyFrom(ctx context.Context, table pgx.Identifier, columns []string, rows pgx.CopyFromSource) (int64, error) {
	if err := o.begin(ctx); err != nil {
		return 0, err
	}
	return o.Tx.CopyFrom(ctx, table, columns, rows)
}

// Begin makes a savepoint.
func (o *opening) Begin(ctx context.Context) (pgx.Tx, error) {
	if err := o.begin(ctx); err != nil {
		return nil, err
	}
	return o.Tx.Begin(ctx)
}

// Commit ends the transaction, if it has begun and not ended, and gives the connection back.
func (o *opening) Commit(ctx context.Context) error {
	defer o.release()
	if o.Tx == nil || o.single && o.conn.PgConn().TxStatus() == 'I' {
		return nil
	}
	return o.Tx.Commit(ctx)
}

// commitWith runs statements and commits, in one round trip: rows that
// everybody waits for are held that much shorter.
func (o *opening) commitWith(ctx context.Context, last []queued) error {
	if len(last) == 0 {
		return o.Commit(ctx)
	}
	if err := o.begin(ctx); err != nil {
		return err
	}
	b := &pgx.Batch{}
	for _, q := range last {
		b.Queue(q.sql, q.args...)
	}
	b.Queue("commit")
	results := o.conn.SendBatch(ctx, b)
	for _, q := range last {
		var err error
		if q.into != nil {
			err = results.QueryRow().Scan(q.into)
		} else {
			_, err = results.Exec()
		}
		if err != nil {
			return errors.Join(err, results.Close())
		}
	}
	tag, err := results.Exec()
	if err := errors.Join(err, results.Close()); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	if tag.String() == "ROLLBACK" {
		return fmt.Errorf("commit: %w", pgx.ErrTxCommitRollback)
	}
	o.release()
	return nil
}

// Rollback ends it without a trace.
func (o *opening) Rollback(ctx context.Context) error {
	defer o.release()
	if o.Tx == nil || o.held == nil {
		return pgx.ErrTxClosed
	}
	return o.Tx.Rollback(ctx)
}

// release gives the connection back, once. The pool ends one that is still in a transaction.
func (o *opening) release() {
	if o.held != nil {
		o.held.Release()
		o.held = nil
	}
}
