package history

import (
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
