package app

import (
	"context"
	"fmt"
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

// importing is a batch of rows on its way: what they say, and what is there.
type importing struct {
	moment
	options ImportOptions
	mayMake bool // units
	people  []*person
	keys    []store.Key
	byKey   map[string][]hr.EmployeeID // "n:" number, "m:" e-mail, "p:" folded name
	units   map[string][]hr.UnitID     // by folded name or by code
	records map[hr.EmployeeID]*store.Record
	// rows of the batch by number and by folded name, for managers who come with it
	numbers map[string]*person
	names   map[string][]*person
}

type reader func(context.Context, *db.Tx, ...hr.EmployeeID) (map[hr.EmployeeID]*store.Record, error)

// plan says what will become of each row. It looks everything up at once,
// however many rows there are.
func (s *Service) plan(ctx context.Context, tx *db.Tx, m moment, rows []ImportRow, o ImportOptions, read reader) (*importing, error) {
	im := &importing{moment: m, options: o, byKey: map[string][]hr.EmployeeID{}, units: map[string][]hr.UnitID{}}
	im.mayMake = authz.Allowed(ctx, hr.CreateUnits) == nil
	for _, row := range rows {
		im.people = append(im.people, understand(row, o, m.today))
	}
	if err := im.lookUp(ctx, tx); err != nil {
		return nil, err
	}
	im.twins()
	im.index()
	var known []hr.EmployeeID
	for _, p := range im.people {
		im.match(p)
		im.findManager(p)
		known = append(known, p.existing, p.bossID)
	}
	slices.SortFunc(known, func(a, b hr.EmployeeID) int { return strings.Compare(a.String(), b.String()) })
	var err error
	if im.records, err = read(ctx, tx, slices.Compact(known)...); err != nil {
		return nil, err
	}
	im.rings()
	for _, p := range im.people {
		im.judge(ctx, p)
	}
	return im, nil
}

// mayImport: an import reaches everybody, so a narrower right is none.
func mayImport(ctx context.Context) error {
	for _, right := range []kernel.Permission{hr.ImportEmployees, hr.ReadEmployees} {
		scope, err := authz.Scope(ctx, right)
		if err != nil {
			return err
		}
		if scope.Allow != page.All || scope.Deny != page.None {
			return fault.ErrForbidden.Say("An import compares with everybody, so it needs the right " + string(right) + " for all.")
		}
	}
	return nil
}

func (im *importing) lookUp(ctx context.Context, tx *db.Tx) error {
	var texts, numbers, emails []string
	for _, p := range im.people {
		texts = append(texts, p.id.LegalName, p.unitText(im.options), turned(p.manager))
		emails = append(emails, strings.ToLower(p.id.Email))
		numbers = append(numbers, p.id.Number, p.manager)
	}
	folded, err := store.Fold(ctx, tx, texts)
	if err != nil {
		return err
	}
	var names, unitNames, codes []string
	for i, p := range im.people {
		p.nameKey, p.unitKey, p.bossKey = folded[3*i], folded[3*i+1], folded[3*i+2]
		names, unitNames, codes = append(names, p.nameKey, p.bossKey), append(unitNames, p.unitKey), append(codes, p.unit)
	}
	if im.keys, err = store.FindByKeys(ctx, tx, filled(numbers), filled(emails), filled(names)); err != nil {
		return err
	}
	for _, k := range im.keys {
		im.know(k)
	}
	units, err := store.UnitsNamed(ctx, tx, filled(unitNames), filled(codes))
	for _, u := range units {
		im.units[u.NameKey] = append(im.units[u.NameKey], u.ID)
		if u.Code != "" && u.Code != u.NameKey {
			im.units["code:"+u.Code] = append(im.units["code:"+u.Code], u.ID)
		}
	}
	return err
}

// know remembers by what a row may mean a person.
func (im *importing) know(k store.Key) {
	keys := []string{"n:" + k.Number, "p:" + k.LegalKey}
	if k.NameKey != k.LegalKey {
		keys = append(keys, "p:"+k.NameKey)
	}
	if k.EmailKey != "" {
		keys = append(keys, "m:"+k.EmailKey)
	}
	for _, key := range keys {
		im.byKey[key] = append(im.byKey[key], k.ID)
	}
}

func filled(texts []string) []string {
	return slices.DeleteFunc(texts, func(s string) bool { return s == "" })
}

// turned writes Fuller, Andrew as Andrew Fuller.
func turned(name string) string {
	if last, first, ok := strings.Cut(name, ","); ok {
		name = first + " " + last
	}
	return strings.Join(strings.Fields(name), " ")
}

// unitText is the unit that a new person gets.
func (p *person) unitText(o ImportOptions) string {
	if p.unit == "" {
		return strings.Join(strings.Fields(o.DefaultUnit), " ")
	}
	return p.unit
}

func (im *importing) index() {
	im.numbers, im.names = map[string]*person{}, map[string][]*person{}
	for _, p := range im.people {
		if p.id.Number != "" && im.numbers[p.id.Number] == nil {
			im.numbers[p.id.Number] = p
		}
		im.names[p.nameKey] = append(im.names[p.nameKey], p)
	}
}

// twins finds rows that mean one person, and people who share an e-mail.
func (im *importing) twins() {
	numbers, emails := map[string]int{}, map[string]int{}
	for _, p := range im.people {
		if first, twice := numbers[p.id.Number]; twice && p.id.Number != "" {
			p.fail("number", "duplicate", fmt.Sprintf("Line %d has this number too.", first))
			continue
		}
		numbers[p.id.Number] = p.line
		mail := strings.ToLower(p.id.Email)
		if first, twice := emails[mail]; twice && mail != "" {
			im.sameEmail(p, fmt.Sprintf("Line %d has this e-mail too.", first))
			continue
		}
		emails[mail] = p.line
	}
}

func (im *importing) sameEmail(p *person, message string) {
	if im.options.RefuseSameEmails {
		p.fail("email", "duplicate", message)
		return
	}
	p.warn("email", "duplicate", message)
}

// match finds whom the row means: by number, else by e-mail, else by name. A
// number that nobody has means somebody new; so does an e-mail, unless somebody
// of the same name has none yet.
func (im *importing) match(p *person) {
	mail := "m:" + strings.ToLower(p.id.Email)
	var found []hr.EmployeeID
	at := "number"
	switch {
	case p.id.Number != "":
		found = im.byKey["n:"+p.id.Number]
		for _, other := range im.byKey[mail] {
			if !slices.Contains(found, other) {
				im.sameEmail(p, "Another employee has this e-mail.")
				break
			}
		}
	case p.id.Email != "":
		if found, at = im.byKey[mail], "email"; len(found) == 0 {
			found, at = im.withoutEmail(p.nameKey), "name"
		}
	default:
		found, at = im.byKey["p:"+p.nameKey], "name"
	}
	if p.id.LegalName == "" && len(found) == 0 && p.id.Number != "" {
		p.fail("name", "required", "Nobody has this number yet, and a new employee has a name.")
	}
	switch len(found) {
	case 0:
		p.isNew = true
	case 1:
		p.existing, p.verdict.ID = found[0], found[0]
	default:
		p.fail(at, "ambiguous", "Several employees match. Add their numbers.")
	}
}

func (im *importing) withoutEmail(name string) []hr.EmployeeID {
	var found []hr.EmployeeID
	for _, k := range im.keys {
		if k.EmailKey == "" && (k.LegalKey == name || k.NameKey == name) {
			found = append(found, k.ID)
		}
	}
	return found
}
