package jobs

import (
	"bytes"
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/jobs/sqlcgen"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// Decision is an act on background work that one person asks for and another confirms.
type Decision struct {
	ID        uuid.UUID       `json:"id"`
	Key       uuid.UUID       `json:"key" doc:"Of the work"`
	Handler   string          `json:"handler"`
	About     string          `json:"about"`
	Act       string          `json:"act" enum:"skip,edit" doc:"edit: give it another payload and a new start"`
	Payload   json.RawMessage `json:"payload,omitempty" doc:"The payload that is asked for; words in it are masked unless you may read payloads"`
	Reason    string          `json:"reason"`
	State     string          `json:"state" enum:"open,confirmed,refused,withdrawn"`
	AskedBy   Person          `json:"asked_by"`
	AskedAt   time.Time       `json:"asked_at"`
	DecidedBy *Person         `json:"decided_by,omitempty"`
	DecidedAt *time.Time      `json:"decided_at,omitempty"`
	Version   int64           `json:"version"`
}

var decisionList = page.Spec{
	Columns: map[string]page.Column{
		"state":    {Expr: "w.state", Cast: "text", Ops: page.OneOf},
		"handler":  {Expr: "w.handler", Cast: "text", Ops: page.OneOf},
		"asked_at": {Expr: "w.asked_at", Cast: "timestamptz", Ops: page.Range, Sort: true},
	},
	Tie: "w.id", Default: "-asked_at",
}

// wish writes what somebody asks for. It waits for another person.
func wish(ctx context.Context, tx *db.Tx, p sqlcgen.AddDecisionParams) (uuid.UUID, error) {
	who := tx.Who()
	if who.User.IsZero() {
		return uuid.Nil, ErrPeople
	}
	p.ID, p.AskedBy = kernel.NewUUID(), who.User.UUID
	if err := sqlcgen.New(tx).AddDecision(ctx, p); err != nil {
		return uuid.Nil, err
	}
	return p.ID, noted(ctx, tx, "jobs.asked", p.Key, map[string]any{"handler": p.Handler, "act": p.Act})
}

// edit asks for another payload, which the handler must be able to read as it
// is written: no field that it does not know, and nothing left over.
func (a *admin) edit(ctx context.Context, key uuid.UUID, payload json.RawMessage, reason string) (*Decision, error) {
	if err := a.engine.o.May(ctx, ReadPayloads); err != nil { // nobody mends what they do not see
		return nil, err
	}
	asked, err := db.Write(ctx, a.db, func(tx *db.Tx) (uuid.UUID, error) {
		head, err := sqlcgen.New(tx).HeadOf(ctx, key)
		if err != nil {
			return uuid.Nil, err
		}
		if err := a.fits(head, payload); err != nil {
			return uuid.Nil, err
		}
		return wish(ctx, tx, sqlcgen.AddDecisionParams{Key: key, Handler: head.Handler, Act: "edit", Payload: payload, Reason: reason})
	})
	if err != nil {
		return nil, err
	}
	return a.decision(ctx, asked)
}

// fits fails unless the work is a dead job whose handler reads the payload.
func (a *admin) fits(head sqlcgen.HeadOfRow, payload json.RawMessage) error {
	switch {
	case head.State != "dead":
		return ErrNotDead
	case head.IsEvent:
		return ErrFact
	case !a.engine.reads(head.Handler, head.Type):
		return ErrNoHandler
	}
	if err := a.engine.handlers[head.Handler].hearing(isJob, head.Type).fits(payload); err != nil {
		return fault.ErrInvalid.Field("/payload", "invalid", "The handler cannot read this: "+err.Error()+".")
	}
	return nil
}

// decide confirms or refuses what somebody else has asked for, or withdraws
// what one has asked for oneself.
func (a *admin) decide(ctx context.Context, id uuid.UUID, seen int64, state string) (*Decision, error) {
	err := db.Changed(ctx, a.db, func(tx *db.Tx) error {
		q := sqlcgen.New(tx)
		w, err := q.LockDecision(ctx, id)
		if err != nil {
			return err
		}
		who := tx.Who().User
		switch {
		case who.IsZero():
			return ErrPeople
		case w.State != "open":
			return ErrDecided
		case w.Version != seen:
			return fault.StaleAt(w.Version)
		case state == "withdrawn" && w.AskedBy != who.UUID:
			return fault.ErrNotFound
		case state != "withdrawn" && w.AskedBy == who.UUID:
			return ErrOwnWish
		}
		if state == "confirmed" {
			if err := a.carryOut(ctx, tx, w); err != nil {
				return err
			}
		}
		if err := q.Decide(ctx, sqlcgen.DecideParams{ID: id, State: state, By: who.UUID}); err != nil {
			return err
		}
		return noted(ctx, tx, "jobs."+state, w.Key, map[string]any{"handler": w.Handler, "act": w.Act, "asked_by": w.AskedBy})
	})
	if err != nil {
		return nil, err
	}
	a.wake()
	return a.decision(ctx, id)
}

// carryOut does what two people agree on.
func (a *admin) carryOut(ctx context.Context, tx *db.Tx, w sqlcgen.LockDecisionRow) error {
	head, err := sqlcgen.New(tx).HeadOf(ctx, w.Key)
	if err != nil {
		return err
	}
	detail := map[string]any{"handler": w.Handler, "asked_by": w.AskedBy}
	if w.Act == "skip" {
		if err := a.engine.o.May(ctx, SkipDeliveries); err != nil {
			return err
		}
		if err := ask1(ctx, tx, "select jobs.skip($1)", w.Key); err != nil {
			return err
		}
		return noted(ctx, tx, "jobs.skipped", w.Key, detail)
	}
	for _, right := range []kernel.Permission{EditDeliveries, ReadPayloads} {
		if err := a.engine.o.May(ctx, right); err != nil {
			return err
		}
	}
	if err := a.fits(head, w.Payload); err != nil {
		return err
	}
	if err := ask1(ctx, tx, "select jobs.edit($1, $2::text::jsonb)", w.Key, string(w.Payload)); err != nil {
		return err
	}
	return noted(ctx, tx, "jobs.edited", w.Key, detail)
}

func (a *admin) decision(ctx context.Context, id uuid.UUID) (*Decision, error) {
	d, err := db.Read(ctx, a.db, func(tx *db.Tx) (Decision, error) {
		row, err := sqlcgen.New(tx).OneDecision(ctx, id)
		return a.decisionOf(sqlcgen.LockDecisionRow(row)), err
	})
	if err != nil {
		return nil, err
	}
	a.show(ctx, &d)
	return &d, a.name(ctx, d.people()...)
}

func (a *admin) decisions(ctx context.Context, r page.Request) (page.Page[Decision], error) {
	none := page.Page[Decision]{}
	q, err := decisionList.Compile(r, page.Everything()) // the organisation's, which its door has let the caller see
	if err != nil {
		return none, err
	}
	p, err := db.Read(ctx, a.db, func(tx *db.Tx) (page.Page[Decision], error) {
		rows, err := sqlcgen.New(q.On(tx)).ListDecisions(ctx, q.Max())
		return page.Cut(q, rows, func(w sqlcgen.ListDecisionsRow) (string, uuid.UUID) { return w.PageKey, w.ID }, func(w sqlcgen.ListDecisionsRow) Decision {
			return a.decisionOf(sqlcgen.LockDecisionRow{ID: w.ID, Key: w.Key, Handler: w.Handler, Act: w.Act, Payload: w.Payload, Reason: w.Reason, State: w.State,
				AskedBy: w.AskedBy, AskedAt: w.AskedAt, DecidedBy: w.DecidedBy, DecidedAt: w.DecidedAt, Version: w.Version})
		}), err
	})
	if err != nil {
		return none, err
	}
	var people []*Person
	for i := range p.Items {
		a.show(ctx, &p.Items[i])
		people = append(people, p.Items[i].people()...)
	}
	return p, a.name(ctx, people...)
}

func (d *Decision) people() []*Person {
	if d.DecidedBy == nil {
		return []*Person{&d.AskedBy}
	}
	return []*Person{&d.AskedBy, d.DecidedBy}
}

func (a *admin) decisionOf(w sqlcgen.LockDecisionRow) Decision {
	d := Decision{ID: w.ID, Key: w.Key, Handler: w.Handler, About: a.about(w.Handler), Act: w.Act, Payload: w.Payload, Reason: w.Reason, State: w.State,
		AskedBy: Person{ID: w.AskedBy.String(), Kind: "user"}, AskedAt: w.AskedAt, DecidedAt: w.DecidedAt, Version: w.Version}
	if w.DecidedBy != nil {
		d.DecidedBy = &Person{ID: w.DecidedBy.String(), Kind: "user"}
	}
	return d
}

// show masks a decision's payload for who may not read payloads.
func (a *admin) show(ctx context.Context, d *Decision) {
	if d.Payload != nil && a.engine.o.May(ctx, ReadPayloads) != nil {
		d.Payload = masked(d.Payload)
	}
}

// waitingFor adds the act on a piece of work that waits for another person.
func (a *admin) waitingFor(ctx context.Context, q *sqlcgen.Queries, w *Work) error {
	rows, err := q.OpenDecisionOf(ctx, w.Key)
	for _, r := range rows { // one at most: an index says so
		d := a.decisionOf(sqlcgen.LockDecisionRow(r))
		w.Decision = &d
	}
	return err
}

// strictly reads a payload as a person has written it: a field that the type
// does not have is a slip, and would be lost.
func strictly[T any](payload []byte) error {
	var v T
	d := json.NewDecoder(bytes.NewReader(payload))
	d.DisallowUnknownFields()
	if err := d.Decode(&v); err != nil {
		return err
	}
	return nil
}
