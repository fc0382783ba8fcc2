package jobs

import (
	"context"
	"fmt"
	"time"
)

// Ping says whether Redis answers. While it does not, work waits in PostgreSQL.
func (e *Engine) Ping(ctx context.Context) error {
	if err := e.carrier.redis.Ping(ctx).Err(); err != nil {
		return fmt.Errorf("Redis does not answer; background work waits: %w", err) //nolint:staticcheck // a name begins it
	}
	return nil
}

// answers is Ping for somebody who waits for a page.
func (e *Engine) answers(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 500*time.Millisecond)
	defer cancel()
	return e.Ping(ctx)
}
