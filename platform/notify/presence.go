package notify

import (
	"context"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/notify/sqlcgen"
	"longhouse/platform/rest"
)

// forgotten is how long what somebody left stays in the table; nobody is shown it.
const forgotten = 10 * time.Minute

// Present is somebody else who has a record open.
type Present struct {
	ID      uuid.UUID `json:"id"`
	Name    string    `json:"name"`
	Editing bool      `json:"editing" doc:"A form or a field of it is open"`
}

// Company is who else is at a record.
type Company struct {
	People []Present `json:"people"`
}

// PresenceBody says what somebody does there.
type PresenceBody struct {
	Editing bool `json:"editing,omitempty"`
}

// AtRecord names a record.
type AtRecord struct {
	Entity string    `path:"entity" maxLength:"60" example:"crm.account"`
	ID     uuid.UUID `path:"id"`
}

func (in AtRecord) record() kernel.Record { return kernel.Record{Entity: in.Entity, ID: in.ID} }

// BePresent notes that a screen of the caller shows a record, and tells who else
// has it open. It is called again before Away is over. Who is told may read the
// record, and so might those of whom they are told when they were last heard of.
func (h *Hub) BePresent(ctx context.Context, r kernel.Record, editing bool) (Company, error) {
	who, err := h.there(ctx, r)
	if err != nil {
		return Company{}, err
	}
	now := h.o.Clock.Now()
	fresh := now.Add(-h.o.Away)
	rows, err := db.Write(ctx, h.db, func(tx *db.Tx) ([]sqlcgen.PresentAtRow, error) {
		q := sqlcgen.New(tx)
		if err := q.Forget(ctx, sqlcgen.ForgetParams{Me: who.User.UUID, Before: now.Add(-forgotten)}); err != nil {
			return nil, err
		}
		err := q.BePresent(ctx, sqlcgen.BePresentParams{Me: who.User.UUID, Tab: who.Tab, Entity: r.Entity, RecordID: r.ID, Editing: editing, At: now, Fresh: fresh})
		if err != nil {
			return nil, err
		}
		return q.PresentAt(ctx, sqlcgen.PresentAtParams{Entity: r.Entity, RecordID: r.ID, Me: who.User.UUID, Fresh: fresh})
	})
	if err != nil {
		return Company{}, err
	}
	ids := make([]uuid.UUID, len(rows))
	for i, row := range rows {
		ids[i] = row.UserID
	}
	names, err := h.o.Names(ctx, ids)
	out := Company{People: make([]Present, len(rows))}
	for i, row := range rows {
		out.People[i] = Present{ID: row.UserID, Name: names[row.UserID], Editing: row.Editing}
	}
	return out, err
}

// Depart notes that the screen shows the record no longer.
func (h *Hub) Depart(ctx context.Context, r kernel.Record) error {
	who, err := actor.From(ctx)
	if err != nil {
		return err
	}
	return db.Changed(ctx, h.db, func(tx *db.Tx) error {
		return sqlcgen.New(tx).Depart(ctx, sqlcgen.DepartParams{Me: who.User.UUID, Tab: who.Tab, Entity: r.Entity, RecordID: r.ID, At: h.o.Clock.Now()})
	})
}

// there is a person who may read the record.
func (h *Hub) there(ctx context.Context, r kernel.Record) (actor.Actor, error) {
	who, err := actor.From(ctx)
	if err != nil {
		return who, err
	}
	if _, err := person(ctx); err != nil {
		return who, err
	}
	return who, h.o.Open(ctx, r)
}

func (h *Hub) presenceRoutes(a *rest.API) {
	rest.Register(a, rest.Op{ID: "notify-be-present", Method: "PUT", Path: "/presence/{entity}/{id}", Needs: rest.SignedIn, Summary: "Say that you have a record open, and hear who else has",
		Doc: "Needs the right to read the record. Say it again every ten seconds: after twenty you count as gone. The stream says `present` when somebody comes, goes, or begins to edit."},
		func(ctx context.Context, in *struct {
			AtRecord
			Body PresenceBody
		}) (*rest.Answer[Company], error) {
			out, err := h.BePresent(ctx, in.record(), in.Body.Editing)
			if err != nil {
				return nil, err
			}
			return rest.Say(out), nil
		})
	rest.Register(a, rest.Op{ID: "notify-depart", Method: "DELETE", Path: "/presence/{entity}/{id}", Needs: rest.SignedIn, Status: 204, Summary: "Say that you have it open no longer"},
		func(ctx context.Context, in *AtRecord) (*rest.Done, error) {
			return &rest.Done{}, h.Depart(ctx, in.record())
		})
}
