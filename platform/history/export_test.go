package history

import (
	"context"
	"time"

	"longhouse/platform/clock"
)

// At is the service at another time, with what it remembers.
func (s *Service) At(now time.Time) *Service {
	s.clock = clock.Fixed(now)
	return s
}

// Now is the service's clock.
func (s *Service) Now() time.Time { return s.clock.Now() }

// SealedBy is the service with a sealer.
func (s *Service) SealedBy(sealer *Sealer) *Service {
	s.sealer = sealer
	return s
}

// Keeping is the service with a retention in years.
func (s *Service) Keeping(years int) *Service {
	s.keep = years
	return s
}

// UndoFor is the service with another time in which people may undo.
func (s *Service) UndoFor(d time.Duration) *Service {
	s.within = d
	return s
}

// AtOnce is the sealer that cuts no more seals in one transaction.
func (s *Sealer) AtOnce(seals int) *Sealer {
	s.most = seals
	return s
}

// CutSome is one transaction of a cut.
func (s *Sealer) CutSome(ctx context.Context, before int64) (more bool, err error) {
	return s.cut(ctx, before)
}
