package access

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"longhouse/platform/access/sqlcgen"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
)

// Change is what an edit does to a draft. All of it happens, or nothing.
type Change struct {
	Name           *string         `json:"name,omitempty"`
	Note           *string         `json:"note,omitempty"`
	AddRoles       []NewRole       `json:"add_roles,omitempty" maxItems:"200"`
	RenameRoles    []authz.OwnRole `json:"rename_roles,omitempty" maxItems:"200"`
	RemoveRoles    []string        `json:"remove_roles,omitempty" maxItems:"200"`
	AddInherits    []authz.Edge    `json:"add_inherits,omitempty" maxItems:"500"`
	RemoveInherits []authz.Edge    `json:"remove_inherits,omitempty" maxItems:"500"`
	RemoveRules    []authz.Rule    `json:"remove_rules,omitempty" maxItems:"5000" doc:"By subject, object, action, scope and effect"`
	AddRules       []authz.Rule    `json:"add_rules,omitempty" maxItems:"5000"`
}

// NewRole is a role to be made. Its ID is made of its name.
type NewRole struct {
	Name   string   `json:"name" example:"Regional sales lead"`
	Note   string   `json:"note,omitempty"`
	Parent []string `json:"inherits,omitempty" doc:"Roles whose rules it has, too"`
}

// Edit changes a draft. What it adds has to be understood whole; whoever edits
// becomes an author.
func (s *Service) Edit(ctx context.Context, id uuid.UUID, seen int64, c Change) (Whole, error) {
	if err := authz.Allowed(ctx, EditPolicy); err != nil {
		return Whole{}, err
	}
	people, err := s.staff(ctx)
	if err != nil {
		return Whole{}, err
	}
	return db.Write(ctx, s.db, func(tx *db.Tx) (Whole, error) {
		row, err := lockDraft(ctx, tx, id, seen)
		if err != nil {
			return Whole{}, err
		}
		was, err := policyOf(ctx, tx, id)
		if err != nil {
			return Whole{}, err
		}
		p, err := c.apply(was)
		if err != nil {
			return Whole{}, err
		}
		if err := refusal(fault.ErrInvalid, c.mine(s.validate(p, people), was, p)); err != nil {
			return Whole{}, err
		}
		if c.touchesPolicy() {
			if err := write(ctx, tx, id, p); err != nil {
				return Whole{}, err
			}
		}
		name, note := row.Name, row.Note
		if c.Name != nil {
			name = strings.TrimSpace(*c.Name)
		}
		if c.Note != nil {
			note = *c.Note
		}
		if name == "" || !plain(name, 200) || !plain(strings.ReplaceAll(note, "\n", " "), 2000) {
			return Whole{}, fault.ErrInvalid.Field("/name", "required", "Say in at most 200 characters what the draft is for.")
		}
		if err := query(tx).TouchVersion(ctx, sqlcgen.TouchVersionParams{ID: id, Name: name, Note: note, Author: tx.Who().User.UUID}); err != nil {
			return Whole{}, err
		}
		return whole(ctx, tx, id, people)
	})
}

// lockDraft finds a draft as the caller has seen it, and holds it.
func lockDraft(ctx context.Context, tx *db.Tx, id uuid.UUID, seen int64) (sqlcgen.LockVersionRow, error) {
	row, err := query(tx).LockVersion(ctx, id)
	switch {
	case err != nil:
		return row, err
	case row.State != "draft":
		return row, ErrNoDraft
	case row.Version != seen:
		return row, fault.StaleAt(row.Version)
	}
	return row, nil
}

func (c Change) touchesPolicy() bool {
	return len(c.AddRoles)+len(c.RenameRoles)+len(c.RemoveRoles)+len(c.AddInherits)+len(c.RemoveInherits)+len(c.RemoveRules)+len(c.AddRules) > 0
}

// apply makes the policy after the change. What is to be removed must be there.
func (c Change) apply(was authz.Policy) (authz.Policy, error) {
	p := was.Clone()
	var faults fault.Collector
	for i, r := range c.RemoveRules {
		at := slices.IndexFunc(p.Rules, func(o authz.Rule) bool { return o.Key() == r.Key() })
		if at < 0 {
			faults.Add("/remove_rules/"+strconv.Itoa(i), "unknown", "The draft has no such rule.")
			continue
		}
		p.Rules = slices.Delete(p.Rules, at, at+1)
	}
	for i, e := range c.RemoveInherits {
		at := slices.Index(p.Edges, e)
		if at < 0 {
			faults.Add("/remove_inherits/"+strconv.Itoa(i), "unknown", "The draft has no such line.")
			continue
		}
		p.Edges = slices.Delete(p.Edges, at, at+1)
	}
	for i, id := range c.RemoveRoles {
		at := slices.IndexFunc(p.Roles, func(r authz.OwnRole) bool { return r.ID == id })
		if at < 0 {
			faults.Add("/remove_roles/"+strconv.Itoa(i), "unknown_role", "There is no role "+quoted(id)+" of yours.")
			continue
		}
		p.Roles = slices.Delete(p.Roles, at, at+1)
		p.Rules = slices.DeleteFunc(p.Rules, func(r authz.Rule) bool { return r.Subject == "r:"+id })
		p.Edges = slices.DeleteFunc(p.Edges, func(e authz.Edge) bool { return e.Role == id || e.Parent == id })
	}
	for i, r := range c.RenameRoles {
		at := slices.IndexFunc(p.Roles, func(o authz.OwnRole) bool { return o.ID == r.ID })
		if at < 0 {
			faults.Add("/rename_roles/"+strconv.Itoa(i), "unknown_role", "There is no role "+quoted(r.ID)+" of yours.")
			continue
		}
		p.Roles[at] = r
	}
	for _, r := range c.AddRoles {
		id := idOf(r.Name, p.Roles)
		p.Roles = append(p.Roles, authz.OwnRole{ID: id, Name: strings.TrimSpace(r.Name), Note: r.Note})
		for _, parent := range r.Parent {
			p.Edges = append(p.Edges, authz.Edge{Role: id, Parent: parent})
		}
	}
	p.Edges = append(p.Edges, c.AddInherits...)
	p.Rules = append(p.Rules, c.AddRules...)
	return p, faults.Err()
}

var noSlug = regexp.MustCompile(`[^a-z0-9]+`)

// idOf makes an ID of a name, which no other role has.
func idOf(name string, taken []authz.OwnRole) string {
	slug := strings.Trim(noSlug.ReplaceAllString(strings.ToLower(name), "-"), "-")
	slug = strings.Trim(slug[:min(len(slug), 50)], "-")
	if slug == "" {
		slug = "role"
	}
	for n := 1; ; n++ {
		id := "org." + slug
		if n > 1 {
			id = fmt.Sprintf("org.%s-%d", slug, n)
		}
		if !slices.ContainsFunc(taken, func(r authz.OwnRole) bool { return r.ID == id }) {
			return id
		}
	}
}

// mine keeps the faults that the change itself brings, with pointers into it:
// what a draft has of old stands in its report, and must not keep it from being mended.
func (c Change) mine(all []Finding, was, is authz.Policy) []Finding {
	var out []Finding
	firstRule, firstEdge := len(is.Rules)-len(c.AddRules), len(is.Edges)-len(c.AddInherits)
	firstRole := len(is.Roles) - len(c.AddRoles)
	for _, f := range all {
		list, rest, _ := strings.Cut(strings.TrimPrefix(f.Pointer, "/"), "/")
		number, field, _ := strings.Cut(rest, "/")
		n, err := strconv.Atoi(number)
		if field != "" {
			field = "/" + field
		}
		switch {
		case err != nil: // too many of something
			if len(is.Rules) > len(was.Rules) || len(is.Roles) > len(was.Roles) {
				f.Pointer = "/add_" + list
				out = append(out, f)
			}
		case list == "rules" && n >= firstRule:
			f.Pointer = fmt.Sprintf("/add_rules/%d%s", n-firstRule, field)
			out = append(out, f)
		case list == "inherits" && (n >= firstEdge || f.Code == "too_deep"):
			f.Pointer = fmt.Sprintf("/add_inherits/%d%s", max(n-firstEdge, 0), field)
			out = append(out, f)
		case list == "inherits" && n >= firstEdge-c.parents() && c.parents() > 0:
			f.Pointer = "/add_roles" + field
			out = append(out, f)
		case list == "roles" && n >= firstRole:
			f.Pointer = fmt.Sprintf("/add_roles/%d%s", n-firstRole, field)
			out = append(out, f)
		case list == "roles" && len(c.RenameRoles) > 0 && slices.ContainsFunc(c.RenameRoles, func(r authz.OwnRole) bool { return r.ID == is.Roles[n].ID }):
			f.Pointer = "/rename_roles" + field
			out = append(out, f)
		}
	}
	return out
}

func (c Change) parents() int {
	n := 0
	for _, r := range c.AddRoles {
		n += len(r.Parent)
	}
	return n
}
