package access

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// Report is what a draft would do if it were published at this moment.
type Report struct {
	Publishable bool       `json:"publishable" doc:"No guard refuses it; somebody else may still have to approve"`
	Outdated    bool       `json:"outdated" doc:"Another policy was published since the draft was made"`
	Affected    int        `json:"affected" doc:"People who gain or lose something"`
	Findings    []Finding  `json:"findings"`
	Effects     []Effect   `json:"effects"`
	Difference  Difference `json:"difference"`
	Tests       int        `json:"tests" doc:"Stored tests that were run, those built in included"`
}

// Effect is one right that some people gain or lose, in people and records.
type Effect struct {
	Permission kernel.Permission `json:"permission"`
	Gain       bool              `json:"gain"`
	Before     Cell              `json:"before"`
	After      Cell              `json:"after"`
	People     []Person          `json:"people" doc:"At most 20 of them"`
	Count      int               `json:"count" doc:"How many people"`
	Roles      []string          `json:"roles" doc:"Roles that change in this way, with or without members"`
	Records    *int              `json:"records,omitempty" doc:"How many records these people gain or lose together; 100,001 is more than 100,000"`
	Few        []authz.Named     `json:"few,omitempty" doc:"Some of them"`
}

// Cell is how far a right goes: the widest allow and the widest deny.
type Cell struct {
	Allow string `json:"allow" enum:"none,own,team,dept,all"`
	Deny  string `json:"deny" enum:"none,own,team,dept,all"`
}

func cellOf(r authz.Reach) Cell { return Cell{r.Allow.String(), r.Deny.String()} }

const (
	named     = 20 // people that an effect names, and whose records are counted
	fewNamed  = 5  // records that it names
	maxEffect = 500
)

// Report judges a draft as if its reader approved it now.
func (s *Service) Report(ctx context.Context, id uuid.UUID) (Report, error) {
	if err := authz.Allowed(ctx, ReadPolicy); err != nil {
		return Report{}, err
	}
	people, err := s.staff(ctx)
	if err != nil {
		return Report{}, err
	}
	var j *judged
	report, err := db.Read(ctx, s.db, func(tx *db.Tx) (Report, error) {
		row, err := query(tx).GetVersion(ctx, id)
		if err != nil {
			return Report{}, err
		}
		before, err := s.snapshot(ctx, tx)
		if err != nil {
			return Report{}, err
		}
		policy, err := policyOf(ctx, tx, id)
		if err != nil {
			return Report{}, err
		}
		var r Report
		r, j, err = s.report(ctx, tx, people, before, policy, row.Authors...)
		r.Outdated = row.Parent != nil && *row.Parent != before.Facts().Version && before.Facts().Version != uuid.Nil
		return r, err
	})
	if err != nil || j == nil {
		return report, err
	}
	return report, s.count(ctx, j.before, j.after, report.Effects)
}

// report runs the guards and finds the effects; records are counted by count.
func (s *Service) report(ctx context.Context, tx *db.Tx, people staff, before *authz.Snapshot, policy authz.Policy, givers ...uuid.UUID) (Report, *judged, error) {
	report := Report{Findings: s.validate(policy, people), Effects: []Effect{}, Difference: compare(before.Facts().Own, policy)}
	if len(report.Findings) > 0 { // what is not understood cannot be judged
		return report, nil, nil
	}
	after, err := before.Under(s.rights, policy)
	if err != nil {
		return report, nil, err
	}
	j, err := s.judge(ctx, tx, people, before, after, distinct(givers)...)
	if err != nil {
		return report, nil, err
	}
	if report.Findings, err = j.all(); err != nil {
		return report, nil, err
	}
	report.Publishable = len(report.Findings) == 0
	report.Tests = len(j.expectations)
	report.Effects, report.Affected = j.effects()
	warnings, err := s.lint(ctx, tx, j)
	report.Findings = slices.Concat([]Finding{}, report.Findings, warnings)
	return report, j, err
}

func distinct(ids []uuid.UUID) []uuid.UUID {
	var out []uuid.UUID
	for _, id := range ids {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// effects finds who gains and loses what, at this moment. People to whom the
// same happens stand together.
func (j *judged) effects() ([]Effect, int) {
	found := map[string]*Effect{}
	var order []*Effect
	touched := map[uuid.UUID]bool{}
	for _, x := range sets(j.before, j.after) {
		for _, p := range j.after.Words().Universe() {
			if !x.touched(p) {
				continue
			}
			was, is := j.before.Reach(x.was, p), j.after.Reach(x.is, p)
			if was == is || !was.Some() && !is.Some() {
				continue
			}
			for _, gain := range []bool{true, false} {
				if !differs(was, is, gain) {
					continue
				}
				key := fmt.Sprint(p, gain, was, is)
				e := found[key]
				if e == nil {
					e = &Effect{Permission: p, Gain: gain, Before: cellOf(was), After: cellOf(is), People: []Person{}, Roles: []string{}}
					found[key] = e
					order = append(order, e)
				}
				e.Roles = append(e.Roles, x.roles...)
				for _, user := range x.users {
					if who := j.staff.person(user); who.Active {
						e.People = append(e.People, who)
						e.Count++
						touched[user] = true
					}
				}
			}
		}
	}
	slices.SortStableFunc(order, func(a, b *Effect) int {
		switch {
		case (a.Count > 0) != (b.Count > 0):
			return b.Count - a.Count
		case a.Permission != b.Permission:
			return strings.Compare(string(a.Permission), string(b.Permission))
		}
		return 0
	})
	out := make([]Effect, 0, len(order))
	for _, e := range order[:min(len(order), maxEffect)] {
		slices.SortFunc(e.People, byName)
		e.People = e.People[:min(len(e.People), named)]
		out = append(out, *e)
	}
	return out, len(touched)
}

// differs says whether some relation is gained, or lost.
func differs(was, is authz.Reach, gain bool) bool {
	for rel := page.Own; rel <= page.All; rel++ {
		if gain && is.Can(rel) && !was.Can(rel) || !gain && was.Can(rel) && !is.Can(rel) {
			return true
		}
	}
	return false
}

// count says of each effect how many records it is about. Effects that reach
// the same records are counted once.
func (s *Service) count(ctx context.Context, before, after *authz.Snapshot, effects []Effect) error {
	type answer struct {
		n   int
		few []authz.Named
	}
	known := map[string]answer{}
	for i := range effects {
		e := &effects[i]
		resource := s.rights.Words().ResourceOf(e.Permission)
		if e.Count == 0 || !s.rights.HasRows(resource) || strings.HasSuffix(string(e.Permission), ".create") {
			continue
		}
		changes := make([]page.Change, len(e.People))
		for k, p := range e.People {
			changes[k] = page.Change{Before: before.ScopeOf(p.ID, e.Permission), After: after.ScopeOf(p.ID, e.Permission)}
			if !e.Gain {
				changes[k].Before, changes[k].After = changes[k].After, changes[k].Before
			}
			changes[k].Before.Classes, changes[k].After.Classes = nil, nil
		}
		key := resource + fmt.Sprint(changes)
		a, ok := known[key]
		if !ok {
			var err error
			if a.n, a.few, err = s.rights.Gained(ctx, resource, fewNamed, changes...); err != nil {
				return err
			}
			known[key] = a
		}
		e.Records, e.Few = &a.n, a.few
	}
	return nil
}

// judgeNow is the report of a policy that is nowhere kept.
func (s *Service) judgeNow(ctx context.Context, people staff, p authz.Policy) (Report, error) {
	var j *judged
	report, err := db.Read(ctx, s.db, func(tx *db.Tx) (Report, error) {
		before, err := s.snapshot(ctx, tx)
		if err != nil {
			return Report{}, err
		}
		var r Report
		r, j, err = s.report(ctx, tx, people, before, p, tx.Who().User.UUID)
		return r, err
	})
	if err != nil || j == nil {
		return report, err
	}
	return report, s.count(ctx, j.before, j.after, report.Effects)
}
