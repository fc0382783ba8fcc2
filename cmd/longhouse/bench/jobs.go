package main

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/google/uuid"
)

// jobbed measures background work: how soon after a commit a short delivery starts, how many of them end in a second, and what
// a backlog of 100,000 costs the people in front of their screens.
func (r *rig) jobbed(ctx context.Context) error {
	if r.api != nil {
		r.api.stop() // one node works, which is measured
		r.api = nil
	}
	node, err := startServer(ctx, r.binary, r.database, "LONGHOUSE_PROBES=true")
	if err != nil {
		return err
	}
	token, err := node.tokenFor(ctx, map[string]string{"jobs.delivery.read": "all", "jobs.delivery.retry": "all", "crm.account.read": "all"})
	if err != nil {
		return err
	}
	p := prober{r, node, token}
	err = p.calm(ctx)
	if err == nil {
		err = p.rush(ctx)
	}
	node.stop()
	if err != nil {
		return err
	}
	return r.backlog(ctx, token)
}

type prober struct {
	*rig
	node  *server
	token string
}

func (p prober) write(ctx context.Context, from, count int) error {
	r := request{method: http.MethodPost, path: "/api/v1/jobs/probes", body: fmt.Sprintf(`{"kind":"do","from":%d,"count":%d}`, from, count),
		header: map[string]string{"Idempotency-Key": uuid.NewString()}}
	return send(ctx, http.DefaultClient, p.node.at, p.token, r)
}

// done waits until no probe is open.
func (p prober) done(ctx context.Context) error {
	return watch(ctx, 10*time.Millisecond, "the probes", func() (bool, error) {
		var open bool
		err := p.conn.QueryRow(ctx, "select exists (select from jobs.delivery where handler = 'jobs.probe_do')").Scan(&open)
		return !open, err
	})
}

// calm writes one job now and then.
func (p prober) calm(ctx context.Context) error {
	const n = 200
	pace := time.NewTicker(20 * time.Millisecond)
	defer pace.Stop()
	for i := range n {
		if err := p.write(ctx, i, 1); err != nil {
			return err
		}
		<-pace.C
	}
	if err := p.done(ctx); err != nil {
		return err
	}
	var p50, p99 float64
	err := p.conn.QueryRow(ctx, `select 1000 * percentile_cont(0.5) within group (order by extract(epoch from started_at - created_at)),
		       1000 * percentile_cont(0.99) within group (order by extract(epoch from started_at - created_at))
		  from jobs.finished where handler = 'jobs.probe_do'`).Scan(&p50, &p99)
	fmt.Printf("\nfrom commit to start of a job: p50 %.0f ms, p99 %.0f ms\n", p50, p99)
	p.verdicts.add("a job starts soon after its commit (p50 ≤ 100 ms)", p50 <= 100, p50)
	p.verdicts.add("a job starts soon after its commit (p99 ≤ 1 s)", p99 <= 1000, p99)
	return err
}

// rush writes many at once.
func (p prober) rush(ctx context.Context) error {
	const n = 6000
	began := time.Now()
	for from := 1000; from < 1000+n; from += 1000 {
		if err := p.write(ctx, from, 1000); err != nil {
			return err
		}
	}
	if err := p.done(ctx); err != nil {
		return err
	}
	rate := n / time.Since(began).Seconds()
	fmt.Printf("%d jobs, %.0f a second\n", n, rate)
	p.verdicts.add("short jobs a second (≥ 300)", rate >= 300, rate)
	return nil
}

// backlog compares a list under load without and with 100,000 deliveries that are due, on a node that hands out and does none.
func (r *rig) backlog(ctx context.Context, token string) error {
	web, err := startServer(ctx, r.binary, r.database, "LONGHOUSE_PROBES=true", "LONGHOUSE_WORK=off")
	if err != nil {
		return err
	}
	defer web.stop()
	clerk := func() (time.Duration, error) {
		m, err := load(ctx, web.at, token, 4, r.lasts, func() (request, bool) { return request{method: http.MethodGet, path: namedList}, true })
		return m.p99, err
	}
	if _, err := clerk(); err != nil { // warm
		return err
	}
	without, err := clerk()
	if err != nil {
		return err
	}
	p := prober{r, web, token}
	for from := 100_000; from < 200_000; from += 1000 {
		if err := p.write(ctx, from, 1000); err != nil {
			return err
		}
	}
	if _, err := r.conn.Exec(ctx, "analyze jobs.delivery"); err != nil {
		return err
	}
	with, err := clerk()
	if err != nil {
		return err
	}
	var out int
	if err := r.conn.QueryRow(ctx, "select count(*) from jobs.delivery where state = 'out'").Scan(&out); err != nil {
		return err
	}
	ratio := ms(with) / ms(without)
	fmt.Printf("a list, 4 clients: p99 %.1f ms, with a backlog of 100,000 %.1f ms; %d of them in Redis\n", ms(without), ms(with), out)
	r.verdicts.add("a backlog of 100,000 leaves p99 within 20 %", ratio <= 1.2, ratio)
	r.verdicts.add("of which Redis holds at most 2,000", out <= 2000, float64(out))
	_, err = r.conn.Exec(ctx, "truncate jobs.delivery, jobs.finished, jobs.probe")
	return err
}
