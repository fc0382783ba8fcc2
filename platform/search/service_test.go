package search_test

import (
	"context"
	"errors"
	"net/url"
	"strconv"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/pgtest"
	"longhouse/platform/rest"
	"longhouse/platform/search"
)

type find = func(ctx context.Context, text string, limit int) ([]search.Hit, error)

func source(entity string, fn find) search.Source {
	return search.Source{Entity: entity, Label: entity + "s", Needs: kernel.Permission(entity + ".read"), Find: fn}
}

// hits answers n records, whatever the limit.
func hits(n int) find {
	return func(_ context.Context, text string, _ int) ([]search.Hit, error) {
		out := make([]search.Hit, n)
		for i := range out {
			out[i] = search.Hit{ID: uuid.New(), Title: text + strconv.Itoa(i), Subtitle: "sub"}
		}
		return out, nil
	}
}

func ask(t *testing.T, text string, roles []string, o search.Options, sources ...search.Source) search.Answer {
	t.Helper()
	s := search.New(o)
	s.Register(sources...)
	var a search.Answer
	pgtest.New(t).Server(t, map[string]func(*rest.API){"search": s.Routes}, roles...).Get("/search?q=" + url.QueryEscape(text)).Is(200).JSON(&a)
	return a
}

func TestSearchAsksEverySourceAndKeepsTheirOrder(t *testing.T) {
	t.Parallel()
	a := ask(t, " oak ", nil, search.Options{}, source("crm.account", hits(2)), source("crm.deal", hits(0)), source("hr.employee", hits(9)))
	require.Len(t, a.Groups, 2, "no group without hits")
	require.Equal(t, "crm.account", a.Groups[0].Entity)
	require.Equal(t, "crm.accounts", a.Groups[0].Label)
	require.Equal(t, "oak0", a.Groups[0].Items[0].Title)
	require.Equal(t, "sub", a.Groups[0].Items[0].Subtitle)
	require.Len(t, a.Groups[1].Items, 5)
	require.Empty(t, a.Late)
}

func TestMoreAreAskedForAndOnlyOfSomeKinds(t *testing.T) {
	t.Parallel()
	s := search.New(search.Options{})
	s.Register(source("crm.account", hits(9)), source("crm.deal", hits(9)), source("hr.employee", hits(9)))
	c := pgtest.New(t).Server(t, map[string]func(*rest.API){"search": s.Routes})
	var a search.Answer
	c.Get("/search?q=oak&limit=7&kinds=crm.deal,hr.employee").Is(200).JSON(&a)
	require.Len(t, a.Groups, 2)
	require.Equal(t, "crm.deal", a.Groups[0].Entity)
	require.Len(t, a.Groups[0].Items, 7)
	c.Get("/search?q=oak&limit=51").Is(422)
}

func TestSearchDoesNotAskForWhatTheCallerMayNotRead(t *testing.T) {
	t.Parallel()
	asked := make(chan struct{}, 1)
	a := ask(t, "oak", []string{"crm.rep"}, search.Options{}, source("crm.account", hits(1)), source("jobs.delivery", func(context.Context, string, int) ([]search.Hit, error) {
		asked <- struct{}{}
		return nil, nil
	}))
	require.Len(t, a.Groups, 1)
	require.Empty(t, asked)
}

func TestAShortTextFindsNothing(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "  ", "o", " ö "} {
		require.Empty(t, ask(t, text, nil, search.Options{}, source("crm.account", hits(1))).Groups, text)
	}
	require.NotEmpty(t, ask(t, "öl", nil, search.Options{}, source("crm.account", hits(1))).Groups)
}

// The slow source is a real query, which the time limit must end in the database too.
func TestASlowSourceIsLeftOutAndNamed(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	started := time.Now()
	slow := func(ctx context.Context, _ string, _ int) ([]search.Hit, error) {
		return db.Read(ctx, d.Root.For("platform"), func(tx *db.Tx) ([]search.Hit, error) {
			_, err := tx.Exec(ctx, "select pg_sleep(4)")
			return nil, err
		})
	}
	a := ask(t, "oak", nil, search.Options{Patience: 50 * time.Millisecond}, source("crm.account", slow), source("crm.deal", hits(1)))
	require.Equal(t, []string{"crm.accounts"}, a.Late)
	require.Len(t, a.Groups, 1)
	require.Less(t, time.Since(started), 3*time.Second)
}

func TestABrokenSourceDoesNotTakeTheOthersWithIt(t *testing.T) {
	t.Parallel()
	a := ask(t, "oak", nil, search.Options{},
		source("crm.account", func(context.Context, string, int) ([]search.Hit, error) { return nil, errors.New("no disk") }),
		source("crm.order", func(context.Context, string, int) ([]search.Hit, error) { panic("a defect") }),
		source("crm.deal", hits(1)))
	require.Equal(t, []string{"crm.accounts", "crm.orders"}, a.Late)
	require.Len(t, a.Groups, 1)
}
