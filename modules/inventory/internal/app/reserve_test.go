package app_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"longhouse/modules/inventory"
	"longhouse/modules/inventory/internal/app"
	"longhouse/platform/kernel"
)

func TestC01OfTwentyBuyersOfTenExactlyTenAreServed(t *testing.T) {
	t.Parallel()
	f := setup(t)
	p := f.product("HOT", "10")
	var served, refused atomic.Int32
	var g errgroup.Group
	for range 20 {
		g.Go(func() error {
			_, err := f.svc.Reserve(f.ctx, demand(inventory.AllOrNone, p, "1"))
			switch {
			case err == nil:
				served.Add(1)
			case errors.Is(err, inventory.ErrShort):
				refused.Add(1)
			default:
				return err
			}
			return nil
		})
	}
	require.NoError(t, g.Wait())
	require.EqualValues(t, 10, served.Load())
	require.EqualValues(t, 10, refused.Load())
	require.Equal(t, "10/10/0", f.figures(p))
	f.audit()
}

func TestC02LinesOfOneProductAreAddedUpBeforeTheyAreServed(t *testing.T) {
	t.Parallel()
	f := setup(t)
	p := f.product("A", "10")
	_, err := f.svc.Reserve(f.ctx, demand(inventory.AllOrNone, p, "6", p, "6"))
	require.ErrorIs(t, err, inventory.ErrShort)
	require.Equal(t, "10/0/10", f.figures(p))

	s := f.reserve(demand(inventory.Partial, p, "6", p, "6"))
	require.Equal(t, "6", s.Lines[0].Reserved.String())
	require.Equal(t, "4", s.Lines[1].Reserved.String())
	require.Equal(t, "2", s.Lines[1].Short.String())
	require.Equal(t, "no_stock", s.Lines[1].Why)
	require.Equal(t, "10/10/0", f.figures(p))
	f.audit()
}

func TestC04ParallelFirstReceiptsLeaveOneRow(t *testing.T) {
	t.Parallel()
	f := setup(t)
	p := f.product("NEW", "0")
	var g errgroup.Group
	for range 40 {
		g.Go(func() error {
			_, err := f.svc.PostMovements(f.ctx, app.Movements{Kind: "receipt", Lines: []app.MovementLine{{ProductID: p, Qty: qty("1")}}})
			return err
		})
	}
	require.NoError(t, g.Wait())
	require.Equal(t, "40/0/40", f.figures(p))
	f.audit()
}

func TestReserveActsOncePerKeyForEver(t *testing.T) {
	t.Parallel()
	f := setup(t)
	p := f.product("A", "10")
	d := demand(inventory.Partial, p, "4")
	var mu sync.Mutex
	numbers := map[string]bool{}
	var g errgroup.Group
	for range 8 {
		g.Go(func() error {
			s, err := f.svc.Reserve(f.ctx, d)
			mu.Lock()
			defer mu.Unlock()
			numbers[s.Number] = true
			return err
		})
	}
	require.NoError(t, g.Wait())
	require.Len(t, numbers, 1, "all get the first one's answer")
	require.Equal(t, "10/4/6", f.figures(p))

	require.NoError(t, f.svc.Release(f.ctx, inventory.Release{Key: d.Key}))
	s := f.reserve(d)
	require.Equal(t, "4", s.Lines[0].Cancelled.String(), "what is released is not reserved again by the same key")
	require.Equal(t, "10/0/10", f.figures(p))
	f.audit()
}

func TestCrossedOrdersOfManyLinesDoNotDeadlock(t *testing.T) {
	t.Parallel()
	f, trace := traced(t)
	const products, clients, orders = 50, 16, 12
	var ids []inventory.ProductID
	for i := range products {
		ids = append(ids, f.product(fmt.Sprintf("P%02d", i), "30"))
	}
	var g errgroup.Group
	for c := range clients {
		g.Go(func() error {
			r := rand.New(rand.NewPCG(uint64(c), 7))
			for range orders {
				var lines []any
				for _, i := range r.Perm(products)[:5] {
					lines = append(lines, ids[i], fmt.Sprint(1+r.IntN(3)))
				}
				s, err := f.svc.Reserve(f.ctx, demand(inventory.Partial, lines...))
				if err != nil {
					return err
				}
				switch r.IntN(3) {
				case 0:
					err = f.svc.Release(f.ctx, inventory.Release{Key: s.Key})
				case 1:
					_, err = f.svc.Ship(f.ctx, s.Delivery, nil, nil)
					if errors.Is(err, inventory.ErrShort) {
						err = nil
					}
				}
				if err != nil {
					return err
				}
			}
			return nil
		})
	}
	require.NoError(t, g.Wait())
	require.Zero(t, trace.seen.Load(), "deadlocks")
	f.audit()
}

func TestReleaseGivesTheGoodsToWhoWaits(t *testing.T) {
	t.Parallel()
	f := setup(t)
	p := f.product("A", "5")
	first := demand(inventory.Partial, p, "5")
	f.reserve(first)
	second := f.reserve(demand(inventory.Partial, p, "3"))
	require.Equal(t, "3", second.Lines[0].Short.String())

	require.NoError(t, f.svc.Release(f.ctx, inventory.Release{Key: first.Key, Reason: "cancelled"}))
	require.Equal(t, "cancelled", last[inventory.DemandCancelled](f).Reason)
	f.runJobs()
	covered := last[inventory.DemandCovered](f)
	require.Equal(t, second.Key, covered.Demand)
	require.Equal(t, "3", covered.Lines[0].Reserved.String())
	require.True(t, covered.Lines[0].Short.IsZero())
	require.Equal(t, "5/3/2", f.figures(p))
	f.audit()
}

func TestArrivalsServeWhoWaitsByRank(t *testing.T) {
	t.Parallel()
	f := setup(t)
	p := f.product("A", "0")
	low, high := demand(inventory.Partial, p, "4"), demand(inventory.Partial, p, "4")
	high.Priority = 5
	f.reserve(low)
	f.reserve(high)
	f.receive(p, "6")
	require.Equal(t, 1, f.runJobs())
	state, err := f.svc.State(f.ctx, []inventory.DemandLineID{low.Lines[0].ID, high.Lines[0].ID})
	require.NoError(t, err)
	got := map[inventory.DemandLineID]kernel.Quantity{}
	for _, s := range state {
		got[s.Line] = s.Reserved
	}
	require.Equal(t, "4", got[high.Lines[0].ID].String())
	require.Equal(t, "2", got[low.Lines[0].ID].String())
	f.audit()
}

func TestU02APackMayBeBrokenUnlessItIsKeptWhole(t *testing.T) {
	t.Parallel()
	f := setup(t)
	p := f.product("A", "15")
	_, err := f.svc.AddPackaging(f.ctx, p, app.PackagingFields{Name: ptr("pack"), Num: ptr(qty("8"))})
	require.NoError(t, err)
	d := demand(inventory.Partial, p, "2")
	d.Lines[0].Unit = "pack"
	f.reserve(d)
	require.Equal(t, "15/15/0", f.figures(p))
	require.NoError(t, f.svc.Release(f.ctx, inventory.Release{Key: d.Key}))

	packs, err := f.svc.Packagings(f.ctx, p)
	require.NoError(t, err)
	_, err = f.svc.ChangePackaging(f.ctx, p, packs[0].ID, 1, app.PackagingFields{KeepWhole: ptr(true)})
	require.NoError(t, err)
	d = demand(inventory.Partial, p, "2")
	d.Lines[0].Unit = "pack"
	s := f.reserve(d)
	require.Equal(t, "15/8/7", f.figures(p))
	require.Equal(t, "1", s.Lines[0].Reserved.String())
	require.Equal(t, "1", s.Lines[0].Short.String())
	f.audit()
}

func TestU10WhatDoesNotFitTheUnitIsRefusedWithItsNeighbours(t *testing.T) {
	t.Parallel()
	f := setup(t)
	p := f.product("A", "15")
	_, err := f.svc.Reserve(f.ctx, demand(inventory.Partial, p, "0.5"))
	require.ErrorIs(t, err, inventory.ErrNotRepresentable)
	require.Contains(t, err.Error(), "0 and 1")
}

func TestAServiceMayReserveWithJustItsOwnRights(t *testing.T) {
	t.Parallel()
	f := setup(t)
	p := f.product("A", "5")
	ctx := f.d.AsService(t, "crm.reserve_stock")
	_, err := f.svc.Reserve(ctx, demand(inventory.Partial, p, "2"))
	require.NoError(t, err)
	_, err = f.svc.PostMovements(ctx, app.Movements{Kind: "receipt", Lines: []app.MovementLine{{ProductID: p, Qty: qty("1")}}})
	require.Error(t, err)
}
