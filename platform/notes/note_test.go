package notes_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/notes"
)

func TestWhatIsSaidOfARecordIsReadByItsReadersAndNobodyElse(t *testing.T) {
	t.Parallel()
	f := setup(t)
	n := f.note(f.ann, "Call them **tomorrow**")
	require.Equal(t, "Ann Oak", n.Author.Name)
	require.Len(t, f.entries(f.ben, "").Items, 1)
	f.hide(f.record, f.ben)

	for _, path := range []string{f.at, f.at + "/entries", f.at + "/people", "/notes/notes/" + n.ID.String()} {
		f.ben.api.Get(path).Is(404)
	}
	f.ben.api.Post(f.at+"/notes", map[string]any{"text": "x"}).Is(404)
	f.ben.api.Patch("/notes/notes/"+n.ID.String(), map[string]any{"pinned": true}, "If-Match", `"1"`).Is(404)
	f.ben.api.Do("PUT", f.at+"/follow", nil).Is(404)
	require.Equal(t, "forbidden", f.somebody("hr.self").api.Get(f.at).Is(403).Code(), "who reads no accounts at all")
	require.Equal(t, "history.unknown_entity", f.ann.api.Get("/notes/records/crm.nothing/"+f.record.String()).Is(404).Code())
	f.ann.api.Get("/notes/records/notes.note/" + n.ID.String()).Is(404)
}

func TestARecordThatComesBackHasWhatWasSaidOfIt(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.note(f.ann, "Stays")
	f.hide(f.record, f.ann) // as the trash does
	f.ann.api.Get(f.at + "/entries").Is(404)
	f.show(f.record, f.ann)
	require.Equal(t, "Stays", f.entries(f.ann, "").Items[0].Note.Text)
}

func TestTextIsTextWhateverItLooksLike(t *testing.T) {
	t.Parallel()
	f := setup(t)
	for _, text := range []string{"<script>alert(1)</script>", "=1+1", "שלום עולם", "👩‍👩‍👧 🏳️‍🌈", "\u202eturned", `"; drop table notes.note; --`, "a\n\nb\tc", strings.Repeat("ü", 10_000)} {
		require.Equal(t, text, f.note(f.ann, text).Text)
	}
	f.ann.api.Post(f.at+"/notes", map[string]any{"text": strings.Repeat("x", 10_001)}).Is(422)
	f.ann.api.Post(f.at+"/notes", map[string]any{"text": " \n\t "}).Is(422)
	f.ann.api.Post(f.at+"/notes", map[string]any{"text": "a\x00b"}).Is(422)
}

func TestAMentionReachesReadersOnceAndCallsThemByTheirName(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.hide(f.record, f.eva)

	n := f.note(f.ann, "Ask "+names(f.ben)+", "+names(f.ann))
	require.Equal(t, "Ask @[Ben (Fir) Elm](u:"+f.ben.id.String()+"), @[Ann Oak](u:"+f.ann.id.String()+")", n.Text)
	require.Equal(t, []string{"mentioned: Ann Oak mentioned you: Ostlab"}, f.heard(f.ben))
	require.Empty(t, f.heard(f.ann), "nobody is told of their own acts")

	refused := f.ann.api.Post(f.at+"/notes", map[string]any{"text": names(f.eva)}).Is(422)
	require.Equal(t, notes.ErrCannotRead.Code, refused.Code())
	require.Equal(t, "/text", refused.Problem().Errors[0].Pointer)
	f.ann.api.Post(f.at+"/notes", map[string]any{"text": "@[Nobody](u:" + uuid.NewString() + ")"}).Is(422)

	f.ann.api.Patch("/notes/notes/"+n.ID.String(), map[string]any{"text": "Ask " + names(f.ben) + " again"}, "If-Match", `"1"`).Is(200).JSON(&n)
	require.NotNil(t, n.EditedAt)
	f.ben.api.Get("/notes/notes/" + n.ID.String()).Is(200).JSON(&n)
	require.Contains(t, n.Text, "again")
	require.Len(t, f.heard(f.ben), 1, "a note that is mended does not ring twice")
}

func TestThePickerFindsOnlyThoseWhoMayReadTheRecord(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.hide(f.record, f.eva)
	found := func(q string) (out []string) {
		var p struct{ Items []notes.Person }
		f.ann.api.Get(f.at + "/people?q=" + q).Is(200).JSON(&p)
		for _, i := range p.Items {
			out = append(out, i.Name)
		}
		return out
	}
	require.Equal(t, []string{"Ann Oak", "Ben [Fir] Elm"}, found(""))
	require.Equal(t, []string{"Ben [Fir] Elm"}, found("elm"))
	require.Empty(t, found("eva"))
}

func TestANoteIsChangedByWhoWroteItAndPinnedByAnybody(t *testing.T) {
	t.Parallel()
	f := setup(t)
	n := f.note(f.ann, "First")
	at := "/notes/notes/" + n.ID.String()
	require.Equal(t, "notes.not_yours", f.ben.api.Patch(at, map[string]any{"text": "mine"}, "If-Match", `"1"`).Is(403).Code())
	require.Equal(t, "notes.not_yours", f.ben.api.Delete(at, "If-Match", `"1"`).Is(403).Code())
	f.ben.api.Patch(at, map[string]any{"pinned": true}, "If-Match", `"1"`).Is(200)
	require.Equal(t, "First", f.about(f.ann).Pinned[0].Text)
	f.ann.api.Patch(at, map[string]any{"text": "late"}, "If-Match", `"1"`).Is(412)
	f.ann.api.Patch(at, map[string]any{"text": "no version"}).Is(428)
	f.somebody("crm.admin").api.Patch(at, map[string]any{"text": "moderated"}, "If-Match", `"2"`).Is(200).JSON(&n)
	require.Equal(t, "moderated", n.Text)
	require.Equal(t, "Ann Oak", n.Author.Name)
	require.Equal(t, "forbidden", f.somebody("auditor").api.Post(f.at+"/notes", map[string]any{"text": "x"}).Is(403).Code(), "the auditor reads and changes nothing")
	require.False(t, f.entries(f.ben, "").Items[0].Note.MayChange)
}

func TestADeletedNoteComesBackByAnUndoForWhoMayStillReadTheRecord(t *testing.T) {
	t.Parallel()
	f := setup(t)
	n := f.note(f.ann, "Come back")
	gone := f.ann.api.Delete("/notes/notes/"+n.ID.String(), "If-Match", `"1"`).Is(204)
	require.Empty(t, f.entries(f.ann, "").Items)

	f.hide(f.record, f.ann)
	require.Zero(t, f.undo(f.ann, gone).Reversed, "the record is out of sight")
	f.show(f.record, f.ann)
	require.Equal(t, 1, f.undo(f.ann, gone).Reversed)

	back := f.entries(f.ann, "").Items[0].Note
	require.Equal(t, []any{n.ID, "Come back", n.Author}, []any{back.ID, back.Text, back.Author})
}

func TestTheAuditLogHasNoWordOfANote(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.ann.api.Post(f.at+"/notes", map[string]any{"text": "A secret of theirs"}).Is(201)
	owner := f.somebody("owner")
	var sets struct{ Items []struct{ ID uuid.UUID } }
	owner.api.Get("/history/changes?table=notes.note").Is(200).JSON(&sets)
	require.Len(t, sets.Items, 1)
	require.NotContains(t, string(owner.api.Get("/history/changes/"+sets.Items[0].ID.String()).Is(200).Body), "secret of theirs")
}

// The clock stands still, so that all have one instant: the ID decides their order.
func TestEntriesOfAllKindsPageWithoutGapOrRepeat(t *testing.T) {
	t.Parallel()
	f := setup(t)
	for i := range 9 {
		f.note(f.ann, fmt.Sprint("note ", i))
		f.ann.api.Post(f.at+"/tasks", map[string]any{"title": fmt.Sprint("task ", i)}).Is(201)
		f.ann.api.Do("POST", f.at+"/files?name=a.txt", fmt.Sprint("file ", i), "Content-Type", "application/octet-stream").Is(201)
	}
	seen, order := map[uuid.UUID]bool{}, []string{}
	for after, first := "", true; first || after != ""; first = false {
		p := f.entries(f.ben, "limit=4&after="+after)
		for _, e := range p.Items {
			require.False(t, seen[e.ID])
			seen[e.ID], order = true, append(order, e.Kind)
			require.True(t, (e.Note != nil) != (e.Task != nil) != (e.File != nil))
		}
		if first {
			f.note(f.ann, "comes while we page")
		}
		after = p.Next
	}
	require.Len(t, seen, 27)
	require.Equal(t, []string{"file", "task", "note"}, order[:3], "newest first")
	require.Len(t, f.entries(f.ben, "kind=task,file&limit=100").Items, 18)
	f.ben.api.Get(f.at + "/entries?after=nonsense").Is(422)
	require.Equal(t, []any{int32(10), int32(9), int32(9)}, []any{f.about(f.ann).Notes, f.about(f.ann).OpenTasks, f.about(f.ann).Files})
}
