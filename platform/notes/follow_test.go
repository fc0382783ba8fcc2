package notes_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/kernel"
	"longhouse/platform/notes"
)

func TestFollowersHearWhatIsNotedAndNeverOfTheirOwnActs(t *testing.T) {
	t.Parallel()
	f := setup(t)
	for _, p := range []*somebody{f.ben, f.eva} {
		p.api.Do("PUT", f.at+"/follow", nil).Is(204)
		p.api.Do("PUT", f.at+"/follow", nil).Is(204)
	}
	f.hide(f.record, f.eva)
	f.note(f.ann, "Hello "+names(f.ben))
	f.note(f.ann, "Without a name")
	f.ann.api.Do("POST", f.at+"/files?name=offer.pdf", "%PDF-1.7", "Content-Type", "application/octet-stream").Is(201)
	f.react()

	require.Equal(t, []string{"mentioned: Ann Oak mentioned you: Ostlab", "added: Ann Oak wrote a note: Ostlab", "added: Ann Oak attached a file: Ostlab"}, f.heard(f.ben), "a mention is said once")
	require.Empty(t, f.heard(f.eva), "who may not read the record hears nothing")
	require.Empty(t, f.heard(f.ann))
	require.True(t, f.about(f.ann).Following, "whoever writes there follows it")

	f.note(f.ben, "Fine")
	f.react()
	require.Equal(t, []string{"added: Ben [Fir] Elm wrote a note: Ostlab"}, f.heard(f.ann))
}

func TestWhoDoesNotWantToFollowIsNotMadeToByWriting(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.ann.api.Delete(f.at + "/follow").Is(204)
	f.note(f.ann, "x")
	require.False(t, f.about(f.ann).Following)
	f.ann.api.Do("PUT", f.at+"/follow", nil).Is(204)
	require.Equal(t, []notes.Person{{ID: f.ann.id, Name: "Ann Oak"}}, f.about(f.ben).Followers)
}

func TestFollowersHearOfChangesThatTheyMaySee(t *testing.T) {
	t.Parallel()
	f := setup(t)
	boss := f.somebody("owner") // who reads what is sealed to the others
	for _, p := range []*somebody{f.ann, f.ben, f.eva, boss} {
		p.api.Do("PUT", f.at+"/follow", nil).Is(204)
	}
	f.hide(f.record, f.eva)
	change := func(sql string) { f.write(f.ann.ctx, sql, f.record) }
	change("update crm.account set description = 'hidden from all' where id = $1")
	watch := f.AsService(t, "notes.watch")
	require.NoError(t, f.svc.Watch(watch))
	change("insert into crm.address (id, account_id, city, created_at) values (gen_random_uuid(), $1, 'Riga', now())")
	change("update crm.address set city = 'Oslo' where account_id = $1")
	require.NoError(t, f.svc.Watch(watch))
	require.Empty(t, f.heard(f.ben), "a hidden field and a sealed part are no news")
	require.Empty(t, f.heard(boss), "what is sealed leaves the record in no message, whoever may read it there")

	change("update crm.account set name = 'Elm' where id = $1")
	change("update crm.account set website = 'elm.example', name = 'Fir' where id = $1")
	require.NoError(t, f.svc.Watch(watch))
	require.NoError(t, f.svc.Watch(watch))
	require.Equal(t, []string{"changed: Ann Oak changed 2 fields of Ostlab"}, f.heard(f.ben), "all that one person did is one message, said once")
	require.Empty(t, f.heard(f.ann))
	require.Empty(t, f.heard(f.eva))
}

func TestTagsAreTheOrganisationsAndHangOnRecordsOfAnyKind(t *testing.T) {
	t.Parallel()
	f := setup(t)
	var tag notes.Tag
	f.ann.api.Post("/notes/tags", map[string]any{"name": " Key  customer ", "colour": "success"}).Is(201).JSON(&tag)
	require.Equal(t, "Key customer", tag.Name)
	require.Equal(t, notes.ErrTagTaken.Code, f.ben.api.Post("/notes/tags", map[string]any{"name": "KEY CUSTOMER", "colour": "info"}).Is(409).Code())
	f.ann.api.Post("/notes/tags", map[string]any{"name": "x", "colour": "pink"}).Is(422)

	put := f.at + "/tags/" + tag.ID.String()
	f.ann.api.Do("PUT", put, nil).Is(204)
	f.ann.api.Do("PUT", put, nil).Is(204)
	require.Equal(t, notes.ErrNoTag.Code, f.ann.api.Do("PUT", f.at+"/tags/"+uuid.NewString(), nil).Is(422).Code())
	require.Len(t, f.about(f.ben).Tags, 1)
	taken := f.ben.api.Delete(put).Is(204)
	require.Empty(t, f.about(f.ben).Tags)
	require.Equal(t, 1, f.undo(f.ben, taken).Reversed)
	f.hide(f.record, f.ben)
	f.ben.api.Do("PUT", put, nil).Is(404)

	at := "/notes/tags/" + tag.ID.String()
	f.somebody("crm.rep").api.Delete(at, "If-Match", `"1"`).Is(403)
	f.ann.api.Patch(at, map[string]any{"name": "VIP", "colour": "danger"}, "If-Match", `"1"`).Is(200).JSON(&tag)
	gone := f.ann.api.Delete(at, "If-Match", `"2"`).Is(204)
	require.Empty(t, f.about(f.ann).Tags)
	require.Equal(t, 2, f.undo(f.ann, gone).Reversed, "the tag, and that the record had it")
	require.Equal(t, "VIP", f.about(f.ann).Tags[0].Name)
	var all struct{ Items []notes.Tag }
	f.ann.api.Get("/notes/tags").Is(200).JSON(&all)
	require.Len(t, all.Items, 1)
}

func TestNobodyIsMadeToFollowSomethingByAnUndo(t *testing.T) {
	t.Parallel()
	f := setup(t)
	left := f.ann.api.Delete(f.at + "/follow").Is(204)
	_ = left
	f.ann.api.Do("PUT", f.at+"/follow", nil).Is(204)
	back := f.ann.api.Delete(f.at + "/follow").Is(204)
	owner := f.somebody("owner")
	var out struct{ Reversed int }
	owner.api.Post("/history/undo", map[string]any{"change_set": back.Header.Get("Longhouse-Change-Set")}).Is(200).JSON(&out)
	require.Zero(t, out.Reversed)
	require.Equal(t, 1, f.undo(f.ann, back).Reversed)
	require.True(t, f.about(f.ann).Following)
	require.Equal(t, kernel.Channel("digest"), notes.Notices[4].Default)
}
