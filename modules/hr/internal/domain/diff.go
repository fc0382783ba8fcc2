package domain

import (
	"slices"

	"github.com/google/uuid"
)

// Steps are the rows to write so that stored facts become other ones, in an
// order in which no two periods ever overlap on the way.
type Steps[C comparable] struct {
	Delete []uuid.UUID
	Update []Period[C] // those that give days away come first
	Insert []Period[C]
}

// Empty says that nothing is to be written.
func (s Steps[C]) Empty() bool { return len(s.Delete)+len(s.Update)+len(s.Insert) == 0 }

// Diff compares facts before and after a verb.
func Diff[C comparable](before, after Facts[C]) Steps[C] {
	var s Steps[C]
	var growing []Period[C]
	for _, old := range before.periods {
		i := after.find(old.ID)
		switch {
		case i < 0:
			s.Delete = append(s.Delete, old.ID)
		case after.periods[i] != old && within(after.periods[i], old):
			s.Update = append(s.Update, after.periods[i])
		case after.periods[i] != old:
			growing = append(growing, after.periods[i])
		}
	}
	s.Update = append(s.Update, growing...)
	for _, p := range after.periods {
		if before.find(p.ID) < 0 {
			s.Insert = append(s.Insert, p)
		}
	}
	return s
}

func within[C comparable](p, q Period[C]) bool {
	return !p.From.Before(q.From) && (q.To.IsZero() || !p.To.IsZero() && !p.To.After(q.To))
}

// Within are the facts that lie in a spell.
func (f Facts[C]) Within(s Spell) Facts[C] {
	return Facts[C]{slices.DeleteFunc(f.Periods(), func(p Period[C]) bool {
		return p.From.Before(s.HiredOn) || !s.LastDay.IsZero() && p.From.After(s.LastDay)
	})}
}
