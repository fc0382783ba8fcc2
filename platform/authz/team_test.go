package authz_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/pgtest"
)

func TestMatesAreThePeopleOfOnesTeamsAndOfAllBelow(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	e := engine(t, d)
	sales, north, south := kernel.NewUUID(), kernel.NewUUID(), kernel.NewUUID() // north and south are below sales
	people := map[string]kernel.ID[kernel.User]{}
	require.NoError(t, db.Changed(d.Context(t), d.Root.For("access"), func(tx *db.Tx) error {
		for name, teams := range map[string][]uuid.UUID{"head": {sales, north, south}, "nora": {north}, "nils": {north}, "sue": {south}, "clerk": nil} {
			people[name] = kernel.NewID[kernel.User]()
			if err := authz.SetReach(t.Context(), tx, people[name], teams, nil); err != nil {
				return err
			}
		}
		return authz.Raise(t.Context(), tx)
	}))
	for name, want := range map[string][]string{"head": {"head", "nora", "nils", "sue"}, "nora": {"nora", "nils"}, "sue": {"sue"}, "clerk": {"clerk"}} {
		who := d.Actor()
		who.User = people[name]
		ctx, err := e.Attach(actor.With(t.Context(), who))
		require.NoError(t, err)
		got, err := authz.Mates(ctx)
		require.NoError(t, err)
		var ids []uuid.UUID
		for _, w := range want {
			ids = append(ids, people[w].UUID)
		}
		require.ElementsMatch(t, ids, got, name)
	}
	who := d.Actor()
	who.User = people["nora"]
	ctx, err := e.Attach(actor.With(t.Context(), who))
	require.NoError(t, err)
	teamed, err := authz.Teamed(ctx)
	require.NoError(t, err)
	for name, want := range map[string]bool{"nora": true, "nils": true, "head": true, "sue": false, "clerk": false} {
		require.Equal(t, want, teamed(people[name].UUID), "nora and %s", name)
	}
}
