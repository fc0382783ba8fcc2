package history

import (
	"context"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
	"longhouse/platform/rest"
)

// Routes adds the operations of history.
func (s *Service) Routes(a *rest.API) {
	rest.Register(a, rest.Op{ID: "history-timeline", Method: "GET", Path: "/timeline", Needs: rest.SignedIn, Summary: "What happened to a record and its parts, newest first",
		Doc: "Needs the right to read the record. Fields that your roles hide are left out.", Faults: []*fault.Error{ErrNoEntity}}, s.timeline)
	rest.Register(a, rest.Op{ID: "history-as-of", Method: "GET", Path: "/as-of", Needs: rest.SignedIn, Summary: "A record as it was at an instant",
		Doc: "Needs the right to read the record.", Faults: []*fault.Error{ErrNoEntity, ErrNotKept}}, s.asOf)
	rest.RegisterList(a, rest.Op{ID: "history-list-changes", Method: "GET", Path: "/changes", Needs: ReadChanges, Export: ExportChanges, Summary: "Transactions that changed something, by anybody",
		Doc: "actor is a user's ID or a service's word; table and op (created, updated, deleted) say what was changed, record which record or part of it; q searches the reasons."}, filters,
		func(ctx context.Context, in *listChanges) (page.Page[ChangeSet], error) {
			return s.ChangeSets(ctx, in.Page())
		})
	rest.Register(a, rest.Op{ID: "history-read-changes", Method: "GET", Path: "/changes/{id}", Needs: ReadChanges, Summary: "What one transaction changed, row by row",
		Doc: "Values are shown of records that you may read."}, s.changes)
	s.factRoutes(a)
	s.sealRoutes(a)
	rest.Register(a, rest.Op{ID: "history-preview-undo", Method: "GET", Path: "/undo", Needs: rest.SignedIn, Summary: "What an undo would put back, what would stay, and why",
		Doc: "Changes nothing. It needs what the undo itself needs.", Faults: []*fault.Error{ErrNotYours, ErrTooOld, ErrWhich}}, s.previewIt)
	rest.Register(a, rest.Op{ID: "history-undo", Method: "POST", Path: "/undo", Needs: rest.SignedIn, Summary: "Take back a change set, an operation, or what either did to one record",
		Doc: "What you did yourself needs the right to change the records, for a week or as long as the operator says (`LONGHOUSE_UNDO_DAYS`); what others did, or what is older, needs `" + string(UndoChanges) +
			"`. Values that were changed since stay and are listed, and so are records that cannot be put back. Undoing twice does nothing twice. " +
			"Of more than 1,000 records a job does it: the answer names its `run`.", Faults: []*fault.Error{ErrNotYours, ErrTooOld, ErrWhich}}, s.undoIt)
	rest.Register(a, rest.Op{ID: "history-read-undo", Method: "GET", Path: "/undo/{id}", Needs: rest.SignedIn, Summary: "How far an undo is that a job works on, and what it had to leave",
		Doc: "Your own; those of others need `" + string(UndoChanges) + "`."}, func(ctx context.Context, in *struct {
		ID uuid.UUID `path:"id"`
	}) (*rest.Answer[Run], error) {
		r, err := s.ReadRun(ctx, in.ID)
		return rest.Say(r), err
	})
	rest.Register(a, rest.Op{ID: "history-list-own", Method: "GET", Path: "/own", Needs: rest.SignedIn, Summary: "What you changed yourself while you may undo it, newest first",
		Doc: "Of the last week, or as long as the operator says (`LONGHOUSE_UNDO_DAYS`). Changes of one operation are one line."}, func(ctx context.Context, in *ownIn) (*rest.Answer[page.Page[Own]], error) {
		p, err := s.Own(ctx, in.Limit, in.After)
		return rest.Say(p), err
	})
}

type listChanges struct{ rest.List }

type timelineIn struct {
	Entity string    `query:"entity" required:"true" doc:"The kind of record" example:"crm.deal"`
	ID     uuid.UUID `query:"id" required:"true"`
	Limit  int       `query:"limit" minimum:"1" maximum:"200" default:"30"`
	After  string    `query:"after" doc:"The next of the page before"`
}

func (s *Service) timeline(ctx context.Context, in *timelineIn) (*rest.Answer[page.Page[Item]], error) {
	p, err := s.Timeline(ctx, in.Entity, in.ID, in.Limit, in.After)
	return rest.Say(p), err
}

type asOfIn struct {
	Entity string    `query:"entity" required:"true" doc:"The kind of record" example:"crm.deal"`
	ID     uuid.UUID `query:"id" required:"true"`
	At     time.Time `query:"at" required:"true" doc:"The instant"`
}

func (s *Service) asOf(ctx context.Context, in *asOfIn) (*rest.Answer[Record], error) {
	r, err := s.RecordAsOf(ctx, in.Entity, in.ID, in.At)
	return rest.Say(r), err
}

type changesIn struct {
	ID    uuid.UUID `path:"id"`
	Limit int       `query:"limit" minimum:"1" maximum:"200" default:"50"`
	After string    `query:"after" doc:"The next of the page before"`
}

func (s *Service) changes(ctx context.Context, in *changesIn) (*rest.Answer[page.Page[Item]], error) {
	p, err := s.Changes(ctx, in.ID, in.Limit, in.After)
	return rest.Say(p), err
}

// UndoBody says what to undo.
type UndoBody struct {
	ChangeSet uuid.UUID      `json:"change_set,omitempty" doc:"One transaction"`
	Operation uuid.UUID      `json:"operation,omitempty" doc:"A run of many: a bulk change, an import"`
	Record    *kernel.Record `json:"record,omitempty" doc:"Only what it did to this record"`
}

type previewIn struct {
	ChangeSet uuid.UUID `query:"change_set" doc:"One transaction"`
	Operation uuid.UUID `query:"operation" doc:"A run of many: a bulk change, an import"`
	Entity    string    `query:"entity" doc:"With record: only what it did to this record"`
	Record    uuid.UUID `query:"record"`
}

func (s *Service) previewIt(ctx context.Context, in *previewIn) (*rest.Answer[Preview], error) {
	id, err := which(in.ChangeSet, in.Operation)
	if err != nil {
		return nil, err
	}
	var record *kernel.Record
	if in.Record != uuid.Nil {
		record = &kernel.Record{Entity: in.Entity, ID: in.Record}
	}
	p, err := s.Preview(ctx, id, record)
	return rest.Say(p), err
}

// which is the one thing that is to be undone.
func which(set, operation uuid.UUID) (uuid.UUID, error) {
	switch {
	case (set == uuid.Nil) == (operation == uuid.Nil):
		return uuid.Nil, ErrWhich
	case set == uuid.Nil:
		return operation, nil
	}
	return set, nil
}

func (s *Service) undoIt(ctx context.Context, in *struct{ Body UndoBody }) (*rest.Answer[Undone], error) {
	id, err := which(in.Body.ChangeSet, in.Body.Operation)
	if err != nil {
		return nil, err
	}
	if in.Body.Record != nil {
		out, err := s.UndoRecord(ctx, id, *in.Body.Record)
		return rest.Say(out), err
	}
	out, err := s.Begin(ctx, id)
	return rest.Say(out), err
}

type ownIn struct {
	Limit int    `query:"limit" minimum:"1" maximum:"100" default:"20"`
	After string `query:"after" doc:"The next of the page before"`
}
