package domain

import (
	"slices"

	"github.com/google/uuid"

	"longhouse/modules/hr"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// Pay is the content of a pay fact: so much, for an hour, a month or a year.
type Pay struct {
	Basis    string
	Amount   kernel.Decimal
	Currency kernel.Currency
}

// PayBases are what an amount may be paid for.
var PayBases = []string{"hour", "month", "year"}

// mostPaid is beyond what anybody earns in any currency, and is kept with all its digits.
var mostPaid = kernel.Int(1_000_000_000_000)

// Check gathers what is wrong with a pay.
func (p Pay) Check(faults *fault.Collector) {
	faults.Check(slices.Contains(PayBases, p.Basis), "/basis", "unknown", "This is hour, month or year.")
	faults.Check(p.Amount.Sign() > 0, "/amount", "invalid", "The amount must be more than nothing.")
	faults.Check(p.Amount.Less(mostPaid), "/amount", "too_large", "The amount is too large to be kept.")
	faults.Check(p.Currency.Valid(), "/currency", "invalid", "A currency has three capital letters, as EUR.")
	faults.Check(!p.Currency.Valid() || p.Amount.Fits(p.Currency.Decimals()), "/amount", "too_precise", "This has more decimals than the currency.")
}

// Same says that both pay the same, however many zeros the amounts end with.
func (p Pay) Same(q Pay) bool {
	return p.Basis == q.Basis && p.Currency == q.Currency && p.Amount.Equal(q.Amount)
}

// Begin is Change for a topic that may start later than its spell, as pay does:
// days before the first period, or all of them while there is none, get a period too.
func (f Facts[C]) Begin(s Spell, d kernel.Date, content C, id uuid.UUID) (Facts[C], error) {
	switch _, held := f.AsOf(d); {
	case held:
		return f.Change(d, content, id)
	case !s.Holds(d):
		return f, hr.ErrNotEmployed.With(map[string]any{"on": d.String()})
	}
	until := s.End()
	if len(f.periods) > 0 {
		until = f.periods[0].From
	}
	return Facts[C]{slices.Insert(f.Periods(), 0, Period[C]{id, d, until, content})}, nil
}

// Withdraw is Remove for such a topic: nothing goes on over the days of the first period.
func (f Facts[C]) Withdraw(id uuid.UUID) (Facts[C], error) {
	if f.find(id) == 0 {
		return Facts[C]{f.Periods()[1:]}, nil
	}
	return f.Remove(id)
}
