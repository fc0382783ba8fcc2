package jobs

import (
	"context"
	"errors"
	"fmt"
	"os"
	"syscall"
	"time"

	"longhouse/platform/db"
)

// A probe is numbered work that leaves one trace for each effect, so that
// whoever counts the traces knows what was lost, doubled or out of order. It
// exists where LONGHOUSE_PROBES is on: for chaos tests, and for operators who
// want to see whether a new installation keeps its promises.

// Probe is what a probe is told.
type Probe struct {
	N    int    `json:"n"`
	Word string `json:"word,omitempty"` // work of one word runs in order
	Wish string `json:"wish,omitempty"` // how it should go wrong
}

// OrderKey makes the probes of a word run one after the other.
func (p Probe) OrderKey() string { return p.Word }

// What a probe may be told to do instead of its work.
const (
	wishSlow  = "slow"  // takes its time, so that a fault meets it at work
	wishSlip  = "slip"  // fails the first time
	wishFail  = "fail"  // fails always
	wishPanic = "panic" // panics
	wishDie   = "die"   // its process is killed, as for its memory
	wishHang  = "hang"  // never ends, whatever its deadline
)

// The kinds of probe: one for each kind of handler, a job that leaves a job, and one with little patience.
type (
	probeDo     struct{ Probe }
	probePoison struct{ Probe }
	probeRun    struct{ Probe }
	probeFirst  struct{ Probe }
	probeSecond struct{ Probe }
	probed      struct{ Probe } // heard by one that applies and by one that reacts
)

func (probeDo) JobType() string     { return "jobs.probe_do" }
func (probePoison) JobType() string { return "jobs.probe_poison" }
func (probeRun) JobType() string    { return "jobs.probe_run" }
func (probeFirst) JobType() string  { return "jobs.probe_first" }
func (probeSecond) JobType() string { return "jobs.probe_second" }
func (probed) EventType() string    { return "jobs.probed.v1" }

// probeChunks is how many chunks a long probe has, each with a trace of its own.
const probeChunks = 5

// probeHandlers are what runs probes, in the pool of the platform.
func probeHandlers(pool *db.Pool) []Handler {
	all := []Handler{
		Do("jobs.probe_do", func(ctx context.Context, tx *db.Tx, p probeDo) error { return p.leave(ctx, tx, "do", 0) }),
		Do("jobs.probe_first", func(ctx context.Context, tx *db.Tx, p probeFirst) error {
			return errors.Join(p.obey(ctx), tx.EnqueueAs(db.Enqueued{Job: probeSecond(p)}))
		}),
		Do("jobs.probe_second", func(ctx context.Context, tx *db.Tx, p probeSecond) error { return p.leave(ctx, tx, "second", 0) }),
		OnEvent("jobs.probe_hear", func(ctx context.Context, tx *db.Tx, p probed) error { return p.leave(ctx, tx, "hear", 0) }),
		AfterEvent("jobs.probe_react", func(ctx context.Context, p probed) error {
			return db.Changed(ctx, pool, func(tx *db.Tx) error { return p.leave(ctx, tx, "react", 0) })
		}),
		RunLong("jobs.probe_run", func(ctx context.Context, r *Run, p probeRun) error { return p.walk(ctx, r) }),
	}
	for i := range all {
		all[i] = all[i].Does("Leaves traces that show whether work is lost, doubled or out of order.")
		all[i].MaxFailures, all[i].Limit = 8, 20*time.Second
	}
	poison := Do("jobs.probe_poison", func(ctx context.Context, tx *db.Tx, p probePoison) error { return p.leave(ctx, tx, "do", 0) }).
		Does("Goes wrong as it was told, to show that the others go on.")
	poison.MaxFailures, poison.Limit = 3, 2*time.Second
	return append(all, poison)
}

func (p Probe) walk(ctx context.Context, r *Run) error {
	at := 0
	if err := r.Cursor(&at); err != nil {
		return err
	}
	for ; at < probeChunks; at++ {
		err := r.Commit(ctx, at+1, int64(at+1), probeChunks, func(tx *db.Tx) error { return p.leave(ctx, tx, "run", at) })
		if err != nil {
			return err
		}
	}
	return nil
}

// leave is a trace, or what the probe was told instead. The trace comes first: what goes wrong must take it along.
func (p Probe) leave(ctx context.Context, tx *db.Tx, kind string, part int) error {
	err := p.trace(ctx, tx, kind, part)
	if p.Wish == wishSlow {
		pause(ctx, 30*time.Millisecond)
	}
	return errors.Join(err, p.obey(ctx))
}

func (p Probe) trace(ctx context.Context, tx *db.Tx, kind string, part int) error {
	_, err := tx.Exec(ctx, "insert into jobs.probe (kind, n, part, word, key) values ($1, $2, $3, $4, $5) on conflict do nothing", kind, p.N, part, p.Word, Key(ctx))
	if err != nil {
		return fmt.Errorf("leave a trace: %w", err)
	}
	return nil
}

var errAsTold = errors.New("the probe fails as it was told")

func (p Probe) obey(ctx context.Context) error {
	switch p.Wish {
	case wishSlip:
		if failuresOf(ctx) == 0 {
			return errAsTold
		}
	case wishFail:
		return errAsTold
	case wishPanic:
		panic("the probe panics as it was told") //nolint:forbidigo // what it is for
	case wishDie:
		if err := syscall.Kill(os.Getpid(), syscall.SIGKILL); err != nil {
			return err
		}
		select {}
	case wishHang:
		select {}
	}
	return nil
}
