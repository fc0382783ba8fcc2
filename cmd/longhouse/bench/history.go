package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"

	"longhouse/migrations"
	"longhouse/platform/actor"
	"longhouse/platform/clock"
	"longhouse/platform/config"
	"longhouse/platform/db"
	"longhouse/platform/history"
	"longhouse/platform/kernel"
	"longhouse/platform/migrate"
)

// keeping measures what history costs: transactions that insert and change
// accounts, as the product makes them, with and without its triggers, in turns
// so that a busy machine is busy for both; and how many go with and without the sealer.
func keeping(ctx context.Context, lasts time.Duration) (err error) {
	k, err := openKeeping(ctx)
	if err != nil {
		return err
	}
	defer k.close(context.WithoutCancel(ctx))
	fmt.Printf("\n%-34s %12s %12s %8s\n", "one transaction, begin to commit", "plain µs", "kept µs", "more")
	for _, rows := range []int{1, 1000} {
		for _, c := range []struct{ name, sql string }{{"insert", insertAccounts}, {"update", updateAccounts}} {
			if err := k.compare(ctx, fmt.Sprintf("%s of %d", c.name, rows), c.sql, rows, lasts); err != nil {
				return err
			}
		}
	}
	return k.sealing(ctx, lasts)
}

const (
	insertAccounts = "insert into crm.account (id, name, industry, employees, created_at, updated_at) select gen_random_uuid(), 'Account ' || n, 'Oil', 7, now(), now() from generate_series(1, $1::int) n"
	updateAccounts = "update crm.account set employees = coalesce(employees, 0) + 1, version = version + 1 where id in (select id from crm.account order by id limit $1::int)"
)

type keeper struct {
	admin *pgx.Conn
	conn  *pgx.Conn // of the bench's database, as its owner
	root  *db.Root
	ctx   context.Context //nolint:containedctx // who acts, in every transaction
}

func openKeeping(ctx context.Context) (k *keeper, err error) {
	at, err := url.Parse(os.Getenv("DATABASE_URL"))
	if err != nil || at.Host == "" {
		return nil, errors.New("DATABASE_URL names the server: run `make bench`")
	}
	k = &keeper{ctx: actor.With(ctx, actor.Actor{Org: kernel.NewID[kernel.Org](), User: kernel.NewID[kernel.User](), Via: actor.API, Request: kernel.NewUUID()})}
	if k.admin, err = pgx.Connect(ctx, at.String()); err != nil {
		return nil, err
	}
	for _, sql := range []string{"drop database if exists longhouse_bench_history with (force)", "create database longhouse_bench_history"} {
		if _, err := k.admin.Exec(ctx, sql); err != nil {
			return nil, err
		}
	}
	at.Path = "/longhouse_bench_history"
	own := config.Secret(at.String())
	if _, err := migrate.Up(ctx, own, migrate.Source{Folders: migrations.Folders, For: migrations.For}); err != nil {
		return nil, err
	}
	if k.conn, err = pgx.Connect(ctx, own.Reveal()); err != nil {
		return nil, err
	}
	k.root, err = db.Open(ctx, own, db.Options{})
	return k, err
}

func (k *keeper) close(ctx context.Context) {
	k.root.Close()
	_ = k.conn.Close(ctx) // the database goes next
	_, _ = k.admin.Exec(ctx, "drop database if exists longhouse_bench_history with (force)")
	_ = k.admin.Close(ctx)
}

// compare runs a statement with and without the triggers, in turns, and tells the
// fastest tenth: what is slower was waiting for somebody else on the machine.
func (k *keeper) compare(ctx context.Context, name, sql string, rows int, lasts time.Duration) error {
	var took [2][]time.Duration
	for began := time.Now(); time.Since(began) < 4*lasts; {
		for with, state := range []string{"disable", "enable"} {
			for _, t := range []string{"history", "history_of_updates", "history_of_deletes"} {
				if _, err := k.conn.Exec(ctx, "alter table crm.account "+state+" trigger "+t); err != nil {
					return err
				}
			}
			for i := range max(2, 40/rows) {
				at := time.Now()
				if err := k.write(sql, rows); err != nil {
					return err
				}
				if i > 0 { // the first one plans again, as the table was altered
					took[with] = append(took[with], time.Since(at))
				}
			}
		}
	}
	tenth := func(all []time.Duration) float64 {
		slices.Sort(all)
		return float64(all[len(all)/10].Microseconds())
	}
	plain, kept := tenth(took[0]), tenth(took[1])
	fmt.Printf("%-34s %12.0f %12.0f %7.0f%%\n", name, plain, kept, 100*(kept-plain)/plain)
	return nil
}

func (k *keeper) write(sql string, rows int) error {
	return db.Changed(k.ctx, k.root.For("crm"), func(tx *db.Tx) error {
		_, err := tx.Exec(k.ctx, sql, rows)
		return err
	})
}

// sealing counts transactions of eight writers with and without a sealer beside them.
func (k *keeper) sealing(ctx context.Context, lasts time.Duration) error {
	keys, err := history.ReadKeys("the key of this bench has thirty-two characters")
	if err != nil {
		return err
	}
	sealer := history.NewSealer(history.SealerOptions{DB: k.root, Keys: keys, Clock: clock.Clock{}})
	for n := 1; n > 0; { // what the cells before left
		if n, err = sealer.Seal(ctx); err != nil {
			return err
		}
	}
	var rates [2][]float64
	for range 3 {
		for with := range 2 {
			beside, stop := context.WithCancel(ctx)
			var sealing sync.WaitGroup
			if with == 1 {
				sealing.Go(func() { sealer.Run(beside) })
			}
			n := k.writers(lasts)
			stop()
			sealing.Wait()
			rates[with] = append(rates[with], float64(n)/lasts.Seconds())
		}
	}
	slices.Sort(rates[0])
	slices.Sort(rates[1])
	at := time.Now()
	before := sealer.Sealed()
	for n := 1; n > 0; {
		if n, err = sealer.Seal(ctx); err != nil {
			return err
		}
	}
	fmt.Printf("\nwrites a second of 8 writers: %.0f without the sealer, %.0f with it (%.0f%%)\n", rates[0][1], rates[1][1], 100*rates[1][1]/rates[0][1])
	if left := sealer.Sealed() - before; left > 0 {
		fmt.Printf("what the runs without it left: %d change sets sealed in %s\n", left, time.Since(at).Round(time.Millisecond))
	}
	return nil
}

func (k *keeper) writers(lasts time.Duration) int64 {
	var done atomic.Int64
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for began := time.Now(); time.Since(began) < lasts; {
				if k.write(insertAccounts, 1) == nil {
					done.Add(1)
				}
			}
		})
	}
	all.Wait()
	return done.Load()
}
