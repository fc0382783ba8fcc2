package app

import (
	"context"

	"longhouse/modules/hr"
	"longhouse/modules/hr/internal/domain"
	"longhouse/modules/hr/internal/store"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// EndInput says when an employment ends.
type EndInput struct {
	LastDay     kernel.Date   `json:"last_day" doc:"The last day at work; empty takes a planned end back"`
	Reason      string        `json:"reason,omitempty" maxLength:"200"`
	SuccessorID hr.EmployeeID `json:"successor_id,omitzero" doc:"To whom the people reporting to this one report afterwards; missing: to whoever is above"`
}

// End sets, moves or takes back the last day of somebody's employment. Jobs
// and lines are cut there, and people who report to the leaver go over to a
// successor. A last day that is reached is announced at once: sign-in is
// closed, work is handed over. A later one is announced when it has passed.
func (s *Service) End(ctx context.Context, id hr.EmployeeID, version int64, in EndInput) (EmployeeRecord, error) {
	p := plan{right: hr.EndEmployees, tree: true}
	if !in.SuccessorID.IsZero() {
		p.with = []hr.EmployeeID{in.SuccessorID}
	}
	return s.edit(ctx, p, id, version, func(ctx context.Context, e *edit) error {
		if err := e.sees(ctx, in.SuccessorID, "/successor_id"); err != nil {
			return err
		}
		if login := e.rec.Login; !login.IsZero() && !in.LastDay.IsZero() {
			if err := s.logins.MayDisable(ctx, login); err != nil {
				return err
			}
		}
		return end(ctx, e, in)
	})
}

// end is the inside of End, for whoever holds the tree and the person.
func end(ctx context.Context, e *edit, in EndInput) error {
	if !in.LastDay.IsZero() {
		var faults fault.Collector
		checkDay(&faults, "/last_day", in.LastDay)
		if err := faults.Err(); err != nil {
			return err
		}
	}
	spells, err := e.rec.Spells.EndOn(in.LastDay, in.Reason)
	if err != nil {
		return err
	}
	last := spells.Last()
	reached := !in.LastDay.IsZero() && !in.LastDay.After(e.today)
	if reached {
		last.Announced = &e.now
		spells[len(spells)-1] = last
	}
	if err := cut(ctx, e, spells); err != nil {
		return err
	}
	if !in.LastDay.IsZero() {
		if err := handOver(ctx, e, last, in.SuccessorID); err != nil {
			return err
		}
	}
	if err := store.Touch(ctx, e.tx, e.rec.ID); err != nil {
		return err
	}
	if err := refreshReach(ctx, e.tx, e.today, e.rec.ID); err != nil {
		return err
	}
	if !reached {
		return e.tx.Emit(ctx, hr.EmploymentChanged{Employee: e.rec.ID, Topic: "employment", From: last.End()})
	}
	return announce(ctx, e.tx, e.rec, last, e.today)
}

// cut ends jobs, lines and pay with the newest spell. A job that is planned for
// later refuses the end; a line is no plan of its own and just ends. So does pay:
// a refusal would tell somebody who may not read it that it was to change.
func cut(ctx context.Context, e *edit, spells domain.Spells) error {
	was, last := e.rec.Spells.Last(), spells.Last()
	jobs := e.rec.Jobs.Within(was)
	ended, err := jobs.EndAt(last.End())
	if err != nil {
		return err
	}
	lines := e.rec.Lines.Within(was)
	shorter := lines.TrimAt(last.End())
	if err := store.SaveSpells(ctx, e.tx, e.rec.ID, e.rec.Spells, spells, e.now); err != nil {
		return err
	}
	if err := store.SaveJobs(ctx, e.tx, e.rec.ID, jobs, ended, e.now); err != nil {
		return err
	}
	if err := store.SaveLines(ctx, e.tx, e.rec.ID, lines, shorter, e.now); err != nil {
		return err
	}
	pay, err := store.ReadPay(ctx, e.tx, e.rec.ID)
	if err != nil {
		return err
	}
	paid := pay.Facts.Within(was)
	return store.SavePay(ctx, e.tx, e.rec.ID, pay, paid, paid.TrimAt(last.End()), e.now)
}

// handOver gives everybody who reports to the leaver after the last day to the
// successor, or to whoever is above the leaver and still there.
func handOver(ctx context.Context, e *edit, last domain.Spell, successor hr.EmployeeID) error {
	leaver, end := e.rec.ID, last.End()
	reports, err := store.ReportsFrom(ctx, e.tx, leaver, end)
	if err != nil || len(reports) == 0 {
		return err
	}
	chain, err := superiors(ctx, e.tx, leaver, last.LastDay)
	if err != nil {
		return err
	}
	if !successor.IsZero() {
		rec := e.others[successor]
		if rec == nil || successor == leaver {
			return store.Unknown("/successor_id", "There is no such employee.")
		}
		if _, ok := rec.Spells.On(end); !ok {
			return hr.ErrManagerAway.Say("The successor is not employed then.")
		}
		chain = append([]domain.Superior{{ID: successor, Spells: rec.Spells}}, chain...)
	}
	people, err := store.LockRecords(ctx, e.tx, reports...)
	if err != nil {
		return err
	}
	for _, id := range reports {
		r := people[id]
		mine := chain
		if id == successor { // a report who takes over reports to whoever was above
			mine = chain[1:]
		}
		after := domain.HandUp(r.Lines, end, leaver, mine, kernel.NewUUID)
		if err := store.SaveLines(ctx, e.tx, id, r.Lines, after, e.now); err != nil {
			return err
		}
		holds, _ := after.AsOf(end)
		if err := e.tx.Emit(ctx, hr.ReportingLineChanged{Employee: id, Manager: holds.Content, From: end}); err != nil {
			return err
		}
	}
	if err := store.Touch(ctx, e.tx, reports...); err != nil {
		return err
	}
	return acyclic(ctx, e.tx, reports...)
}

// announce tells others that somebody left, with who may take over their work.
func announce(ctx context.Context, tx *db.Tx, rec *store.Record, last domain.Spell, today kernel.Date) error {
	above, err := store.Above(ctx, tx, rec.ID, last.LastDay, today)
	if err != nil {
		return err
	}
	e := hr.EmployeeLeft{Employee: rec.ID, Employment: last.ID, Name: rec.Name, Login: rec.Login, LastDay: last.LastDay}
	for i, a := range above {
		if i == 0 {
			e.Manager = a.ID
		}
		if a.Employed && !a.Login.IsZero() {
			e.ManagerLogin = a.Login
			break
		}
	}
	return tx.Emit(ctx, e)
}

// RehireInput opens another employment.
type RehireInput struct {
	HiredOn   kernel.Date      `json:"hired_on"`
	Seniority domain.Seniority `json:"seniority" enum:"anew,first,gap" doc:"From when service counts: from the new first day; from where it counted before; or from there, later by the days of the gap"`
	JobInput
	ManagerID hr.EmployeeID `json:"manager_id,omitzero"`
}

// Rehire opens another employment of somebody who left. Earlier ones stay as
// they are. A login that was disabled stays so until an administrator enables it.
func (s *Service) Rehire(ctx context.Context, id hr.EmployeeID, version int64, in RehireInput) (EmployeeRecord, error) {
	p := plan{right: hr.CreateEmployees, tree: true}
	if !in.ManagerID.IsZero() {
		p.with = []hr.EmployeeID{in.ManagerID}
	}
	return s.edit(ctx, p, id, version, func(ctx context.Context, e *edit) error {
		var faults fault.Collector
		checkDay(&faults, "/hired_on", in.HiredOn)
		in.job().Check(&faults, "")
		if err := faults.Err(); err != nil {
			return err
		}
		if err := e.sees(ctx, in.ManagerID, "/manager_id"); err != nil {
			return err
		}
		if in.ManagerID == id {
			return hr.ErrLineCycle
		}
		spells, err := e.rec.Spells.Rehire(kernel.NewID[hr.Employment](), in.HiredOn, in.Seniority)
		if err != nil {
			return err
		}
		if err := checkJob(ctx, e.tx, in.job()); err != nil {
			return err
		}
		lines := domain.Open(kernel.NewUUID(), in.HiredOn, kernel.Date{}, hr.EmployeeID{})
		if !in.ManagerID.IsZero() {
			if lines, err = under(ctx, e.tx, lines, in.HiredOn, e.others[in.ManagerID], in.ManagerID); err != nil {
				return err
			}
		}
		return openSpell(ctx, e, spells, domain.Open(kernel.NewUUID(), in.HiredOn, kernel.Date{}, in.job()), lines)
	})
}

func openSpell(ctx context.Context, e *edit, spells domain.Spells, jobs domain.Facts[domain.Job], lines lines) error {
	id, last := e.rec.ID, spells.Last()
	if err := store.SaveSpells(ctx, e.tx, id, e.rec.Spells, spells, e.now); err != nil {
		return err
	}
	if err := store.SaveJobs(ctx, e.tx, id, domain.Facts[domain.Job]{}, jobs, e.now); err != nil {
		return err
	}
	if err := store.SaveLines(ctx, e.tx, id, domain.Facts[hr.EmployeeID]{}, lines, e.now); err != nil {
		return err
	}
	if err := acyclic(ctx, e.tx, id); err != nil {
		return err
	}
	if err := store.Touch(ctx, e.tx, id); err != nil {
		return err
	}
	if err := refreshReach(ctx, e.tx, e.today, id); err != nil {
		return err
	}
	job, line := jobs.Periods()[0], lines.Periods()[0]
	return e.tx.Emit(ctx, hr.EmployeeHired{Employee: id, Number: e.rec.Identity.Number, Name: e.rec.Name, HiredOn: last.HiredOn,
		Unit: job.Content.Unit, Manager: line.Content, Login: e.rec.Login, Again: true})
}
