package app

import (
	"context"
	"slices"
	"strings"

	"longhouse/modules/hr"
	"longhouse/modules/hr/internal/store"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// People is hr's answer to other modules.
type People struct{ s *Service }

var _ hr.People = People{}

// People answers other modules who works here.
func (s *Service) People() People { return People{s} }

// Person is one person on a day.
func (p People) Person(ctx context.Context, id hr.EmployeeID, asOf kernel.Date) (hr.Person, error) {
	return one(p.find(ctx, store.Who{IDs: []hr.EmployeeID{id}}, asOf))
}

// ByLogin is the person behind a login.
func (p People) ByLogin(ctx context.Context, login kernel.ID[kernel.User], asOf kernel.Date) (hr.Person, error) {
	return one(p.find(ctx, store.Who{Logins: []kernel.ID[kernel.User]{login}}, asOf))
}

// ByLogins are the people behind logins.
func (p People) ByLogins(ctx context.Context, logins []kernel.ID[kernel.User], asOf kernel.Date) (map[kernel.ID[kernel.User]]hr.Person, error) {
	found, err := p.find(ctx, store.Who{Logins: logins}, asOf)
	out := make(map[kernel.ID[kernel.User]]hr.Person, len(found))
	for _, person := range found {
		out[person.Login] = person
	}
	return out, err
}

// Named are the people whom texts mean, by number, e-mail or name.
func (p People) Named(ctx context.Context, texts []string, asOf kernel.Date) (map[string][]hr.Person, error) {
	m, scope, ok, err := p.asks(ctx)
	if err != nil || !ok || len(texts) == 0 {
		return map[string][]hr.Person{}, err
	}
	return db.Read(ctx, p.s.db, func(tx *db.Tx) (map[string][]hr.Person, error) {
		if scope, err = circle(ctx, tx, scope, m.today); err != nil {
			return nil, err
		}
		emails, names := make([]string, len(texts)), make([]string, len(texts))
		for i, text := range texts {
			emails[i], names[i] = strings.ToLower(text), turned(text)
		}
		if names, err = store.Fold(ctx, tx, names); err != nil {
			return nil, err
		}
		keys, err := store.FindByKeys(ctx, tx, texts, filled(slices.Clone(emails)), filled(slices.Clone(names)))
		if err != nil {
			return nil, err
		}
		ids := make([]hr.EmployeeID, len(keys))
		for i, k := range keys {
			ids[i] = k.ID
		}
		found, err := store.People(ctx, tx, scope, store.Who{IDs: ids}, m.on(asOf))
		if err != nil {
			return nil, err
		}
		seen := make(map[hr.EmployeeID]hr.Person, len(found))
		for _, person := range found {
			seen[person.ID] = person
		}
		out := map[string][]hr.Person{}
		for i, text := range texts {
			if means := meant(keys, seen, text, emails[i], names[i]); len(means) > 0 {
				out[text] = means
			}
		}
		return out, nil
	})
}

// meant picks whom a text means among those who may be seen: the first key that anybody has decides.
func meant(keys []store.Key, seen map[hr.EmployeeID]hr.Person, number, email, name string) []hr.Person {
	for _, has := range []func(store.Key) bool{
		func(k store.Key) bool { return number != "" && k.Number == number },
		func(k store.Key) bool { return email != "" && k.EmailKey == email },
		func(k store.Key) bool { return name != "" && (k.LegalKey == name || k.NameKey == name) },
	} {
		var out []hr.Person
		for _, k := range keys {
			if person, ok := seen[k.ID]; ok && has(k) {
				out = append(out, person)
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}

// Names are display names.
func (p People) Names(ctx context.Context, ids []hr.EmployeeID) (map[hr.EmployeeID]string, error) {
	m, scope, ok, err := p.asks(ctx)
	if err != nil || !ok || len(ids) == 0 {
		return map[hr.EmployeeID]string{}, err
	}
	return db.Read(ctx, p.s.db, func(tx *db.Tx) (map[hr.EmployeeID]string, error) {
		if scope, err = circle(ctx, tx, scope, m.today); err != nil {
			return nil, err
		}
		return store.Names(ctx, tx, scope, ids, m.today)
	})
}

// asks finds out whom the caller may see; ok is false for nobody, which is no refusal here.
func (p People) asks(ctx context.Context) (m moment, scope page.Scope, ok bool, err error) {
	if m, err = p.s.moment(ctx); err != nil {
		return m, scope, false, err
	}
	scope, err = authz.Scope(ctx, hr.ReadEmployees)
	if nobody(err) {
		return m, scope, false, nil
	}
	return m, scope, err == nil, err
}

func (p People) find(ctx context.Context, who store.Who, asOf kernel.Date) ([]hr.Person, error) {
	m, scope, ok, err := p.asks(ctx)
	if err != nil || !ok || len(who.IDs)+len(who.Logins) == 0 {
		return nil, err
	}
	read := db.Read[[]hr.Person]
	if everybody(scope) {
		read = db.Glance[[]hr.Person] // no circle to find first
	}
	return read(ctx, p.s.db, func(tx *db.Tx) ([]hr.Person, error) {
		if scope, err = circle(ctx, tx, scope, m.today); err != nil {
			return nil, err
		}
		return store.People(ctx, tx, scope, who, m.on(asOf))
	})
}

func one(found []hr.Person, err error) (hr.Person, error) {
	if err == nil && len(found) == 0 {
		err = fault.ErrNotFound
	}
	if err != nil {
		return hr.Person{}, err
	}
	return found[0], nil
}

// Hit is what the search box finds of an employee.
type Hit struct {
	ID              hr.EmployeeID
	Title, Subtitle string
}

// Search finds people by what somebody types: name, e-mail or number.
func (s *Service) Search(ctx context.Context, text string, limit int) ([]Hit, error) {
	found, err := page.Find(ctx, func(ctx context.Context, r page.Request) (page.Page[Employee], error) {
		return s.Employees(ctx, r, kernel.Date{})
	}, text, "", limit)
	hits := make([]Hit, len(found))
	for i, e := range found {
		hits[i] = Hit{e.ID, e.Name, e.Title}
		switch {
		case e.Status != hr.Active:
			hits[i].Subtitle = string(e.Status)
		case e.Unit.Name != "" && e.Title != "":
			hits[i].Subtitle += ", " + e.Unit.Name
		case e.Unit.Name != "":
			hits[i].Subtitle = e.Unit.Name
		}
	}
	return hits, err
}
