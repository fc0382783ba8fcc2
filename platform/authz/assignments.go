package authz

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"longhouse/platform/actor"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// Bootstrap gives a new organisation its first owner, and people the roles of
// the invitation that somebody wrote for them: who may give them was checked then.
func (e *Engine) Bootstrap(ctx context.Context, user kernel.ID[kernel.User], roles ...string) error {
	s, err := e.own(ctx)
	if err != nil {
		return err
	}
	defer e.Forget(s)
	ids := make([]uuid.UUID, len(roles))
	for i := range ids {
		ids[i] = kernel.NewUUID()
	}
	return db.Changed(ctx, e.pool, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `insert into access.assignment (id, user_id, role)
			select i.id, $2, i.role from unnest($1::uuid[], $3::text[]) i (id, role)
			on conflict on constraint role_is_given_once do nothing`, ids, user.UUID, roles); err != nil {
			return fmt.Errorf("give roles: %w", err)
		}
		return Raise(ctx, tx)
	})
}

// Raise tells every node that the transaction changes what decides. It locks
// the organisation's head: two changes wait for each other.
func Raise(ctx context.Context, tx *db.Tx) error {
	if _, err := tx.Exec(ctx, "select access.raise()"); err != nil {
		return fmt.Errorf("raise the policy's number: %w", err)
	}
	return nil
}

func (e *Engine) own(ctx context.Context) (kernel.ID[kernel.Org], error) {
	who, err := actor.From(ctx)
	return who.Org, err
}

// AssignedRoles lists every person's roles in the actor's organisation, those
// that have ended excepted.
func (e *Engine) AssignedRoles(ctx context.Context) (map[uuid.UUID][]string, error) {
	s, err := Now(ctx)
	if err != nil {
		return nil, err
	}
	out := map[uuid.UUID][]string{}
	for _, a := range s.facts.Assignments {
		if a.To == nil || s.at.Before(*a.To) {
			out[a.User] = append(out[a.User], a.Role)
		}
	}
	for _, roles := range out {
		slices.Sort(roles)
	}
	return out, nil
}

// TokenRules are what each token of the caller's organisation may do at most.
func (e *Engine) TokenRules(ctx context.Context) (map[uuid.UUID]map[kernel.Permission]string, error) {
	return db.Read(ctx, e.pool, func(tx *db.Tx) (map[uuid.UUID]map[kernel.Permission]string, error) {
		rows, err := tx.Query(ctx, "select token_id, object, action, scope from access.token_rule")
		if err != nil {
			return nil, err
		}
		out := map[uuid.UUID]map[kernel.Permission]string{}
		var token uuid.UUID
		var object, action, scope string
		_, err = pgx.ForEachRow(rows, []any{&token, &object, &action, &scope}, func() error {
			if out[token] == nil {
				out[token] = map[kernel.Permission]string{}
			}
			out[token][kernel.Permission(strings.Replace(object, ":", ".", 1)+"."+action)] = scope // Split, backwards
			return nil
		})
		return out, err
	})
}

// SetTokenRules writes what a token may do at most, in the caller's name. Each
// right must be one that the caller has.
func (e *Engine) SetTokenRules(ctx context.Context, token uuid.UUID, rights map[kernel.Permission]string) error {
	s, who, err := decider(ctx)
	if err != nil {
		return err
	}
	var ids []uuid.UUID
	var objects, actions, scopes []string
	for p, scope := range rights {
		if e.words.rights[p] == nil {
			return fault.ErrInvalid.Field("/permissions", "unknown", "There is no right "+string(p)+".")
		}
		if page.ParseRelation(scope) == page.None {
			return fault.ErrInvalid.Field("/permissions", "invalid", "A right reaches own, team, dept or all.")
		}
		if s.scope(who, p).Never() {
			return Refusal(p)
		}
		obj, act := p.Split()
		ids, objects, actions, scopes = append(ids, kernel.NewUUID()), append(objects, obj), append(actions, act), append(scopes, scope)
	}
	err = db.Changed(ctx, e.pool, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `insert into access.token_rule (id, token_id, object, action, scope)
			select i.id, $2, i.object, i.action, i.scope from unnest($1::uuid[], $3::text[], $4::text[], $5::text[]) i (id, object, action, scope)`,
			ids, token, objects, actions, scopes); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, "select access.raise()")
		return err
	})
	e.Forget(who.Org)
	return err
}
