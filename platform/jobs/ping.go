package jobs

import (
	"context"
	"fmt"
)

// Ping says whether Redis answers. While it does not, work waits in PostgreSQL.
func (e *Engine) Ping(ctx context.Context) error {
	if err := e.carrier.redis.Ping(ctx).Err(); err != nil {
		return fmt.Errorf("Redis does not answer; background work waits: %w", err) //nolint:staticcheck // a name begins it
	}
	return nil
}
