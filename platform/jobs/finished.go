package jobs

import (
	"context"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/db"
	"longhouse/platform/jobs/sqlcgen"
	"longhouse/platform/page"
)

// Ended is work that is over, and how it ended.
type Ended struct {
	Key        uuid.UUID  `json:"key"`
	Handler    string     `json:"handler"`
	About      string     `json:"about" doc:"What the handler does, as a sentence; empty if no node like this one knows it"`
	Type       string     `json:"type" doc:"The event or job"`
	Lane       string     `json:"lane" enum:"event,job,long"`
	Outcome    string     `json:"outcome" enum:"done,refused,skipped,cancelled"`
	OrderKey   string     `json:"order_key,omitempty"`
	Starts     int32      `json:"starts"`
	Failures   int32      `json:"failures"`
	LastError  string     `json:"last_error,omitempty"`
	OnBehalfOf Person     `json:"on_behalf_of"`
	CreatedAt  time.Time  `json:"created_at"`
	StartedAt  *time.Time `json:"started_at,omitempty"`
	FinishedAt time.Time  `json:"finished_at"`
}

var finishedList = page.Spec{
	Columns: map[string]page.Column{
		"outcome":     {Expr: "f.outcome", Cast: "text", Ops: page.OneOf},
		"handler":     {Expr: "f.handler", Cast: "text", Ops: page.OneOf},
		"order_key":   {Expr: "f.order_key", Cast: "text", Ops: page.OneOf},
		"finished_at": {Expr: "f.finished_at", Cast: "timestamptz", Ops: page.Range, Sort: true},
	},
	Tie: "f.key", Default: "-finished_at",
}

func (a *admin) finished(ctx context.Context, r page.Request) (page.Page[Ended], error) {
	none := page.Page[Ended]{}
	q, err := finishedList.Compile(r, page.Everything()) // the organisation's, which its door has let the caller see
	if err != nil {
		return none, err
	}
	p, err := db.Read(ctx, a.db, func(tx *db.Tx) (page.Page[Ended], error) {
		rows, err := sqlcgen.New(q.On(tx)).ListFinished(ctx, q.Max())
		if err != nil {
			return none, err
		}
		p := page.Cut(q, rows, func(f sqlcgen.ListFinishedRow) (string, uuid.UUID) { return f.PageKey, f.Key }, a.ended)
		if q.WantsCount() {
			n, err := sqlcgen.New(q.On(tx)).CountFinished(ctx)
			if err != nil {
				return p, err
			}
			p.Total = page.NewTotal(n)
		}
		return p, nil
	})
	if err != nil {
		return none, err
	}
	people := make([]*Person, len(p.Items))
	for i := range p.Items {
		people[i] = &p.Items[i].OnBehalfOf
	}
	return p, a.name(ctx, people...)
}

func (a *admin) ended(f sqlcgen.ListFinishedRow) Ended {
	return Ended{Key: f.Key, Handler: f.Handler, About: a.about(f.Handler), Type: f.Type, Lane: f.Lane, Outcome: f.Outcome, OrderKey: word(f.OrderKey),
		Starts: f.Starts, Failures: f.Failures, LastError: word(f.LastError), OnBehalfOf: behalf(f.Actor),
		CreatedAt: f.CreatedAt, StartedAt: f.StartedAt, FinishedAt: f.FinishedAt}
}
