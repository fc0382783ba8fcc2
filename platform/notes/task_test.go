package notes_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"longhouse/platform/kernel"
	"longhouse/platform/notes"
)

func (f *fixture) task(p *somebody, title string, body map[string]any) notes.Task {
	f.t.Helper()
	var out notes.Task
	all := map[string]any{"title": title}
	for k, v := range body {
		all[k] = v
	}
	p.api.Post(f.at+"/tasks", all).Is(201).JSON(&out)
	return out
}

func (f *fixture) mine(p *somebody, query string) (out []string) {
	f.t.Helper()
	var page struct {
		Items []notes.Task
		Next  string
	}
	p.api.Get("/notes/tasks?" + query).Is(200).JSON(&page)
	for _, i := range page.Items {
		require.Equal(f.t, "Ostlab", i.Record)
		out = append(out, i.Title)
	}
	return out
}

func TestATaskIsDoneByAnybodyAndChangedByWhomItConcerns(t *testing.T) {
	t.Parallel()
	f := setup(t)
	task := f.task(f.ann, "  Send   offer ", map[string]any{"assignee": f.ben.id, "due_on": "2026-12-01"})
	require.Equal(t, []any{"Send offer", "Ben [Fir] Elm", "2026-12-01"}, []any{task.Title, task.Assignee.Name, task.DueOn.String()})
	require.Equal(t, []string{"assigned: Ann Oak gave you a task: Ostlab"}, f.heard(f.ben))
	at := "/notes/tasks/" + task.ID.String()

	require.Equal(t, "notes.not_yours", f.eva.api.Patch(at, map[string]any{"title": "Other"}, "If-Match", `"1"`).Is(403).Code())
	done := f.eva.api.Patch(at, map[string]any{"done": true}, "If-Match", `"1"`).Is(200).JSON(&task)
	require.Equal(t, "Eva Ash", task.DoneBy.Name)
	require.Empty(t, f.mine(f.ben, ""))
	require.Equal(t, 1, f.undo(f.eva, done).Reversed)
	require.Equal(t, []string{"Send offer"}, f.mine(f.ben, ""))

	var later notes.Task
	f.ben.api.Patch(at, map[string]any{"due_on": nil, "title": "Later"}, "If-Match", f.ben.api.Get(at).Is(200).Header.Get("ETag")).Is(200).JSON(&later)
	require.Equal(t, []any{true, "Later"}, []any{later.DueOn.IsZero(), later.Title})
	require.Equal(t, "notes.not_yours", f.eva.api.Delete(at, "If-Match", `"9"`).Is(403).Code())
	gone := f.ben.api.Delete(at, "If-Match", f.ben.api.Get(at).Is(200).Header.Get("ETag")).Is(204)
	require.Equal(t, 1, f.undo(f.ben, gone).Reversed)
	f.ann.api.Post(f.at+"/tasks", map[string]any{"title": " "}).Is(422)
}

func TestATaskIsGivenOnlyToReadersOfTheRecord(t *testing.T) {
	t.Parallel()
	f := setup(t)
	task := f.task(f.ann, "Look", nil)
	f.hide(f.record, f.eva)
	require.Equal(t, "/assignee", f.ann.api.Post(f.at+"/tasks", map[string]any{"title": "x", "assignee": f.eva.id}).Is(422).Problem().Errors[0].Pointer)
	f.ann.api.Patch("/notes/tasks/"+task.ID.String(), map[string]any{"assignee": f.eva.id}, "If-Match", `"1"`).Is(422)
	f.eva.api.Get("/notes/tasks/" + task.ID.String()).Is(404)
}

func TestOnesTasksComeByTheirDayAndOnlyOfRecordsThatOneSees(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.task(f.ann, "whenever", nil)
	f.task(f.ann, "late", map[string]any{"due_on": "2026-12-09"})
	f.task(f.ann, "soon", map[string]any{"due_on": "2026-12-01"})
	f.task(f.ben, "not mine", nil)
	require.Equal(t, []string{"soon", "late", "whenever"}, f.mine(f.ann, ""))
	require.Equal(t, []string{"soon"}, f.mine(f.ann, "until=2026-12-01"))

	var page struct {
		Items []notes.Task
		Next  string
	}
	f.ann.api.Get("/notes/tasks?limit=2").Is(200).JSON(&page)
	require.Equal(t, []string{"whenever"}, f.mine(f.ann, "limit=2&after="+page.Next))
	f.hide(f.record, f.ann)
	require.Empty(t, f.mine(f.ann, ""))
}

func TestPeopleAreRemindedOnTheDayOfTheirTasksOnce(t *testing.T) {
	t.Parallel()
	f := at(t, time.Date(2026, 12, 1, 7, 0, 0, 0, time.UTC))
	f.task(f.ben, "today", map[string]any{"due_on": "2026-12-01"})
	f.task(f.ben, "tomorrow", map[string]any{"due_on": "2026-12-02"})
	done := f.task(f.ben, "done", map[string]any{"due_on": "2026-12-01"})
	f.ben.api.Patch("/notes/tasks/"+done.ID.String(), map[string]any{"done": true}, "If-Match", `"1"`).Is(200)
	f.task(f.eva, "hidden", map[string]any{"due_on": "2026-12-01"})
	f.hide(f.record, f.eva)
	for range 2 {
		require.NoError(t, f.svc.Remind(f.AsService(t, "notes.remind")))
	}
	require.Equal(t, []string{"due: Due today: today"}, f.heard(f.ben))
	require.Empty(t, f.heard(f.eva), "what they may not see any more is no news for them")
	require.Equal(t, kernel.Record{Entity: "crm.account", ID: f.record}, f.told[0].About)
}
