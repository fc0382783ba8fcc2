package webhooks

import "context"

// Plan is the plan of a house that was told nothing else.
var Plan = plan

// Clean is what the schedule runs each night.
func (s *Service) Clean(ctx context.Context) error { return s.clean(ctx) }
