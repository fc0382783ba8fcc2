package authz

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"longhouse/platform/actor"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
)

// load reads all that decides in an organisation, in one transaction and few
// round trips, and compiles it.
func (e *Engine) load(ctx context.Context, org kernel.ID[kernel.Org], now time.Time) (*Snapshot, error) {
	// Unheld: a reader of the policy that waited until the policy is decided anew would wait for itself.
	ctx = actor.Service(Unheld(ctx), org, "authz", actor.System)
	f, err := db.Read(ctx, e.pool, func(tx *db.Tx) (*Facts, error) {
		return ReadFacts(ctx, tx, org)
	})
	if err != nil {
		return nil, err
	}
	return compile(e.model, e.words, e.shipped, f, now)
}

// ReadFacts reads what decides as one transaction sees it: the guards of a
// publish judge by it what the next snapshot will be.
func ReadFacts(ctx context.Context, tx *db.Tx, org kernel.ID[kernel.Org]) (*Facts, error) {
	f := &Facts{Org: org, tokens: map[uuid.UUID][]rule{}, reach: map[uuid.UUID]reach{}}
	var version *uuid.UUID
	err := tx.QueryRow(ctx, `select coalesce(max(h.seq), 0), max(h.version_id::text)::uuid, coalesce(max(v.number), 0)
		from access.head h left join access.version v on v.org_id = h.org_id and v.id = h.version_id`).Scan(&f.Seq, &version, &f.Number)
	if err != nil {
		return nil, fmt.Errorf("read the policy's number: %w", err)
	}
	parts := []func(*db.Tx) error{
		func(tx *db.Tx) error { return f.readAssignments(ctx, tx) },
		func(tx *db.Tx) error { return f.readTokens(ctx, tx) },
		func(tx *db.Tx) error { return f.readReach(ctx, tx) },
	}
	if version != nil {
		f.Version = *version
		parts = append(parts, f.Own.Reads(ctx, f.Version)...)
	}
	return f, db.Together(ctx, tx, parts...)
}

// Snapshot compiles facts for a moment.
func (e *Engine) Snapshot(f *Facts, at time.Time) (*Snapshot, error) {
	return compile(e.model, e.words, e.shipped, f, at)
}

// Reads are the statements that read a version's policy, for db.Together.
func (p *Policy) Reads(ctx context.Context, version uuid.UUID) []func(*db.Tx) error {
	return []func(*db.Tx) error{
		func(tx *db.Tx) error {
			rows, err := tx.Query(ctx, `select subject, object, action, scope, effect, valid_from, valid_to, reason
				from access.rule where version_id = $1 order by subject, object, action, scope, effect`, version)
			if err != nil {
				return fmt.Errorf("read rules: %w", err)
			}
			p.Rules, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (r Rule, err error) {
				err = row.Scan(&r.Subject, &r.Object, &r.Action, &r.Scope, &r.Effect, &r.From, &r.To, &r.Reason)
				return r, err
			})
			return err
		},
		func(tx *db.Tx) error {
			rows, err := tx.Query(ctx, "select role, name, note from access.role where version_id = $1 order by role", version)
			if err != nil {
				return fmt.Errorf("read roles: %w", err)
			}
			p.Roles, err = pgx.CollectRows(rows, pgx.RowToStructByPos[OwnRole])
			return err
		},
		func(tx *db.Tx) error {
			rows, err := tx.Query(ctx, "select role, parent from access.edge where version_id = $1 order by role, parent", version)
			if err != nil {
				return fmt.Errorf("read edges: %w", err)
			}
			p.Edges, err = pgx.CollectRows(rows, pgx.RowToStructByPos[Edge])
			return err
		},
	}
}

func (f *Facts) readAssignments(ctx context.Context, tx *db.Tx) error {
	rows, err := tx.Query(ctx, "select id, user_id, role, kind, valid_from, valid_to from access.assignment order by user_id, role")
	if err != nil {
		return fmt.Errorf("read assignments: %w", err)
	}
	f.Assignments, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (a Assignment, err error) {
		err = row.Scan(&a.ID, &a.User, &a.Role, &a.Kind, &a.From, &a.To)
		return a, err
	})
	return err
}

func (f *Facts) readTokens(ctx context.Context, tx *db.Tx) error {
	rows, err := tx.Query(ctx, "select token_id, object, action, scope from access.token_rule")
	if err != nil {
		return fmt.Errorf("read token rules: %w", err)
	}
	var token uuid.UUID
	r := rule{dom: "o:" + f.Org.String(), eft: "allow"}
	_, err = pgx.ForEachRow(rows, []any{&token, &r.obj, &r.act, &r.scope}, func() error {
		r.sub = "t:" + token.String()
		if err := r.check(); err != nil {
			return fmt.Errorf("token rule %v: %w", r, err)
		}
		f.tokens[token] = append(f.tokens[token], r)
		return nil
	})
	return err
}

func (f *Facts) readReach(ctx context.Context, tx *db.Tx) error {
	rows, err := tx.Query(ctx, "select user_id, teams, depts from access.reach")
	if err != nil {
		return fmt.Errorf("read reaches: %w", err)
	}
	var user uuid.UUID
	var teams, depts []uuid.UUID
	_, err = pgx.ForEachRow(rows, []any{&user, &teams, &depts}, func() error {
		f.reach[user] = reach{slices.Clone(teams), slices.Clone(depts)}
		return nil
	})
	return err
}
