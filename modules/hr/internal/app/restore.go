package app

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"longhouse/modules/hr"
	"longhouse/modules/hr/internal/domain"
	"longhouse/modules/hr/internal/store"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
)

// RestoreEmployee gives a person and their dated facts old values back; none, when
// the change that is undone hired them. A hire on which nothing stands yet is
// taken back, and comes back. An end reaches others: it has a verb of its own.
func (s *Service) RestoreEmployee(ctx context.Context, id hr.EmployeeID, was kernel.Past) error {
	m, err := s.moment(ctx)
	if err != nil {
		return err
	}
	right := hr.UpdateEmployees
	if was.Old == nil || was.Gone {
		right = hr.CreateEmployees
	}
	scope, err := authz.Scope(ctx, right)
	if err != nil {
		return err
	}
	read, err := authz.Scope(ctx, hr.ReadEmployees)
	if err != nil {
		return err
	}
	return db.Changed(ctx, s.db, func(tx *db.Tx) error {
		if err := store.LockTree(ctx, tx); err != nil {
			return err
		}
		locked, err := store.LockRecords(ctx, tx, id)
		if err != nil {
			return err
		}
		rec := locked[id]
		switch {
		case rec == nil && was.Gone:
			if err := s.custom.Restored(ctx, tx, "hr.employee", id.UUID, nil, kernel.CustomOf(was.Old)); err != nil {
				return err
			}
			if err := store.PutBack(ctx, tx, id, was); err != nil {
				return err
			}
			return refreshReach(ctx, tx, m.today, id)
		case rec == nil && was.Old == nil:
			return nil
		case rec == nil:
			return hr.ErrUndoNot.Say("This employee is gone. Hire them again.")
		}
		if err := reaches(ctx, tx, scope, id, m.today, scope.Beyond()); err != nil {
			return err
		}
		if was.Old == nil {
			return unhire(ctx, tx, rec)
		}
		e := &edit{moment: m, tx: tx, rec: rec, read: read}
		if err := restoreFacts(ctx, e, was); err != nil {
			return err
		}
		return s.restoreIdentity(ctx, e, was.Old)
	})
}

// restoreFacts gives jobs, lines and pay their old periods back, and checks what
// comes of them as their verbs do.
func restoreFacts(ctx context.Context, e *edit, was kernel.Past) error {
	if len(was.PartsOf("hr.employment")) > 0 {
		return hr.ErrUndoNot.Say("The end of an employment reaches others. Take it back or move it on the employment itself.")
	}
	if len(was.PartsOf("hr.pay_fact")) > 0 {
		if _, err := opensPay(ctx, e.tx, e.read, e.rec.ID, e.today, hr.ReadSalary, hr.UpdateSalary); err != nil {
			return err
		}
	}
	if err := store.PutFactsBack(ctx, e.tx, was); err != nil {
		return err
	}
	if len(was.PartsOf("hr.job_fact", "hr.reporting_line")) == 0 {
		return nil // nobody else learns that pay changed
	}
	records, err := store.LockRecords(ctx, e.tx, e.rec.ID)
	if err != nil {
		return err
	}
	now := records[e.rec.ID]
	for _, spell := range now.Spells {
		if !covers(spell, now.Jobs.Within(spell)) || !covers(spell, now.Lines.Within(spell)) {
			return hr.ErrUndoNot.Say("Days would be left without a job or a line. Change it by hand.")
		}
		for _, p := range now.Jobs.Within(spell).Periods() {
			if err := checkJob(ctx, e.tx, p.Content); err != nil {
				return err
			}
		}
	}
	if err := acyclic(ctx, e.tx, e.rec.ID); err != nil {
		return err
	}
	if err := store.Touch(ctx, e.tx, e.rec.ID); err != nil {
		return err
	}
	return refreshReach(ctx, e.tx, e.today, e.rec.ID)
}

// covers says whether periods hold each day of a spell.
func covers[C comparable](spell domain.Spell, f domain.Facts[C]) bool {
	at := spell.HiredOn
	for _, p := range f.Periods() {
		if p.From != at {
			return false
		}
		at = p.To
	}
	return at == spell.End()
}

// unhire takes a person out whom nothing but the hire knows of.
func unhire(ctx context.Context, tx *db.Tx, rec *store.Record) error {
	if !rec.Login.IsZero() || len(rec.Spells) != 1 || len(rec.Jobs.Periods()) != 1 {
		return hr.ErrUndoTouched
	}
	reports, err := store.ReportsFrom(ctx, tx, rec.ID, rec.Spells[0].HiredOn)
	if err != nil {
		return err
	}
	if len(reports) > 0 {
		return hr.ErrUndoTouched.Say("People report to this employee. Undo or change that first.")
	}
	pay, err := store.ReadPay(ctx, tx, rec.ID)
	if err != nil {
		return err
	}
	if len(pay.Facts.Periods()) > 0 { // no word of what it is: not everybody may know
		return hr.ErrUndoTouched
	}
	err = tx.Part(ctx, func(part *db.Tx) error { return store.Remove(ctx, part, rec) })
	if errors.Is(err, hr.ErrReference) { // a unit's manager
		return hr.ErrUndoTouched
	}
	return err
}

func (s *Service) restoreIdentity(ctx context.Context, e *edit, old map[string]any) error {
	is := e.rec.Identity
	personal := false
	for _, f := range []struct {
		column   string
		to       *string
		personal bool
	}{{"number", &is.Number, false}, {"legal_name", &is.LegalName, false}, {"preferred_name", &is.PreferredName, false}, {"email", &is.Email, false}, {"phone", &is.Phone, false},
		{"home_address", &is.HomeAddress, true}, {"personal_phone", &is.PersonalPhone, true}, {"notes", &is.Notes, true}} {
		if v, given := old[f.column]; given {
			*f.to, _ = v.(string)
			personal = personal || f.personal
		}
	}
	if v, given := old["birth_date"]; given {
		personal = true
		text, _ := v.(string)
		if err := is.BirthDate.UnmarshalText([]byte(text)); err != nil {
			return hr.ErrUndoNot.Because(err)
		}
	}
	if personal {
		if err := s.mayWritePersonal(ctx, e); err != nil {
			return err
		}
	}
	held := e.rec.Custom.Put(kernel.CustomOf(old))
	if err := s.custom.Restored(ctx, e.tx, "hr.employee", e.rec.ID.UUID, e.rec.Custom, held); err != nil {
		return err
	}
	if is != e.rec.Identity || !held.Equal(e.rec.Custom) {
		if err := store.SaveIdentity(ctx, e.tx, e.rec.ID, is, held); err != nil {
			return err
		}
	}
	if login, given := old["login_id"]; given {
		return restoreLogin(ctx, e, login)
	}
	return nil
}

func restoreLogin(ctx context.Context, e *edit, old any) error {
	if err := authz.Allowed(ctx, hr.LinkLogins); err != nil {
		return err
	}
	login := kernel.IDOf[kernel.User](idIn(old))
	if login == e.rec.Login {
		return nil
	}
	if err := store.SetLogin(ctx, e.tx, e.rec.ID, login); err != nil {
		return err
	}
	if !e.rec.Login.IsZero() {
		if err := authz.SetReach(ctx, e.tx, e.rec.Login, nil, nil); err != nil {
			return err
		}
	}
	return refreshReach(ctx, e.tx, e.today, e.rec.ID)
}

// idIn reads an ID out of history; none is zero.
func idIn(v any) uuid.UUID {
	text, _ := v.(string)
	id, err := uuid.Parse(text)
	if err != nil {
		return uuid.Nil
	}
	return id
}

// RestoreUnit gives a unit old values back; old is nil when the change that is
// undone made it, and then it goes if nothing belongs to it.
func (s *Service) RestoreUnit(ctx context.Context, id hr.UnitID, was kernel.Past) error {
	if was.Gone {
		return s.comesBack(ctx, hr.CreateUnits, "hr.unit", id.UUID, was)
	}
	old := was.Old
	if old == nil {
		return s.dropped(ctx, hr.CreateUnits, func(tx *db.Tx) error { return store.RemoveUnit(ctx, tx, id) })
	}
	version, err := s.Unit(ctx, id)
	if err != nil {
		return err
	}
	_, err = s.editUnit(ctx, id, version.Version, func(ctx context.Context, tx *db.Tx, m moment, u *store.Unit) error {
		was := *u
		if v, given := old["name"]; given {
			u.Name, _ = v.(string)
		}
		if v, given := old["code"]; given {
			u.Code, _ = v.(string)
		}
		if v, given := old["parent_id"]; given {
			u.Parent = kernel.IDOf[hr.Unit](idIn(v))
		}
		if v, given := old["manager_id"]; given {
			u.Manager = kernel.IDOf[hr.Employee](idIn(v))
		}
		if v, given := old["archived_at"]; given && v == nil {
			u.Archived = nil
		}
		return s.checkUnit(ctx, tx, m, u, was)
	})
	return err
}

// RestorePosition gives a position old values back, as RestoreUnit does.
func (s *Service) RestorePosition(ctx context.Context, id hr.PositionID, was kernel.Past) error {
	if was.Gone {
		return s.comesBack(ctx, hr.CreatePositions, "hr.position", id.UUID, was)
	}
	old := was.Old
	if old == nil {
		return s.dropped(ctx, hr.CreatePositions, func(tx *db.Tx) error { return store.RemovePosition(ctx, tx, id) })
	}
	now, err := s.Position(ctx, id)
	if err != nil {
		return err
	}
	in := PositionChange{Title: textIn(old, "title"), Grade: textIn(old, "grade"), Status: textIn(old, "status")}
	if n, ok := old["headcount"].(float64); ok {
		seats := int32(n)
		in.Headcount = &seats
	}
	if v, given := old["unit_id"]; given {
		unit := kernel.IDOf[hr.Unit](idIn(v))
		in.UnitID = &unit
	}
	_, err = s.UpdatePosition(ctx, id, now.Version, in)
	return err
}

func textIn(old map[string]any, column string) *string {
	if v, ok := old[column].(string); ok {
		return &v
	}
	return nil
}

// dropped deletes what was made; a row that others point at stays.
func (s *Service) dropped(ctx context.Context, right kernel.Permission, drop func(*db.Tx) error) error {
	if err := authz.Allowed(ctx, right); err != nil {
		return err
	}
	err := db.Changed(ctx, s.db, drop)
	if errors.Is(err, hr.ErrReference) {
		return hr.ErrUndoTouched
	}
	return err
}

// comesBack makes a row again that an undo had taken away.
func (s *Service) comesBack(ctx context.Context, right kernel.Permission, table string, id uuid.UUID, was kernel.Past) error {
	if err := authz.Allowed(ctx, right); err != nil {
		return err
	}
	return db.Changed(ctx, s.db, func(tx *db.Tx) error {
		return tx.PutBack(ctx, table, []kernel.PastPart{{Table: table, ID: id, Old: was.Old, Gone: true}})
	})
}
