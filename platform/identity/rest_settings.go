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
}
