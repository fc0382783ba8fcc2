// Package domain holds the rules of hr: dated facts and their verbs, spells of
// employment, the tree of people. It knows no database and no clock.
package domain

import (
	"slices"

	"github.com/google/uuid"

	"longhouse/modules/hr"
	"longhouse/platform/kernel"
)

// Period is one dated fact: its content holds from From until before To. A
// zero To is open.
type Period[C comparable] struct {
	ID       uuid.UUID
	From, To kernel.Date
	Content  C
}

// Holds says whether the day lies in the period.
func (p Period[C]) Holds(d kernel.Date) bool {
	return !d.Before(p.From) && (p.To.IsZero() || d.Before(p.To))
}

// Facts are the periods of one topic in one spell of employment, in order.
// They cover each day of the spell once; pay may begin later than the spell.
// Verbs return new facts and leave the old ones as they were.
type Facts[C comparable] struct {
	periods []Period[C]
}

// Open begins a topic with the spell: one period over all of it. A zero end is open.
func Open[C comparable](id uuid.UUID, from, end kernel.Date, content C) Facts[C] {
	return Facts[C]{[]Period[C]{{id, from, end, content}}}
}

// FactsOf takes over periods as they are stored.
func FactsOf[C comparable](periods []Period[C]) Facts[C] {
	sorted := slices.Clone(periods)
	slices.SortFunc(sorted, func(a, b Period[C]) int { return a.From.Time().Compare(b.From.Time()) })
	return Facts[C]{sorted}
}

// Periods lists the periods, earliest first.
func (f Facts[C]) Periods() []Period[C] { return slices.Clone(f.periods) }

// AsOf is the period that holds on a day; none is "not employed", never the nearest.
func (f Facts[C]) AsOf(d kernel.Date) (Period[C], bool) {
	for _, p := range f.periods {
		if p.Holds(d) {
			return p, true
		}
	}
	return Period[C]{}, false
}

// Find is the period with an ID.
func (f Facts[C]) Find(id uuid.UUID) (Period[C], bool) {
	if i := f.find(id); i >= 0 {
		return f.periods[i], true
	}
	return Period[C]{}, false
}

// Change gives the days from d to the end of the period that holds d another
// content. Later periods are not touched, so inserting in the middle is the
// same verb.
func (f Facts[C]) Change(d kernel.Date, content C, id uuid.UUID) (Facts[C], error) {
	out := f.Periods()
	for i, p := range out {
		if !p.Holds(d) {
			continue
		}
		if p.From == d {
			return f, hr.ErrSameDay.With(map[string]any{"from": d.String()})
		}
		out[i].To = d
		return Facts[C]{slices.Insert(out, i+1, Period[C]{id, d, p.To, content})}, nil
	}
	return f, hr.ErrNotEmployed.With(map[string]any{"on": d.String()})
}

// Correct gives a period another content and keeps its days.
func (f Facts[C]) Correct(id uuid.UUID, content C) (Facts[C], error) {
	out := f.Periods()
	i := f.find(id)
	if i < 0 {
		return f, hr.ErrFactUnknown
	}
	out[i].Content = content
	return Facts[C]{out}, nil
}

// Move puts the border between a period and the one before it on another day.
func (f Facts[C]) Move(id uuid.UUID, d kernel.Date) (Facts[C], error) {
	out := f.Periods()
	i := f.find(id)
	switch {
	case i < 0:
		return f, hr.ErrFactUnknown
	case i == 0:
		return f, hr.ErrFirstPeriod
	case !out[i-1].From.Before(d) || !out[i].To.IsZero() && !d.Before(out[i].To):
		return f, hr.ErrEmptyPeriod
	}
	out[i-1].To, out[i].From = d, d
	return Facts[C]{out}, nil
}

// Remove takes a period out; the one before it goes on over its days.
func (f Facts[C]) Remove(id uuid.UUID) (Facts[C], error) {
	out := f.Periods()
	i := f.find(id)
	switch {
	case i < 0:
		return f, hr.ErrFactUnknown
	case i == 0:
		return f, hr.ErrFirstPeriod
	}
	out[i-1].To = out[i].To
	return Facts[C]{slices.Delete(out, i, i+1)}, nil
}

// EndAt makes the last period end before a day, or leaves it open for a zero
// one. While a period starts on that day or later it is refused.
func (f Facts[C]) EndAt(end kernel.Date) (Facts[C], error) {
	out := f.Periods()
	last := len(out) - 1
	if last < 0 {
		return f, nil
	}
	if !end.IsZero() && !out[last].From.Before(end) {
		var starts []string
		for _, p := range out {
			if !p.From.Before(end) {
				starts = append(starts, p.From.String())
			}
		}
		return f, hr.ErrFactsAfter.With(map[string]any{"starts": starts})
	}
	out[last].To = end
	return Facts[C]{out}, nil
}

// TrimAt ends the topic before a day: what starts later goes.
func (f Facts[C]) TrimAt(end kernel.Date) Facts[C] {
	out := slices.DeleteFunc(f.Periods(), func(p Period[C]) bool { return !end.IsZero() && !p.From.Before(end) })
	if len(out) > 0 {
		out[len(out)-1].To = end
	}
	return Facts[C]{out}
}

// From gives all days from d on the content that with makes of theirs: what
// already starts later is corrected, the period that holds d is split.
func (f Facts[C]) From(d kernel.Date, id uuid.UUID, with func(C) C) Facts[C] {
	out := Facts[C]{f.Periods()}
	if p, ok := f.AsOf(d); ok && p.From != d && with(p.Content) != p.Content {
		out, _ = f.Change(d, with(p.Content), id) // d lies inside p, so it cannot be refused
	}
	for i, p := range out.periods {
		if !p.From.Before(d) {
			out.periods[i].Content = with(p.Content)
		}
	}
	return out
}

func (f Facts[C]) find(id uuid.UUID) int {
	return slices.IndexFunc(f.periods, func(p Period[C]) bool { return p.ID == id })
}
