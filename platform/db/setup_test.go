package db_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"longhouse/platform/actor"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/pgtest"
)

var errTaken = fault.New(fault.Conflict, "test.name_taken", "There is a reason of that name.")

// fixture writes reasons why deals are lost: a plain table of a module.
type fixture struct {
	*pgtest.DB
	t    *testing.T
	ctx  context.Context //nolint:containedctx // the test's user, in every call
	pool *db.Pool
}

func setup(t *testing.T) *fixture {
	t.Helper()
	d := pgtest.New(t)
	return &fixture{DB: d, t: t, ctx: d.Context(t), pool: d.Root.For("crm", map[string]*fault.Error{"lost_reason_name_is_unique": errTaken})}
}

// alone is a root with one connection, so that a test meets the same one again.
func (f *fixture) alone(o db.Options) *db.Root {
	f.t.Helper()
	o.Connections = 1
	root, err := db.Open(f.t.Context(), f.URL, o)
	require.NoError(f.t, err)
	f.t.Cleanup(root.Close)
	return root
}

func add(ctx context.Context, tx *db.Tx, name string) (uuid.UUID, error) {
	id := kernel.NewUUID()
	_, err := tx.Exec(ctx, "insert into crm.lost_reason (id, name) values ($1, $2)", id, name)
	return id, err
}

func names(ctx context.Context, p *db.Pool) ([]string, error) {
	return db.Read(ctx, p, func(tx *db.Tx) ([]string, error) {
		rows, err := tx.Query(ctx, "select name from crm.lost_reason order by name")
		if err != nil {
			return nil, err
		}
		return pgx.CollectRows(rows, pgx.RowTo[string])
	})
}

func (f *fixture) names() []string {
	f.t.Helper()
	out, err := names(f.ctx, f.pool)
	require.NoError(f.t, err)
	return out
}

// keyed is a request of the test's user with an Idempotency-Key.
func (f *fixture) keyed(key uuid.UUID, print string) (context.Context, *actor.KeyState) {
	a := f.Actor()
	a.Key = actor.Key{ID: key, Fingerprint: print, State: &actor.KeyState{}}
	return actor.With(f.t.Context(), a), a.Key.State
}

// set is a change set as history holds it.
type set struct {
	Actor, Via, Reason string
	Request, Operation *uuid.UUID
	Token              *uuid.UUID
	At                 time.Time
	Changes            int
}

func (f *fixture) history() []set {
	f.t.Helper()
	out, err := db.Read(f.ctx, f.Root.For("platform"), func(tx *db.Tx) ([]set, error) {
		rows, err := tx.Query(f.ctx, `select s.actor, s.via, coalesce(s.reason, ''), s.request_id, s.operation_id, s.token_id, s.at,
			(select count(*) from history.change c where c.change_set_id = s.id) from history.change_set s order by s.at, s.id`)
		if err != nil {
			return nil, err
		}
		return pgx.CollectRows(rows, pgx.RowToStructByPos[set])
	})
	require.NoError(f.t, err)
	return out
}
