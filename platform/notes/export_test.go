package notes

import "context"

// What the schedule and the reactions do, for tests that do not wait for them.
func (s *Service) Sweep(ctx context.Context) error                  { return s.sweep(ctx) }
func (s *Service) SweepContent(ctx context.Context) error           { return s.sweepContent(ctx) }
func (s *Service) Remind(ctx context.Context) error                 { return s.remind(ctx) }
func (s *Service) Watch(ctx context.Context) error                  { return s.watch(ctx) }
func (s *Service) TellFollowers(ctx context.Context, a Added) error { return s.tellFollowers(ctx, a) }
