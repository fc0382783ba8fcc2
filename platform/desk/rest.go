package desk

import (
	"context"

	"github.com/google/uuid"

	"longhouse/platform/fault"
	"longhouse/platform/rest"
)

// Items are the views of a list, which are few.
type Items struct {
	Items []View `json:"items"`
}

// CreateBody is a new view.
type CreateBody struct {
	List       string   `json:"list" minLength:"3" maxLength:"100" pattern:"^[a-z]+(\\.[a-z_-]+)+$" example:"crm.deals" doc:"The list's address, with dots"`
	Name       string   `json:"name" minLength:"1" maxLength:"100"`
	Sharing    string   `json:"sharing,omitempty" enum:"private,team,organisation" default:"private"`
	Locked     bool     `json:"locked,omitempty"`
	DefaultFor []string `json:"default_for,omitempty" maxItems:"50" doc:"me for a private view; everybody or roles for one of the organisation"`
	State      State    `json:"state"`
}

// ChangeBody changes a view. A missing field stays.
type ChangeBody struct {
	Name       *string   `json:"name,omitempty" minLength:"1" maxLength:"100"`
	Sharing    *string   `json:"sharing,omitempty" enum:"private,team,organisation"`
	Locked     *bool     `json:"locked,omitempty"`
	DefaultFor *[]string `json:"default_for,omitempty" maxItems:"50"`
	Position   *int32    `json:"position,omitempty" minimum:"0" maximum:"1000000"`
	State      *State    `json:"state,omitempty"`
}

// ByVersion names a view or a dashboard as the caller has seen it.
type ByVersion struct {
	rest.Match
	ID uuid.UUID `path:"id"`
}

func tagged(v View, err error) (*rest.Tagged[View], error) {
	if err != nil {
		return nil, err
	}
	return rest.Tag(v.Version, v), nil
}

// Routes adds the operations of views, dashboards and favourites.
func (s *Service) Routes(a *rest.API) {
	s.viewRoutes(a)
	s.dashboardRoutes(a)
	s.favouriteRoutes(a)
}

func (s *Service) viewRoutes(a *rest.API) {
	rest.Register(a, rest.Op{ID: "desk-list-views", Method: "GET", Path: "/views", Needs: rest.SignedIn, Summary: "Views of a list: your own, your team's and the organisation's",
		Doc: "Needs the right to read the list.", Faults: []*fault.Error{ErrList, ErrNoPerson}},
		func(ctx context.Context, in *struct {
			List string `query:"list" required:"true" example:"crm.deals" doc:"The list's address, with dots"`
		}) (*rest.Answer[Items], error) {
			views, err := s.Views(ctx, in.List)
			if err != nil {
				return nil, err
			}
			return rest.Say(Items{views}), nil
		})
	rest.Register(a, rest.Op{ID: "desk-create-view", Method: "POST", Path: "/views", Needs: rest.SignedIn, Status: 201, Summary: "Keep how a list is seen",
		Doc: "For oneself it needs no right but the list's; to share it needs `desk.view.share`.", Faults: []*fault.Error{ErrList, ErrTooMany, ErrNoPerson}},
		func(ctx context.Context, in *struct{ Body CreateBody }) (*rest.Tagged[View], error) {
			b := in.Body
			return tagged(s.Create(ctx, Draft{List: b.List, Name: b.Name, Sharing: b.Sharing, Locked: b.Locked, DefaultFor: b.DefaultFor, State: b.State}))
		})
	rest.Register(a, rest.Op{ID: "desk-get-view", Method: "GET", Path: "/views/{id}", Needs: rest.SignedIn, Summary: "One view"},
		func(ctx context.Context, in *struct {
			ID uuid.UUID `path:"id"`
		}) (*rest.Tagged[View], error) {
			return tagged(s.View(ctx, in.ID))
		})
	rest.Register(a, rest.Op{ID: "desk-change-view", Method: "PATCH", Path: "/views/{id}", Needs: rest.SignedIn, Summary: "Rename, share, lock, order or change a view",
		Doc: "A view that others see is changed by those with the right `desk.view.share`.", Faults: []*fault.Error{ErrLocked}},
		func(ctx context.Context, in *struct {
			ByVersion
			Body ChangeBody
		}) (*rest.Tagged[View], error) {
			version, err := in.Version()
			if err != nil {
				return nil, err
			}
			return tagged(s.Change(ctx, in.ID, version, Change(in.Body)))
		})
	rest.Register(a, rest.Op{ID: "desk-delete-view", Method: "DELETE", Path: "/views/{id}", Needs: rest.SignedIn, Status: 204, Summary: "Delete a view", Faults: []*fault.Error{ErrLocked}},
		func(ctx context.Context, in *ByVersion) (*rest.Done, error) {
			version, err := in.Version()
			if err != nil {
				return nil, err
			}
			return &rest.Done{}, s.Delete(ctx, in.ID, version)
		})
}
