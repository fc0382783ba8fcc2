package domain

import (
	"github.com/google/uuid"

	"longhouse/modules/inventory"
	"longhouse/platform/kernel"
)

// Want is what one line of a demand asks of the base unit.
type Want struct {
	Line    uuid.UUID
	Product uuid.UUID
	Qty     kernel.Quantity // in the unit of the line
	Unit    string
	Factor  Factor
	Base    kernel.Quantity
	Whole   bool // whole packs only
	Given   kernel.Quantity
	Seen    kernel.Quantity // free, as it was without a lock: a hint, never a promise
}

// Missing is what the line still waits for.
func (w Want) Missing() kernel.Quantity { return w.Base.Sub(w.Given) }

// Share gives lines what is free, in their order. All or none fails with
// ErrShort, which points at every line that is short, and gives nothing.
func Share(wants []Want, free map[uuid.UUID]kernel.Quantity, mode inventory.Mode) error {
	left := make(map[uuid.UUID]kernel.Quantity, len(free))
	for p, q := range free {
		left[p] = q.Max(kernel.Zero)
	}
	short := inventory.ErrShort
	for i := range wants {
		w := &wants[i]
		w.Given = w.Base.Min(left[w.Product])
		if w.Whole {
			w.Given = w.Factor.WholeOnly(w.Given)
		}
		left[w.Product] = left[w.Product].Sub(w.Given)
		if !w.Missing().IsZero() {
			short = short.At("/lines/" + kernel.Int(int64(i)).String() + "/quantity")
			short.Fields[len(short.Fields)-1].Params = map[string]any{
				"requested": w.Base.String(), "free": free[w.Product].Max(kernel.Zero).String()}
		}
	}
	if mode == inventory.AllOrNone && len(short.Fields) > 0 {
		for i := range wants {
			wants[i].Given = kernel.Zero
		}
		return short
	}
	return nil
}

// State is how far a line is, in the unit of the line.
func State(line, product uuid.UUID, f Factor, qty, base, reserved, shipped, cancelled kernel.Quantity, why string) inventory.DemandLineState {
	s := inventory.DemandLineState{Line: kernel.IDOf[inventory.DemandLine](line), Product: kernel.IDOf[inventory.Product](product), Quantity: qty}
	s.Reserved, s.Shipped, s.Cancelled = f.FromBase(reserved), f.FromBase(shipped), f.FromBase(cancelled)
	if missing := base.Sub(reserved).Sub(shipped).Sub(cancelled); missing.Sign() > 0 {
		s.Short, s.Why = qty.Sub(s.Reserved).Sub(s.Shipped).Sub(s.Cancelled), why
		return s
	}
	// What six decimals cut off belongs to the part that ended last, so that the sum holds.
	rest := qty.Sub(s.Reserved).Sub(s.Shipped).Sub(s.Cancelled)
	switch {
	case s.Shipped.Sign() > 0:
		s.Shipped = s.Shipped.Add(rest)
	case s.Reserved.Sign() > 0:
		s.Reserved = s.Reserved.Add(rest)
	default:
		s.Cancelled = s.Cancelled.Add(rest)
	}
	return s
}
