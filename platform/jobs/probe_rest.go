package jobs

import (
	"context"
	"time"

	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/rest"
)

// errRolledBack is the answer to probes that were to leave nothing.
var errRolledBack = fault.New(fault.Conflict, "jobs.probe_rolled_back", "The probes were rolled back, as you asked.")

// ProbeOrder is a request to write probes, all in one transaction.
type ProbeOrder struct {
	Kind     string `json:"kind" enum:"do,event,run,chain,poison" doc:"event is heard by two handlers; chain is a job that leaves a job; poison has little patience"`
	From     int    `json:"from" doc:"The number of the first"`
	Count    int    `json:"count" minimum:"1" maximum:"1000"`
	Word     string `json:"word,omitempty" doc:"Work of one word runs in order"`
	Wish     string `json:"wish,omitempty" enum:"slow,slip,fail,panic,die,hang" doc:"How each should go wrong"`
	RollBack bool   `json:"roll_back,omitempty" doc:"Write them and take the transaction back: none may ever run"`
}

func (o ProbeOrder) write(ctx context.Context, tx *db.Tx) error {
	for n := o.From; n < o.From+o.Count; n++ {
		p := Probe{N: n, Word: o.Word, Wish: o.Wish}
		var err error
		switch o.Kind {
		case "do":
			err = tx.EnqueueAs(db.Enqueued{Job: probeDo{p}})
		case "run":
			err = tx.EnqueueAs(db.Enqueued{Job: probeRun{p}})
		case "poison":
			err = tx.EnqueueAs(db.Enqueued{Job: probePoison{p}})
		case "chain":
			err = tx.EnqueueAs(db.Enqueued{Job: probeFirst{p}})
		default:
			err = tx.Emit(ctx, probed{p})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// WriteProbes writes probes in one transaction of the caller's organisation, or leaves nothing.
func (e *Engine) WriteProbes(ctx context.Context, o ProbeOrder) error {
	err := db.Changed(ctx, e.root.For("platform"), func(tx *db.Tx) error {
		if err := o.write(ctx, tx); err != nil || !o.RollBack {
			return err
		}
		// As far as a transaction can come: its deliveries are written, and the statement behind them fails.
		events, jobs := tx.Drain()
		if err := e.Flush(ctx, tx, events, jobs); err != nil {
			return err
		}
		tx.Finally("select 1 / (random() * 0)::int")
		return nil
	})
	if o.RollBack && err != nil && fault.As(err) == nil {
		return errRolledBack
	}
	return err
}

// Traces are what probes have left in an organisation, by kind.
type Traces struct {
	Kind     string `json:"kind"`
	Effects  int64  `json:"effects"`
	Numbers  int64  `json:"numbers" doc:"Probes that left at least one"`
	Doubled  int64  `json:"doubled" doc:"Effects that happened more than once"`
	Backward int64  `json:"backward" doc:"Effects that came before an earlier one of their word"`
}

// CountTraces looks at what probes have left from a number on.
func (e *Engine) CountTraces(ctx context.Context, from, to int) ([]Traces, error) {
	return db.Read(ctx, e.root.For("platform"), func(tx *db.Tx) ([]Traces, error) {
		rows, err := tx.Query(ctx, `
			select kind, count(*), count(distinct n), count(*) - count(distinct (n, part)), count(*) filter (where n < before)
			  from (select kind, n, part, case when word <> '' then max(n) over (partition by kind, word order by pos) end as before
			          from jobs.probe where n >= $1 and n < $2) t
			 group by kind order by kind`, from, to)
		if err != nil {
			return nil, err
		}
		defer rows.Close()
		out := []Traces{}
		for rows.Next() {
			var t Traces
			if err := rows.Scan(&t.Kind, &t.Effects, &t.Numbers, &t.Doubled, &t.Backward); err != nil {
				return nil, err
			}
			out = append(out, t)
		}
		return out, rows.Err()
	})
}

// Waits are how long deliveries of probes waited between their commit and their start.
type Waits struct {
	Started  int64
	P50, P99 time.Duration
	Span     time.Duration // from the first start to the last
}

// ProbeWaits looks at the probes that ended since an instant.
func (e *Engine) ProbeWaits(ctx context.Context, since time.Time) (Waits, error) {
	return db.Read(ctx, e.root.For("platform"), func(tx *db.Tx) (w Waits, err error) {
		var p50, p99, span float64
		err = tx.QueryRow(ctx, `
			select count(*), coalesce(percentile_cont(0.5) within group (order by wait), 0), coalesce(percentile_cont(0.99) within group (order by wait), 0),
			       coalesce(extract(epoch from max(started_at) - min(started_at)), 0)
			  from (select started_at, extract(epoch from started_at - created_at) as wait
			          from jobs.finished where handler like 'jobs.probe\_%' and created_at >= $1) f`, since).Scan(&w.Started, &p50, &p99, &span)
		w.P50, w.P99, w.Span = seconds(p50), seconds(p99), seconds(span)
		return w, err
	})
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

// probeRoutes adds the operations that write probes and count what they left.
func (e *Engine) probeRoutes(api *rest.API) {
	rest.Register(api, rest.Op{ID: "jobs-write-probes", Method: "POST", Path: "/probes", Needs: RetryDeliveries, Status: 204, KeyRequired: true,
		Summary: "Write numbered probes in one transaction", Faults: []*fault.Error{errRolledBack}},
		func(ctx context.Context, in *struct{ Body ProbeOrder }) (*rest.Done, error) {
			return &rest.Done{}, e.WriteProbes(ctx, in.Body)
		})
	rest.Register(api, rest.Op{ID: "jobs-count-probes", Method: "GET", Path: "/probes", Needs: ReadDeliveries, Summary: "What probes have left"},
		func(ctx context.Context, in *struct {
			From int `query:"from"`
			To   int `query:"to" default:"1000000000"`
		}) (*rest.Answer[[]Traces], error) {
			out, err := e.CountTraces(ctx, in.From, in.To)
			return rest.Say(out), err
		})
}

var _ kernel.Keyed = Probe{}
