package domain

import (
	"github.com/google/uuid"

	"longhouse/modules/hr"
	"longhouse/platform/kernel"
)

// Superior is somebody who may take over people from a day on.
type Superior struct {
	ID     hr.EmployeeID
	Spells Spells
}

// HandUp gives the days from d on, on which somebody reports to a person who is
// gone by then, to the first in the chain who is employed, as long as they are,
// and then to the next. Without one they report to nobody. newID names the
// periods that are split off.
func HandUp(lines Facts[hr.EmployeeID], d kernel.Date, from hr.EmployeeID, chain []Superior, newID func() uuid.UUID) Facts[hr.EmployeeID] {
	var to hr.EmployeeID
	var end kernel.Date
	for len(chain) > 0 && to.IsZero() {
		if spell, ok := chain[0].Spells.On(d); ok && chain[0].ID != from {
			to, end = chain[0].ID, spell.End()
		}
		chain = chain[1:]
	}
	lines = lines.From(d, newID(), func(m hr.EmployeeID) hr.EmployeeID {
		if m == from {
			return to
		}
		return m
	})
	if to.IsZero() || end.IsZero() {
		return lines
	}
	return HandUp(lines, end, to, chain, newID)
}
