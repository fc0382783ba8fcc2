// Package db is the only way to the database: transactions that run as a
// module's role, in the actor's organisation, and leave rows, events, jobs and
// history together or nothing.
package db

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	pgxuuid "github.com/vgarvardt/pgx-google-uuid/v5"

	"longhouse/platform/config"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// Config says where PostgreSQL is and how patient we are with it.
type Config struct {
	URL         config.Secret `env:"DATABASE_URL" doc:"PostgreSQL 15 or later; empty: a private server of our own"`
	MigrateURL  config.Secret `env:"LONGHOUSE_MIGRATE_URL" doc:"A login that may change the schema, for longhouse migrate; empty: DATABASE_URL"`
	Connections int32         `env:"LONGHOUSE_DB_CONNECTIONS" envDefault:"0" doc:"Size of the connection pool; 0: one for each core, at least 16"`
}

// Outbox writes what a transaction emits and enqueues, in that transaction.
// The jobs package implements it; db cannot know jobs.
type Outbox interface {
	// Flush writes the buffered events and jobs as the last statements of the transaction.
	Flush(ctx context.Context, tx *Tx, events []kernel.Event, jobs []Enqueued) error
	// Wake says that a transaction with deliveries has committed.
	Wake(org kernel.ID[kernel.Org])
}

// Enqueued is a job with how it is to run.
type Enqueued struct {
	Job kernel.Job
	// Dedupe: while an open job with this word has not started, no second one is written.
	Dedupe string
	// Key is the delivery's stable key; zero makes one.
	Key kernel.ID[kernel.Job]
	// After delays the first attempt.
	After time.Duration
}

// Root is one database. Each module gets its own Pool from it.
type Root struct {
	pool      *pgxpool.Pool
	outbox    Outbox
	committed func(kernel.ID[kernel.Org])
	sensitive func(ctx context.Context) (seq int64, yes bool)
	decided   func(ctx context.Context) error
	policy    func(ctx context.Context) (version int64)
}

// Beside opens a few connections more to the same database, with the same
// fences, for work that a full pool must not hold up.
func (r *Root) Beside(ctx context.Context, connections int32) (*Root, error) {
	c := r.pool.Config()
	c.MaxConns, c.MinConns = connections, 0
	pool, err := pgxpool.NewWithConfig(ctx, c)
	if err != nil {
		return nil, fmt.Errorf("connect to PostgreSQL: %w", err)
	}
	return &Root{pool: pool, outbox: r.outbox, committed: r.committed, sensitive: r.sensitive, decided: r.decided, policy: r.policy}, nil
}

// Options are for tests and for the server's own parts.
type Options struct {
	Tracer pgx.QueryTracer
	// StatementTimeout is 15 s unless said otherwise.
	StatementTimeout time.Duration
	Connections      int32
}

// Open connects, and pins every connection to the login-only role, so that
// whatever login the URL names meets the same fences.
func Open(ctx context.Context, url config.Secret, o Options) (*Root, error) {
	c, err := pgxpool.ParseConfig(url.Reveal())
	if err != nil {
		return nil, fmt.Errorf("read DATABASE_URL: %w", err)
	}
	if o.StatementTimeout == 0 {
		o.StatementTimeout = 15 * time.Second
	}
	c.MaxConns = max(o.Connections, c.MaxConns, 16)
	if o.Connections > 0 {
		c.MaxConns = o.Connections
	}
	c.ConnConfig.Tracer = o.Tracer
	c.ConnConfig.RuntimeParams["application_name"] = "longhouse"
	c.ConnConfig.ConnectTimeout = 2 * time.Second
	settings := fmt.Sprintf("set role longhouse_app; set statement_timeout = %d; set lock_timeout = 3000; set idle_in_transaction_session_timeout = 30000; set timezone = 'UTC'",
		o.StatementTimeout.Milliseconds())
	c.AfterConnect = func(ctx context.Context, conn *pgx.Conn) error {
		pgxuuid.Register(conn.TypeMap()) // else each ID goes as a text, and costs a tenth of a list
		_, err := conn.Exec(ctx, settings)
		return err
	}
	pool, err := pgxpool.NewWithConfig(ctx, c)
	if err != nil {
		return nil, fmt.Errorf("connect to PostgreSQL: %w", err)
	}
	return &Root{pool: pool}, nil
}

// SetOutbox hands over who writes events and jobs; wire.go calls it once.
func (r *Root) SetOutbox(o Outbox) { r.outbox = o }

// SetCommitted hands over who hears that a transaction has written something,
// right after its commit; it must not wait. wire.go calls it once.
func (r *Root) SetCommitted(heard func(org kernel.ID[kernel.Org])) { r.committed = heard }

// SetSensitive hands over who says by which policy a sensitive act was decided.
// If the policy is another when its transaction begins, again decides anew: the
// act goes on if nothing changed for it, else it fails. wire.go calls it once.
func (r *Root) SetSensitive(asked func(ctx context.Context) (seq int64, yes bool), again func(ctx context.Context) error) {
	r.sensitive, r.decided = asked, again
}

// SetPolicy hands over who says which version of the policy is in force where
// somebody acts; zero is none of the organisation's own. wire.go calls it once.
func (r *Root) SetPolicy(inForce func(ctx context.Context) (version int64)) { r.policy = inForce }

// moved says whether err means that the policy moved on, and the act may go on by the new one.
func (r *Root) moved(ctx context.Context, err error) (bool, error) {
	var pg *pgconn.PgError
	if r.decided == nil || !errors.As(err, &pg) || pg.Code != policyMoved {
		return false, err
	}
	if again := r.decided(ctx); again != nil {
		return false, again
	}
	return true, nil
}

// Ping says whether the database answers.
func (r *Root) Ping(ctx context.Context) error { return r.pool.Ping(ctx) }

// Stat tells how the pool is used, for metrics.
func (r *Root) Stat() (acquired, idle, limit int32, waited int64) {
	s := r.pool.Stat()
	return s.AcquiredConns(), s.IdleConns(), s.MaxConns(), s.EmptyAcquireCount()
}

// Close waits for what runs and closes all connections.
func (r *Root) Close() { r.pool.Close() }

// For gives a module its handle: transactions as role longhouse_<module>.
// faults turns the names of constraints into what the user reads.
func (r *Root) For(module string, faults ...map[string]*fault.Error) *Pool {
	p := &Pool{root: r, role: "longhouse_" + module, faults: map[string]*fault.Error{}}
	for _, table := range faults {
		for name, f := range table {
			p.faults[name] = f
		}
	}
	return p
}

// Pool is a module's way to its own schema.
type Pool struct {
	root   *Root
	role   string
	faults map[string]*fault.Error
}

// With returns a pool that also knows these constraints.
func (p *Pool) With(faults map[string]*fault.Error) *Pool {
	q := &Pool{root: p.root, role: p.role, faults: map[string]*fault.Error{}}
	for _, table := range []map[string]*fault.Error{p.faults, faults} {
		for name, f := range table {
			q.faults[name] = f
		}
	}
	return q
}

// Root is the database behind the pool.
func (p *Pool) Root() *Root { return p.root }
