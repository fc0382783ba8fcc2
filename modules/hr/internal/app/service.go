// Package app holds the use cases of hr. Each method is one transaction.
package app

import (
	"context"
	"fmt"
	"time"

	"longhouse/modules/hr"
	"longhouse/modules/hr/internal/store"
	"longhouse/platform/authz"
	"longhouse/platform/clock"
	"longhouse/platform/custom"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// Service is hr.
type Service struct {
	db       *db.Pool
	clock    clock.Clock
	zone     func(context.Context) (*time.Location, error)
	currency func(context.Context) (kernel.Currency, error)
	logins   hr.Logins
	custom   *custom.Service
}

// New makes the service. zone tells the organisation's time zone, by which its
// days begin, and currency what it pays in unless somebody says otherwise.
func New(pool *db.Pool, c clock.Clock, zone func(context.Context) (*time.Location, error), currency func(context.Context) (kernel.Currency, error), logins hr.Logins) *Service {
	return &Service{db: pool.With(store.Faults), clock: c, zone: zone, currency: currency, logins: logins}
}

// WithCustom lets employees have fields that the organisation adds.
func (s *Service) WithCustom(c *custom.Service) *Service {
	s.custom = c
	return s
}

// shown ends a use case about one person.
func (s *Service) shown(ctx context.Context) func(EmployeeRecord, error) (EmployeeRecord, error) {
	return custom.Shown(ctx, s.custom, "hr.employee", func(r *EmployeeRecord) *kernel.Custom { return &r.Custom })
}

// moment is when a use case happens: read once, before its transaction.
type moment struct {
	now   time.Time
	today kernel.Date
}

func (s *Service) moment(ctx context.Context) (moment, error) {
	zone, err := s.zone(ctx)
	if err != nil {
		return moment{}, fmt.Errorf("the organisation's zone: %w", err)
	}
	now := s.clock.Now()
	return moment{now, kernel.DateIn(now, zone)}, nil
}

// Today is the day of the actor's organisation.
func (s *Service) Today(ctx context.Context) (kernel.Date, error) {
	m, err := s.moment(ctx)
	return m.today, err
}

// on is the day that a reader asks about: today unless they name one.
func (m moment) on(asOf kernel.Date) kernel.Date {
	if asOf.IsZero() {
		return m.today
	}
	return asOf
}

// edit is a change of one person under way.
type edit struct {
	moment
	tx   *db.Tx
	rec  *store.Record
	read page.Scope // whom the caller may see
	// others are further people that were locked with this one.
	others map[hr.EmployeeID]*store.Record
}

// plan says what an edit needs besides the person's own row.
type plan struct {
	right kernel.Permission
	tree  bool            // it may change who is above whom
	with  []hr.EmployeeID // people whose employment it relies on
}

// edit locks a person, checks right and version, runs fn, and answers the
// record as it is then. 404, 412 and 403 are told apart as access.md 6 says.
func (s *Service) edit(ctx context.Context, p plan, id hr.EmployeeID, version int64, fn func(context.Context, *edit) error) (EmployeeRecord, error) {
	m, err := s.moment(ctx)
	if err != nil {
		return EmployeeRecord{}, err
	}
	act, err := authz.Scope(ctx, p.right)
	if err != nil {
		return EmployeeRecord{}, err
	}
	read, err := authz.Scope(ctx, hr.ReadEmployees)
	if err != nil {
		return EmployeeRecord{}, err
	}
	return s.shown(ctx)(db.Write(ctx, s.db, func(tx *db.Tx) (EmployeeRecord, error) {
		if p.tree {
			if err := store.LockTree(ctx, tx); err != nil {
				return EmployeeRecord{}, err
			}
		}
		locked, err := store.LockRecords(ctx, tx, append(p.with, id)...)
		if err != nil {
			return EmployeeRecord{}, err
		}
		if err := reaches(ctx, tx, read, id, m.today, fault.ErrNotFound); err != nil {
			return EmployeeRecord{}, err
		}
		rec := locked[id]
		if rec == nil {
			return EmployeeRecord{}, fault.ErrNotFound
		}
		if rec.Version != version {
			return EmployeeRecord{}, fault.StaleAt(rec.Version)
		}
		if err := reaches(ctx, tx, act, id, m.today, act.Beyond()); err != nil {
			return EmployeeRecord{}, err
		}
		if err := fn(ctx, &edit{m, tx, rec, read, locked}); err != nil {
			return EmployeeRecord{}, err
		}
		return s.record(ctx, tx, read, id, m.today, m.today)
	}))
}

// sees fails unless the caller may see a person whom the input names: what
// cannot be seen does not exist.
func (e *edit) sees(ctx context.Context, id hr.EmployeeID, pointer string) error {
	if id.IsZero() {
		return nil
	}
	return reaches(ctx, e.tx, e.read, id, e.today, store.Unknown(pointer, "There is no such employee."))
}

// reaches fails with the given fault when a scope does not hold a person today.
func reaches(ctx context.Context, tx *db.Tx, scope page.Scope, id hr.EmployeeID, today kernel.Date, otherwise *fault.Error) error {
	if scope.Allow == page.All && scope.Deny == page.None && scope.Also == nil {
		return nil
	}
	scope, err := store.Circle(ctx, tx, scope, today)
	if err != nil {
		return err
	}
	_, err = store.GetEmployee(ctx, tx, scope, id, today)
	if db.NoRows(err) {
		return otherwise
	}
	return err
}

// refreshReach tells authz what the logins of people contain now.
func refreshReach(ctx context.Context, tx *db.Tx, today kernel.Date, people ...hr.EmployeeID) error {
	all, err := store.Reaches(ctx, tx, today, people...)
	if err != nil {
		return err
	}
	for _, r := range all {
		if err := authz.SetReach(ctx, tx, r.Login, r.Teams, r.Depts); err != nil {
			return fmt.Errorf("set the reach of %s: %w", r.Login, err)
		}
	}
	return nil
}
