package domain

import (
	"slices"
	"time"

	"longhouse/modules/hr"
	"longhouse/platform/kernel"
)

// Spell is one employment of a person, from its first to its last day.
type Spell struct {
	ID            hr.EmploymentID
	Number        int32
	HiredOn       kernel.Date
	LastDay       kernel.Date // zero: open
	Reason        string
	SeniorityFrom kernel.Date
	Announced     *time.Time // when others were told that the last day is reached
}

// End is the first day that does not belong to the spell; zero when it is open.
func (s Spell) End() kernel.Date {
	if s.LastDay.IsZero() {
		return kernel.Date{}
	}
	return s.LastDay.AddDays(1)
}

// Holds says whether the person is employed on the day.
func (s Spell) Holds(d kernel.Date) bool {
	return !d.Before(s.HiredOn) && (s.LastDay.IsZero() || !d.After(s.LastDay))
}

// Spells are all employments of one person, in order.
type Spells []Spell

// Last is the newest spell. A person always has one.
func (s Spells) Last() Spell { return s[len(s)-1] }

// On is the spell that holds a day.
func (s Spells) On(d kernel.Date) (Spell, bool) {
	for _, spell := range s {
		if spell.Holds(d) {
			return spell, true
		}
	}
	return Spell{}, false
}

// Employed says whether some spell holds every day from one to before another; a zero to is open.
func (s Spells) Employed(from, to kernel.Date) bool {
	spell, ok := s.On(from)
	if !ok {
		return false
	}
	return spell.LastDay.IsZero() || !to.IsZero() && !to.After(spell.End())
}

// Status is how the person stands to the organisation on a day.
func (s Spells) Status(d kernel.Date) hr.Status {
	if _, ok := s.On(d); ok {
		return hr.Active
	}
	if len(s) > 0 && d.Before(s[0].HiredOn) {
		return hr.Upcoming
	}
	return hr.Left
}

// EndOn sets, moves or (with a zero day) takes back the last day of the newest
// spell. Once the leaving was announced it stays.
func (s Spells) EndOn(day kernel.Date, reason string) (Spells, error) {
	last := s.Last()
	switch {
	case last.Announced != nil:
		return s, hr.ErrAnnounced
	case !day.IsZero() && day.Before(last.HiredOn):
		return s, hr.ErrEndBeforeStart
	case day.IsZero() && last.LastDay.IsZero():
		return s, hr.ErrEnded.Say("The employment is open.")
	}
	out := slices.Clone(s)
	last.LastDay, last.Reason = day, reason
	out[len(out)-1] = last
	return out, nil
}

// Seniority says from when the service of a rehired person counts.
type Seniority string

// The ways to count. There is no default.
const (
	Anew  Seniority = "anew"  // from the new first day
	First Seniority = "first" // from where it counted before
	Gap   Seniority = "gap"   // from where it counted before, later by the days of the gap
)

// Rehire opens another spell after the last one has ended.
func (s Spells) Rehire(id hr.EmploymentID, on kernel.Date, how Seniority) (Spells, error) {
	last := s.Last()
	if last.LastDay.IsZero() || !on.After(last.LastDay) {
		return s, hr.ErrStillEmployed
	}
	from := last.SeniorityFrom
	switch how {
	case Anew:
		from = on
	case First:
	case Gap:
		from = from.AddDays(last.LastDay.DaysUntil(on) - 1)
	default:
		return s, hr.ErrSeniority
	}
	return append(slices.Clone(s), Spell{ID: id, Number: last.Number + 1, HiredOn: on, SeniorityFrom: from}), nil
}
