package store

import (
	"context"
	"time"

	"github.com/google/uuid"

	"longhouse/modules/hr"
	"longhouse/modules/hr/internal/store/sqlcgen"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// UnitRow is a unit with the names of what it points at, and its head-count on a day.
type UnitRow struct{ sqlcgen.ListUnitsRow }

// Key places the row in its list.
func (r UnitRow) Key() (string, uuid.UUID) { return r.PageKey, r.ID }

// ListUnits reads a page, with head-counts on a day.
func ListUnits(ctx context.Context, tx *db.Tx, q *page.Query, day kernel.Date) ([]UnitRow, *page.Total, error) {
	rows, err := sqlcgen.New(q.On(tx)).ListUnits(ctx, sqlcgen.ListUnitsParams{Day: day, Max: q.Max()})
	if err != nil {
		return nil, nil, err
	}
	out := make([]UnitRow, len(rows))
	for i, r := range rows {
		out[i] = UnitRow{r}
	}
	total, err := count(q, func() (int64, error) { return sqlcgen.New(q.On(tx)).CountUnits(ctx) })
	return out, total, err
}

// GetUnit reads a unit, with its head-count on a day.
func GetUnit(ctx context.Context, tx *db.Tx, id hr.UnitID, day kernel.Date) (UnitRow, error) {
	r, err := sqlcgen.New(tx).GetUnit(ctx, sqlcgen.GetUnitParams{ID: id.UUID, Day: day})
	return UnitRow{sqlcgen.ListUnitsRow{ID: r.ID, Code: r.Code, Name: r.Name, ParentID: r.ParentID, ParentName: r.ParentName,
		ManagerID: r.ManagerID, ManagerName: r.ManagerName, ArchivedAt: r.ArchivedAt, Version: r.Version, Headcount: r.Headcount}}, err
}

// Unit is a unit as use cases change it.
type Unit struct {
	ID       hr.UnitID
	Code     string
	Name     string
	Parent   hr.UnitID
	Manager  hr.EmployeeID
	Archived *time.Time
	Version  int64
}

// LockUnit locks a unit and reads it.
func LockUnit(ctx context.Context, tx *db.Tx, id hr.UnitID) (Unit, error) {
	r, err := sqlcgen.New(tx).LockUnit(ctx, id.UUID)
	return Unit{id, r.Code, r.Name, idOf[hr.Unit](r.ParentID), idOf[hr.Employee](r.ManagerID), r.ArchivedAt, r.Version}, err
}

// AddUnit writes a new unit.
func AddUnit(ctx context.Context, tx *db.Tx, u Unit, now time.Time) error {
	return sqlcgen.New(tx).InsertUnit(ctx, sqlcgen.InsertUnitParams{ID: u.ID.UUID, Code: u.Code, Name: u.Name, ParentID: u.Parent.Ptr(), ManagerID: u.Manager.Ptr(), CreatedAt: now})
}

// SaveUnit writes a changed unit.
func SaveUnit(ctx context.Context, tx *db.Tx, u Unit) error {
	return sqlcgen.New(tx).UpdateUnit(ctx, sqlcgen.UpdateUnitParams{ID: u.ID.UUID, Code: u.Code, Name: u.Name, ParentID: u.Parent.Ptr(), ManagerID: u.Manager.Ptr(), ArchivedAt: u.Archived})
}

// RemoveUnit deletes a unit; only undo calls it.
func RemoveUnit(ctx context.Context, tx *db.Tx, id hr.UnitID) error {
	_, err := sqlcgen.New(tx).DeleteUnit(ctx, id.UUID)
	return err
}

// UnitInUse says whether people (on a day or later), open positions or units belong to a unit.
func UnitInUse(ctx context.Context, tx *db.Tx, id hr.UnitID, day kernel.Date) (bool, error) {
	return sqlcgen.New(tx).UnitInUse(ctx, sqlcgen.UnitInUseParams{ID: id.UUID, Day: day})
}

// IsAbove says whether a unit is another one, or stands above it.
func IsAbove(ctx context.Context, tx *db.Tx, above, below hr.UnitID) (bool, error) {
	return sqlcgen.New(tx).UnitAbove(ctx, sqlcgen.UnitAboveParams{Start: below.UUID, Above: above.UUID})
}

// UsableUnits tells which of these units exist and are not archived, and keeps them so.
func UsableUnits(ctx context.Context, tx *db.Tx, ids ...hr.UnitID) (map[hr.UnitID]bool, error) {
	rows, err := sqlcgen.New(tx).UsableUnits(ctx, kernel.UUIDs(ids))
	out := make(map[hr.UnitID]bool, len(rows))
	for _, id := range rows {
		out[kernel.IDOf[hr.Unit](id)] = true
	}
	return out, err
}

// PositionRow is a position with the name of its unit, and how many fill it on a day.
type PositionRow struct{ sqlcgen.ListPositionsRow }

// Key places the row in its list.
func (r PositionRow) Key() (string, uuid.UUID) { return r.PageKey, r.ID }

// ListPositions reads a page, as filled on a day.
func ListPositions(ctx context.Context, tx *db.Tx, q *page.Query, day kernel.Date) ([]PositionRow, *page.Total, error) {
	rows, err := sqlcgen.New(q.On(tx)).ListPositions(ctx, sqlcgen.ListPositionsParams{Day: day, Max: q.Max()})
	if err != nil {
		return nil, nil, err
	}
	out := make([]PositionRow, len(rows))
	for i, r := range rows {
		out[i] = PositionRow{r}
	}
	total, err := count(q, func() (int64, error) { return sqlcgen.New(q.On(tx)).CountPositions(ctx) })
	return out, total, err
}

// GetPosition reads a position, as filled on a day.
func GetPosition(ctx context.Context, tx *db.Tx, id hr.PositionID, day kernel.Date) (PositionRow, error) {
	r, err := sqlcgen.New(tx).GetPosition(ctx, sqlcgen.GetPositionParams{ID: id.UUID, Day: day})
	return PositionRow{sqlcgen.ListPositionsRow{ID: r.ID, UnitID: r.UnitID, UnitName: r.UnitName, Title: r.Title, Grade: r.Grade,
		Headcount: r.Headcount, Status: r.Status, Version: r.Version, Filled: r.Filled}}, err
}

// Position is a position as use cases change it.
type Position struct {
	ID        hr.PositionID
	Unit      hr.UnitID
	Title     string
	Grade     string
	Headcount int32
	Status    string
	Version   int64
}

// LockPosition locks a position and reads it.
func LockPosition(ctx context.Context, tx *db.Tx, id hr.PositionID) (Position, error) {
	r, err := sqlcgen.New(tx).LockPosition(ctx, id.UUID)
	return Position{id, kernel.IDOf[hr.Unit](r.UnitID), r.Title, r.Grade, r.Headcount, r.Status, r.Version}, err
}

// PositionOf reads what a job needs to know of a position, and keeps it so; ok is false for an unknown one.
func PositionOf(ctx context.Context, tx *db.Tx, id hr.PositionID) (p Position, ok bool, err error) {
	rows, err := sqlcgen.New(tx).SharePositions(ctx, []uuid.UUID{id.UUID})
	if err != nil || len(rows) == 0 {
		return p, false, err
	}
	return Position{ID: id, Unit: kernel.IDOf[hr.Unit](rows[0].UnitID), Status: rows[0].Status}, true, nil
}

// AddPosition writes a new position.
func AddPosition(ctx context.Context, tx *db.Tx, p Position, now time.Time) error {
	return sqlcgen.New(tx).InsertPosition(ctx, sqlcgen.InsertPositionParams{ID: p.ID.UUID, UnitID: p.Unit.UUID, Title: p.Title, Grade: p.Grade, Headcount: p.Headcount, Status: p.Status, CreatedAt: now})
}

// SavePosition writes a changed position.
func SavePosition(ctx context.Context, tx *db.Tx, p Position) error {
	return sqlcgen.New(tx).UpdatePosition(ctx, sqlcgen.UpdatePositionParams{ID: p.ID.UUID, UnitID: p.Unit.UUID, Title: p.Title, Grade: p.Grade, Headcount: p.Headcount, Status: p.Status})
}

// RemovePosition deletes a position; only undo calls it.
func RemovePosition(ctx context.Context, tx *db.Tx, id hr.PositionID) error {
	_, err := sqlcgen.New(tx).DeletePosition(ctx, id.UUID)
	return err
}

// UnitTitles names units.
func UnitTitles(ctx context.Context, tx *db.Tx, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	rows, err := sqlcgen.New(tx).UnitTitles(ctx, ids)
	out := make(map[uuid.UUID]string, len(rows))
	for _, r := range rows {
		out[r.ID] = r.Name
	}
	return out, err
}

// PositionTitles names positions.
func PositionTitles(ctx context.Context, tx *db.Tx, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	rows, err := sqlcgen.New(tx).PositionTitles(ctx, ids)
	out := make(map[uuid.UUID]string, len(rows))
	for _, r := range rows {
		out[r.ID] = r.Title
	}
	return out, err
}
