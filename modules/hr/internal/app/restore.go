package app

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"longhouse/modules/hr"
	"longhouse/modules/hr/internal/store"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
)

// RestoreEmployee gives a person old values back; old is nil when the change
// that is undone hired them. Who somebody is can be restored, and a hire on
// which nothing stands yet be taken back. Dated facts have verbs of their own:
// a job is removed, moved or corrected, an end taken back.
func (s *Service) RestoreEmployee(ctx context.Context, id hr.EmployeeID, old map[string]any) error {
	m, err := s.moment(ctx)
	if err != nil {
		return err
	}
	right := hr.UpdateEmployees
	if old == nil {
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
		case rec == nil && old == nil:
			return nil
		case rec == nil:
			return hr.ErrUndoNot.Say("This employee is gone. Hire them again.")
		}
		if err := reaches(ctx, tx, scope, id, m.today, scope.Beyond()); err != nil {
			return err
		}
		if old == nil {
			return unhire(ctx, tx, rec)
		}
		return s.restoreIdentity(ctx, &edit{moment: m, tx: tx, rec: rec, read: read}, old)
	})
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
	if is != e.rec.Identity {
		if err := store.SaveIdentity(ctx, e.tx, e.rec.ID, is); err != nil {
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
func (s *Service) RestoreUnit(ctx context.Context, id hr.UnitID, old map[string]any) error {
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
func (s *Service) RestorePosition(ctx context.Context, id hr.PositionID, old map[string]any) error {
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
