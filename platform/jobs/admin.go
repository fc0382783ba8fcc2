package jobs

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/db"
	"longhouse/platform/jobs/sqlcgen"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// Delivery is open work, as the admin page shows it.
type Delivery struct {
	Key         uuid.UUID `json:"key"`
	Handler     string    `json:"handler"`
	About       string    `json:"about" doc:"What the handler does, as a sentence; empty if no node like this one knows it"`
	Type        string    `json:"type" doc:"The event or job"`
	Lane        string    `json:"lane" enum:"event,job,long"`
	State       string    `json:"state" enum:"ready,waiting,paused,out,held,dead,uncertain,ended" doc:"waiting: behind earlier work of its key. out: handed to a worker, or at work. held: at work under a lease"`
	OrderKey    string    `json:"order_key,omitempty" doc:"Work of one key runs one after the other"`
	Starts      int32     `json:"starts"`
	Failures    int32     `json:"failures"`
	MaxFailures int32     `json:"max_failures"`
	Cancelled   bool      `json:"cancelled" doc:"It ends at its next start or commit"`
	Done        *int64    `json:"done,omitempty"`
	Total       *int64    `json:"total,omitempty"`
	LastError   string    `json:"last_error,omitempty"`
	OnBehalfOf  Person    `json:"on_behalf_of"`
	CreatedAt   time.Time `json:"created_at"`
	DueAt       time.Time `json:"due_at"`
}

// Person is who did something, or for whom something is done.
type Person struct {
	ID   string `json:"id" doc:"Of a user, or the word of a service"`
	Kind string `json:"kind" enum:"user,service"`
	Name string `json:"name"`
}

var deliveryList = page.Spec{
	Columns: map[string]page.Column{
		"state":      {Expr: "d.state", Cast: "text", Ops: page.OneOf},
		"handler":    {Expr: "d.handler", Cast: "text", Ops: page.OneOf},
		"lane":       {Expr: "d.lane", Cast: "text", Ops: page.OneOf},
		"order_key":  {Expr: "d.order_key", Cast: "text", Ops: page.OneOf},
		"created_at": {Expr: "d.created_at", Cast: "timestamptz", Ops: page.Range, Sort: true},
		"due_at":     {Expr: "d.due_at", Cast: "timestamptz", Ops: page.Range, Sort: true},
	},
	Tie: "d.key", Default: "-created_at",
}

// admin is what the operations do, in the caller's organisation.
type admin struct {
	engine *Engine
	db     *db.Pool
	wake   func()
}

func (a *admin) deliveries(ctx context.Context, r page.Request) (page.Page[Delivery], error) {
	none := page.Page[Delivery]{}
	q, err := deliveryList.Compile(r, page.Everything()) // the organisation's, which its door has let the caller see
	if err != nil {
		return none, err
	}
	p, err := db.Read(ctx, a.db, func(tx *db.Tx) (page.Page[Delivery], error) {
		rows, err := sqlcgen.New(q.On(tx)).ListDeliveries(ctx, q.Max())
		if err != nil {
			return none, err
		}
		p := page.Cut(q, rows, func(d sqlcgen.ListDeliveriesRow) (string, uuid.UUID) { return d.PageKey, d.Key }, a.view)
		if q.WantsCount() {
			n, err := sqlcgen.New(q.On(tx)).CountDeliveries(ctx)
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

func (a *admin) view(d sqlcgen.ListDeliveriesRow) Delivery {
	return Delivery{Key: d.Key, Handler: d.Handler, About: a.about(d.Handler), Type: d.Type, Lane: d.Lane, State: d.State, OrderKey: word(d.OrderKey),
		Starts: d.Starts, Failures: d.Failures, MaxFailures: d.MaxFailures, Cancelled: d.Cancelled, Done: d.Done, Total: d.Total,
		LastError: word(d.LastError), OnBehalfOf: behalf(d.Actor), CreatedAt: d.CreatedAt, DueAt: d.DueAt}
}

// about is what a handler does, if this node knows it.
func (a *admin) about(handler string) string {
	if h := a.engine.handlers[handler]; h != nil {
		return h.About
	}
	return ""
}

// behalf reads on whose behalf a delivery is done; name gives people theirs.
func behalf(actor []byte) Person {
	var o origin
	if err := json.Unmarshal(actor, &o); err != nil {
		return Person{Kind: "service"}
	}
	if o.Service != "" || o.User == nil {
		return Person{ID: o.Service, Kind: "service", Name: plainly(o.Service)}
	}
	return Person{ID: o.User.String(), Kind: "user"}
}

// plainly makes "Reserve stock" of crm.reserve_stock.
func plainly(service string) string {
	_, verb, ok := strings.Cut(service, ".")
	if !ok || verb == "" {
		return "Longhouse"
	}
	verb = strings.ReplaceAll(verb, "_", " ")
	return strings.ToUpper(verb[:1]) + verb[1:]
}

// name fills in the names of people, with one question for all of them.
func (a *admin) name(ctx context.Context, people ...*Person) error {
	var ids []kernel.ID[kernel.User]
	for _, p := range people {
		if id, err := kernel.ParseID[kernel.User](p.ID); err == nil && p.Kind == "user" {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	names, err := a.engine.o.Names(ctx, ids)
	if err != nil {
		return err
	}
	for _, p := range people {
		if id, err := kernel.ParseID[kernel.User](p.ID); err == nil && p.Kind == "user" {
			if p.Name = names[id]; p.Name == "" {
				p.Name = "Somebody"
			}
		}
	}
	return nil
}

// personOf reads a subject as history writes it: u:<user> or s:<service>.
func personOf(subject string) Person {
	kind, word, _ := strings.Cut(subject, ":")
	if kind == "u" {
		return Person{ID: word, Kind: "user"}
	}
	return Person{ID: word, Kind: "service", Name: plainly(word)}
}

func word(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
