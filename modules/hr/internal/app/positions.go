package app

import (
	"context"
	"strings"

	"longhouse/modules/hr"
	"longhouse/modules/hr/internal/store"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// Position is a seat in a unit, or several alike.
type Position struct {
	ID        hr.PositionID `json:"id"`
	Unit      Ref           `json:"unit"`
	Title     string        `json:"title"`
	Grade     string        `json:"grade,omitempty"`
	Headcount int32         `json:"headcount" doc:"How many people it has room for; more than that is shown, not refused"`
	Filled    int32         `json:"filled" doc:"How many hold it today"`
	Status    string        `json:"status" enum:"open,filled,frozen,closed" doc:"Open becomes filled by itself when everybody is there"`
	Version   int64         `json:"version"`
}

func positionView(r store.PositionRow) Position {
	p := Position{ID: kernel.IDOf[hr.Position](r.ID), Unit: ref(kernel.IDOf[hr.Unit](r.UnitID), r.UnitName), Title: r.Title, Grade: r.Grade,
		Headcount: r.Headcount, Filled: r.Filled, Status: r.Status, Version: r.Version}
	if p.Status == "open" && p.Filled >= p.Headcount {
		p.Status = "filled"
	}
	return p
}

// Positions lists positions, as they are filled today.
func (s *Service) Positions(ctx context.Context, r page.Request) (page.Page[Position], error) {
	return listing(ctx, s, hr.ReadPositions, &store.Positions, r, store.ListPositions, store.PositionRow.Key, positionView)
}

// Position reads one position.
func (s *Service) Position(ctx context.Context, id hr.PositionID) (Position, error) {
	m, err := s.moment(ctx)
	if err != nil {
		return Position{}, err
	}
	if err := authz.Allowed(ctx, hr.ReadPositions); err != nil {
		return Position{}, err
	}
	return db.Read(ctx, s.db, func(tx *db.Tx) (Position, error) {
		r, err := store.GetPosition(ctx, tx, id, m.today)
		return positionView(r), err
	})
}

// PositionInput is a new position.
type PositionInput struct {
	UnitID    hr.UnitID `json:"unit_id"`
	Title     string    `json:"title"`
	Grade     string    `json:"grade,omitempty"`
	Headcount int32     `json:"headcount,omitempty" doc:"1 when it is missing"`
}

// PositionChange changes a position. A missing field stays.
type PositionChange struct {
	UnitID    *hr.UnitID `json:"unit_id,omitempty"`
	Title     *string    `json:"title,omitempty"`
	Grade     *string    `json:"grade,omitempty"`
	Headcount *int32     `json:"headcount,omitempty"`
	Status    *string    `json:"status,omitempty" doc:"open, frozen or closed"`
}

// CreatePosition makes a position.
func (s *Service) CreatePosition(ctx context.Context, in PositionInput) (Position, error) {
	if err := authz.Allowed(ctx, hr.CreatePositions); err != nil {
		return Position{}, err
	}
	m, err := s.moment(ctx)
	if err != nil {
		return Position{}, err
	}
	p := store.Position{ID: kernel.NewID[hr.Position](), Unit: in.UnitID, Title: in.Title, Grade: in.Grade, Headcount: max(in.Headcount, 1), Status: "open"}
	return db.Write(ctx, s.db, func(tx *db.Tx) (Position, error) {
		if err := checkPosition(ctx, tx, &p); err != nil {
			return Position{}, err
		}
		if err := store.AddPosition(ctx, tx, p, m.now); err != nil {
			return Position{}, err
		}
		r, err := store.GetPosition(ctx, tx, p.ID, m.today)
		return positionView(r), err
	})
}

// UpdatePosition changes a position. People who hold it keep it.
func (s *Service) UpdatePosition(ctx context.Context, id hr.PositionID, version int64, in PositionChange) (Position, error) {
	if err := authz.Allowed(ctx, hr.UpdatePositions); err != nil {
		return Position{}, err
	}
	m, err := s.moment(ctx)
	if err != nil {
		return Position{}, err
	}
	return db.Write(ctx, s.db, func(tx *db.Tx) (Position, error) {
		p, err := store.LockPosition(ctx, tx, id)
		if err != nil {
			return Position{}, err
		}
		if p.Version != version {
			return Position{}, fault.StaleAt(p.Version)
		}
		was := p
		in.apply(&p)
		if p != was {
			if err := checkPosition(ctx, tx, &p); err != nil {
				return Position{}, err
			}
			if err := store.SavePosition(ctx, tx, p); err != nil {
				return Position{}, err
			}
		}
		r, err := store.GetPosition(ctx, tx, id, m.today)
		return positionView(r), err
	})
}

func (in PositionChange) apply(p *store.Position) {
	if in.UnitID != nil {
		p.Unit = *in.UnitID
	}
	if in.Title != nil {
		p.Title = *in.Title
	}
	if in.Grade != nil {
		p.Grade = *in.Grade
	}
	if in.Headcount != nil {
		p.Headcount = *in.Headcount
	}
	if in.Status != nil {
		p.Status = *in.Status
	}
}

func checkPosition(ctx context.Context, tx *db.Tx, p *store.Position) error {
	p.Title, p.Grade = strings.TrimSpace(p.Title), strings.TrimSpace(p.Grade)
	if p.Status == "filled" { // what the view says of a full one
		p.Status = "open"
	}
	var faults fault.Collector
	faults.Check(p.Title != "", "/title", "required", "A position has a title.")
	faults.Check(len(p.Title) <= 200, "/title", "too_long", "This is too long.")
	faults.Check(len(p.Grade) <= 40, "/grade", "too_long", "This is too long.")
	faults.Check(p.Headcount >= 1 && p.Headcount <= 10000, "/headcount", "invalid", "A position has room for 1 to 10,000 people.")
	faults.Check(p.Status == "open" || p.Status == "frozen" || p.Status == "closed", "/status", "unknown", "This is open, frozen or closed.")
	faults.Check(!p.Unit.IsZero(), "/unit_id", "required", "Choose a unit.")
	if err := faults.Err(); err != nil {
		return err
	}
	usable, err := store.UsableUnits(ctx, tx, p.Unit)
	if err == nil && !usable[p.Unit] {
		err = store.Unknown("/unit_id", "There is no such unit, or it is archived.")
	}
	return err
}
