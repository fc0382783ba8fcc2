package identity

import (
	"context"

	"longhouse/platform/rest"
)

func (s *Service) settingRoutes(a *rest.API) {
	rest.Register(a, rest.Op{ID: "identity-get-settings", Method: "GET", Path: "/me/settings", Needs: rest.SignedIn, Summary: "How I like to read: language, zone, clock, look"},
		func(ctx context.Context, _ *struct{}) (*rest.Answer[Settings], error) {
			mine, err := s.Settings(ctx)
			return rest.Say(mine), err
		})
	rest.Register(a, rest.Op{ID: "identity-set-settings", Method: "PUT", Path: "/me/settings", Needs: rest.SignedIn, Status: 204, Summary: "Say how I like to read",
		Doc: "Replaces all of them. They go with the person into every organisation. What is left out is as the browser or the organisation says."},
		func(ctx context.Context, in *struct{ Body Settings }) (*rest.Done, error) {
			return &rest.Done{}, s.Set(ctx, in.Body)
		})
	rest.Register(a, rest.Op{ID: "identity-get-organisation", Method: "GET", Path: "/organisation", Needs: rest.SignedIn, Summary: "The organisation that I am in"},
		func(ctx context.Context, _ *struct{}) (*rest.Tagged[House], error) { return tagged(s.House(ctx)) })
	rest.Register(a, rest.Op{ID: "identity-update-organisation", Method: "PATCH", Path: "/organisation", Needs: UpdateOrganisation, Summary: "Change the organisation's name, time zone, language or idle time",
		Doc: "Other nodes go by it within a minute, and so do schedules that run on the organisation's clock."},
		func(ctx context.Context, in *struct {
			rest.Match
			Body HouseChange
		}) (*rest.Tagged[House], error) {
			version, err := in.Version()
			if err != nil {
				return nil, err
			}
			return tagged(s.ChangeHouse(ctx, version, in.Body))
		})
}

func tagged(h House, err error) (*rest.Tagged[House], error) {
	if err != nil {
		return nil, err
	}
	return rest.Tag(h.Version, h), nil
}
