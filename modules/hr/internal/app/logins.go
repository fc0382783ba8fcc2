package app

import (
	"context"
	"fmt"

	"longhouse/modules/hr"
	"longhouse/modules/hr/internal/store"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// LinkLogin says which login is whose; a zero one takes the link away. What
// the login's scopes contain changes with it.
func (s *Service) LinkLogin(ctx context.Context, id hr.EmployeeID, version int64, login kernel.ID[kernel.User]) (EmployeeRecord, error) {
	if !login.IsZero() {
		if err := authz.Allowed(ctx, hr.LinkLogins); err != nil {
			return EmployeeRecord{}, err
		}
		known, err := s.logins.Names(ctx, []kernel.ID[kernel.User]{login})
		if err != nil {
			return EmployeeRecord{}, fmt.Errorf("ask for the login: %w", err)
		}
		if _, ok := known[login]; !ok {
			return EmployeeRecord{}, store.Unknown("/login_id", "Nobody signs in by that login here.")
		}
	}
	return s.edit(ctx, plan{right: hr.LinkLogins}, id, version, func(ctx context.Context, e *edit) error {
		if e.rec.Login == login {
			return nil
		}
		if err := store.SetLogin(ctx, e.tx, id, login); err != nil {
			return err
		}
		if !e.rec.Login.IsZero() {
			if err := authz.SetReach(ctx, e.tx, e.rec.Login, nil, nil); err != nil {
				return err
			}
		}
		if err := refreshReach(ctx, e.tx, e.today, id); err != nil {
			return err
		}
		return e.tx.Emit(ctx, hr.EmploymentChanged{Employee: id, Topic: "login"})
	})
}

// CloseLogin ends sign-in for somebody who left. A login that is gone already
// needs nothing; doing it twice is the same as once.
func (s *Service) CloseLogin(ctx context.Context, left hr.EmployeeLeft) error {
	if left.Login.IsZero() {
		return nil
	}
	err := s.logins.Disable(ctx, left.Login, "left on "+left.LastDay.String())
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	return err
}

// AnnounceLeavers tells others of everybody whose last day has passed since it
// was planned. Each is told once, whoever else runs this at the same time. It
// also renews what logins contain where jobs began or ended meanwhile, and
// answers how many leavers it announced.
func (s *Service) AnnounceLeavers(ctx context.Context) (int, error) {
	m, err := s.moment(ctx)
	if err != nil {
		return 0, err
	}
	return db.Write(ctx, s.db, func(tx *db.Tx) (int, error) {
		if err := store.LockTree(ctx, tx); err != nil {
			return 0, err
		}
		due, err := store.LockDue(ctx, tx, m.today)
		if err != nil {
			return 0, err
		}
		told := 0
		for _, d := range due {
			first, err := store.Announce(ctx, tx, d.Spell, m.now)
			if err != nil {
				return 0, err
			}
			people, err := store.LockRecords(ctx, tx, d.Employee)
			if err != nil {
				return 0, err
			}
			rec := people[d.Employee]
			_, here := rec.Spells.On(m.today)
			if !first || here { // hired again without a day between: nobody leaves
				continue
			}
			for _, spell := range rec.Spells {
				if spell.ID == d.Spell {
					told++
					if err := announce(ctx, tx, rec, spell, m.today); err != nil {
						return 0, err
					}
				}
			}
		}
		return told, s.renewReach(ctx, tx, m)
	})
}

// lookBack is how many days a house that stood still may have missed.
const lookBack = 31

func (s *Service) renewReach(ctx context.Context, tx *db.Tx, m moment) error {
	turned, err := store.Turned(ctx, tx, m.today.AddDays(-lookBack), m.today)
	if err != nil || len(turned) == 0 {
		return err
	}
	return refreshReach(ctx, tx, m.today, turned...)
}
