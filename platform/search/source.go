// Package search finds records of every module by a few letters. Modules
// contribute sources; there is no shared index that could leak.
package search

import (
	"context"

	"github.com/google/uuid"

	"longhouse/platform/kernel"
)

// Source finds records of one kind.
type Source struct {
	Entity string            // crm.account
	Label  string            // Accounts: the heading of its hits
	Needs  kernel.Permission // who lacks it is not asked
	// Find answers at most limit records that the caller may read, the best first.
	Find func(ctx context.Context, text string, limit int) ([]Hit, error)
}

// Hit is one record that was found.
type Hit struct {
	ID              uuid.UUID
	Title, Subtitle string
}
