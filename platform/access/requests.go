package access

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/access/sqlcgen"
	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// Request is a role that waits for somebody's yes.
type Request struct {
	ID        uuid.UUID  `json:"id"`
	User      Person     `json:"user"`
	Role      string     `json:"role"`
	RoleName  string     `json:"role_name"`
	From      *time.Time `json:"valid_from,omitempty"`
	To        *time.Time `json:"valid_to,omitempty"`
	Reason    string     `json:"reason"`
	By        Person     `json:"requested_by"`
	State     string     `json:"state" enum:"open,approved,refused,withdrawn"`
	Decider   *Person    `json:"decided_by,omitempty"`
	DecidedAt *time.Time `json:"decided_at,omitempty"`
	Note      string     `json:"note"`
	CreatedAt time.Time  `json:"created_at"`
	Version   int64      `json:"version"`
}

// Choice is a role as somebody sees it who may ask for one: its words, and not
// what it allows, which is for those who read the policy.
type Choice struct {
	ID     string `json:"id" example:"crm.lead"`
	Name   string `json:"name"`
	Note   string `json:"note"`
	Module string `json:"module"`
	Held   bool   `json:"held" doc:"The caller has it"`
	Reach  string `json:"reach,omitempty" enum:"own,team,dept,all" doc:"How far the right goes that was named"`
}

// Choices lists all roles by their words, or those that give a right: whoever
// was refused sees what to ask for.
func (s *Service) Choices(ctx context.Context, gives kernel.Permission) ([]Choice, error) {
	who, err := actor.From(ctx)
	if err != nil {
		return nil, err
	}
	now, err := authz.Now(ctx)
	if err != nil {
		return nil, err
	}
	if gives != "" {
		if err := s.known(gives); err != nil {
			return nil, err
		}
	}
	mine := now.Roles(who.User)
	out := []Choice{}
	for _, id := range now.RoleIDs() {
		name, note := now.RoleWords(id)
		c := Choice{ID: id, Name: name, Note: note, Module: moduleOf(id), Held: slices.Contains(mine, "r:"+id)}
		if gives != "" {
			subjects, err := now.Closure(id)
			if err != nil {
				return nil, err
			}
			reach := now.Reach(subjects, gives)
			if !reach.Some() {
				continue
			}
			c.Reach = word(reach.Allow)
		}
		out = append(out, c)
	}
	return out, nil
}

// Requests lists roles that were asked for, the newest first: all of them for
// those who may approve or read the policy, their own for everybody else.
func (s *Service) Requests(ctx context.Context, state string) ([]Request, error) {
	now, err := authz.Now(ctx)
	if err != nil {
		return nil, err
	}
	people, err := s.staff(ctx)
	if err != nil {
		return nil, err
	}
	return db.Read(ctx, s.db, func(tx *db.Tx) ([]Request, error) {
		wanted := sqlcgen.ListRequestsParams{State: state}
		if authz.Allowed(ctx, ApproveRoles) != nil && authz.Allowed(ctx, ReadPolicy) != nil {
			mine := tx.Who().User.UUID
			wanted.UserID = &mine
		}
		rows, err := query(tx).ListRequests(ctx, wanted)
		out := make([]Request, len(rows))
		for i, r := range rows {
			out[i] = request(sqlcgen.LockRequestRow(r), people, now)
		}
		return out, err
	})
}

func request(r sqlcgen.LockRequestRow, people staff, now *authz.Snapshot) Request {
	out := Request{ID: r.ID, User: people.person(r.UserID), Role: r.Role, RoleName: now.RoleName(r.Role), From: r.ValidFrom, To: r.ValidTo, Reason: r.Reason,
		By: people.person(r.RequestedBy), State: r.State, DecidedAt: r.DecidedAt, Note: r.Note, CreatedAt: r.CreatedAt, Version: r.Version}
	if r.DecidedBy != nil {
		by := people.person(*r.DecidedBy)
		out.Decider = &by
	}
	return out
}

// Ask asks for a role for oneself, for a while. It must end, and it waits for
// whoever may approve.
func (s *Service) Ask(ctx context.Context, g Grant) (Request, error) {
	who, err := person(ctx)
	if err != nil {
		return Request{}, err
	}
	g.User = who.User.UUID
	now, err := authz.Now(ctx)
	if err != nil {
		return Request{}, err
	}
	var c fault.Collector
	c.Check(g.To != nil, "/valid_to", "required", "What you ask for yourself must end: name a day.")
	c.Check(strings.TrimSpace(g.Reason) != "", "/reason", "required", "Say what you need it for.")
	if err := c.Err(); err != nil {
		return Request{}, err
	}
	if err := s.checkGrant(now, g, 0); err != nil {
		return Request{}, err
	}
	if slices.Contains(now.Roles(who.User), "r:"+g.Role) {
		return Request{}, fault.ErrConflict.Say("You have this role already.")
	}
	people, err := s.staff(ctx)
	if err != nil {
		return Request{}, err
	}
	id := kernel.NewUUID()
	return db.Write(ctx, s.db, func(tx *db.Tx) (Request, error) {
		waiting, err := query(tx).AddRequest(ctx, sqlcgen.AddRequestParams{ID: id, UserID: g.User, Role: g.Role, ValidFrom: g.From, ValidTo: g.To, Reason: g.Reason, RequestedBy: g.User})
		if err != nil {
			return Request{}, err
		}
		if waiting != id {
			return Request{}, fault.ErrConflict.Say("This was asked for already, and waits.")
		}
		row, err := query(tx).LockRequest(ctx, id)
		if err != nil {
			return Request{}, err
		}
		return request(row, people, now), s.tellRequestWaits(ctx, tx, people, now, id, g, g.User)
	})
}

// Decide approves or refuses a request. Nobody decides what they asked for, or
// what is for themselves; who approves has to hold what is given.
func (s *Service) Decide(ctx context.Context, id uuid.UUID, seen int64, approve bool, note string) (Request, error) {
	if err := authz.Allowed(ctx, ApproveRoles); err != nil {
		return Request{}, err
	}
	who, err := s.proof(ctx)
	if err != nil {
		return Request{}, err
	}
	return s.decide(ctx, id, seen, note, func(tx *db.Tx, people staff, now *authz.Snapshot, row sqlcgen.LockRequestRow) (string, error) {
		if row.RequestedBy == who.User.UUID || row.UserID == who.User.UUID {
			return "", ErrOwnRequest
		}
		if !approve {
			return "refused", nil
		}
		g := Grant{User: row.UserID, Role: row.Role, From: row.ValidFrom, To: row.ValidTo, Reason: row.Reason}
		if err := s.checkGrant(now, g, 0); err != nil {
			return "", err
		}
		if _, member := people[row.UserID]; !member {
			return "", fault.ErrNotFound
		}
		givers := []uuid.UUID{who.User.UUID}
		if row.RequestedBy != row.UserID { // who asks for themselves does not hold it: that is why they ask
			givers = append(givers, row.RequestedBy)
		}
		if err := s.mayChange(ctx, tx, people, now, put(slices.Clone(now.Facts().Assignments), g), []string{g.Role}, givers...); err != nil {
			return "", err
		}
		return "approved", add(ctx, tx, g, row.RequestedBy, &who.User.UUID, false)
	})
}

// Withdraw takes a request back.
func (s *Service) Withdraw(ctx context.Context, id uuid.UUID, seen int64) (Request, error) {
	who, err := person(ctx)
	if err != nil {
		return Request{}, err
	}
	return s.decide(ctx, id, seen, "", func(_ *db.Tx, _ staff, _ *authz.Snapshot, row sqlcgen.LockRequestRow) (string, error) {
		if row.RequestedBy != who.User.UUID {
			return "", fault.ErrNotFound
		}
		return "withdrawn", nil
	})
}

func (s *Service) decide(ctx context.Context, id uuid.UUID, seen int64, note string,
	fn func(*db.Tx, staff, *authz.Snapshot, sqlcgen.LockRequestRow) (string, error)) (Request, error) {
	if !plain(note, maxText) {
		return Request{}, fault.ErrInvalid.Field("/note", "invalid", "A note has at most 500 characters, without control characters.")
	}
	people, err := s.staff(ctx)
	if err != nil {
		return Request{}, err
	}
	return changed(ctx, s, "", func(tx *db.Tx, now *authz.Snapshot) (Request, error) {
		q := query(tx)
		row, err := q.LockRequest(ctx, id)
		switch {
		case err != nil:
			return Request{}, err
		case row.State != "open":
			return Request{}, ErrNotWaiting
		case row.Version != seen:
			return Request{}, fault.StaleAt(row.Version)
		}
		state, err := fn(tx, people, now, row)
		if err != nil {
			return Request{}, err
		}
		if err := q.DecideRequest(ctx, sqlcgen.DecideRequestParams{ID: id, State: state, DecidedBy: tx.Who().User.UUID, At: s.clock.Now(), Note: note}); err != nil {
			return Request{}, err
		}
		if row, err = q.LockRequest(ctx, id); err != nil {
			return Request{}, err
		}
		out := request(row, people, now)
		return out, s.tellRequestDecided(ctx, tx, people, out)
	})
}
