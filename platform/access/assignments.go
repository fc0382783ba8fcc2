package access

import (
	"context"
	"fmt"
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
	"longhouse/platform/page"
)

// Assignment is a role that a person has.
type Assignment struct {
	ID        uuid.UUID  `json:"id"`
	User      Person     `json:"user"`
	Role      string     `json:"role"`
	RoleName  string     `json:"role_name"`
	Kind      string     `json:"kind" enum:"standing,grant,emergency"`
	From      *time.Time `json:"valid_from,omitempty"`
	To        *time.Time `json:"valid_to,omitempty"`
	Reason    string     `json:"reason"`
	GrantedBy string     `json:"granted_by"`
	Approver  *Person    `json:"approver,omitempty"`
	Alone     bool       `json:"alone" doc:"Nobody else could approve it"`
}

// Grant is a role to be given to a person.
type Grant struct {
	User   uuid.UUID  `json:"user"`
	Role   string     `json:"role" example:"crm.lead"`
	From   *time.Time `json:"valid_from,omitempty"`
	To     *time.Time `json:"valid_to,omitempty" doc:"None: until it is taken away"`
	Reason string     `json:"reason,omitempty" maxLength:"500"`
}

// Given is what became of a grant: it holds, or it waits for a second person.
type Given struct {
	Role    string     `json:"role"`
	Waiting bool       `json:"waiting" doc:"A second person has to approve it: the role holds something sensitive"`
	Request *uuid.UUID `json:"request,omitempty"`
}

// Assignments lists who has which role.
func (s *Service) Assignments(ctx context.Context, user *uuid.UUID, role string) ([]Assignment, error) {
	if err := authz.Allowed(ctx, ReadPolicy); err != nil {
		return nil, err
	}
	people, err := s.staff(ctx)
	if err != nil {
		return nil, err
	}
	now, err := authz.Now(ctx)
	if err != nil {
		return nil, err
	}
	return db.Read(ctx, s.db, func(tx *db.Tx) ([]Assignment, error) {
		rows, err := query(tx).ListAssignments(ctx, sqlcgen.ListAssignmentsParams{UserID: user, Role: role})
		out := make([]Assignment, len(rows))
		for i, r := range rows {
			out[i] = Assignment{ID: r.ID, User: people.person(r.UserID), Role: r.Role, RoleName: now.RoleName(r.Role), Kind: r.Kind, From: r.ValidFrom, To: r.ValidTo,
				Reason: r.Reason, GrantedBy: people.subject(r.GrantedBy), Alone: r.Alone}
			if r.ApprovedBy != nil {
				by := people.person(*r.ApprovedBy)
				out[i].Approver = &by
			}
		}
		return out, err
	})
}

// subject names whom a subject such as u:<id> is about.
func (s staff) subject(subject string) string {
	if id, err := uuid.Parse(strings.TrimPrefix(subject, "u:")); err == nil {
		return s.name(id)
	}
	return "Longhouse"
}

// Give gives one role, at once if its cells are ordinary, else when a second
// person has approved it. Where nobody else can, it holds at once and says so.
func (s *Service) Give(ctx context.Context, g Grant) (Given, error) {
	if err := authz.Allowed(ctx, AssignRoles); err != nil {
		return Given{}, err
	}
	if _, err := person(ctx); err != nil {
		return Given{}, err
	}
	given, err := s.assign(ctx, g.User, nil, g)
	if err != nil {
		return Given{}, err
	}
	return given[0], nil
}

// Take takes a role away, at once.
func (s *Service) Take(ctx context.Context, id uuid.UUID) error {
	if err := authz.Allowed(ctx, AssignRoles); err != nil {
		return err
	}
	if _, err := person(ctx); err != nil {
		return err
	}
	people, err := s.staff(ctx)
	if err != nil {
		return err
	}
	_, err = changed(ctx, s, AssignRoles, func(tx *db.Tx, before *authz.Snapshot) (struct{}, error) {
		held := before.Facts().Assignments
		at := slices.IndexFunc(held, func(a authz.Assignment) bool { return a.ID == id })
		if at < 0 {
			return struct{}{}, fault.ErrNotFound
		}
		after := slices.Delete(slices.Clone(held), at, at+1)
		if err := s.mayChange(ctx, tx, people, before, after, nil, tx.Who().User.UUID); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, query(tx).EndAssignments(ctx, []uuid.UUID{id})
	})
	return err
}

// SetRoles gives a person exactly these roles. What waits for a second person is said.
func (s *Service) SetRoles(ctx context.Context, user kernel.ID[kernel.User], roles []string) ([]Given, error) {
	if err := authz.Allowed(ctx, AssignRoles); err != nil {
		return nil, err
	}
	if _, err := person(ctx); err != nil {
		return nil, err
	}
	grants := make([]Grant, len(roles))
	for i, role := range roles {
		grants[i] = Grant{User: user.UUID, Role: role}
	}
	return s.assign(ctx, user.UUID, &roles, grants...)
}

// assign gives roles, and with exactly takes all others of the person away.
func (s *Service) assign(ctx context.Context, user uuid.UUID, exactly *[]string, grants ...Grant) ([]Given, error) {
	people, err := s.staff(ctx)
	if err != nil {
		return nil, err
	}
	if _, member := people[user]; !member {
		return nil, fault.ErrNotFound
	}
	return changed(ctx, s, AssignRoles, func(tx *db.Tx, before *authz.Snapshot) ([]Given, error) {
		giver := tx.Who().User.UUID
		held := slices.Clone(before.Facts().Assignments)
		var ended []uuid.UUID
		if exactly != nil {
			held = slices.DeleteFunc(held, func(a authz.Assignment) bool {
				goes := a.User == user && a.Kind != "emergency" && !slices.Contains(*exactly, a.Role)
				if goes {
					ended = append(ended, a.ID)
				}
				return goes
			})
		}
		out, given := make([]Given, 0, len(grants)), []string{}
		for i, g := range grants {
			has := slices.ContainsFunc(held, func(a authz.Assignment) bool { return a.User == user && a.Role == g.Role })
			if has && exactly != nil {
				continue
			}
			if err := s.checkGrant(before, g, i); err != nil {
				return nil, err
			}
			given = append(given, g.Role)
			two, alone := s.takesTwo(before, people, g, giver)
			held = put(held, g)
			out = append(out, Given{Role: g.Role, Waiting: two})
			if two {
				id, err := s.wait(ctx, tx, people, before, g, giver)
				if err != nil {
					return nil, err
				}
				out[len(out)-1].Request = &id
				continue
			}
			if err := add(ctx, tx, g, giver, nil, alone); err != nil {
				return nil, err
			}
		}
		if len(ended) > 0 {
			if err := query(tx).EndAssignments(ctx, ended); err != nil {
				return nil, err
			}
		}
		// What waits is judged as if it held: nobody should wait for what is refused in the end.
		return out, s.mayChange(ctx, tx, people, before, held, given, giver)
	})
}

// wait leaves a grant for a second person, and tells those who can be it.
func (s *Service) wait(ctx context.Context, tx *db.Tx, people staff, now *authz.Snapshot, g Grant, giver uuid.UUID) (uuid.UUID, error) {
	fresh := kernel.NewUUID()
	id, err := query(tx).AddRequest(ctx, sqlcgen.AddRequestParams{ID: fresh, UserID: g.User, Role: g.Role, ValidFrom: g.From, ValidTo: g.To, Reason: g.Reason, RequestedBy: giver})
	if err != nil || id != fresh { // it waits already
		return id, err
	}
	return id, s.tellRequestWaits(ctx, tx, people, now, id, g, giver)
}

func put(held []authz.Assignment, g Grant) []authz.Assignment {
	held = slices.DeleteFunc(held, func(a authz.Assignment) bool { return a.User == g.User && a.Role == g.Role })
	return append(held, authz.Assignment{ID: kernel.NewUUID(), User: g.User, Role: g.Role, Kind: kind(g), From: g.From, To: g.To})
}

// kind: what ends is a grant, what does not is standing.
func kind(g Grant) string {
	if g.To != nil {
		return "grant"
	}
	return "standing"
}

func add(ctx context.Context, tx *db.Tx, g Grant, giver uuid.UUID, approver *uuid.UUID, alone bool) error {
	return query(tx).AddAssignment(ctx, sqlcgen.AddAssignmentParams{ID: kernel.NewUUID(), UserID: g.User, Role: g.Role, Kind: kind(g),
		ValidFrom: g.From, ValidTo: g.To, Reason: &g.Reason, GrantedBy: "u:" + giver.String(), ApprovedBy: approver, Alone: alone})
}

func (s *Service) checkGrant(now *authz.Snapshot, g Grant, i int) error {
	var c fault.Collector
	c.Check(g.Role != authz.Emergency, "/role", "fixed_role", "The role emergency is given by breaking the glass, and by that alone.")
	c.Check(g.To == nil || g.To.After(now.At()) && (g.From == nil || g.To.After(*g.From)), "/valid_to", "invalid", "The end lies in the future and comes after the beginning.")
	c.Check(plain(g.Reason, maxText), "/reason", "invalid", "A reason has at most 500 characters, without control characters.")
	if err := c.Err(); err != nil {
		return err
	}
	if !slices.Contains(now.RoleIDs(), g.Role) {
		return ErrUnknownRole.Field(fmt.Sprintf("/roles/%d", i), "unknown_role", "There is no role "+quoted(g.Role)+".")
	}
	return nil
}

// takesTwo says whether a second person has to approve: the role holds a
// sensitive right beyond own records, and there is somebody else who could.
// Otherwise it holds at once, and alone says that it should have taken two.
func (s *Service) takesTwo(now *authz.Snapshot, people staff, g Grant, giver uuid.UUID) (two, alone bool) {
	subjects, err := now.Closure(g.Role)
	if err != nil || !sensitive(now, subjects) {
		return false, false
	}
	for _, p := range people.active() {
		if p.ID != giver && p.ID != g.User && now.Reach(now.Subjects(p.ID), ApproveRoles).Some() {
			return true, false
		}
	}
	return false, true
}

func sensitive(now *authz.Snapshot, subjects []string) bool {
	return slices.ContainsFunc(now.Words().Universe(), func(p kernel.Permission) bool {
		r := now.Reach(subjects, p)
		return now.Words().Sensitive(p) && r.Some() && r.Allow > page.Own
	})
}

// mayChange runs the guards on other assignments: nobody gives what they do not
// hold, somebody remains who can repair access, and duties stay apart.
func (s *Service) mayChange(ctx context.Context, tx *db.Tx, people staff, before *authz.Snapshot, held []authz.Assignment, given []string, givers ...uuid.UUID) error {
	after, err := before.Holding(s.rights, held)
	if err != nil {
		return err
	}
	j, err := s.judge(ctx, tx, people, before, after, distinct(givers)...)
	if err != nil {
		return err
	}
	j.given = given
	gained, err := j.escalation()
	if err != nil {
		return err
	}
	if err := refusal(ErrEscalation, gained); err != nil {
		return err
	}
	locked, err := j.lockout()
	if err != nil {
		return err
	}
	if err := refusal(ErrLockout, locked); err != nil {
		return err
	}
	if err := refusal(ErrDuties, j.duties()); err != nil {
		return err
	}
	return s.endAlone(ctx, tx, j)
}

// MayGive fails unless the roles exist and hold no more than the caller has,
// for an invitation: nobody has them yet.
func (s *Service) MayGive(ctx context.Context, roles []string) error {
	now, err := authz.Now(ctx)
	if err != nil {
		return err
	}
	who, err := actor.From(ctx)
	if err != nil {
		return err
	}
	somebody := uuid.New()
	held := slices.Clone(now.Facts().Assignments)
	for i, role := range roles {
		g := Grant{User: somebody, Role: role}
		if err := s.checkGrant(now, g, i); err != nil {
			return err
		}
		held = put(held, g)
	}
	after, err := now.Holding(s.rights, held)
	if err != nil {
		return err
	}
	j := &judged{rights: s.rights, before: now, after: after, staff: staff{}, givers: []uuid.UUID{who.User.UUID}, token: who.Token, given: roles}
	if people, err := s.staff(ctx); err == nil {
		j.staff = people
	}
	found, err := j.escalation()
	if err != nil {
		return err
	}
	return refusal(ErrEscalation, found)
}

// Welcome gives somebody who followed an invitation its roles. Those that take
// two people wait for the second, as if the one who invited them gave them now;
// and so do those that the one who invited could not give any more.
func (s *Service) Welcome(ctx context.Context, user kernel.ID[kernel.User], by uuid.UUID, roles []string) error {
	people, err := s.staff(ctx)
	if err != nil {
		return err
	}
	_, err = changed(ctx, s, "", func(tx *db.Tx, now *authz.Snapshot) (struct{}, error) {
		for i, role := range roles {
			g := Grant{User: user.UUID, Role: role, Reason: "Invitation"}
			if s.checkGrant(now, g, i) != nil {
				continue // a role that went meanwhile
			}
			two, alone := s.takesTwo(now, people, g, by)
			if !two { // whoever invited may have lost since what they gave then
				held := put(slices.Clone(now.Facts().Assignments), g)
				two = s.mayChange(ctx, tx, people, now, held, []string{role}, by) != nil
			}
			if two {
				_, err = s.wait(ctx, tx, people, now, g, by)
			} else {
				err = add(ctx, tx, g, by, nil, alone)
			}
			if err != nil {
				return struct{}{}, err
			}
		}
		return struct{}{}, nil
	})
	return err
}

// Keepers are the active people who can repair access, besides one who is about
// to go. ctx must be fresh: identity asks while it holds the organisation's head.
func (s *Service) Keepers(ctx context.Context, without kernel.ID[kernel.User]) ([]Person, error) {
	people, err := s.staff(ctx)
	if err != nil {
		return nil, err
	}
	return db.Read(authz.Unheld(ctx), s.db, func(tx *db.Tx) ([]Person, error) {
		now, err := s.snapshot(ctx, tx)
		if err != nil {
			return nil, err
		}
		delete(people, without.UUID)
		j := &judged{rights: s.rights, staff: people}
		return j.keepers(now)
	})
}
