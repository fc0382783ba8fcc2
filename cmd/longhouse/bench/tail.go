package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"time"
)

// hot measures reservations of one product, and that none is promised twice.
func (r *rig) hot(ctx context.Context) error {
	const name = "reserve one hot product"
	const wanted = 1
	through, err := openStockroom(ctx, r.tapped, os.Getenv("REDIS_URL"))
	if err != nil {
		return err
	}
	defer through.root.Close()
	ctx, err = through.as(ctx, r.org, r.owner)
	if err != nil {
		return err
	}
	var since time.Time
	var trips []*trip
	var number string
	for range 3 {
		since = time.Now()
		trips, err = r.tap.record(func() error {
			state, err := through.Reserve(ctx, demand(wanted))
			number = state.Number
			return err
		})
		if err != nil {
			return err
		}
	}
	if err := r.write(ctx, name, "", []sub{{number, "('D-B-' || :u)"}}, since, transactionOf(trips, "longhouse_inventory", "inventory.demand")); err != nil {
		return err
	}
	s, err := openStockroom(ctx, r.database, os.Getenv("REDIS_URL"))
	if err != nil {
		return err
	}
	defer s.root.Close()
	r.api.stop() // it would work on what is announced, on one side of the comparison more than on the other
	r.api = nil
	if _, _, _, err := s.heat(ctx, wanted, r.lasts/4, 1<<40); err != nil {
		return err
	}
	if err := r.checkpoint(ctx); err != nil {
		return err
	}
	m, _, refused, err := s.heat(ctx, wanted, r.lasts, 1<<40)
	if err == nil {
		err = r.checkpoint(ctx)
	}
	if err != nil {
		return err
	}
	raw, err := r.pgbench.run(ctx, r.scripts[name], hotClients, r.lasts, 0)
	if err != nil {
		return err
	}
	fmt.Printf("%-38s %7d %9.0f %8.1f %8.1f %7.1f %10.0f %8.2f\n", name, hotClients, m.perSecond, ms(m.p50), ms(m.p99), ms(m.p99)/ms(m.p50), raw, m.perSecond/raw)
	r.verdicts.add(name+", 16 clients: ≥ 1.00 of pgbench", m.perSecond/raw >= 1, m.perSecond/raw)
	r.verdicts.add(name+": nobody refused while there is stock", refused == 0, float64(refused))
	guarded, rows, err := promised(ctx, r.conn, wanted)
	if err != nil {
		return err
	}
	r.verdicts.add(name+": the sum is what the rows say", guarded == rows, float64(guarded-rows))
	told, err := s.exact(ctx, r.conn)
	fmt.Println("oversold?", told)
	return err
}

// pages compares the first page of a list with one far behind, and both with
// those of ten times the rows.
func (r *rig) pages(ctx context.Context) error {
	const deep = 2_000
	first, far, err := r.pagePair(ctx, deep)
	if err != nil {
		return err
	}
	fmt.Printf("\npage 1 of %d rows %.2f ms, page %d %.2f ms\n", accounts, ms(first), deep, ms(far))
	r.verdicts.add("page 2,000 as fast as page 1 (within 25 %)", ms(far) <= 1.25*ms(first), ms(far)/ms(first))
	if !r.million {
		return nil
	}
	fmt.Fprintln(os.Stderr, "filling 900,000 accounts more …")
	for _, sql := range []string{"set session_replication_role = replica", `insert into crm.account (org_id, id, code, name, lifecycle, city, country, owner_id, created_at, updated_at)
		select org_id, overlay(a.id::text placing lpad(to_hex(16 + k), 4, '0') from 10)::uuid, '', a.name, a.lifecycle, a.city, a.country, a.owner_id,
		       a.created_at - k * interval '300 days', a.updated_at
		  from crm.account a, generate_series(1, 9) k where a.org_id = '` + r.org + `' and substr(a.id::text, 10, 4) = '0000'`, "set session_replication_role = origin", "analyze crm.account", "checkpoint"} {
		if _, err := r.conn.Exec(ctx, sql); err != nil {
			return err
		}
	}
	firstOfMany, farOfMany, err := r.pagePair(ctx, deep)
	if err != nil {
		return err
	}
	fmt.Printf("page 1 of 1,000,000 rows %.2f ms, page %d %.2f ms\n", ms(firstOfMany), deep, ms(farOfMany))
	r.verdicts.add("1,000,000 rows as fast as 100,000 (within 25 %)", ms(firstOfMany)+ms(farOfMany) <= 1.25*(ms(first)+ms(far)), (ms(firstOfMany)+ms(farOfMany))/(ms(first)+ms(far)))
	return nil
}

const plainList = "/api/v1/crm/accounts?sort=-created_at&limit=50"

// pagePair walks to a page as a client does, and takes the median of reading it and the first one in turns.
func (r *rig) pagePair(ctx context.Context, deep int) (first, far time.Duration, err error) {
	next := ""
	for range (deep - 1) / 4 { // pages of 200 get there sooner
		var p struct{ Next string }
		if err := r.get(ctx, "/api/v1/crm/accounts?sort=-created_at&limit=200&after="+next, &p); err != nil {
			return 0, 0, err
		}
		next = p.Next
	}
	paths := []string{plainList, plainList + "&after=" + next}
	var took [2]time.Duration
	for round := range 6 {
		for i, path := range paths {
			n := 0
			m, err := load(ctx, r.api.at, r.token, 1, time.Minute, func() (request, bool) {
				n++
				return request{method: http.MethodGet, path: path}, n <= 50
			})
			if err != nil {
				return 0, 0, err
			}
			if round > 0 && (took[i] == 0 || m.p50 < took[i]) { // the quietest round
				took[i] = m.p50
			}
		}
	}
	return took[0], took[1], nil
}

func (r *rig) get(ctx context.Context, path string, into any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, r.api.at+path, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+r.token)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close() //nolint:errcheck // only read
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("GET %s: %s", path, resp.Status)
	}
	return json.NewDecoder(resp.Body).Decode(into)
}

// verdicts are the aims, and whether this run met them.
type verdicts []verdict

type verdict struct {
	what string
	met  bool
	have float64
}

func (v *verdicts) add(what string, met bool, have float64) {
	*v = append(*v, verdict{what, met, have})
}

func (v verdicts) print() {
	missed := 0
	for _, x := range v {
		if !x.met {
			missed++
			fmt.Printf("missed   %-75s %.2f\n", x.what, x.have)
		}
	}
	fmt.Printf("aims     %d of %d met\n", len(v)-missed, len(v))
}
