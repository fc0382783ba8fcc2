package app

import (
	"context"

	"github.com/google/uuid"

	"longhouse/modules/hr"
	"longhouse/modules/hr/internal/domain"
	"longhouse/modules/hr/internal/store"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
)

// ChartNode is one box of the org chart. It never holds pay or private data.
type ChartNode struct {
	ID        hr.EmployeeID `json:"id"`
	Name      string        `json:"name"`
	Title     string        `json:"title,omitempty"`
	Unit      Ref           `json:"unit"`
	ManagerID hr.EmployeeID `json:"manager_id,omitzero" doc:"Missing at the top"`
	Reports   int           `json:"reports" doc:"Direct reports on that day"`
}

// Chart is who reports to whom on a day.
type Chart struct {
	AsOf  kernel.Date `json:"as_of"`
	Nodes []ChartNode `json:"nodes" doc:"Level by level from the top, by name"`
}

// OrgChart draws everybody who is employed on a day and whom the caller may
// see, from root down to depth levels; without a root all trees.
func (s *Service) OrgChart(ctx context.Context, asOf kernel.Date, root hr.EmployeeID, depth int) (Chart, error) {
	m, err := s.moment(ctx)
	if err != nil {
		return Chart{}, err
	}
	scope, err := authz.Scope(ctx, hr.ReadEmployees)
	if err != nil {
		return Chart{}, err
	}
	day := m.on(asOf)
	rows, err := db.Read(ctx, s.db, func(tx *db.Tx) ([]store.ChartRow, error) {
		if scope, err = circle(ctx, tx, scope, m.today); err != nil {
			return nil, err
		}
		return store.Chart(ctx, tx, scope, day)
	})
	if err != nil {
		return Chart{}, err
	}
	by := make(map[uuid.UUID]store.ChartRow, len(rows))
	boxes := make([]domain.Box, len(rows))
	for i, r := range rows {
		by[r.ID] = r
		boxes[i].ID = r.ID
		if r.ManagerID != nil {
			boxes[i].Above = *r.ManagerID
		}
	}
	out := Chart{AsOf: day, Nodes: []ChartNode{}}
	for _, b := range domain.Chart(boxes, root.UUID, depth) {
		r := by[b.ID]
		out.Nodes = append(out.Nodes, ChartNode{ID: kernel.IDOf[hr.Employee](b.ID), Name: r.Name, Title: r.Title,
			Unit: ref(kernel.IDOf[hr.Unit](r.UnitID), r.UnitName), ManagerID: kernel.IDOf[hr.Employee](b.Above), Reports: b.Below})
	}
	return out, nil
}
