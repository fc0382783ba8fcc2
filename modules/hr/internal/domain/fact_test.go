package domain

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"longhouse/modules/hr"
	"longhouse/platform/kernel"
)

func day(s string) kernel.Date { return kernel.MustDate(s) }

// shown is a period as people read it.
type shown struct{ From, To, Content string }

func show(f Facts[string]) []shown {
	var out []shown
	for _, p := range f.periods {
		out = append(out, shown{p.From.String(), p.To.String(), p.Content})
	}
	return out
}

// example is A from 1 Jan 2024 and C from 1 Jun 2025.
func example(t *testing.T) Facts[string] {
	t.Helper()
	f, err := Open(kernel.NewUUID(), day("2024-01-01"), kernel.Date{}, "A").Change(day("2025-06-01"), "C", kernel.NewUUID())
	require.NoError(t, err)
	return f
}

func TestChangeInTheMiddleLeavesLaterPeriodsAlone(t *testing.T) { // E02
	t.Parallel()
	f, err := example(t).Change(day("2025-01-01"), "B", kernel.NewUUID())
	require.NoError(t, err)
	require.Equal(t, []shown{{"2024-01-01", "2025-01-01", "A"}, {"2025-01-01", "2025-06-01", "B"}, {"2025-06-01", "", "C"}}, show(f))
}

func TestAChangeAheadBeginsToHoldOnItsDay(t *testing.T) { // E01
	t.Parallel()
	f, err := Open(kernel.NewUUID(), day("2024-01-01"), kernel.Date{}, "A").Change(day("2025-03-01"), "B", kernel.NewUUID())
	require.NoError(t, err)
	for on, want := range map[string]string{"2025-02-15": "A", "2025-02-28": "A", "2025-03-01": "B"} {
		p, ok := f.AsOf(day(on))
		require.True(t, ok)
		require.Equal(t, want, p.Content, on)
	}
}

func TestBeforeHireNothingHolds(t *testing.T) { // E07
	t.Parallel()
	f := example(t)
	_, ok := f.AsOf(day("2023-12-31"))
	require.False(t, ok)
	_, err := f.Change(day("2023-12-31"), "B", kernel.NewUUID())
	require.ErrorIs(t, err, hr.ErrNotEmployed)
}

func TestTwoPeriodsNeverBeginOnOneDay(t *testing.T) {
	t.Parallel()
	_, err := example(t).Change(day("2025-06-01"), "B", kernel.NewUUID())
	require.ErrorIs(t, err, hr.ErrSameDay)
}

func TestTheFirstPeriodCannotBeMovedOrRemoved(t *testing.T) {
	t.Parallel()
	f := example(t)
	_, err := f.Remove(f.periods[0].ID)
	require.ErrorIs(t, err, hr.ErrFirstPeriod)
	_, err = f.Move(f.periods[0].ID, day("2024-02-01"))
	require.ErrorIs(t, err, hr.ErrFirstPeriod)
	_, err = f.Move(f.periods[1].ID, day("2024-01-01"))
	require.ErrorIs(t, err, hr.ErrEmptyPeriod)
	_, err = f.Remove(kernel.NewUUID())
	require.ErrorIs(t, err, hr.ErrFactUnknown)
}

func TestAnEndIsRefusedWhileSomethingBeginsAfterIt(t *testing.T) {
	t.Parallel()
	f := example(t)
	_, err := f.EndAt(day("2025-06-01"))
	require.ErrorIs(t, err, hr.ErrFactsAfter)
	ended, err := f.EndAt(day("2025-06-02"))
	require.NoError(t, err)
	require.Equal(t, "2025-06-02", ended.periods[1].To.String())
	open, err := ended.EndAt(kernel.Date{})
	require.NoError(t, err)
	require.Equal(t, show(f), show(open), "taking the end back opens the last period again")
}

func TestVerbsLeaveTheOldFactsAsTheyWere(t *testing.T) {
	t.Parallel()
	f := example(t)
	before := show(f)
	_, _ = f.Change(day("2024-05-01"), "B", kernel.NewUUID())
	_, _ = f.Correct(f.periods[0].ID, "X")
	_, _ = f.Move(f.periods[1].ID, day("2024-02-01"))
	_, _ = f.Remove(f.periods[1].ID)
	_ = f.TrimAt(day("2025-01-01"))
	_ = f.From(day("2024-06-01"), kernel.NewUUID(), func(string) string { return "Z" })
	require.Equal(t, before, show(f))
}

var hired = day("2024-01-01")

func anyDay(t *rapid.T) kernel.Date { return hired.AddDays(rapid.IntRange(-3, 40).Draw(t, "day")) }

// anyVerb does something, or is refused and does nothing.
func anyVerb(t *rapid.T, f Facts[string]) Facts[string] {
	pick := f.periods[rapid.IntRange(0, len(f.periods)-1).Draw(t, "period")].ID
	content := rapid.SampledFrom([]string{"A", "B", "C", "D"}).Draw(t, "content")
	out, err := f, error(nil)
	switch rapid.IntRange(0, 4).Draw(t, "verb") {
	case 0:
		out, err = f.Change(anyDay(t), content, kernel.NewUUID())
	case 1:
		out, err = f.Correct(pick, content)
	case 2:
		out, err = f.Move(pick, anyDay(t))
	case 3:
		out, err = f.Remove(pick)
	case 4:
		out, err = f.EndAt(hired.AddDays(rapid.IntRange(1, 60).Draw(t, "end")))
	}
	if err != nil {
		return f
	}
	return out
}

func whole(t *rapid.T, f Facts[string]) {
	require.NotEmpty(t, f.periods)
	require.Equal(t, hired, f.periods[0].From, "the first period begins on the hire date")
	for i, p := range f.periods {
		require.True(t, p.To.IsZero() || p.From.Before(p.To), "a period has days")
		if i > 0 {
			require.Equal(t, f.periods[i-1].To, p.From, "no overlap, no gap")
		}
	}
}

func TestNoSequenceOfVerbsLeavesAnOverlapOrAGap(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := Open(kernel.NewUUID(), hired, kernel.Date{}, "A")
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			before := f
			f = anyVerb(t, f)
			whole(t, f)
			replay(t, before, f)
		}
		last := f.periods[len(f.periods)-1].To
		for d := hired.AddDays(-2); d.Before(hired.AddDays(70)); d = d.AddDays(1) {
			_, ok := f.AsOf(d)
			require.Equal(t, !d.Before(hired) && (last.IsZero() || d.Before(last)), ok, "as of %s", d)
		}
	})
}

// replay writes the steps of a change one after the other and expects the
// outcome, without two rows that share a day on the way: the database refuses that.
func replay(t *rapid.T, before, after Facts[string]) {
	rows := map[string]Period[string]{}
	put := func(p Period[string]) {
		for id, q := range rows {
			apart := !q.To.IsZero() && !p.From.Before(q.To) || !p.To.IsZero() && !q.From.Before(p.To)
			require.True(t, id == p.ID.String() || apart, "%v overlaps %v on the way", p, q)
		}
		rows[p.ID.String()] = p
	}
	for _, p := range before.periods {
		put(p)
	}
	s := Diff(before, after)
	for _, id := range s.Delete {
		delete(rows, id.String())
	}
	for _, p := range append(s.Update, s.Insert...) {
		put(p)
	}
	require.Len(t, rows, len(after.periods))
	for _, p := range after.periods {
		require.Equal(t, p, rows[p.ID.String()])
	}
}

func TestChangeThenRemoveRestores(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := Open(kernel.NewUUID(), hired, kernel.Date{}, "A")
		for range rapid.IntRange(0, 10).Draw(t, "steps") {
			f = anyVerb(t, f)
		}
		id := kernel.NewUUID()
		changed, err := f.Change(anyDay(t), "new", id)
		if err != nil {
			return
		}
		back, err := changed.Remove(id)
		require.NoError(t, err)
		require.Empty(t, cmp.Diff(f.periods, back.periods, cmpopts.EquateComparable(kernel.Date{})))
		require.True(t, Diff(f, back).Empty())
	})
}
