package authz

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"longhouse/platform/actor"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

func whenever() time.Time { return time.Time{} }

// load reads all that decides in an organisation, in one transaction.
func (e *Engine) load(ctx context.Context, org kernel.ID[kernel.Org]) (*Snapshot, error) {
	ctx = actor.Service(ctx, org, "authz", actor.System)
	return db.Read(ctx, e.pool, func(tx *db.Tx) (*Snapshot, error) {
		s := &Snapshot{org: org, model: e.model, policy: e.shipped, classes: e.classes, now: e.clock.Now,
			known:       func(p kernel.Permission) bool { return e.known[p] },
			assignments: map[uuid.UUID][]assignment{}, tokens: map[uuid.UUID]policy{}, reach: map[uuid.UUID]reach{}, shards: map[string]*shard{}}
		if err := tx.QueryRow(ctx, "select coalesce((select seq from access.head), 0)").Scan(&s.seq); err != nil {
			return nil, fmt.Errorf("read the policy's number: %w", err)
		}
		if err := s.readAssignments(ctx, tx); err != nil {
			return nil, err
		}
		if err := s.readTokens(ctx, tx); err != nil {
			return nil, err
		}
		return s, s.readReach(ctx, tx)
	})
}

func (s *Snapshot) readAssignments(ctx context.Context, tx *db.Tx) error {
	rows, err := tx.Query(ctx, "select user_id, role, valid_from, valid_to from access.assignment")
	if err != nil {
		return fmt.Errorf("read assignments: %w", err)
	}
	var user uuid.UUID
	var a assignment
	_, err = pgx.ForEachRow(rows, []any{&user, &a.role, &a.from, &a.to}, func() error {
		s.assignments[user] = append(s.assignments[user], assignment{"r:" + a.role, a.from, a.to})
		return nil
	})
	return err
}

func (s *Snapshot) readTokens(ctx context.Context, tx *db.Tx) error {
	rows, err := tx.Query(ctx, "select token_id, object, action, scope from access.token_rule")
	if err != nil {
		return fmt.Errorf("read token rules: %w", err)
	}
	var token uuid.UUID
	r := rule{dom: "*", eft: "allow"}
	_, err = pgx.ForEachRow(rows, []any{&token, &r.obj, &r.act, &r.scope}, func() error {
		r.sub = "t:" + token.String()
		if err := r.check(); err != nil {
			return fmt.Errorf("token rule %v: %w", r, err)
		}
		p := s.tokens[token]
		p.rules = append(p.rules, r)
		s.tokens[token] = p
		return nil
	})
	return err
}

func (s *Snapshot) readReach(ctx context.Context, tx *db.Tx) error {
	rows, err := tx.Query(ctx, "select user_id, teams, depts from access.reach")
	if err != nil {
		return fmt.Errorf("read reaches: %w", err)
	}
	var user uuid.UUID
	var teams, depts []uuid.UUID
	_, err = pgx.ForEachRow(rows, []any{&user, &teams, &depts}, func() error {
		s.reach[user] = reach{slices.Clone(teams), slices.Clone(depts)}
		return nil
	})
	return err
}

func readHeads(ctx context.Context, relay *db.Pool, orgs []uuid.UUID) (map[uuid.UUID]int64, error) {
	return db.House(ctx, relay, func(tx *db.Tx) (map[uuid.UUID]int64, error) {
		rows, err := tx.Query(ctx, "select org_id, seq from access.head where org_id = any($1)", orgs)
		if err != nil {
			return nil, err
		}
		out := map[uuid.UUID]int64{}
		var org uuid.UUID
		var seq int64
		_, err = pgx.ForEachRow(rows, []any{&org, &seq}, func() error { out[org] = seq; return nil })
		return out, err
	})
}

// The refusals of giving roles.
var (
	ErrUnknownRole = fault.New(fault.Invalid, "access.unknown_role", "There is no such role.")
	ErrEscalation  = fault.New(fault.Forbidden, "access.escalation", "You cannot give a role that holds more than you have yourself.")
	ErrLockout     = fault.New(fault.Conflict, "access_lockout", "Somebody must remain who can give roles. Appoint another owner first.")
)

// Errors lists them for the golden file.
var Errors = []*fault.Error{ErrUnknownRole, ErrEscalation, ErrLockout}

// SetRoles gives a person exactly these roles. Nobody gives what they do not
// hold themselves, and the last owner stays.
func (e *Engine) SetRoles(ctx context.Context, user kernel.ID[kernel.User], roles []string) error {
	s, who, err := decider(ctx)
	if err != nil {
		return err
	}
	var added []string
	for _, role := range roles {
		if !slices.ContainsFunc(s.assignments[user.UUID], func(a assignment) bool { return a.role == "r:"+role }) {
			added = append(added, role)
		}
	}
	if err := e.MayGive(ctx, added); err != nil {
		return err
	}
	wanted := make([]string, len(roles))
	for i, role := range roles {
		wanted[i] = "r:" + role
	}
	if missing := s.gains(who, s.Roles(user), wanted, e.universe); len(missing) > 0 {
		return ErrEscalation.Say("Taking this role away would give more than you have yourself.").With(map[string]any{"missing": missing})
	}
	return e.replace(ctx, user, roles)
}

// MayGive fails unless the roles exist and hold no more than the caller has.
func (e *Engine) MayGive(ctx context.Context, roles []string) error {
	s, who, err := decider(ctx)
	if err != nil {
		return err
	}
	for _, role := range roles {
		if !slices.Contains(e.ShippedRoles(), role) {
			return ErrUnknownRole.Field("/roles", "unknown", "There is no role "+role+".")
		}
		if missing := s.gains(who, nil, []string{"r:" + role}, e.universe); len(missing) > 0 {
			return ErrEscalation.With(map[string]any{"role": role, "missing": missing})
		}
	}
	return nil
}

// Bootstrap gives a new organisation its first owner; only set-up calls it.
func (e *Engine) Bootstrap(ctx context.Context, user kernel.ID[kernel.User], roles ...string) error {
	return e.replace(ctx, user, roles)
}

func (e *Engine) replace(ctx context.Context, user kernel.ID[kernel.User], roles []string) error {
	if roles == nil {
		roles = []string{} // a null array compares to nothing, and would take no role away
	}
	ids := make([]uuid.UUID, len(roles))
	for i := range ids {
		ids[i] = kernel.NewUUID()
	}
	err := db.Changed(ctx, e.pool, func(tx *db.Tx) error {
		// The head is the lock: two changes of one organisation wait for each other.
		if _, err := tx.Exec(ctx, "select access.raise()"); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "delete from access.assignment where user_id = $1 and role <> all($2)", user.UUID, roles); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `insert into access.assignment (id, user_id, role)
			select i.id, $2, i.role from unnest($1::uuid[], $3::text[]) i (id, role)
			on conflict on constraint role_is_given_once do nothing`, ids, user.UUID, roles)
		if err != nil {
			return err
		}
		var owners int
		if err := tx.QueryRow(ctx, "select count(*) from access.assignment where role = 'owner' and valid_from is null and valid_to is null").Scan(&owners); err != nil {
			return err
		}
		if owners == 0 {
			return ErrLockout
		}
		return nil
	})
	if who, e2 := actor.From(ctx); e2 == nil {
		e.Forget(who.Org)
	}
	return err
}

// Owners are those who own the actor's organisation without an end, as the
// tables say at this moment.
func (e *Engine) Owners(ctx context.Context) ([]uuid.UUID, error) {
	return db.Read(ctx, e.pool, func(tx *db.Tx) ([]uuid.UUID, error) {
		rows, err := tx.Query(ctx, "select user_id from access.assignment where role = 'owner' and valid_from is null and valid_to is null order by user_id")
		if err != nil {
			return nil, fmt.Errorf("read owners: %w", err)
		}
		return pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	})
}

// AssignedRoles lists every person's roles in the actor's organisation.
func (e *Engine) AssignedRoles(ctx context.Context) (map[uuid.UUID][]string, error) {
	s, _, err := decider(ctx)
	if err != nil {
		return nil, err
	}
	out := map[uuid.UUID][]string{}
	for user, held := range s.assignments {
		for _, a := range held {
			out[user] = append(out[user], a.role[2:])
		}
		slices.Sort(out[user])
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
		if !e.known[p] {
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
