package app

import (
	"context"
	"strconv"

	"longhouse/modules/hr"
	"longhouse/modules/hr/internal/domain"
	"longhouse/modules/hr/internal/store"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
)

// CheckImport says what would become of rows, and changes nothing.
func (s *Service) CheckImport(ctx context.Context, rows []ImportRow, o ImportOptions) ([]ImportVerdict, error) {
	m, err := s.moment(ctx)
	if err != nil {
		return nil, err
	}
	if err := mayImport(ctx); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.db, func(tx *db.Tx) ([]ImportVerdict, error) {
		im, err := s.plan(ctx, tx, m, rows, o, store.ReadRecords)
		if err != nil {
			return nil, err
		}
		return im.verdicts(), nil
	})
}

func (im *importing) verdicts() []ImportVerdict {
	out := make([]ImportVerdict, len(im.people))
	for i, p := range im.people {
		out[i] = p.verdict
	}
	return out
}

// ImportMoment is when an import runs; ask before the transaction.
type ImportMoment struct{ moment }

// ImportMoment reads the clock and the zone for ApplyImport.
func (s *Service) ImportMoment(ctx context.Context) (ImportMoment, error) {
	m, err := s.moment(ctx)
	return ImportMoment{m}, err
}

// ApplyImport writes rows in the import's transaction, after judging them again
// under lock. People are made first and reporting lines after them, so a file
// may name managers in any order. A manager who comes with a later batch of the
// same run is entered when that batch is.
func (s *Service) ApplyImport(ctx context.Context, tx *db.Tx, m ImportMoment, rows []ImportRow, o ImportOptions) ([]ImportVerdict, error) {
	if err := mayImport(ctx); err != nil {
		return nil, err
	}
	if err := store.LockTree(ctx, tx); err != nil {
		return nil, err
	}
	im, err := s.plan(ctx, tx, m.moment, rows, o, store.LockRecords)
	if err != nil {
		return nil, err
	}
	if err := im.makeUnits(ctx, tx); err != nil {
		return nil, err
	}
	if err := im.create(ctx, tx); err != nil {
		return nil, err
	}
	for _, p := range im.people {
		if p.verdict.Outcome != ImportUpdate {
			continue
		}
		if err := tx.Part(ctx, func(part *db.Tx) error { return im.update(ctx, part, p) }); err != nil {
			if !p.refuse(err) {
				return nil, err
			}
		}
	}
	if err := im.linkLater(ctx, tx); err != nil {
		return nil, err
	}
	return im.verdicts(), nil
}

// makeUnits makes the units that rows name and nobody has.
func (im *importing) makeUnits(ctx context.Context, tx *db.Tx) error {
	for _, p := range im.people {
		text := p.unit
		if p.isNew {
			text = p.unitText(im.options)
		}
		if p.failed() || text == "" || len(im.unit(p, text)) > 0 {
			continue
		}
		u := store.Unit{ID: kernel.NewID[hr.Unit](), Name: text}
		if err := store.AddUnit(ctx, tx, u, im.now); err != nil {
			return err
		}
		im.units[p.unitKey] = []hr.UnitID{u.ID}
	}
	return nil
}

// create writes all new people at once.
func (im *importing) create(ctx context.Context, tx *db.Tx) error {
	var fresh []*person
	numbered := true
	for _, p := range im.people {
		if p.verdict.Outcome == ImportCreate {
			p.existing = kernel.NewID[hr.Employee]()
			p.verdict.ID = p.existing
			fresh = append(fresh, p)
			numbered = numbered && p.id.Number != ""
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	next := int64(0)
	if !numbered {
		var err error
		if next, err = store.NextNumber(ctx, tx); err != nil {
			return err
		}
	}
	records := make([]store.Record, len(fresh))
	for i, p := range fresh {
		if p.id.Number == "" {
			p.id.Number = strconv.FormatInt(next, 10)
			next++
		}
		records[i] = im.record(p)
	}
	if err := store.Add(ctx, tx, records, im.now); err != nil {
		return err
	}
	ids := make([]hr.EmployeeID, len(fresh))
	for i, p := range fresh {
		ids[i] = p.existing
		if err := tx.Emit(ctx, hr.EmployeeHired{Employee: p.existing, Number: p.id.Number, Name: records[i].Name, HiredOn: p.hired, Unit: records[i].Jobs.Periods()[0].Content.Unit}); err != nil {
			return err
		}
	}
	return acyclic(ctx, tx, ids...)
}

// record puts a new person together. Somebody who has left already was never
// here to leave, so nobody is told.
func (im *importing) record(p *person) store.Record {
	spell := domain.Spell{ID: kernel.NewID[hr.Employment](), Number: 1, HiredOn: p.hired, LastDay: p.last, Reason: p.reason, SeniorityFrom: p.hired}
	if !p.last.IsZero() && !p.last.After(im.today) {
		spell.Announced = &im.now
	}
	rec := store.Record{ID: p.existing, Identity: p.id, Name: p.id.LegalName, Spells: domain.Spells{spell},
		Jobs:  domain.Open(kernel.NewUUID(), p.hired, spell.End(), domain.Job{Unit: im.unit(p, p.unitText(im.options))[0], Title: p.title, Site: p.site, Type: p.kind}),
		Lines: domain.Open(kernel.NewUUID(), p.hired, spell.End(), hr.EmployeeID{})}
	if p.id.PreferredName != "" {
		rec.Name = p.id.PreferredName
	}
	if boss, theirs := im.managerOf(p); !boss.IsZero() {
		rec.Lines = led(rec.Lines, spell, boss, theirs)
	}
	return rec
}

// managerOf is whom the row names, if that person is known by now.
func (im *importing) managerOf(p *person) (hr.EmployeeID, domain.Spells) {
	if p.noBoss || p.manager == "" {
		return hr.EmployeeID{}, nil
	}
	if rec := im.records[p.bossID]; rec != nil {
		return p.bossID, rec.Spells
	}
	if q := im.boss(p); q != nil && !q.existing.IsZero() && !q.failed() {
		return q.existing, im.spells(q)
	}
	return hr.EmployeeID{}, nil
}

// led lets lines lead to a manager on the days that both are employed: a file
// says who reports to whom, and not since when.
func led(lines domain.Facts[hr.EmployeeID], spell domain.Spell, boss hr.EmployeeID, theirs domain.Spells) domain.Facts[hr.EmployeeID] {
	for _, t := range theirs {
		from, end, ok := common(spell, t)
		if !ok {
			continue
		}
		lines = lines.From(from, kernel.NewUUID(), func(hr.EmployeeID) hr.EmployeeID { return boss })
		if !end.IsZero() && end != spell.End() {
			lines = lines.From(end, kernel.NewUUID(), func(hr.EmployeeID) hr.EmployeeID { return hr.EmployeeID{} })
		}
	}
	return lines
}
