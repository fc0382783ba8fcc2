package app

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"longhouse/modules/hr"
	"longhouse/modules/hr/internal/domain"
	"longhouse/modules/hr/internal/store"
	"longhouse/platform/authz"
	"longhouse/platform/kernel"
)

// findManager finds whom the row names as manager among the staff; rows of the
// same file are looked at in boss.
func (im *importing) findManager(p *person) {
	if p.manager == "" {
		return
	}
	if found := im.byKey["n:"+p.manager]; len(found) == 1 {
		p.bossID = found[0]
		return
	}
	if found := im.byKey["p:"+p.bossKey]; len(found) == 1 {
		p.bossID = found[0]
	}
}

// boss is the row of the same file that the row names as manager: by number,
// else by name. Several of one name are nobody.
func (im *importing) boss(p *person) *person {
	if p.manager == "" {
		return nil
	}
	if q := im.numbers[p.manager]; q != nil {
		return q
	}
	if same := im.names[p.bossKey]; len(same) == 1 {
		return same[0]
	}
	return nil
}

// rings refuses rows that report to themselves through rows of the same file.
func (im *importing) rings() {
	for _, p := range im.people {
		seen := map[*person]bool{}
		for q := im.boss(p); q != nil && !seen[q]; q = im.boss(q) {
			if q == p {
				p.fail("manager", hr.ErrLineCycle.Code, "This person would report to themselves, directly or through others.")
				break
			}
			seen[q] = true
		}
	}
}

// judge says what becomes of a row, given everything that was looked up.
func (im *importing) judge(ctx context.Context, p *person) {
	if p.sayPerson && authz.Allowed(ctx, hr.UpdatePersonal) != nil {
		p.fail("birth_date", "field_forbidden", "Your roles do not allow writing birthday, address, private phone or notes. Leave these columns out.")
	}
	p.findUnit(im)
	im.judgeManager(p)
	switch {
	case p.failed():
	case p.isNew:
		if p.hired.IsZero() {
			p.fail("hired_on", "required", "A new employee has a first day.")
			return
		}
		p.verdict.Outcome = ImportCreate
	default:
		im.compare(p)
	}
	p.needs(ctx)
}

// needs asks of an import the rights that the same changes by hand ask for.
func (p *person) needs(ctx context.Context) {
	right := hr.UpdateEmployees
	switch {
	case p.verdict.Outcome == ImportCreate:
		right = hr.CreateEmployees
	case p.verdict.Outcome != ImportUpdate:
		return
	case slices.Contains(p.verdict.Changed, "last_day") && authz.Allowed(ctx, hr.EndEmployees) != nil:
		right = hr.EndEmployees
	}
	if authz.Allowed(ctx, right) != nil {
		p.fail("", "forbidden", "This needs the right "+string(right)+", which none of your roles gives you.")
	}
}

func (p *person) findUnit(im *importing) {
	text := p.unit
	if p.isNew {
		text = p.unitText(im.options)
	}
	if text == "" {
		if p.isNew {
			p.fail("unit", "required", "A new employee belongs to a unit. Name one in the file, or choose one for everybody.")
		}
		return
	}
	switch found := im.unit(p, text); {
	case len(found) > 1:
		p.fail("unit", "ambiguous", "Several units have this name. Write the code of one.")
	case len(found) == 0 && p.unit != "" && !im.options.CreateUnits:
		p.fail("unit", "unknown", "There is no such unit. Make it first, or let the import make units.")
	case len(found) == 0 && !im.mayMake:
		p.fail("unit", "forbidden", "There is no such unit, and your roles do not allow making it.")
	}
}

func (im *importing) unit(p *person, text string) []hr.UnitID {
	if found := im.units["code:"+text]; len(found) == 1 {
		return found
	}
	return im.units[p.unitKey]
}

func (im *importing) judgeManager(p *person) {
	if p.manager == "" {
		return
	}
	boss := im.boss(p)
	code, what := "", ""
	switch {
	case p.bossID.IsZero() && boss == nil && len(im.byKey["p:"+p.bossKey])+len(im.names[p.bossKey]) > 1:
		code, what = "ambiguous", "Several employees have this name"
	case p.bossID.IsZero() && boss == nil:
		code, what = "unknown", "Nobody here has this name or number"
	case !im.meet(p, boss):
		code, what = hr.ErrManagerAway.Code, "The manager and this person are never employed on the same day"
	default:
		return
	}
	p.bossID, p.noBoss = hr.EmployeeID{}, true
	if im.options.RefuseUnknown {
		p.fail("manager", code, what+".")
		return
	}
	p.warn("manager", code, what+", so no manager is entered.")
}

// meet says whether a person and the named manager share a day of work.
func (im *importing) meet(p, boss *person) bool {
	mine := im.spells(p)
	var theirs domain.Spells
	if rec := im.records[p.bossID]; rec != nil {
		theirs = rec.Spells
	} else if boss != nil {
		theirs = im.spells(boss)
	}
	if len(mine) == 0 || len(theirs) == 0 {
		return true // a first day is missing, which is told by itself
	}
	return slices.ContainsFunc(theirs, func(s domain.Spell) bool { _, _, ok := common(mine.Last(), s); return ok })
}

func (im *importing) spells(p *person) domain.Spells {
	if rec := im.records[p.existing]; rec != nil {
		return rec.Spells
	}
	if p.hired.IsZero() {
		return nil
	}
	return domain.Spells{{Number: 1, HiredOn: p.hired, LastDay: p.last, Reason: p.reason, SeniorityFrom: p.hired}}
}

// compare finds what the row changes of a known person.
func (im *importing) compare(p *person) {
	rec := im.records[p.existing]
	if rec == nil { // gone since it was looked up
		p.fail("number", "unknown", "This employee was deleted meanwhile.")
		return
	}
	last := rec.Spells.Last()
	if !p.hired.IsZero() && !slices.ContainsFunc(rec.Spells, func(s domain.Spell) bool { return s.HiredOn == p.hired }) {
		p.fail("hired_on", "differs", fmt.Sprintf("This person was hired on %s. An import does not move the first day, since all facts stand on it.", last.HiredOn))
	}
	if !p.last.IsZero() && !slices.ContainsFunc(rec.Spells, func(s domain.Spell) bool { return s.LastDay == p.last }) {
		if last.Announced != nil {
			p.fail("last_day", "differs", fmt.Sprintf("This person left on %s, and that was announced.", last.LastDay))
		}
		p.verdict.Changed = append(p.verdict.Changed, "last_day")
	}
	p.verdict.Changed = append(p.verdict.Changed, identityChanges(rec.Identity, p.identity(rec.Identity))...)
	if now, ok := presentJob(rec, im.today); ok {
		p.verdict.Changed = append(p.verdict.Changed, jobChanges(now.Content, p.job(im, now.Content))...)
	}
	if !p.bossID.IsZero() && im.otherManager(rec, p.bossID) {
		p.verdict.Changed = append(p.verdict.Changed, "manager")
	}
	switch {
	case p.failed():
	case len(p.verdict.Changed) == 0 && (p.bossID.IsZero() && im.newBoss(p)):
		p.verdict.Outcome, p.verdict.Changed = ImportUpdate, []string{"manager"}
	case len(p.verdict.Changed) == 0:
		p.verdict.Outcome = ImportUnchanged
	default:
		p.verdict.Outcome = ImportUpdate
	}
}

func (im *importing) newBoss(p *person) bool {
	q := im.boss(p)
	return q != nil && q.isNew && !p.noBoss
}

// identity is who the person is, with what the row states.
func (p *person) identity(was domain.Identity) domain.Identity {
	is := was
	for _, f := range []struct{ to, from *string }{{&is.LegalName, &p.id.LegalName}, {&is.PreferredName, &p.id.PreferredName}, {&is.Email, &p.id.Email},
		{&is.Phone, &p.id.Phone}, {&is.HomeAddress, &p.id.HomeAddress}, {&is.PersonalPhone, &p.id.PersonalPhone}, {&is.Notes, &p.id.Notes}} {
		if *f.from != "" {
			*f.to = *f.from
		}
	}
	if !p.id.BirthDate.IsZero() {
		is.BirthDate = p.id.BirthDate
	}
	return is
}

func identityChanges(was, is domain.Identity) (fields []string) {
	for _, f := range []struct {
		key     string
		was, is any
	}{{"name", was.LegalName, is.LegalName}, {"preferred_name", was.PreferredName, is.PreferredName}, {"email", was.Email, is.Email}, {"phone", was.Phone, is.Phone},
		{"birth_date", was.BirthDate, is.BirthDate}, {"home_address", was.HomeAddress, is.HomeAddress}, {"personal_phone", was.PersonalPhone, is.PersonalPhone}, {"notes", was.Notes, is.Notes}} {
		if f.was != f.is {
			fields = append(fields, f.key)
		}
	}
	return fields
}

// presentJob is the period that a file without dates speaks of: today's, else
// the last one, or the first when the person has not come yet.
func presentJob(rec *store.Record, today kernel.Date) (domain.Period[domain.Job], bool) {
	jobs := rec.Jobs.Within(rec.Spells.Last()).Periods()
	if len(jobs) == 0 {
		return domain.Period[domain.Job]{}, false
	}
	for _, j := range jobs {
		if j.Holds(today) {
			return j, true
		}
	}
	if today.Before(jobs[0].From) {
		return jobs[0], true
	}
	return jobs[len(jobs)-1], true
}

// job is what the person does, with what the row states. A unit that is still
// to be made is none yet, which differs from every other.
func (p *person) job(im *importing, was domain.Job) domain.Job {
	is := was
	for _, f := range []struct {
		to   *string
		from string
	}{{&is.Title, p.title}, {&is.Site, p.site}, {&is.Type, p.kind}} {
		if f.from != "" {
			*f.to = f.from
		}
	}
	if p.unit == "" {
		return is
	}
	var unit hr.UnitID
	if found := im.unit(p, p.unit); len(found) == 1 {
		unit = found[0]
	}
	if unit != was.Unit {
		is.Unit, is.Position = unit, hr.PositionID{}
	}
	return is
}

func jobChanges(was, is domain.Job) (fields []string) {
	for _, f := range []struct{ key, was, is string }{{"unit", was.Unit.String(), is.Unit.String()}, {"title", was.Title, is.Title}, {"site", was.Site, is.Site}, {"employment_type", was.Type, is.Type}} {
		if !strings.EqualFold(f.was, f.is) || f.was != f.is {
			fields = append(fields, f.key)
		}
	}
	return fields
}

// otherManager says whether the file's manager is news: not when it is today's,
// nor when that manager has left and was it before.
func (im *importing) otherManager(rec *store.Record, manager hr.EmployeeID) bool {
	if now, ok := rec.Lines.AsOf(im.today); ok && now.Content == manager {
		return false
	}
	lines := rec.Lines.Within(rec.Spells.Last()).Periods()
	was := slices.ContainsFunc(lines, func(l domain.Period[hr.EmployeeID]) bool { return l.Content == manager })
	if was {
		_, here := rec.Spells.On(im.today)
		boss := im.records[manager]
		if !here || boss == nil {
			return false
		}
		_, bossHere := boss.Spells.On(im.today)
		return bossHere
	}
	return true
}

// common are the days that two spells share; a zero end is open.
func common(a, b domain.Spell) (from, end kernel.Date, ok bool) {
	from, end = a.HiredOn, a.End()
	if b.HiredOn.After(from) {
		from = b.HiredOn
	}
	if e := b.End(); !e.IsZero() && (end.IsZero() || e.Before(end)) {
		end = e
	}
	return from, end, end.IsZero() || from.Before(end)
}
