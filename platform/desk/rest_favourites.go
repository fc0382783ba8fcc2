package desk

import (
	"context"

	"github.com/google/uuid"

	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/rest"
)

// FavouriteItems are the caller's favourites, which are few.
type FavouriteItems struct {
	Items []Favourite `json:"items"`
}

// FavouriteRef names one.
type FavouriteRef struct {
	Entity string    `json:"entity" maxLength:"60"`
	ID     uuid.UUID `json:"id"`
}

// FavouriteOrder is the order that the caller wants.
type FavouriteOrder struct {
	Items []FavouriteRef `json:"items" maxItems:"200"`
}

type favouriteIn struct {
	Entity string    `path:"entity" pattern:"^[a-z]+\\.[a-z_]+$" maxLength:"60" example:"crm.account" doc:"A kind of record, desk.view or desk.dashboard"`
	ID     uuid.UUID `path:"id"`
}

func (in favouriteIn) record() kernel.Record { return kernel.Record{Entity: in.Entity, ID: in.ID} }

func (s *Service) favouriteRoutes(a *rest.API) {
	rest.Register(a, rest.Op{ID: "desk-list-favourites", Method: "GET", Path: "/favourites", Needs: rest.SignedIn, Summary: "Your favourites, in your order",
		Doc: "What is gone or hidden from you is left out.", Faults: []*fault.Error{ErrNoPerson}},
		func(ctx context.Context, _ *struct{}) (*rest.Answer[FavouriteItems], error) {
			all, err := s.Favourites(ctx)
			if err != nil {
				return nil, err
			}
			return rest.Say(FavouriteItems{all}), nil
		})
	rest.Register(a, rest.Op{ID: "desk-keep-favourite", Method: "PUT", Path: "/favourites/{entity}/{id}", Needs: rest.SignedIn, Status: 204, Summary: "Keep a record, a view or a dashboard at hand",
		Faults: []*fault.Error{ErrManyFavourites, ErrNoPerson}},
		func(ctx context.Context, in *favouriteIn) (*rest.Done, error) {
			return &rest.Done{}, s.Keep(ctx, in.record())
		})
	rest.Register(a, rest.Op{ID: "desk-drop-favourite", Method: "DELETE", Path: "/favourites/{entity}/{id}", Needs: rest.SignedIn, Status: 204, Summary: "No longer keep it at hand",
		Faults: []*fault.Error{ErrNoPerson}},
		func(ctx context.Context, in *favouriteIn) (*rest.Done, error) {
			return &rest.Done{}, s.LetGo(ctx, in.record())
		})
	rest.Register(a, rest.Op{ID: "desk-order-favourites", Method: "PUT", Path: "/favourites", Needs: rest.SignedIn, Status: 204, Summary: "Put your favourites in an order",
		Doc: "Those that are not named come after.", Faults: []*fault.Error{ErrNoPerson}},
		func(ctx context.Context, in *struct{ Body FavouriteOrder }) (*rest.Done, error) {
			wanted := make([]kernel.Record, len(in.Body.Items))
			for i, f := range in.Body.Items {
				wanted[i] = kernel.Record{Entity: f.Entity, ID: f.ID}
			}
			return &rest.Done{}, s.Order(ctx, wanted)
		})
}
