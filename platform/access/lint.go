package access

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// unusedAfter is how long a line may decide nothing before the lint says so.
const unusedAfter = 90 * 24 * time.Hour

// lint warns of what is not wrong and hardly meant.
func (s *Service) lint(ctx context.Context, tx *db.Tx, j *judged) ([]Finding, error) {
	used := map[string]time.Time{}
	rows, err := query(tx).UsedRules(ctx)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		used[r.Rule] = r.LastUsedOn.Time()
	}
	since := time.Time{}
	if v := j.before.Facts().Version; v != uuid.Nil {
		row, err := query(tx).GetVersion(ctx, v)
		if err != nil {
			return nil, err
		}
		if row.PublishedAt != nil {
			since = *row.PublishedAt
		}
	}
	return j.lint(used, since)
}

func (j *judged) lint(used map[string]time.Time, since time.Time) ([]Finding, error) {
	var out []Finding
	warn := func(code, pointer, message string, roles ...string) {
		out = append(out, Finding{Guard: "lint", Level: "warning", Code: code, Pointer: pointer, Message: message, Roles: roles})
	}
	own, now := j.after.Facts().Own, j.after.At()
	for i, r := range own.Rules {
		at := "/rules/" + strconv.Itoa(i)
		role, isRole := strings.CutPrefix(r.Subject, "r:")
		switch {
		case r.To != nil && !now.Before(*r.To):
			warn("expired", at, fmt.Sprintf("%s ended %s and decides nothing any more.", line(r), r.To.Format(time.DateOnly)))
			continue
		case r.To != nil && r.To.Sub(now) < 7*24*time.Hour:
			warn("ends_soon", at, fmt.Sprintf("%s ends %s.", line(r), r.To.Format(time.DateOnly)))
		}
		if r.At(now) {
			decides, err := j.decides(r)
			if err != nil {
				return nil, err
			}
			if !decides {
				warn("shadowed", at, line(r)+" changes no decision: another line says it already, or a deny beats it.", roleOf(role, isRole)...)
			}
		}
		if r.Effect == "allow" && slices.ContainsFunc(own.Rules, func(o authz.Rule) bool {
			return o.Effect == "deny" && o.Subject == r.Subject && o.Object == r.Object && o.Action == r.Action && page.ParseRelation(o.Scope) >= page.ParseRelation(r.Scope)
		}) {
			warn("contradictory", at, line(r)+" is allowed and denied by this policy; the deny wins.", roleOf(role, isRole)...)
		}
		if last, ok := used[r.Key()]; !since.IsZero() && now.Sub(since) > unusedAfter && (!ok || now.Sub(last) > unusedAfter) {
			warn("unused", at, line(r)+" has decided nothing for 90 days.", roleOf(role, isRole)...)
		}
	}
	for i, r := range own.Roles {
		if !slices.ContainsFunc(j.after.Facts().Assignments, func(a authz.Assignment) bool { return a.Role == r.ID }) &&
			!slices.ContainsFunc(own.Edges, func(e authz.Edge) bool { return e.Parent == r.ID }) {
			warn("no_members", "/roles/"+strconv.Itoa(i), "Nobody has the role "+r.Name+".", r.ID)
		}
	}
	known := j.after.RoleIDs()
	for _, a := range j.after.Facts().Assignments {
		if !slices.Contains(known, a.Role) {
			warn("role_is_gone", "", j.staff.name(a.User)+" has the role "+a.Role+", which there is not.", a.Role)
		}
	}
	for _, p := range j.staff.active() {
		if len(j.after.Subjects(p.ID)) == 0 {
			out = append(out, Finding{Guard: "lint", Level: "warning", Code: "no_role", Message: p.Name + " can sign in and has no role.", People: []Person{p}})
		}
	}
	return out, nil
}

func roleOf(role string, ok bool) []string {
	if !ok {
		return nil
	}
	return []string{role}
}

// decides says whether a line changes any decision for its subject.
func (j *judged) decides(r authz.Rule) (bool, error) {
	subjects := []string{r.Subject}
	if role, ok := strings.CutPrefix(r.Subject, "r:"); ok {
		closed, err := j.after.Closure(role)
		if err != nil {
			return false, err
		}
		subjects = closed
	} else if id, err := uuid.Parse(strings.TrimPrefix(r.Subject, "u:")); err == nil {
		subjects = j.after.Subjects(id)
	}
	with := j.after.RulesOf(subjects)
	without := slices.Clone(with)
	if at := slices.IndexFunc(without, func(l authz.Line) bool { return !l.Shipped && l.Rule().Key() == r.Key() }); at >= 0 {
		without = slices.Delete(without, at, at+1)
	}
	return slices.ContainsFunc(j.after.Words().Universe(), func(p kernel.Permission) bool {
		return authz.Hits(r, p) && authz.Weigh(with, p) != authz.Weigh(without, p)
	}), nil
}

func line(r authz.Rule) string {
	return strings.Join([]string{r.Effect, r.Subject, r.Object, r.Action, r.Scope}, " ")
}
