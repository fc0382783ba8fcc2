package authz

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// right is what is known of one registered permission. It is made once, so
// that a decision cuts no strings.
type right struct {
	name      kernel.Permission
	obj, act  string
	sensitive bool
	classes   []classRight // of its resource, with the right that reads each
}

type classRight struct {
	class string
	read  *right
}

// Rows says which records a resource has, so that scopes can be counted and
// shown. Their SQL is the module's own, and runs as the module.
type Rows struct {
	Resource string     // crm.deal
	From     string     // crm.deal d; @day is the day of the organisation
	Title    string     // d.name: what people call a record
	Where    string     // d.deleted_at is null; may be empty
	Spec     *page.Spec // whose Own, Team and Dept are the scopes
	// Today is the day that @day stands for; nil if there is none.
	Today func(ctx context.Context) (kernel.Date, error)
	// Circle is what takes the place of a person's teams, where the module means
	// something else by team; nil: the teams.
	Circle func(ctx context.Context, tx *db.Tx, user uuid.UUID, day kernel.Date) ([]uuid.UUID, error)
}

// Vocabulary is what policies may speak of.
type Vocabulary struct {
	resources []kernel.Resource
	rights    map[kernel.Permission]*right
	universe  []kernel.Permission // sorted
	lax       bool                // tests only: every right counts as registered
}

// Resources lists what rights are about, in the order of the modules.
func (v *Vocabulary) Resources() []kernel.Resource { return v.resources }

// Universe lists every registered right.
func (v *Vocabulary) Universe() []kernel.Permission { return v.universe }

// Sensitive says whether a right compares the policy's number when it is used.
func (v *Vocabulary) Sensitive(p kernel.Permission) bool {
	r := v.rights[p]
	return r != nil && r.sensitive
}

// Resource finds what an object such as crm:deal or crm:deal#margin is about.
func (v *Vocabulary) Resource(object string) (kernel.Resource, bool) {
	module, resource, _, ok := splitObject(object)
	i := slices.IndexFunc(v.resources, func(r kernel.Resource) bool { return ok && r.Name == module+"."+resource })
	if i < 0 {
		return kernel.Resource{}, false
	}
	return v.resources[i], true
}

// register adds the rights that a contract names. A right whose resource or
// action the contract does not describe is refused: nobody could give it.
func (v *Vocabulary) register(resources []kernel.Resource, permissions []kernel.Permission) error {
	offered := map[kernel.Permission]bool{} // and whether it is sensitive
	for _, r := range resources {
		if len(r.Actions) == 0 || len(r.Scopes) == 0 && !v.lax {
			return fmt.Errorf("the resource %s offers no action or no scope: nobody could be given it", r.Name)
		}
		v.resources = append(v.resources, r)
		exports := false
		for _, a := range r.Actions {
			offered[kernel.Permission(r.Name+"."+a.Name)] = a.Sensitive
			exports = exports || a.Name == "export"
		}
		for _, c := range r.Classes {
			for _, a := range r.Actions {
				offered[kernel.Permission(r.Name+"#"+c.Name+"."+a.Name)] = a.Sensitive || c.Sensitive
			}
			v.add(kernel.Permission(r.Name+"#"+c.Name+".read"), c.Sensitive)
			if exports {
				v.add(kernel.Permission(r.Name+"#"+c.Name+".export"), true)
			}
		}
	}
	for _, p := range permissions {
		sensitive, ok := offered[p]
		if !ok {
			return fmt.Errorf("the right %s names a resource or action that no contract describes", p)
		}
		v.add(p, sensitive)
	}
	for _, r := range resources {
		v.link(r)
	}
	return nil
}

func (v *Vocabulary) add(p kernel.Permission, sensitive bool) {
	if v.rights[p] == nil {
		obj, act := p.Split()
		v.rights[p] = &right{name: p, obj: obj, act: act, sensitive: sensitive || p.Module() == "access"}
		v.universe = append(v.universe, p)
		slices.Sort(v.universe)
	}
}

// link tells the rights of a resource which classes of fields hang on it.
func (v *Vocabulary) link(r kernel.Resource) {
	for p, known := range v.rights {
		rest, ok := strings.CutPrefix(string(p), r.Name)
		if !ok || rest[0] != '.' && rest[0] != '#' {
			continue
		}
		known.classes = nil
		for _, c := range r.Classes {
			known.classes = append(known.classes, classRight{c.Name, v.rights[kernel.Permission(r.Name+"#"+c.Name+".read")]})
		}
	}
}

// right finds one; of those that nobody registered there is none.
func (v *Vocabulary) right(p kernel.Permission) *right {
	if r := v.rights[p]; r != nil || !v.lax {
		return r
	}
	obj, act := p.Split()
	r := &right{name: p, obj: obj, act: act}
	plain, _, _ := strings.Cut(obj, "#")
	if about, ok := v.Resource(plain); ok {
		for _, c := range about.Classes {
			r.classes = append(r.classes, classRight{c.Name, v.rights[kernel.Permission(about.Name+"#"+c.Name+".read")]})
		}
	}
	return r
}

// Check fails when a resource cannot be policed: a narrow scope that no
// predicate says in SQL would be a right to nothing, or to everything.
func (e *Engine) Check() error {
	for _, r := range e.words.resources {
		rows, ok := e.rows[r.Name]
		for _, scope := range r.Scopes {
			var said string
			switch {
			case scope == "all":
				continue
			case !ok:
				return fmt.Errorf("the resource %s offers the scope %s, and no module says which rows that is", r.Name, scope)
			case scope == "own":
				said = rows.Spec.Own
			case scope == "team":
				said = rows.Spec.Team
			case scope == "dept":
				said = rows.Spec.Dept
			}
			if said == "" {
				return fmt.Errorf("the resource %s offers the scope %s, and its list has no predicate for it", r.Name, scope)
			}
		}
	}
	for name := range e.rows {
		if !slices.ContainsFunc(e.words.resources, func(r kernel.Resource) bool { return r.Name == name }) {
			return fmt.Errorf("rows of %s, which no contract describes", name)
		}
	}
	return nil
}

// Known says whether a right is registered.
func (v *Vocabulary) Known(p kernel.Permission) bool { return v.right(p) != nil }
