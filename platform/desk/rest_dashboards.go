package desk

import (
	"context"

	"github.com/google/uuid"

	"longhouse/platform/fault"
	"longhouse/platform/rest"
)

// DashboardItems are the dashboards of the caller, which are few.
type DashboardItems struct {
	Items []Dashboard `json:"items"`
}

// DashboardBody is a new dashboard.
type DashboardBody struct {
	Name       string   `json:"name" minLength:"1" maxLength:"100"`
	Sharing    string   `json:"sharing,omitempty" enum:"private,team,organisation" default:"private"`
	Roles      []string `json:"roles,omitempty" maxItems:"50" doc:"Who sees one of the organisation; none: everybody"`
	Locked     bool     `json:"locked,omitempty"`
	DefaultFor []string `json:"default_for,omitempty" maxItems:"50" doc:"Whose Today begins with it: me for a private one; everybody or roles for one of the organisation"`
	Widgets    []Widget `json:"widgets,omitempty" maxItems:"30"`
}

// DashboardChangeBody changes a dashboard. A missing field stays; widgets are
// given as a whole.
type DashboardChangeBody struct {
	Name       *string   `json:"name,omitempty" minLength:"1" maxLength:"100"`
	Sharing    *string   `json:"sharing,omitempty" enum:"private,team,organisation"`
	Roles      *[]string `json:"roles,omitempty" maxItems:"50"`
	Locked     *bool     `json:"locked,omitempty"`
	DefaultFor *[]string `json:"default_for,omitempty" maxItems:"50"`
	Position   *int32    `json:"position,omitempty" minimum:"0" maximum:"1000000"`
	Widgets    *[]Widget `json:"widgets,omitempty" maxItems:"30"`
}

func taggedDashboard(d Dashboard, err error) (*rest.Tagged[Dashboard], error) {
	if err != nil {
		return nil, err
	}
	return rest.Tag(d.Version, d), nil
}

func (s *Service) dashboardRoutes(a *rest.API) {
	rest.Register(a, rest.Op{ID: "desk-list-dashboards", Method: "GET", Path: "/dashboards", Needs: rest.SignedIn, Summary: "Dashboards: your own, your team's and the organisation's",
		Doc: "Without their widgets.", Faults: []*fault.Error{ErrNoPerson}},
		func(ctx context.Context, _ *struct{}) (*rest.Answer[DashboardItems], error) {
			all, err := s.Dashboards(ctx)
			if err != nil {
				return nil, err
			}
			return rest.Say(DashboardItems{all}), nil
		})
	rest.Register(a, rest.Op{ID: "desk-create-dashboard", Method: "POST", Path: "/dashboards", Needs: rest.SignedIn, Status: 201, Summary: "Make a dashboard",
		Doc: "For oneself it needs no right but those of its lists; to share it needs `desk.dashboard.share`.", Faults: []*fault.Error{ErrList, ErrManyDashboards, ErrNoPerson}},
		func(ctx context.Context, in *struct{ Body DashboardBody }) (*rest.Tagged[Dashboard], error) {
			b := in.Body
			return taggedDashboard(s.CreateDashboard(ctx, Plan{Name: b.Name, Sharing: b.Sharing, Roles: b.Roles, Locked: b.Locked, DefaultFor: b.DefaultFor, Widgets: b.Widgets}))
		})
	rest.Register(a, rest.Op{ID: "desk-get-dashboard", Method: "GET", Path: "/dashboards/{id}", Needs: rest.SignedIn, Summary: "One dashboard with its widgets",
		Doc: "A widget names its list and how that is asked; the figures are the list's own answers, under the rights of whoever asks."},
		func(ctx context.Context, in *struct {
			ID uuid.UUID `path:"id"`
		}) (*rest.Tagged[Dashboard], error) {
			return taggedDashboard(s.Dashboard(ctx, in.ID))
		})
	rest.Register(a, rest.Op{ID: "desk-change-dashboard", Method: "PATCH", Path: "/dashboards/{id}", Needs: rest.SignedIn, Summary: "Rename, share, lock, order or rearrange a dashboard",
		Doc: "One that others see is changed by those with the right `desk.dashboard.share`.", Faults: []*fault.Error{ErrDashboardLocked, ErrList}},
		func(ctx context.Context, in *struct {
			ByVersion
			Body DashboardChangeBody
		}) (*rest.Tagged[Dashboard], error) {
			version, err := in.Version()
			if err != nil {
				return nil, err
			}
			return taggedDashboard(s.ChangeDashboard(ctx, in.ID, version, DashboardChange(in.Body)))
		})
	rest.Register(a, rest.Op{ID: "desk-delete-dashboard", Method: "DELETE", Path: "/dashboards/{id}", Needs: rest.SignedIn, Status: 204, Summary: "Delete a dashboard", Faults: []*fault.Error{ErrDashboardLocked}},
		func(ctx context.Context, in *ByVersion) (*rest.Done, error) {
			version, err := in.Version()
			if err != nil {
				return nil, err
			}
			return &rest.Done{}, s.DeleteDashboard(ctx, in.ID, version)
		})
}
