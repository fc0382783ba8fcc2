package access

import (
	"context"
	"strings"

	"github.com/google/uuid"

	"longhouse/platform/access/sqlcgen"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// Expectation is a stored test: a decision that every policy must come out with.
type Expectation struct {
	ID         uuid.UUID         `json:"id"`
	Name       string            `json:"name" example:"Auditors change nothing"`
	Subject    string            `json:"subject" example:"r:auditor" doc:"r:<role> or u:<user>"`
	Permission kernel.Permission `json:"permission" example:"crm.deal.update"`
	Relation   string            `json:"relation" enum:"own,team,dept,all"`
	Expect     string            `json:"expect" enum:"allow,deny"`
	BuiltIn    bool              `json:"built_in" doc:"Comes with the product and cannot be removed"`
	Version    int64             `json:"version"`
}

func expectation(r sqlcgen.ListExpectationsRow) Expectation {
	return Expectation{r.ID, r.Name, r.Subject, kernel.Permission(r.Permission), r.Relation, r.Expect, false, r.Version}
}

// answer asks a policy. A role that is gone is no failure: nobody has it.
func (e Expectation) answer(s *authz.Snapshot) (string, bool) {
	if !s.Words().Known(e.Permission) {
		return "", false
	}
	subjects := []string{}
	if role, ok := strings.CutPrefix(e.Subject, "r:"); ok {
		closed, err := s.Closure(role)
		if err != nil {
			return "", false
		}
		subjects = closed
	} else if id, err := uuid.Parse(strings.TrimPrefix(e.Subject, "u:")); err == nil {
		subjects = s.Subjects(id)
	}
	if s.Reach(subjects, e.Permission).Can(page.ParseRelation(e.Relation)) {
		return "allow", true
	}
	return "deny", true
}

// builtIn are promises that no policy of an organisation may break.
var builtIn = func() []Expectation {
	var out []Expectation
	add := func(name, subject, permission, relation, expect string) {
		out = append(out, Expectation{Name: name, Subject: subject, Permission: kernel.Permission(permission), Relation: relation, Expect: expect, BuiltIn: true})
	}
	add("Owners can read the policy", "r:owner", "access.policy.read", "all", "allow")
	add("Owners can repair the policy", "r:owner", "access.policy.publish", "all", "allow")
	add("Owners can give roles", "r:owner", "access.assignment.assign", "all", "allow")
	add("Owners can end a person's access", "r:owner", "identity.user.disable", "all", "allow")
	add("Approvers do not publish what they wrote", "r:access.approver", "access.policy.publish", "own", "deny")
	add("Approvers can publish what others wrote", "r:access.approver", "access.policy.publish", "all", "allow")
	add("Auditors change no deals", "r:auditor", "crm.deal.update", "all", "deny")
	add("Auditors change no employees", "r:auditor", "hr.employee.update", "all", "deny")
	add("Auditors change no stock", "r:auditor", "inventory.stock.update", "all", "deny")
	add("Auditors see no salaries", "r:auditor", "hr.employee#salary.read", "all", "deny")
	add("Payroll does not change its own salary", "r:hr.payroll", "hr.employee#salary.update", "own", "deny")
	add("Employees see their own file", "r:hr.self", "hr.employee.read", "own", "allow")
	add("Emergency access does not change the policy", "r:emergency", "access.policy.edit", "all", "deny")
	add("Emergency access does not publish", "r:emergency", "access.policy.publish", "all", "deny")
	add("Emergency access gives no roles", "r:emergency", "access.assignment.assign", "all", "deny")
	return out
}()

// Expectations lists the stored tests, those that are built in first.
func (s *Service) Expectations(ctx context.Context) ([]Expectation, error) {
	if err := authz.Allowed(ctx, ReadPolicy); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.db, func(tx *db.Tx) ([]Expectation, error) {
		stored, err := query(tx).ListExpectations(ctx)
		out := append([]Expectation{}, builtIn...)
		for _, e := range stored {
			out = append(out, expectation(e))
		}
		return out, err
	})
}

// AddExpectation stores a test. It may fail today: then it keeps the next
// policy from being published until it holds.
func (s *Service) AddExpectation(ctx context.Context, e Expectation) (Expectation, error) {
	if err := s.checkExpectation(ctx, e); err != nil {
		return Expectation{}, err
	}
	e.ID, e.Version, e.BuiltIn = kernel.NewUUID(), 1, false
	return e, db.Changed(ctx, s.db, func(tx *db.Tx) error {
		return query(tx).AddExpectation(ctx, sqlcgen.AddExpectationParams{ID: e.ID, Name: e.Name, Subject: e.Subject,
			Permission: string(e.Permission), Relation: e.Relation, Expect: e.Expect})
	})
}

// ChangeExpectation changes a stored test.
func (s *Service) ChangeExpectation(ctx context.Context, e Expectation) (Expectation, error) {
	if err := s.checkExpectation(ctx, e); err != nil {
		return Expectation{}, err
	}
	err := db.Changed(ctx, s.db, func(tx *db.Tx) error {
		n, err := query(tx).ChangeExpectation(ctx, sqlcgen.ChangeExpectationParams{ID: e.ID, Name: e.Name, Subject: e.Subject,
			Permission: string(e.Permission), Relation: e.Relation, Expect: e.Expect, Version: e.Version})
		if err != nil || n > 0 {
			return err
		}
		stored, err := query(tx).ListExpectations(ctx)
		for _, other := range stored {
			if other.ID == e.ID {
				return fault.StaleAt(other.Version)
			}
		}
		if err == nil {
			err = fault.ErrNotFound
		}
		return err
	})
	e.Version, e.BuiltIn = e.Version+1, false
	return e, err
}

// DropExpectation removes a stored test.
func (s *Service) DropExpectation(ctx context.Context, id uuid.UUID) error {
	if err := authz.Allowed(ctx, EditPolicy); err != nil {
		return err
	}
	return db.Changed(ctx, s.db, func(tx *db.Tx) error {
		n, err := query(tx).DropExpectation(ctx, id)
		if err == nil && n == 0 {
			err = fault.ErrNotFound
		}
		return err
	})
}

func (s *Service) checkExpectation(ctx context.Context, e Expectation) error {
	if err := authz.Allowed(ctx, EditPolicy); err != nil {
		return err
	}
	var c fault.Collector
	c.Check(strings.TrimSpace(e.Name) != "" && plain(e.Name, 200), "/name", "invalid", "A test has a name of at most 200 characters.")
	kind, name, _ := strings.Cut(e.Subject, ":")
	_, notID := uuid.Parse(name)
	c.Check(kind == "r" && name != "" || kind == "u" && notID == nil, "/subject", "unknown_subject", "A test speaks of a role (r:crm.rep) or of one person (u: and an ID).")
	c.Check(s.rights.Words().Known(e.Permission), "/permission", "unknown", "There is no right "+quoted(string(e.Permission))+".")
	c.Check(page.ParseRelation(e.Relation) != page.None, "/relation", "unknown", "The relation is own, team, dept or all.")
	c.Check(e.Expect == "allow" || e.Expect == "deny", "/expect", "unknown", "The answer is allow or deny.")
	return c.Err()
}

// Conflict keeps two rights apart: separation of duties.
type Conflict struct {
	ID          uuid.UUID         `json:"id"`
	PermissionA kernel.Permission `json:"permission_a" example:"inventory.supplier.update"`
	PermissionB kernel.Permission `json:"permission_b" example:"inventory.receipt.post"`
	Reason      string            `json:"reason"`
	Version     int64             `json:"version"`
}

// Conflicts lists the pairs that are kept apart.
func (s *Service) Conflicts(ctx context.Context) ([]Conflict, error) {
	if err := authz.Allowed(ctx, ReadPolicy); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.db, func(tx *db.Tx) ([]Conflict, error) {
		rows, err := query(tx).ListConflicts(ctx)
		out := make([]Conflict, len(rows))
		for i, r := range rows {
			out[i] = Conflict{r.ID, kernel.Permission(r.PermissionA), kernel.Permission(r.PermissionB), r.Reason, r.Version}
		}
		return out, err
	})
}

// AddConflict keeps two rights apart from now on. It is refused while somebody
// holds both, and names them.
func (s *Service) AddConflict(ctx context.Context, c Conflict) (Conflict, error) {
	if err := authz.Allowed(ctx, EditPolicy); err != nil {
		return c, err
	}
	var faults fault.Collector
	faults.Check(s.rights.Words().Known(c.PermissionA), "/permission_a", "unknown", "There is no right "+quoted(string(c.PermissionA))+".")
	faults.Check(s.rights.Words().Known(c.PermissionB), "/permission_b", "unknown", "There is no right "+quoted(string(c.PermissionB))+".")
	faults.Check(c.PermissionA != c.PermissionB, "/permission_b", "invalid", "Name two different rights.")
	faults.Check(strings.TrimSpace(c.Reason) != "" && plain(c.Reason, maxText), "/reason", "required", "Say why, in at most 500 characters.")
	if err := faults.Err(); err != nil {
		return c, err
	}
	if c.PermissionA > c.PermissionB {
		c.PermissionA, c.PermissionB = c.PermissionB, c.PermissionA
	}
	people, err := s.staff(ctx)
	if err != nil {
		return c, err
	}
	c.ID, c.Version = kernel.NewUUID(), 1
	return changed(ctx, s, EditPolicy, func(tx *db.Tx, now *authz.Snapshot) (Conflict, error) {
		if err := query(tx).AddConflict(ctx, sqlcgen.AddConflictParams{ID: c.ID, PermissionA: string(c.PermissionA), PermissionB: string(c.PermissionB), Reason: c.Reason}); err != nil {
			return c, err
		}
		j, err := s.judge(ctx, tx, people, now, now)
		if err != nil {
			return c, err
		}
		j.conflicts = j.conflicts[:0]
		j.conflicts = append(j.conflicts, sqlcgen.ListConflictsRow{PermissionA: string(c.PermissionA), PermissionB: string(c.PermissionB), Reason: c.Reason})
		return c, refusal(ErrDuties, j.duties())
	})
}

// DropConflict lets one person hold both rights again.
func (s *Service) DropConflict(ctx context.Context, id uuid.UUID) error {
	if err := authz.Allowed(ctx, EditPolicy); err != nil {
		return err
	}
	return db.Changed(ctx, s.db, func(tx *db.Tx) error {
		n, err := query(tx).DropConflict(ctx, id)
		if err == nil && n == 0 {
			err = fault.ErrNotFound
		}
		return err
	})
}
