package app

import (
	"context"
	"reflect"

	"github.com/google/uuid"

	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// equal compares rows by what they hold: a change that changes nothing leaves
// no version and no history.
func equal[T any](a, b T) bool { return reflect.DeepEqual(a, b) }

func same(a, b *uuid.UUID) bool {
	return a == nil && b == nil || a != nil && b != nil && *a == *b
}

// unitOfNew asks for the unit of a new owner, if there is to be one.
func (s *Service) unitOfNew(ctx context.Context, owner *kernel.ID[kernel.User]) *uuid.UUID {
	if owner == nil {
		return nil
	}
	return s.unitOf(ctx, owner.Ptr())
}

func mayNotAssign(assigning page.Scope, err error) error {
	if db.NoRows(err) {
		return assigning.Beyond().Say("Your right " + string(assigning.Right) + " does not let you give this to another owner.")
	}
	return err
}
