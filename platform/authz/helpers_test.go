package authz_test

import (
	"context"
	"testing"

	"longhouse/platform/actor"
)

func withActor(t *testing.T, a actor.Actor) context.Context {
	t.Helper()
	return actor.With(t.Context(), a)
}
