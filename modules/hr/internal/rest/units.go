package rest

import (
	"context"
	"net/http"

	"longhouse/modules/hr"
	"longhouse/modules/hr/internal/app"
	"longhouse/platform/fault"
	"longhouse/platform/page"
	"longhouse/platform/rest"
)

type list struct{ rest.List }

// UnitPath names a unit.
type UnitPath struct {
	ID hr.UnitID `path:"id"`
}

// ChangeUnit names a unit, and the version that the caller has seen.
type ChangeUnit struct {
	rest.Match
	UnitPath
}

// PositionPath names a position.
type PositionPath struct {
	ID hr.PositionID `path:"id"`
}

func unitTagged(u app.Unit, err error) (*rest.Tagged[app.Unit], error) {
	if err != nil {
		return nil, err
	}
	return rest.Tag(u.Version, u), nil
}

func positionTagged(p app.Position, err error) (*rest.Tagged[app.Position], error) {
	if err != nil {
		return nil, err
	}
	return rest.Tag(p.Version, p), nil
}

func (h handlers) units(a *rest.API) {
	faults := []*fault.Error{hr.ErrUnitName, hr.ErrUnitCode, hr.ErrUnitCycle, hr.ErrReference, hr.ErrManagerAway}
	rest.RegisterList[app.Unit](a, rest.Op{ID: "hr-list-units", Method: http.MethodGet, Path: "/units", Needs: hr.ReadUnits, Export: hr.ExportUnits, Summary: "List units"},
		app.UnitFields(), func(ctx context.Context, in *list) (page.Page[app.Unit], error) { return h.s.Units(ctx, in.Page()) })
	rest.Register(a, rest.Op{ID: "hr-create-unit", Method: http.MethodPost, Path: "/units", Needs: hr.CreateUnits, Status: http.StatusCreated, Summary: "Create a unit", Faults: faults},
		func(ctx context.Context, in *struct{ Body app.UnitInput }) (*rest.Tagged[app.Unit], error) {
			return unitTagged(h.s.CreateUnit(ctx, in.Body))
		})
	rest.Register(a, rest.Op{ID: "hr-get-unit", Method: http.MethodGet, Path: "/units/{id}", Needs: hr.ReadUnits, Summary: "Read a unit"},
		func(ctx context.Context, in *UnitPath) (*rest.Tagged[app.Unit], error) {
			return unitTagged(h.s.Unit(ctx, in.ID))
		})
	rest.Register(a, rest.Op{ID: "hr-update-unit", Method: http.MethodPatch, Path: "/units/{id}", Needs: hr.UpdateUnits, Summary: "Change a unit", Faults: faults},
		func(ctx context.Context, in *struct {
			ChangeUnit
			Body app.UnitChange
		}) (*rest.Tagged[app.Unit], error) {
			v, err := in.Version()
			if err != nil {
				return nil, err
			}
			return unitTagged(h.s.UpdateUnit(ctx, in.ID, v, in.Body))
		})
	rest.Register(a, rest.Op{ID: "hr-archive-unit", Method: http.MethodPost, Path: "/units/{id}/archive", Needs: hr.UpdateUnits, Summary: "Take a unit out of use",
		Faults: []*fault.Error{hr.ErrUnitInUse, hr.ErrUnitArchived}},
		func(ctx context.Context, in *ChangeUnit) (*rest.Tagged[app.Unit], error) {
			v, err := in.Version()
			if err != nil {
				return nil, err
			}
			return unitTagged(h.s.ArchiveUnit(ctx, in.ID, v))
		})
	rest.RegisterBulk(a, "hr-list-units", rest.Bulk{Entity: "hr.unit", Title: "name", Change: "hr-update-unit", Acts: map[string]string{"archive": "hr-archive-unit"}})
}

func (h handlers) positions(a *rest.API) {
	faults := []*fault.Error{hr.ErrReference}
	rest.RegisterList[app.Position](a, rest.Op{ID: "hr-list-positions", Method: http.MethodGet, Path: "/positions", Needs: hr.ReadPositions, Export: hr.ExportPositions, Summary: "List positions"},
		app.PositionFields(), func(ctx context.Context, in *list) (page.Page[app.Position], error) {
			return h.s.Positions(ctx, in.Page())
		})
	rest.Register(a, rest.Op{ID: "hr-create-position", Method: http.MethodPost, Path: "/positions", Needs: hr.CreatePositions, Status: http.StatusCreated, Summary: "Create a position", Faults: faults},
		func(ctx context.Context, in *struct{ Body app.PositionInput }) (*rest.Tagged[app.Position], error) {
			return positionTagged(h.s.CreatePosition(ctx, in.Body))
		})
	rest.Register(a, rest.Op{ID: "hr-get-position", Method: http.MethodGet, Path: "/positions/{id}", Needs: hr.ReadPositions, Summary: "Read a position"},
		func(ctx context.Context, in *PositionPath) (*rest.Tagged[app.Position], error) {
			return positionTagged(h.s.Position(ctx, in.ID))
		})
	rest.Register(a, rest.Op{ID: "hr-update-position", Method: http.MethodPatch, Path: "/positions/{id}", Needs: hr.UpdatePositions, Summary: "Change a position", Faults: faults},
		func(ctx context.Context, in *struct {
			rest.Match
			PositionPath
			Body app.PositionChange
		}) (*rest.Tagged[app.Position], error) {
			v, err := in.Version()
			if err != nil {
				return nil, err
			}
			return positionTagged(h.s.UpdatePosition(ctx, in.ID, v, in.Body))
		})
	rest.RegisterBulk(a, "hr-list-positions", rest.Bulk{Entity: "hr.position", Title: "title", Change: "hr-update-position"})
}
