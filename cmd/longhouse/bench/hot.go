package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/errgroup"

	"longhouse/modules/crm/crmmodule"
	"longhouse/modules/hr/hrmodule"
	"longhouse/modules/inventory"
	"longhouse/modules/inventory/inventorymodule"
	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/clock"
	"longhouse/platform/config"
	"longhouse/platform/db"
	"longhouse/platform/jobs"
	"longhouse/platform/kernel"
	"longhouse/platform/module"
	"longhouse/policies"
)

const hotClients = 16

// stockroom is inventory inside this process, wired as the product wires it:
// reservations have no address of their own, crm asks for them by the contract.
type stockroom struct {
	root *db.Root
	inventory.Fulfilment
}

func openStockroom(ctx context.Context, database, redis string) (*stockroom, error) {
	root, err := db.Open(ctx, config.Secret(database), db.Options{})
	if err != nil {
		return nil, err
	}
	now := clock.Clock{}
	rights, err := authz.New(root, authz.Options{Model: policies.Model, Roles: policies.Roles, Clock: now})
	if err != nil {
		return nil, err
	}
	engine, err := jobs.New(root, jobs.Options{RedisURL: redis, Clock: now, Attach: rights.Attach})
	if err != nil {
		return nil, err
	}
	root.SetOutbox(engine)
	utc := func(context.Context) (*time.Location, error) { return time.UTC, nil }
	hr := hrmodule.New(hrmodule.Deps{DB: root.For("hr"), Clock: now, Zone: utc})
	stock := inventorymodule.New(inventorymodule.Deps{DB: root.For("inventory"), Clock: now})
	sales := crmmodule.New(crmmodule.Deps{DB: root.For("crm"), Clock: now, Catalogue: stock.Catalogue, Stock: stock.Stock, Fulfilment: stock.Fulfilment})
	for _, m := range []*module.Module{&hr.Module, &stock.Module, &sales.Module} {
		if err := errors.Join(rights.Register(m.Resources, m.Permissions), engine.Register(root.For(m.Name), m.Handlers...)); err != nil {
			return nil, err
		}
	}
	return &stockroom{root, stock.Fulfilment}, nil
}

// as acts for the owner, through a job.
func (s *stockroom) as(ctx context.Context, org, owner string) (context.Context, error) {
	rights, err := authz.New(s.root, authz.Options{Model: policies.Model, Roles: policies.Roles, Clock: clock.Clock{}})
	if err != nil {
		return ctx, err
	}
	if err := rights.Register(inventory.Resources, inventory.Permissions); err != nil {
		return ctx, err
	}
	return rights.Attach(actor.With(ctx, actor.Actor{Org: kernel.IDOf[kernel.Org](uuid.MustParse(org)), User: kernel.IDOf[kernel.User](uuid.MustParse(owner)),
		Via: actor.Job, Request: kernel.NewUUID()}))
}

func demand(n int) inventory.Demand {
	return inventory.Demand{Key: kernel.NewUUID(), Mode: inventory.AllOrNone, Reference: "SO-2026-00001", PartyName: "Harbour",
		Lines: []inventory.DemandLine{{ID: kernel.IDOf[inventory.DemandLine](kernel.NewUUID()), Product: kernel.IDOf[inventory.Product](uuid.MustParse(rowID(product, n))), Quantity: kernel.Int(1)}}}
}

// heat reserves one piece at a time from clients at once, for a time or until
// asked reservations were asked for.
func (s *stockroom) heat(ctx context.Context, n int, lasts time.Duration, asked int64) (m measured, kept, refused int64, err error) {
	var calls, yes, no atomic.Int64
	took := make([][]time.Duration, hotClients)
	began := time.Now()
	g, ctx := errgroup.WithContext(ctx)
	for c := range hotClients {
		g.Go(func() error {
			for time.Since(began) < lasts && calls.Add(1) <= asked {
				started := time.Now()
				_, err := s.Reserve(ctx, demand(n))
				switch {
				case errors.Is(err, inventory.ErrShort):
					no.Add(1)
				case err != nil:
					return err
				default:
					yes.Add(1)
				}
				took[c] = append(took[c], time.Since(started))
			}
			return nil
		})
	}
	err = g.Wait()
	seconds := time.Since(began).Seconds()
	all := slices.Sorted(slices.Values(slices.Concat(took...)))
	if len(all) > 0 {
		m = measured{len(all), float64(len(all)) / seconds, all[len(all)/2], all[len(all)*99/100]}
	}
	return m, yes.Load(), no.Load(), err
}

// promised says what the tables hold for a product: in the sum that reservations guard, and row by row.
func promised(ctx context.Context, c *pgx.Conn, n int) (guarded, rows int64, err error) {
	err = c.QueryRow(ctx, "select a.promised::bigint, (select coalesce(sum(r.qty), 0)::bigint from inventory.reservation r where r.product_id = a.product_id and r.state = 'active') from inventory.availability a where a.product_id = $1",
		rowID(product, n)).Scan(&guarded, &rows)
	return guarded, rows, err
}

// exact lets 16 clients ask for more than there is: each piece is sold once, and nobody is refused before the last.
func (s *stockroom) exact(ctx context.Context, c *pgx.Conn) (string, error) {
	const scarce, stock, asked = 0, 300, 400 // no order has product 0
	if _, err := c.Exec(ctx, "update inventory.availability set on_hand = $2 where product_id = $1", rowID(product, scarce), stock); err != nil {
		return "", err
	}
	_, kept, refused, err := s.heat(ctx, scarce, time.Minute, asked)
	if err != nil {
		return "", err
	}
	guarded, rows, err := promised(ctx, c, scarce)
	if err == nil && (kept != stock || refused != asked-stock || guarded != stock || rows != stock) {
		err = fmt.Errorf("of %d pieces, %d were promised to callers, %d in the sum and %d in rows; %d of %d callers were refused", stock, kept, guarded, rows, refused, asked)
	}
	return fmt.Sprintf("%d callers asked for one of %d pieces: %d got it, %d were refused, the tables hold %d", asked, stock, kept, refused, rows), err
}
