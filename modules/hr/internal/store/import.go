package store

import (
	"context"

	"github.com/google/uuid"

	"longhouse/modules/hr"
	"longhouse/modules/hr/internal/store/sqlcgen"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
)

// Key is one employee with all keys by which a row of a file may mean them.
type Key struct {
	ID                          hr.EmployeeID
	Number                      string
	LegalKey, NameKey, EmailKey string // folded
}

// FindByKeys finds everybody whom numbers, e-mails (lower case) or folded names may mean.
func FindByKeys(ctx context.Context, tx *db.Tx, numbers, emails, names []string) ([]Key, error) {
	rows, err := sqlcgen.New(tx).FindByKeys(ctx, sqlcgen.FindByKeysParams{Numbers: numbers, Emails: emails, Names: names})
	out := make([]Key, len(rows))
	for i, r := range rows {
		out[i] = Key{kernel.IDOf[hr.Employee](r.ID), r.Number, r.LegalKey, r.NameKey, r.EmailKey}
	}
	return out, err
}

// NamedUnit is a unit by which rows of a file may mean it.
type NamedUnit struct {
	ID            hr.UnitID
	NameKey, Code string
}

// UnitsNamed finds units by folded names or by codes.
func UnitsNamed(ctx context.Context, tx *db.Tx, names, codes []string) ([]NamedUnit, error) {
	rows, err := sqlcgen.New(tx).UnitsNamed(ctx, sqlcgen.UnitsNamedParams{Names: names, Codes: codes})
	out := make([]NamedUnit, len(rows))
	for i, r := range rows {
		out[i] = NamedUnit{kernel.IDOf[hr.Unit](r.ID), r.NameKey, r.Code}
	}
	return out, err
}

// Fold writes texts as the database compares names: without case and accents.
func Fold(ctx context.Context, tx *db.Tx, texts []string) ([]string, error) {
	if len(texts) == 0 {
		return nil, nil
	}
	return sqlcgen.New(tx).Fold(ctx, texts)
}

// NoteWanted keeps whom rows of a running import want as manager, until a row brings them.
func NoteWanted(ctx context.Context, tx *db.Tx, run uuid.UUID, wanted map[hr.EmployeeID]string) error {
	q := sqlcgen.New(tx)
	if err := q.ForgetWanted(ctx, run); err != nil || len(wanted) == 0 {
		return err
	}
	in := sqlcgen.NoteWantedParams{Run: run}
	for id, w := range wanted {
		in.Employees, in.Wanted = append(in.Employees, id.UUID), append(in.Wanted, w)
	}
	return q.NoteWanted(ctx, in)
}

// TakeWanted answers, and forgets, who waits for one of these keys.
func TakeWanted(ctx context.Context, tx *db.Tx, run uuid.UUID, keys []string) (map[hr.EmployeeID]string, error) {
	rows, err := sqlcgen.New(tx).TakeWanted(ctx, sqlcgen.TakeWantedParams{Run: run, Wanted: keys})
	out := make(map[hr.EmployeeID]string, len(rows))
	for _, r := range rows {
		out[kernel.IDOf[hr.Employee](r.EmployeeID)] = r.Wanted
	}
	return out, err
}
