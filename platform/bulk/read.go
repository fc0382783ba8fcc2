package bulk

import (
	"context"
	"encoding/json"

	"github.com/google/uuid"

	"longhouse/platform/bulk/sqlcgen"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/page"
	"longhouse/platform/rest"
)

// row reads a run of one's own; those of others are not there.
func (s *Service) row(ctx context.Context, id uuid.UUID) (sqlcgen.ReadRow, error) {
	who, err := mine(ctx)
	if err != nil {
		return sqlcgen.ReadRow{}, err
	}
	r, err := db.Read(ctx, s.db, func(tx *db.Tx) (sqlcgen.ReadRow, error) { return query(tx).Read(ctx, id) })
	if db.NoRows(err) || err == nil && r.ByUser != who.User.UUID {
		return r, fault.ErrNotFound
	}
	return r, err
}

// Run tells how far a run of one's own is, and what became of its records.
func (s *Service) Run(ctx context.Context, id uuid.UUID) (rest.BulkRun, error) {
	r, err := s.row(ctx, id)
	if err != nil {
		return rest.BulkRun{}, err
	}
	out := rest.BulkRun{ID: r.ID, Entity: r.Entity, Act: r.Act, State: r.State, Total: int(r.Total), Done: int(r.Done), Changed: int(r.Changed), Unchanged: int(r.Unchanged),
		Refusals: int(r.Refused), Reasons: []rest.BulkReason{}, Refused: []rest.BulkRefusal{}, CreatedAt: r.CreatedAt, FinishedAt: r.FinishedAt}
	if l := s.lists[r.List]; l != nil {
		out.Undoable = r.Changed > 0 && l.Undoable(ctx, r.Act)
	}
	if r.Problem != nil {
		out.Problem = &rest.BulkReason{}
		if err := json.Unmarshal(r.Problem, out.Problem); err != nil {
			return out, err
		}
	}
	_, err = db.Read(ctx, s.db, func(tx *db.Tx) (struct{}, error) { return struct{}{}, s.tell(ctx, tx, r, &out) })
	return out, err
}

// tell adds the records that an answer names.
func (s *Service) tell(ctx context.Context, tx *db.Tx, r sqlcgen.ReadRow, out *rest.BulkRun) error {
	if r.Refused > 0 {
		reasons, err := query(tx).Reasons(ctx, r.ID)
		if err != nil {
			return err
		}
		for _, w := range reasons {
			out.Reasons = append(out.Reasons, rest.BulkReason{Code: w.Code, Detail: w.Detail, Field: w.Field, Count: int(w.N)})
		}
		few, err := query(tx).FewRecords(ctx, sqlcgen.FewRecordsParams{RunID: r.ID, State: "refused"})
		if err != nil {
			return err
		}
		for _, w := range few {
			out.Refused = append(out.Refused, rest.BulkRefusal{ID: w.RecordID, Title: w.Title, Code: w.Code, Detail: w.Detail, Field: w.Field})
		}
	}
	if r.Total > atOnce {
		return nil
	}
	few, err := query(tx).FewRecords(ctx, sqlcgen.FewRecordsParams{RunID: r.ID, State: "changed"})
	for _, w := range few {
		out.Changes = append(out.Changes, w.RecordID)
	}
	return err
}

// Record is what became of a record of a run.
type Record struct {
	N      int       `json:"n"`
	ID     uuid.UUID `json:"id"`
	Title  string    `json:"title,omitempty"`
	State  string    `json:"state" enum:"open,changed,unchanged,refused"`
	Code   string    `json:"code,omitempty"`
	Detail string    `json:"detail,omitempty" doc:"Why it stays as it is"`
	Field  string    `json:"field,omitempty" doc:"The field at fault"`
}

var recordList = page.Spec{
	Columns: map[string]page.Column{
		"state": {Expr: "r.state", Cast: "text", Ops: page.OneOf},
		"n":     {Expr: "r.n", Cast: "bigint", Sort: true},
	},
	Tie: "r.run_id", Default: "n",
}

// Records reads the records of a run of one's own, in its order.
func (s *Service) Records(ctx context.Context, id uuid.UUID, r page.Request) (page.Page[Record], error) {
	if _, err := s.row(ctx, id); err != nil {
		return page.Page[Record]{}, err
	}
	q, err := recordList.Compile(r, page.Everything())
	if err != nil {
		return page.Page[Record]{}, err
	}
	return db.Read(ctx, s.db, func(tx *db.Tx) (page.Page[Record], error) {
		rows, err := sqlcgen.New(q.On(tx)).ListRecords(ctx, sqlcgen.ListRecordsParams{RunID: id, Max: q.Max()})
		if err != nil {
			return page.Page[Record]{}, err
		}
		p := page.Cut(q, rows, func(r sqlcgen.ListRecordsRow) (string, uuid.UUID) { return r.PageKey, id }, func(r sqlcgen.ListRecordsRow) Record {
			return Record{int(r.N), r.RecordID, r.Title, r.State, r.Code, r.Detail, r.Field}
		})
		if q.WantsCount() {
			n, err := sqlcgen.New(q.On(tx)).CountRecords(ctx, id)
			p.Total = page.NewTotal(n)
			return p, err
		}
		return p, nil
	})
}

// Cancel stops a run of one's own after the chunk at hand. What it has changed stays, and can be undone.
func (s *Service) Cancel(ctx context.Context, id uuid.UUID) (rest.BulkRun, error) {
	if _, err := s.row(ctx, id); err != nil {
		return rest.BulkRun{}, err
	}
	if err := s.finish(ctx, id, "cancelled", nil); err != nil {
		return rest.BulkRun{}, err
	}
	return s.Run(ctx, id)
}
