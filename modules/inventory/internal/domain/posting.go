package domain

import (
	"bytes"
	"slices"

	"github.com/google/uuid"

	"longhouse/modules/inventory"
	"longhouse/platform/kernel"
)

// Place is where goods lie, come from or go to.
type Place struct {
	ID            uuid.UUID
	Code          string
	Kind          string // view, bin, transit, supplier, customer, loss, production
	Warehouse     uuid.UUID
	Promisable    bool
	AllowNegative bool
	Blocked       string
}

// Real says whether the place has a balance. Virtual places are sums when
// asked: a row for "the customers" would be the hottest of the database.
func (p Place) Real() bool { return p.Kind == "bin" }

// Move is one transfer of goods before it is posted.
type Move struct {
	Product  uuid.UUID
	From, To Place
	Qty      kernel.Quantity // in the base unit, above zero
	Line     uuid.UUID       // of the document
	Reverses uuid.UUID
	Pointer  string // where the request named it, for faults: /lines/0/qty
}

// Check refuses moves that no place can make.
func (m Move) Check() error {
	for _, p := range []Place{m.From, m.To} {
		switch {
		case p.Kind == "view":
			return inventory.ErrLocationKind.At(m.Pointer)
		case p.Blocked != "":
			return inventory.ErrLocationBlocked.Say(p.Code + " is blocked: " + p.Blocked).At(m.Pointer)
		}
	}
	if m.From.ID == m.To.ID {
		return inventory.ErrLocationKind.Field(m.Pointer, "same_place", "Goods must go to another place.")
	}
	if m.Qty.Sign() <= 0 {
		return inventory.ErrLocationKind.Say("A quantity is above zero.").Field(m.Pointer, "not_positive", "A quantity is above zero.")
	}
	return nil
}

// BalanceChange is what happens to one place's stock of a product.
type BalanceChange struct {
	Product, Location uuid.UUID
	OnHand            kernel.Quantity
	AllowNegative     bool
	Pointer           string
}

// AvailabilityChange is what happens to a warehouse's stock of a product.
type AvailabilityChange struct {
	Product, Warehouse     uuid.UUID
	OnHand, Held, Promised kernel.Quantity
	Pointer                string
}

// Free is how the change moves what can be promised.
func (c AvailabilityChange) Free() kernel.Quantity { return c.OnHand.Sub(c.Held).Sub(c.Promised) }

// Net adds moves up: one change for each key, in the order in which keys are
// locked, and none for a key that ends as it began.
func Net(moves []Move, promised []AvailabilityChange) ([]AvailabilityChange, []BalanceChange) {
	type key struct{ a, b uuid.UUID }
	avail, balance := map[key]*AvailabilityChange{}, map[key]*BalanceChange{}
	add := func(m Move, p Place, qty kernel.Quantity) {
		if !p.Real() {
			return
		}
		b := balance[key{m.Product, p.ID}]
		if b == nil {
			b = &BalanceChange{Product: m.Product, Location: p.ID, AllowNegative: p.AllowNegative, Pointer: m.Pointer}
			balance[key{m.Product, p.ID}] = b
		}
		b.OnHand = b.OnHand.Add(qty)
		a := avail[key{m.Product, p.Warehouse}]
		if a == nil {
			a = &AvailabilityChange{Product: m.Product, Warehouse: p.Warehouse, Pointer: m.Pointer}
			avail[key{m.Product, p.Warehouse}] = a
		}
		a.OnHand = a.OnHand.Add(qty)
		if !p.Promisable {
			a.Held = a.Held.Add(qty)
		}
	}
	for _, m := range moves {
		add(m, m.From, m.Qty.Neg())
		add(m, m.To, m.Qty)
	}
	for _, p := range promised {
		a := avail[key{p.Product, p.Warehouse}]
		if a == nil {
			a = &AvailabilityChange{Product: p.Product, Warehouse: p.Warehouse, Pointer: p.Pointer}
			avail[key{p.Product, p.Warehouse}] = a
		}
		a.Promised = a.Promised.Add(p.Promised)
	}
	outA := make([]AvailabilityChange, 0, len(avail))
	for _, a := range avail {
		if !a.OnHand.IsZero() || !a.Held.IsZero() || !a.Promised.IsZero() {
			outA = append(outA, *a)
		}
	}
	outB := make([]BalanceChange, 0, len(balance))
	for _, b := range balance {
		if !b.OnHand.IsZero() {
			outB = append(outB, *b)
		}
	}
	slices.SortFunc(outA, func(x, y AvailabilityChange) int { return byKey(x.Product, x.Warehouse, y.Product, y.Warehouse) })
	slices.SortFunc(outB, func(x, y BalanceChange) int { return byKey(x.Product, x.Location, y.Product, y.Location) })
	return outA, outB
}

func byKey(a1, a2, b1, b2 uuid.UUID) int {
	if c := bytes.Compare(a1[:], b1[:]); c != 0 {
		return c
	}
	return bytes.Compare(a2[:], b2[:])
}
