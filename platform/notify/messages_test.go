package notify_test

import (
	"strconv"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/actor"
	"longhouse/platform/clock"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/notify"
	"longhouse/platform/pgtest"
)

func inbox(c *pgtest.Client, query string) notify.Inbox {
	var out notify.Inbox
	c.Get("/notify/messages" + query).Is(200).JSON(&out)
	return out
}

func TestAMessageComesWithTheCommitOrNotAtAll(t *testing.T) {
	t.Parallel()
	f := setup(t, quiet)
	ctx := f.me()
	about := kernel.Record{Entity: "crm.deal", ID: uuid.New()}
	send := func(tx *db.Tx) error {
		return notify.Send(ctx, tx, f.User, notify.Message{Kind: won, Title: "A deal was won.", Text: "By Ann.", About: about})
	}
	require.ErrorIs(t, db.Changed(ctx, f.crm, func(tx *db.Tx) error {
		require.NoError(t, send(tx))
		return fault.ErrConflict
	}), fault.ErrConflict)
	require.Empty(t, inbox(f.client(ctx), "").Items)

	require.NoError(t, db.Changed(ctx, f.crm, send))
	got := inbox(f.client(ctx), "")
	require.Len(t, got.Items, 1)
	require.Equal(t, int32(1), got.Unread)
	m := got.Items[0]
	require.Equal(t, []any{"test.won", "A deal was won.", "By Ann.", "crm.deal", about.ID, false}, []any{m.Kind, m.Title, m.Text, m.Entity, *m.EntityID, m.Read})
}

func TestMessagesAreTheirReadersOwn(t *testing.T) {
	t.Parallel()
	f := setup(t, quiet)
	f.send(f.User, "For me")
	mine := inbox(f.client(f.me()), "").Items[0]

	ctx, _ := f.somebody("owner")
	require.Empty(t, inbox(f.client(ctx), "").Items)
	f.client(ctx).Post("/notify/messages/"+mine.ID.String()+"/read", nil).Is(404)
	f.client(ctx).Post("/notify/messages/read-all", map[string]any{"newest": mine.ID}).Is(204)
	require.Equal(t, int32(1), inbox(f.client(f.me()), "").Unread)

	elm := setup(t, quiet)
	elm.User = f.User // the same person, at work for another organisation
	require.Empty(t, inbox(elm.client(elm.me()), "").Items)
}

func TestAModuleCannotReachMessagesButByTheFunction(t *testing.T) {
	t.Parallel()
	f := setup(t, quiet)
	_, err := db.Read(f.me(), f.crm, func(tx *db.Tx) (n int, err error) {
		return n, tx.QueryRow(t.Context(), "select count(*) from platform.message").Scan(&n)
	})
	require.ErrorContains(t, err, "permission denied")
}

func TestReadingMarksOneOrAllThatWereSeen(t *testing.T) {
	t.Parallel()
	f := setup(t, quiet)
	c := f.client(f.me())
	for i := range 4 {
		f.send(f.User, "Message "+strconv.Itoa(i))
	}
	items := inbox(c, "").Items
	c.Post("/notify/messages/"+items[1].ID.String()+"/read", nil).Is(204)
	c.Post("/notify/messages/"+items[1].ID.String()+"/read", nil).Is(204)
	require.Equal(t, int32(3), inbox(c, "").Unread)
	require.Len(t, inbox(c, "?unread=true").Items, 3)

	c.Post("/notify/messages/read-all", map[string]any{"newest": items[2].ID}).Is(204)
	require.Equal(t, "Message 3", inbox(c, "?unread=true").Items[0].Title, "it came after what was seen")
	require.Equal(t, int32(1), inbox(c, "").Unread)
}

func TestTheInboxIsPagedAndEachMessageComesOnce(t *testing.T) {
	t.Parallel()
	f := setup(t, quiet)
	c := f.client(f.me())
	require.NoError(t, db.Changed(f.me(), f.crm, func(tx *db.Tx) error {
		for i := range 5 {
			if err := notify.Send(f.me(), tx, f.User, notify.Message{Kind: won, Title: strconv.Itoa(i)}); err != nil {
				return err
			}
		}
		return nil
	}))
	var titles string
	for after := ""; ; {
		p := inbox(c, "?limit=2&after="+after)
		for _, m := range p.Items {
			titles += m.Title
		}
		if after = p.Next; after == "" {
			break
		}
	}
	require.Equal(t, "43210", titles)
	c.Get("/notify/messages?after=zzz").Is(422)
}

func TestMessagesAreSweptAfterNinetyDays(t *testing.T) {
	t.Parallel()
	f := setup(t, quiet)
	elm := setup(t, quiet)
	elm.send(elm.User, "Of another organisation")
	f.send(f.User, "Old")
	old := inbox(f.client(f.me()), "").Items[0]
	day := func(n int) *notify.Hub {
		return notify.New(notify.Options{DB: f.Root, Clock: clock.Fixed(old.At.AddDate(0, 0, n))})
	}
	sweeper := actor.Service(f.me(), f.Org, "notify.sweep", actor.System)

	require.NoError(t, day(90).Sweep(sweeper))
	require.Len(t, inbox(f.client(f.me()), "").Items, 1)
	require.NoError(t, day(91).Sweep(sweeper))
	require.Empty(t, inbox(f.client(f.me()), "").Items)
	require.Len(t, inbox(elm.client(elm.me()), "").Items, 1)
	require.Equal(t, "notify.sweep", f.hub.Handlers()[2].Name)
}

func TestASweepTakesAnyNumberOfMessages(t *testing.T) {
	t.Parallel()
	f := setup(t, quiet)
	ctx := f.me()
	require.NoError(t, db.Changed(ctx, f.Root.For("platform"), func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "insert into platform.message (id, user_id, title, at) select gen_random_uuid(), $1, 'Old', now() - interval '100 days' from generate_series(1, 2500)", f.User.UUID)
		return err
	}))
	require.Len(t, inbox(f.client(ctx), "").Items, 50)
	require.NoError(t, f.hub.Sweep(ctx))
	require.Empty(t, inbox(f.client(ctx), "").Items)
}
