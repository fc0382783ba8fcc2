package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
)

// rig is all that a run needs.
type rig struct {
	options
	folder, database string
	admin            *pgx.Conn // on the server's own database
	conn             *pgx.Conn // on the bench's
	org, owner       string
	tap              *tap
	tapped           string // the database, through the tap
	api, bare        *server
	token            string
	pgbench          *pgbench
	idle             float64
	rows             map[string]int // rows of each once-kind that were used
	scripts          map[string]string
	verdicts         verdicts
}

// prepare makes a database of its own, fills it, records what the product
// sends, and starts what is measured.
func prepare(ctx context.Context, o options) (r *rig, err error) {
	r = &rig{options: o, scripts: map[string]string{}, rows: map[string]int{}}
	defer func() {
		if err != nil {
			r.close(context.WithoutCancel(ctx))
		}
	}()
	at, err := url.Parse(os.Getenv("DATABASE_URL"))
	if err != nil || at.Host == "" || os.Getenv("REDIS_URL") == "" {
		return r, errors.New("DATABASE_URL and REDIS_URL name the servers: run `make bench`")
	}
	if r.folder, err = os.MkdirTemp("", "longhouse-bench"); err != nil {
		return r, err
	}
	say := func(what string) { fmt.Fprintln(os.Stderr, what, "…") }
	binary := o.binary
	if binary == "" {
		say("building")
		if binary, err = buildBinary(ctx, r.folder); err != nil {
			return r, err
		}
	}
	if r.admin, err = pgx.Connect(ctx, at.String()); err != nil {
		return r, err
	}
	if _, err = r.admin.Exec(ctx, "drop database if exists longhouse_bench with (force)"); err != nil {
		return r, err
	}
	if _, err = r.admin.Exec(ctx, "create database longhouse_bench"); err != nil {
		return r, err
	}
	at.Path = "/longhouse_bench"
	at.RawQuery = "sslmode=disable"
	r.database = at.String()
	r.binary = binary
	say("filling 200,000 accounts")
	if err = run(ctx, binary, r.database, "", "migrate"); err != nil {
		return r, err
	}
	if err = run(ctx, binary, r.database, ownerPassword+"\n", "user", "found", "--organisation", "Bench", "--slug", "bench", "--name", "Olive Owner", "--email", ownerEmail); err != nil {
		return r, err
	}
	if r.conn, err = pgx.Connect(ctx, r.database); err != nil {
		return r, err
	}
	if err = r.conn.QueryRow(ctx, "select o.id::text, l.id::text from identity.organisation o, identity.login l").Scan(&r.org, &r.owner); err != nil {
		return r, err
	}
	// Each kind that uses orders up has a warm call, a recorded one, and two sides at three levels.
	if err = fill(ctx, r.conn, r.org, r.owner, 2*(o.drafts+64)*len(levels)+1000); err != nil {
		return r, err
	}
	r.pgbench = &pgbench{database: r.database, folder: r.folder}
	if r.tap, err = newTap(ctx, at.Host); err != nil {
		return r, err
	}
	tapped := *at
	tapped.Host = r.tap.address()
	r.tapped = tapped.String()
	say("recording")
	if err = r.record(ctx, binary); err != nil {
		return r, err
	}
	if r.bare, err = startBare(ctx, r.database, r.org); err != nil {
		return r, err
	}
	if r.api, err = startServer(ctx, binary, r.database); err != nil {
		return r, err
	}
	err = r.idles(ctx)
	return r, err
}

// record lets the product do each kind of call once through the tap.
func (r *rig) record(ctx context.Context, binary string) error {
	s, err := startServer(ctx, binary, r.tapped)
	if err != nil {
		return err
	}
	defer s.stop()
	if r.token, err = s.token(ctx); err != nil {
		return err
	}
	for _, k := range kinds(r.drafts) {
		var trips []*trip
		var since time.Time
		var n int
		for range 3 { // the first ones fill caches
			r.rows[k.name]++
			n, since = r.rows[k.name], time.Now()
			trips, err = r.tap.record(func() error {
				_, err := load(ctx, s.at, r.token, 1, time.Minute, once(k.call(n)))
				return err
			})
			if err != nil {
				return fmt.Errorf("record %s: %w", k.name, err)
			}
		}
		known := k.known(n)
		if k.most > 0 {
			var number string
			if err := r.conn.QueryRow(ctx, `select number from crm."order" where id = $1`, rowID(order, n)).Scan(&number); err != nil {
				return err
			}
			known = append(known, sub{number, "('SO-B-' || :u)"})
		}
		if err := r.write(ctx, k.name, k.variables, known, since, transactionOf(trips, k.role, "crm.")); err != nil {
			return err
		}
	}
	return nil
}

func (r *rig) write(ctx context.Context, name, variables string, known []sub, since time.Time, trips []*trip) error {
	if len(trips) == 0 {
		return fmt.Errorf("%s: no transaction was seen", name)
	}
	s := &scribe{conn: r.conn, since: since, known: known}
	script, err := s.script(ctx, each+variables, trips)
	r.scripts[name] = script
	if r.scripted {
		fmt.Fprintln(os.Stderr, name, "\n"+script)
	}
	return err
}

func once(x request) func() (request, bool) {
	var sent atomic.Bool
	return func() (request, bool) { return x, !sent.Swap(true) }
}

// close ends what was started, and leaves nothing behind.
func (r *rig) close(ctx context.Context) {
	for _, s := range []*server{r.api, r.bare} {
		if s != nil {
			s.stop()
		}
	}
	if r.tap != nil {
		r.tap.close()
	}
	if r.conn != nil {
		_ = r.conn.Close(ctx) // the database goes anyway
	}
	if r.admin != nil {
		_, _ = r.admin.Exec(ctx, "drop database if exists longhouse_bench with (force)")
		_ = r.admin.Close(ctx)
	}
	_ = os.RemoveAll(r.folder)
}

// measure runs the cells of one kind, side by side at each level.
func (r *rig) measure(ctx context.Context, k kind) error {
	for _, clients := range levels {
		next := r.calls(k)
		if !k.once {
			if _, err := load(ctx, r.api.at, r.token, clients, r.lasts/4, next); err != nil {
				return err
			}
		}
		if err := r.checkpoint(ctx); err != nil {
			return err
		}
		began := time.Now()
		m, err := load(ctx, r.api.at, r.token, clients, r.lasts, r.calls(k))
		if err != nil {
			return err
		}
		if err := r.settle(ctx); err != nil {
			return err
		}
		if k.most > 0 {
			m.perSecond = float64(m.calls) / time.Since(began).Seconds()
		}
		line := fmt.Sprintf("%-38s %7d %9.0f %8.1f %8.1f %7.1f", k.name, clients, m.perSecond, ms(m.p50), ms(m.p99), ms(m.p99)/ms(m.p50))
		if clients == 8 {
			r.verdicts.add(k.name+": p99 at 8 clients ≤ 10 × p50", ms(m.p99)/ms(m.p50) <= 10, ms(m.p99)/ms(m.p50))
		}
		raw, err := r.raw(ctx, k, clients)
		if err != nil {
			return err
		}
		line += fmt.Sprintf(" %10.0f %8.2f", raw, m.perSecond/raw)
		if k.aim > 0 {
			r.verdicts.add(fmt.Sprintf("%s, %d clients: ≥ %.2f of pgbench", k.name, clients, k.aim), m.perSecond/raw >= k.aim, m.perSecond/raw)
		}
		if k.bare > 0 {
			b, err := load(ctx, r.bare.at, "", clients, r.lasts/4, r.calls(k))
			if err == nil {
				b, err = load(ctx, r.bare.at, "", clients, r.lasts, r.calls(k))
			}
			if err != nil {
				return err
			}
			line += fmt.Sprintf(" %10.0f %8.2f", b.perSecond, m.perSecond/b.perSecond)
			r.verdicts.add(fmt.Sprintf("%s, %d clients: ≥ %.2f of the bare handler", k.name, clients, k.bare), m.perSecond/b.perSecond >= k.bare, m.perSecond/b.perSecond)
		}
		fmt.Println(line)
	}
	return nil
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// calls are the requests of a cell: any, or rows that nobody used before.
func (r *rig) calls(k kind) func() (request, bool) {
	if !k.once {
		return func() (request, bool) { return k.call(1 + rand.IntN(accounts)), true } //nolint:gosec // needs no secrecy
	}
	first, most := r.rows[k.name], k.most
	if most == 0 {
		most = 12_000
	}
	r.rows[k.name] += most
	var n atomic.Int64
	return func() (request, bool) {
		i := int(n.Add(1))
		return k.call(first + i), i <= most
	}
}

// raw replays the recorded transaction.
func (r *rig) raw(ctx context.Context, k kind, clients int) (float64, error) {
	count, span := 0, 12_000/clients
	if k.most > 0 {
		count = max(1, k.most/clients)
		span = count
	}
	first := r.rows[k.name]
	if k.once {
		r.rows[k.name] += span * clients
	}
	if err := r.checkpoint(ctx); err != nil {
		return 0, err
	}
	began := time.Now()
	found, err := r.pgbench.run(ctx, r.scripts[k.name], clients, r.lasts, count, fmt.Sprintf("first=%d", first), fmt.Sprintf("span=%d", span))
	err = errors.Join(err, r.settle(ctx))
	if k.most > 0 {
		found = float64(count*clients) / time.Since(began).Seconds()
	}
	return found, err
}

// checkpoint gives each side the same start: after one, each page is written to
// the log as a whole when it is changed first, and who comes second would not pay.
func (r *rig) checkpoint(ctx context.Context) error {
	_, err := r.conn.Exec(ctx, "checkpoint")
	return err
}

// settle waits for the work that requests left behind, so that it does not
// weigh on the next cell. Where each call leaves work, it belongs to the cell:
// the product does it for what it wrote and for what pgbench wrote alike.
func (r *rig) settle(ctx context.Context) error {
	return watch(ctx, 50*time.Millisecond, "the work that requests left behind is done", func() (bool, error) {
		var open int
		err := r.conn.QueryRow(ctx, "select count(*) from jobs.delivery where state <> 'dead'").Scan(&open)
		return open == 0, err
	})
}

// idles reads the memory of the product when what starts has started: for a second it hardly worked.
func (r *rig) idles(ctx context.Context) error {
	worked := r.api.worked()
	return watch(ctx, time.Second, "the product idles", func() (bool, error) {
		before := worked
		worked, r.idle = r.api.worked(), r.api.memory()
		return worked-before < 50*time.Millisecond, nil
	})
}

// watch looks again and again until something is so; after a minute it is an error.
func watch(ctx context.Context, every time.Duration, what string, so func() (bool, error)) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return fmt.Errorf("waiting until %s: %w", what, ctx.Err())
		case <-ticker.C:
			if yes, err := so(); yes || err != nil {
				return err
			}
		}
	}
}
