package domain

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/modules/hr"
	"longhouse/platform/kernel"
)

func spells(t *testing.T, parts ...string) Spells {
	t.Helper()
	var out Spells
	for i := 0; i < len(parts); i += 2 {
		s := Spell{ID: kernel.NewID[hr.Employment](), Number: int32(i/2 + 1), HiredOn: day(parts[i]), SeniorityFrom: day(parts[i])}
		if parts[i+1] != "" {
			s.LastDay = day(parts[i+1])
		}
		out = append(out, s)
	}
	return out
}

func TestStatusIsComputedFromSpellsAndADay(t *testing.T) {
	t.Parallel()
	s := spells(t, "2020-01-15", "2022-03-31", "2024-06-01", "")
	for on, want := range map[string]hr.Status{
		"2020-01-14": hr.Upcoming, "2020-01-15": hr.Active, "2022-03-31": hr.Active,
		"2022-04-01": hr.Left, "2024-05-31": hr.Left, "2024-06-01": hr.Active, "2030-01-01": hr.Active,
	} {
		require.Equal(t, want, s.Status(day(on)), on)
	}
}

func TestRehireAsksHowSeniorityCounts(t *testing.T) {
	t.Parallel()
	s := spells(t, "2020-01-01", "2020-12-31")
	for how, want := range map[Seniority]string{Anew: "2021-02-01", First: "2020-01-01", Gap: "2020-02-01"} {
		again, err := s.Rehire(kernel.NewID[hr.Employment](), day("2021-02-01"), how)
		require.NoError(t, err)
		require.Equal(t, want, again.Last().SeniorityFrom.String(), how)
		require.Equal(t, int32(2), again.Last().Number)
	}
	_, err := s.Rehire(kernel.NewID[hr.Employment](), day("2021-02-01"), "")
	require.ErrorIs(t, err, hr.ErrSeniority)
	_, err = s.Rehire(kernel.NewID[hr.Employment](), day("2020-12-31"), Anew)
	require.ErrorIs(t, err, hr.ErrStillEmployed)
}

func TestAnAnnouncedEndStays(t *testing.T) {
	t.Parallel()
	s := spells(t, "2020-01-01", "")
	_, err := s.EndOn(day("2019-12-31"), "")
	require.ErrorIs(t, err, hr.ErrEndBeforeStart)
	planned, err := s.EndOn(day("2026-12-31"), "moves away")
	require.NoError(t, err)
	open, err := planned.EndOn(kernel.Date{}, "")
	require.NoError(t, err)
	require.Equal(t, s, open)
	told := hired.Time()
	planned[0].Announced = &told
	_, err = planned.EndOn(kernel.Date{}, "")
	require.ErrorIs(t, err, hr.ErrAnnounced)
}

func TestPeopleGoToTheFirstSuperiorWhoIsStillThereAndOnToTheNext(t *testing.T) {
	t.Parallel()
	leaver, gone, head, chief := kernel.NewID[hr.Employee](), kernel.NewID[hr.Employee](), kernel.NewID[hr.Employee](), kernel.NewID[hr.Employee]()
	other := kernel.NewID[hr.Employee]()
	lines := Open(kernel.NewUUID(), day("2024-01-01"), kernel.Date{}, leaver)
	lines, err := lines.Change(day("2026-01-01"), other, kernel.NewUUID())
	require.NoError(t, err)
	lines, err = lines.Change(day("2027-01-01"), leaver, kernel.NewUUID())
	require.NoError(t, err)

	after := HandUp(lines, day("2025-01-01"), leaver, []Superior{
		{gone, spells(t, "2020-01-01", "2024-12-31")}, {head, spells(t, "2020-01-01", "2027-06-30")}, {chief, spells(t, "2020-01-01", "")},
	}, uuid.New)

	for on, want := range map[string]hr.EmployeeID{
		"2024-12-31": leaver, "2025-01-01": head, "2025-12-31": head, "2026-06-01": other, "2027-06-30": head, "2027-07-01": chief,
	} {
		p, ok := after.AsOf(day(on))
		require.True(t, ok)
		require.Equal(t, want, p.Content, on)
	}
}

func TestAChartCountsReportsAndCutsLevels(t *testing.T) {
	t.Parallel()
	top, a, b, c, stray := uuid.New(), uuid.New(), uuid.New(), uuid.New(), uuid.New()
	boxes := func() []Box {
		return []Box{{ID: top}, {ID: a, Above: top}, {ID: b, Above: top}, {ID: c, Above: a}, {ID: stray, Above: uuid.New()}}
	}
	all := Chart(boxes(), uuid.Nil, 0)
	require.Len(t, all, 5)
	require.Equal(t, Box{ID: top, Below: 2}, all[0])
	require.Equal(t, Box{ID: stray}, all[1], "whose superior is not shown stands at the top")
	require.Equal(t, []Box{{a, top, 1}, {c, a, 0}}, Chart(boxes(), a, 0))
	require.Equal(t, []Box{{a, top, 1}}, Chart(boxes(), a, 1))
	require.Empty(t, Chart(boxes(), uuid.New(), 0))
}
