package notify_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/notify"
	"longhouse/platform/pgtest"
)

func at(id uuid.UUID) string { return "/notify/presence/crm.account/" + id.String() }

// here says that a screen shows a record, and answers who else has it open; a
// star is at those who edit.
func here(c *pgtest.Client, id uuid.UUID, editing bool) string {
	var company notify.Company
	c.Put(at(id), map[string]bool{"editing": editing}).Is(200).JSON(&company)
	names := make([]string, len(company.People))
	for i, p := range company.People {
		names[i] = p.Name
		if p.Editing {
			names[i] += "*"
		}
	}
	return strings.Join(names, " ")
}

func TestARecordSaysWhoElseHasItOpen(t *testing.T) {
	t.Parallel()
	f := setup(t, quiet)
	mine, again := f.client(inTab(f.me())), f.client(inTab(f.me()))
	ben, _ := f.somebody("owner")
	theirs := f.client(inTab(ben))
	oak, elm := f.account(f.me()), f.account(f.me())
	require.Empty(t, here(mine, oak, false))
	require.Empty(t, here(again, oak, true), "nobody is told of themselves")
	require.Equal(t, "Somebody*", here(theirs, oak, false), "one person, in two tabs, of which one edits")
	require.Empty(t, here(theirs, elm, false))
	again.Delete(at(oak)).Is(204)
	require.Equal(t, "Somebody", here(theirs, oak, true))
	require.Equal(t, "Somebody*", here(mine, oak, false))
	theirs.Delete(at(oak)).Is(204)
	theirs.Delete(at(oak)).Is(204)
	require.Empty(t, here(mine, oak, false))
}

func TestWhoMayNotReadARecordIsNotThereAndHearsOfNobody(t *testing.T) {
	t.Parallel()
	f := setup(t, quiet)
	oak := f.account(f.me())
	here(f.client(inTab(f.me())), oak, false)
	reader, _ := f.somebody("hr.self")
	f.client(reader).Put(at(oak), map[string]bool{}).Is(403)
	f.client(f.me()).Put(at(uuid.New()), map[string]bool{}).Is(404)
	require.Empty(t, here(f.client(inTab(f.me())), oak, false))
	_, err := f.hub.BePresent(f.AsService(t, "crm.reserve_stock"), kernel.Record{Entity: "crm.account", ID: oak}, false)
	require.ErrorIs(t, err, fault.ErrForbidden)
}

func TestAScreenThatGivesNoSignOfLifeIsGone(t *testing.T) {
	t.Parallel()
	o := quiet
	o.Away = 200 * time.Millisecond
	f := setup(t, o)
	oak := f.account(f.me())
	ben, _ := f.somebody("owner")
	here(f.client(inTab(ben)), oak, false)
	mine := f.client(inTab(f.me()))
	require.Eventually(t, func() bool { return here(mine, oak, false) == "" }, 10*time.Second, 20*time.Millisecond)
}

func TestScreensOfARecordAreToldWhenSomebodyComesOrGoes(t *testing.T) {
	t.Parallel()
	f := setup(t, quick)
	me := inTab(f.me())
	ben, _ := f.somebody("owner")
	mine, theirs := f.client(me), f.client(inTab(ben))
	oak, elm := f.account(f.me()), f.account(f.me())
	here(mine, oak, false)
	l := f.listen(mine.Handler())
	hears := func(id uuid.UUID) {
		t.Helper()
		e := l.next()
		require.Equal(t, "present", e.kind)
		var c notify.Changed
		require.NoError(t, json.Unmarshal([]byte(e.data), &c))
		require.Equal(t, notify.Changed{Entity: "crm.account", ID: id}, c, "a hint, never who it is")
	}
	here(theirs, elm, false) // where nobody else is
	here(theirs, oak, false)
	hears(oak)
	here(theirs, oak, false) // a sign of life is no news
	here(theirs, oak, true)
	hears(oak)
	theirs.Delete(at(oak)).Is(204)
	hears(oak)
	f.send(f.User, "after all of them")
	require.Equal(t, "message", l.next().kind, "and of nothing else")
}

// named tells the people of a test by one name.
func named(_ context.Context, users []uuid.UUID) (map[uuid.UUID]string, error) {
	out := map[uuid.UUID]string{}
	for _, u := range users {
		out[u] = "Somebody"
	}
	return out, nil
}
