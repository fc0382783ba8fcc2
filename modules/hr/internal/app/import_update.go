package app

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"

	"longhouse/modules/hr"
	"longhouse/modules/hr/internal/domain"
	"longhouse/modules/hr/internal/store"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// update writes what a row changes of a known person, by the verbs that the API
// has: who they are at once, another job from today on, an end by ending.
func (im *importing) update(ctx context.Context, tx *db.Tx, p *person) error {
	e := &edit{moment: im.moment, tx: tx, rec: im.records[p.existing], others: im.records}
	if next := p.identity(e.rec.Identity); next != e.rec.Identity {
		if err := store.SaveIdentity(ctx, tx, p.existing, next, e.rec.Custom); err != nil {
			return err
		}
		if err := tx.Emit(ctx, hr.EmploymentChanged{Employee: p.existing, Topic: "person"}); err != nil {
			return err
		}
	}
	if err := im.updateJob(ctx, e, p); err != nil {
		return err
	}
	if err := im.updateManager(ctx, e, p); err != nil {
		return err
	}
	if !slices.Contains(p.verdict.Changed, "last_day") {
		return nil
	}
	// Jobs and lines may have changed above.
	again, err := store.LockRecords(ctx, tx, p.existing)
	if err != nil {
		return err
	}
	e.rec = again[p.existing]
	return end(ctx, e, EndInput{LastDay: p.last, Reason: p.reason})
}

func (im *importing) updateJob(ctx context.Context, e *edit, p *person) error {
	now, ok := presentJob(e.rec, im.today)
	if !ok {
		return nil
	}
	job := p.job(im, now.Content)
	if job == now.Content {
		return nil
	}
	before := e.rec.Jobs.Within(e.rec.Spells.Last())
	var after domain.Facts[domain.Job]
	var err error
	if now.Holds(im.today) && now.From != im.today {
		after, err = before.Change(im.today, job, kernel.NewUUID())
	} else {
		after, err = before.Correct(now.ID, job)
	}
	if err != nil {
		return err
	}
	if err := store.SaveJobs(ctx, e.tx, p.existing, before, after, im.now); err != nil {
		return err
	}
	if err := store.Touch(ctx, e.tx, p.existing); err != nil {
		return err
	}
	if err := refreshReach(ctx, e.tx, im.today, p.existing); err != nil {
		return err
	}
	return e.tx.Emit(ctx, hr.EmploymentChanged{Employee: p.existing, Topic: "job", From: im.today})
}

func (im *importing) updateManager(ctx context.Context, e *edit, p *person) error {
	boss, theirs := im.managerOf(p)
	if boss.IsZero() || !slices.Contains(p.verdict.Changed, "manager") {
		return nil
	}
	return im.link(ctx, e.tx, e.rec, boss, theirs)
}

// link lets somebody report to a manager from today on; while the newest spell
// has known no manager at all, from the first day on which both are employed.
func (im *importing) link(ctx context.Context, tx *db.Tx, rec *store.Record, boss hr.EmployeeID, theirs domain.Spells) error {
	spell := rec.Spells.Last()
	before := rec.Lines.Within(spell)
	var after domain.Facts[hr.EmployeeID]
	if slices.ContainsFunc(before.Periods(), func(l domain.Period[hr.EmployeeID]) bool { return !l.Content.IsZero() }) {
		if _, ok := theirs.On(im.today); !ok {
			return hr.ErrManagerAway
		}
		after = before.From(im.today, kernel.NewUUID(), func(hr.EmployeeID) hr.EmployeeID { return boss })
	} else {
		after = led(before, spell, boss, theirs)
	}
	if domain.Diff(before, after).Empty() {
		return nil
	}
	if err := store.SaveLines(ctx, tx, rec.ID, before, after, im.now); err != nil {
		return err
	}
	if err := acyclic(ctx, tx, rec.ID); err != nil {
		return err
	}
	if err := store.Touch(ctx, tx, rec.ID); err != nil {
		return err
	}
	return tx.Emit(ctx, hr.ReportingLineChanged{Employee: rec.ID, Manager: boss, From: im.today})
}

// linkLater enters managers whom earlier batches of the run named, and keeps
// whom this one names in vain.
func (im *importing) linkLater(ctx context.Context, tx *db.Tx) error {
	run := tx.Who().Run
	if run == uuid.Nil {
		return nil
	}
	wanted := map[hr.EmployeeID]string{}
	came := map[string]*person{}
	for _, p := range im.people {
		if p.failed() {
			continue
		}
		if p.manager != "" && p.bossID.IsZero() && len(im.byKey["p:"+p.bossKey])+len(im.names[p.bossKey]) == 0 && im.boss(p) == nil {
			wanted[p.existing] = p.bossKey
		}
		if p.verdict.Outcome == ImportCreate {
			came[strings.ToLower(p.id.Number)] = p
			if len(im.names[p.nameKey]) == 1 {
				came[p.nameKey] = p
			}
		}
	}
	if err := store.NoteWanted(ctx, tx, run, wanted); err != nil || len(came) == 0 {
		return err
	}
	keys := make([]string, 0, len(came))
	for k := range came {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	waiting, err := store.TakeWanted(ctx, tx, run, keys)
	if err != nil || len(waiting) == 0 {
		return err
	}
	ids := make([]hr.EmployeeID, 0, len(waiting))
	for id := range waiting {
		ids = append(ids, id)
	}
	records, err := store.LockRecords(ctx, tx, ids...)
	if err != nil {
		return err
	}
	for id, key := range waiting {
		boss := came[key]
		err := tx.Part(ctx, func(part *db.Tx) error { return im.link(ctx, part, records[id], boss.existing, im.spells(boss)) })
		if err != nil && fault.As(err) == nil {
			return err
		}
	}
	return nil
}

// refuse turns a fault that only the database knew of into the row's verdict.
func (p *person) refuse(err error) bool {
	f := fault.As(err)
	if f == nil || f.Kind == fault.Unavailable || f.Kind == fault.Internal {
		return false
	}
	p.verdict.Changed = nil
	if len(f.Fields) == 0 {
		p.fail("", f.Code, f.Message)
		return true
	}
	for _, field := range f.Fields {
		p.fail(field.Pointer[1:], field.Code, field.Message)
	}
	return true
}
