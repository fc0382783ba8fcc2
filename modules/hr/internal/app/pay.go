package app

import (
	"context"
	"errors"
	"slices"
	"time"

	"longhouse/modules/hr"
	"longhouse/modules/hr/internal/domain"
	"longhouse/modules/hr/internal/store"
	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// PayChange says what changes; a missing field stays as it was on the day
// before. The first pay of an employment needs a basis and an amount.
type PayChange struct {
	Basis    *string          `json:"basis,omitempty" enum:"hour,month,year" doc:"What the amount is paid for"`
	Amount   *kernel.Decimal  `json:"amount,omitempty" doc:"More than nothing, with no more decimals than the currency"`
	Currency *kernel.Currency `json:"currency,omitempty" doc:"ISO 4217 code; at first the organisation's"`
}

func (c PayChange) apply(p domain.Pay) domain.Pay {
	if c.Basis != nil {
		p.Basis = *c.Basis
	}
	if c.Amount != nil {
		p.Amount = *c.Amount
	}
	if c.Currency != nil {
		p.Currency = *c.Currency
	}
	return p
}

type payFacts = domain.Facts[domain.Pay]

// payVerb changes the pay of one spell, and says what it writes.
type payVerb func(domain.Spell, payFacts) (payFacts, domain.Pay, error)

// Pay reads what a person was, is and will be paid. Whoever may read the person
// and not this is told which right is missing.
func (s *Service) Pay(ctx context.Context, id hr.EmployeeID) (PayFacts, error) {
	m, err := s.moment(ctx)
	if err != nil {
		return PayFacts{}, err
	}
	read, err := authz.Scope(ctx, hr.ReadEmployees)
	if err != nil {
		return PayFacts{}, err
	}
	out, err := db.Read(ctx, s.db, func(tx *db.Tx) (PayFacts, error) {
		how, err := opensPay(ctx, tx, read, id, m.today, hr.ReadSalary)
		if err != nil {
			return PayFacts{}, err
		}
		return readPay(ctx, tx, id, m.today, authz.Can(ctx, hr.UpdateSalary, how))
	})
	if err != nil {
		return PayFacts{}, err
	}
	// Who looked at whose pay is kept before anybody sees it; once an hour is enough.
	return out, db.Note(actor.Unkeyed(ctx), s.db, db.Fact{Kind: "record.read", About: kernel.Record{Entity: "hr.employee", ID: id.UUID}, Within: time.Hour,
		Detail: map[string]any{"class": "salary"}})
}

// ChangePay pays somebody another amount from a day on, which may lie ahead or
// behind, until the next change that is planned already. The first may begin
// on any day of the employment.
func (s *Service) ChangePay(ctx context.Context, id hr.EmployeeID, version int64, from kernel.Date, in PayChange) (PayFacts, error) {
	currency, err := s.currency(ctx)
	if err != nil {
		return PayFacts{}, err
	}
	return s.editPay(ctx, id, version, func(spell domain.Spell, f payFacts) (payFacts, domain.Pay, error) {
		if !spell.Holds(from) {
			return f, domain.Pay{}, hr.ErrNotEmployed.At("/from")
		}
		now, paid := f.AsOf(from)
		if !paid {
			now.Content.Currency = currency
		}
		content := in.apply(now.Content)
		if paid && content.Same(now.Content) {
			return f, content, hr.ErrUnchanged
		}
		f, err := f.Begin(spell, from, content, kernel.NewUUID())
		return f, content, err
	})
}

// CorrectPay changes what a period says; its days stay.
func (s *Service) CorrectPay(ctx context.Context, id hr.EmployeeID, version int64, fact hr.PayID, in PayChange) (PayFacts, error) {
	return s.editPay(ctx, id, version, func(_ domain.Spell, f payFacts) (payFacts, domain.Pay, error) {
		p, ok := f.Find(fact.UUID)
		if !ok {
			return f, domain.Pay{}, hr.ErrFactUnknown
		}
		content := in.apply(p.Content)
		if content.Same(p.Content) {
			return f, p.Content, nil
		}
		f, err := f.Correct(p.ID, content)
		return f, content, err
	})
}

// RemovePay takes a period out; the one before it goes on over its days. Those
// of the first are then without pay.
func (s *Service) RemovePay(ctx context.Context, id hr.EmployeeID, version int64, fact hr.PayID) (PayFacts, error) {
	return s.editPay(ctx, id, version, func(_ domain.Spell, f payFacts) (payFacts, domain.Pay, error) {
		p, _ := f.Find(fact.UUID)
		f, err := f.Withdraw(fact.UUID)
		return f, p.Content, err
	})
}

// editPay locks a person, checks rights and the version of the pay, and runs a
// verb on the spell that it is about. It emits nothing and leaves the person's
// version alone: either would tell others when pay changed.
func (s *Service) editPay(ctx context.Context, id hr.EmployeeID, version int64, verb payVerb) (PayFacts, error) {
	m, err := s.moment(ctx)
	if err != nil {
		return PayFacts{}, err
	}
	read, err := authz.Scope(ctx, hr.ReadEmployees)
	if err != nil {
		return PayFacts{}, err
	}
	return db.Write(ctx, s.db, func(tx *db.Tx) (PayFacts, error) {
		locked, err := store.LockRecords(ctx, tx, id)
		if err != nil {
			return PayFacts{}, err
		}
		if _, err := opensPay(ctx, tx, read, id, m.today, hr.ReadSalary, hr.UpdateSalary); err != nil {
			return PayFacts{}, err
		}
		was, err := store.ReadPay(ctx, tx, id)
		if err != nil {
			return PayFacts{}, err
		}
		if was.Version != version {
			return PayFacts{}, fault.StaleAt(was.Version)
		}
		before, after, err := onPay(locked[id].Spells, was.Facts, verb)
		if err != nil {
			return PayFacts{}, err
		}
		if err := store.SavePay(ctx, tx, id, was, before, after, m.now); err != nil {
			return PayFacts{}, err
		}
		return readPay(ctx, tx, id, m.today, true)
	})
}

// onPay runs a verb on the pay of each spell until one takes it, as inSpell
// does, and checks what it writes.
func onPay(spells domain.Spells, all payFacts, verb payVerb) (before, after payFacts, err error) {
	var content domain.Pay
	for _, spell := range spells {
		before = all.Within(spell)
		after, content, err = verb(spell, before)
		if err == nil {
			var faults fault.Collector
			content.Check(&faults)
			return before, after, faults.Err()
		}
		if !errors.Is(err, hr.ErrNotEmployed) && !errors.Is(err, hr.ErrFactUnknown) {
			break
		}
	}
	return before, after, err
}

// opensPay says how the caller stands to a person. It fails with
// fault.ErrNotFound for one outside the scope, and with fault.ErrFieldHidden
// when a right to the class does not reach this one.
func opensPay(ctx context.Context, tx *db.Tx, read page.Scope, id hr.EmployeeID, today kernel.Date, rights ...kernel.Permission) (page.Relation, error) {
	scope, err := store.Circle(ctx, tx, read, today)
	if err != nil {
		return page.None, err
	}
	row, err := store.GetEmployee(ctx, tx, scope, id, today)
	if err != nil {
		return page.None, err
	}
	for _, right := range rights {
		if !authz.Can(ctx, right, row.Relation) {
			return page.None, fault.ErrFieldHidden.Say("This needs the right " + string(right) + ", which your roles do not give you for this person.").
				With(map[string]any{"permission": string(right)})
		}
	}
	return row.Relation, nil
}

func readPay(ctx context.Context, tx *db.Tx, id hr.EmployeeID, today kernel.Date, editable bool) (PayFacts, error) {
	pay, err := store.ReadPay(ctx, tx, id)
	if err != nil {
		return PayFacts{}, err
	}
	out := PayFacts{Items: []PayPeriod{}, Editable: editable, Version: pay.Version}
	for _, p := range slices.Backward(pay.Facts.Periods()) {
		out.Items = append(out.Items, PayPeriod{ID: kernel.IDOf[hr.Pay](p.ID), ValidFrom: p.From, ValidTo: lastDay(p.To), State: state(p.From, p.To, today),
			Basis: p.Content.Basis, Amount: p.Content.Amount, Currency: p.Content.Currency})
	}
	return out, nil
}
