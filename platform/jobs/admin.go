package jobs

import (
	"context"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/jobs/sqlcgen"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// The rights of this package.
const (
	ReadDeliveries   kernel.Permission = "jobs.delivery.read"
	RetryDeliveries  kernel.Permission = "jobs.delivery.retry"
	CancelDeliveries kernel.Permission = "jobs.delivery.cancel"
)

// Permissions lists them for the policy.
var Permissions = []kernel.Permission{ReadDeliveries, RetryDeliveries, CancelDeliveries}

// Resources describes them for the policy's editor.
var Resources = []kernel.Resource{
	{Name: "jobs.delivery", Label: "Background work", Actions: kernel.Actions("read", "retry", "cancel"), Scopes: kernel.AllOnly},
}

// The refusals of this package.
var (
	ErrNotDead = fault.New(fault.Conflict, "jobs.not_dead", "This work is not dead: it is on its way, or its wish was repeated. Only dead work is retried.")
	ErrHalts   = fault.New(fault.Conflict, "jobs.halts_its_key", "A ledger waits for this work, so it cannot be dropped. Mend its cause and retry it.")
)

// Errors lists the faults for the golden file.
var Errors = []*fault.Error{ErrNotDead, ErrHalts}

// Count is how many deliveries of a handler are in a state.
type Count struct {
	Handler            string  `json:"handler" example:"crm.reserve_stock"`
	State              string  `json:"state" enum:"ready,waiting,out,held,dead,uncertain"`
	Count              int64   `json:"count"`
	OldestReadySeconds float64 `json:"oldest_ready_seconds" doc:"How long the oldest one has been due"`
}

// Stats is the state of the whole house, for operators and alarms.
type Stats struct {
	Counts             []Count        `json:"counts"`
	OldestReadySeconds float64        `json:"oldest_ready_seconds"`
	Pointers           map[string]int `json:"pointers"` // in Redis, by lane
	Epoch              string         `json:"epoch"`    // of Redis; a new one says that it was emptied or replaced
	Redis              string         `json:"redis"`    // ok, or what is wrong
}

// Stats counts open work, of all organisations unless Options.Only says one.
// It works without Start, and says so when Redis does not answer.
func (e *Engine) Stats(ctx context.Context) (Stats, error) {
	house := e.root.For("relay")
	counts, err := many(ctx, house, func(scan func(...any) error) (c Count, err error) {
		return c, scan(&c.Handler, &c.State, &c.Count, &c.OldestReadySeconds)
	}, "select handler, state, n, oldest_ready from jobs.count_all($1)", e.o.Only.Ptr())
	if err != nil {
		return Stats{}, err
	}
	s := Stats{Counts: counts, Redis: "ok"}
	for _, c := range counts {
		s.OldestReadySeconds = max(s.OldestReadySeconds, c.OldestReadySeconds)
	}
	if s.Pointers, s.Epoch, err = e.carrier.stats(ctx); err != nil {
		s.Redis = err.Error()
	}
	return s, nil
}

// Delivery is open work, as the admin page shows it.
type Delivery struct {
	Key         uuid.UUID `json:"key"`
	Handler     string    `json:"handler"`
	Type        string    `json:"type" doc:"The event or job"`
	State       string    `json:"state" enum:"ready,waiting,out,held,dead,uncertain"`
	OrderKey    string    `json:"order_key,omitempty" doc:"Work of one key runs one after the other"`
	Starts      int32     `json:"starts"`
	Failures    int32     `json:"failures"`
	MaxFailures int32     `json:"max_failures"`
	Cancelled   bool      `json:"cancelled" doc:"It ends at its next start or commit"`
	Done        *int64    `json:"done,omitempty"`
	Total       *int64    `json:"total,omitempty"`
	LastError   string    `json:"last_error,omitempty"`
	CreatedAt   time.Time `json:"created_at"`
	DueAt       time.Time `json:"due_at"`
}

var deliveryList = page.Spec{
	Columns: map[string]page.Column{
		"state":      {Expr: "d.state", Cast: "text", Ops: page.OneOf},
		"handler":    {Expr: "d.handler", Cast: "text", Ops: page.OneOf},
		"created_at": {Expr: "d.created_at", Cast: "timestamptz", Ops: page.Range, Sort: true},
		"due_at":     {Expr: "d.due_at", Cast: "timestamptz", Ops: page.Range, Sort: true},
	},
	Tie: "d.key", Default: "-created_at",
}

// admin is what the operations do, in the caller's organisation.
type admin struct {
	db   *db.Pool
	wake func()
}

func (a *admin) handlers(ctx context.Context) ([]Count, error) {
	return db.Read(ctx, a.db, func(tx *db.Tx) ([]Count, error) {
		rows, err := sqlcgen.New(tx).CountByHandler(ctx)
		out := make([]Count, len(rows))
		for i, r := range rows {
			out[i] = Count{r.Handler, r.State, r.N, r.OldestReady}
		}
		return out, err
	})
}

func (a *admin) deliveries(ctx context.Context, r page.Request) (page.Page[Delivery], error) {
	q, err := deliveryList.Compile(r, page.Everything()) // the organisation's, which its door has let the caller see
	if err != nil {
		return page.Page[Delivery]{}, err
	}
	return db.Read(ctx, a.db, func(tx *db.Tx) (page.Page[Delivery], error) {
		rows, err := sqlcgen.New(q.On(tx)).ListDeliveries(ctx, q.Max())
		if err != nil {
			return page.Page[Delivery]{}, err
		}
		p := page.Cut(q, rows, func(d sqlcgen.ListDeliveriesRow) (string, uuid.UUID) { return d.PageKey, d.Key }, view)
		if q.WantsCount() {
			n, err := sqlcgen.New(q.On(tx)).CountDeliveries(ctx)
			if err != nil {
				return p, err
			}
			p.Total = page.NewTotal(n)
		}
		return p, nil
	})
}

func view(d sqlcgen.ListDeliveriesRow) Delivery {
	return Delivery{d.Key, d.Handler, d.Type, d.State, word(d.OrderKey), d.Starts, d.Failures, d.MaxFailures, d.Cancelled, d.Done, d.Total,
		word(d.LastError), d.CreatedAt, d.DueAt}
}

func word(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// retry gives dead work a new start in its old place.
func (a *admin) retry(ctx context.Context, key uuid.UUID) error {
	err := db.Changed(ctx, a.db, func(tx *db.Tx) error {
		var answer string
		if err := tx.QueryRow(ctx, "select jobs.retry($1)", key).Scan(&answer); err != nil {
			return err
		}
		switch answer {
		case "ok":
			return nil
		case "open":
			return ErrNotDead
		default:
			return fault.ErrNotFound
		}
	})
	if err == nil {
		a.wake()
	}
	return err
}

// cancel ends work: at its next start or commit, or at once if it is dead.
func (a *admin) cancel(ctx context.Context, key uuid.UUID) error {
	err := db.Changed(ctx, a.db, func(tx *db.Tx) error {
		halts, err := sqlcgen.New(tx).HaltsItsKey(ctx, key)
		if err != nil {
			return err
		}
		if halts {
			return ErrHalts
		}
		open, err := Cancel(ctx, tx, key)
		if err == nil && !open {
			return fault.ErrNotFound
		}
		return err
	})
	if err == nil {
		a.wake()
	}
	return err
}
