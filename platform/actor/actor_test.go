package actor_test

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/actor"
	"longhouse/platform/kernel"
)

func TestNothingFallsBackToADefaultActor(t *testing.T) {
	t.Parallel()
	a, err := actor.From(t.Context())
	require.ErrorIs(t, err, actor.ErrMissing)
	require.Zero(t, a)
	require.Equal(t, t.Context(), actor.Unkeyed(t.Context()))
}

func TestAPersonAndAServiceCannotMeetInOneSubject(t *testing.T) {
	t.Parallel()
	user := kernel.NewID[kernel.User]()
	require.Equal(t, "u:"+user.String(), actor.Actor{User: user}.Subject())
	require.Equal(t, "s:crm.reserve_stock", actor.Actor{Service: "crm.reserve_stock"}.Subject())
}

func TestAServiceActsForItselfAndKeepsWhatLedThere(t *testing.T) {
	t.Parallel()
	was := actor.Actor{Org: kernel.NewID[kernel.Org](), User: kernel.NewID[kernel.User](), Token: uuid.New(), Via: actor.API, Request: uuid.New(), Run: uuid.New(),
		Reason: "stock-taking", Key: actor.Key{ID: uuid.New(), State: &actor.KeyState{}}}
	org := kernel.NewID[kernel.Org]()
	a, err := actor.From(actor.Service(actor.With(t.Context(), was), org, "inventory.reorder_scan", actor.Job))
	require.NoError(t, err)
	require.Equal(t, actor.Actor{Org: org, Service: "inventory.reorder_scan", Via: actor.Job, Request: was.Request, Run: was.Run, Reason: was.Reason}, a,
		"neither the person, nor their token, nor their key go with it")
	a, err = actor.From(actor.Service(context.Background(), org, "jobs.tick", actor.System))
	require.NoError(t, err)
	require.Equal(t, actor.Actor{Org: org, Service: "jobs.tick", Via: actor.System}, a)
}

func TestUnkeyedForgetsTheKeyAndNothingElse(t *testing.T) {
	t.Parallel()
	a := actor.Actor{Org: kernel.NewID[kernel.Org](), User: kernel.NewID[kernel.User](), Key: actor.Key{ID: uuid.New(), Fingerprint: "x", State: &actor.KeyState{}}}
	ctx := actor.With(t.Context(), a)
	b, err := actor.From(actor.Unkeyed(ctx))
	require.NoError(t, err)
	require.Zero(t, b.Key)
	require.Equal(t, a.User, b.User)
	still, err := actor.From(ctx)
	require.NoError(t, err)
	require.Equal(t, a, still)
}
