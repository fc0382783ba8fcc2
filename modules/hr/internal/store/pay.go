package store

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"longhouse/modules/hr"
	"longhouse/modules/hr/internal/domain"
	"longhouse/modules/hr/internal/store/sqlcgen"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
)

// Pay is what one person is paid, with a version of its own: the employee's
// does not tell when pay changed. Nothing reads it together with the person.
type Pay struct {
	Facts   domain.Facts[domain.Pay]
	Version int64 // 1 while there is nothing
}

// ReadPay reads somebody's pay. Whoever changes it holds the person's row.
func ReadPay(ctx context.Context, tx *db.Tx, employee hr.EmployeeID) (Pay, error) {
	rows, err := sqlcgen.New(tx).ListPay(ctx, employee.UUID)
	if err != nil {
		return Pay{}, err
	}
	pay, periods := Pay{Version: 1}, make([]domain.Period[domain.Pay], len(rows))
	for i, r := range rows {
		periods[i] = domain.Period[domain.Pay]{ID: r.ID, From: r.ValidFrom, To: r.ValidTo,
			Content: domain.Pay{Basis: r.Basis, Amount: r.Amount, Currency: kernel.Currency(r.Currency)}}
		pay.Version = max(pay.Version, r.Version)
	}
	pay.Facts = domain.FactsOf(periods)
	return pay, nil
}

// SavePay writes what a verb changed of somebody's pay in one spell. Each change
// raises the version; it counts on from the time, so that none comes back after
// the rows that held the highest are gone.
func SavePay(ctx context.Context, tx *db.Tx, employee hr.EmployeeID, was Pay, before, after domain.Facts[domain.Pay], now time.Time) error {
	q, s := sqlcgen.New(tx), domain.Diff(before, after)
	if s.Empty() {
		return nil
	}
	version := max(was.Version+1, now.UnixMicro())
	if len(s.Delete) > 0 {
		if err := q.DeletePay(ctx, s.Delete); err != nil {
			return err
		}
	}
	if len(s.Update)+len(s.Insert) == 0 { // somebody must carry the version
		s.Update = remaining(was.Facts, s.Delete)
	}
	for _, p := range s.Update {
		if err := q.UpdatePay(ctx, sqlcgen.UpdatePayParams{ID: p.ID, ValidFrom: p.From, ValidTo: p.To, Basis: p.Content.Basis,
			Amount: p.Content.Amount, Currency: string(p.Content.Currency), Version: version}); err != nil {
			return err
		}
	}
	for _, p := range s.Insert {
		if err := q.InsertPay(ctx, sqlcgen.InsertPayParams{ID: p.ID, EmployeeID: employee.UUID, ValidFrom: p.From, ValidTo: p.To, Basis: p.Content.Basis,
			Amount: p.Content.Amount, Currency: string(p.Content.Currency), Version: version, Now: now}); err != nil {
			return err
		}
	}
	return nil
}

// remaining is the first period that was not deleted, if there is one.
func remaining(f domain.Facts[domain.Pay], deleted []uuid.UUID) []domain.Period[domain.Pay] {
	for _, p := range f.Periods() {
		if !slices.Contains(deleted, p.ID) {
			return []domain.Period[domain.Pay]{p}
		}
	}
	return nil
}
