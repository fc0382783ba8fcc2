package app_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/app"
	"longhouse/modules/hr"
	"longhouse/platform/authz"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

func stages(t *testing.T, f *fixture) map[string]crm.StageID {
	t.Helper()
	all, err := f.svc.Pipelines(f.ctx)
	require.NoError(t, err)
	out := map[string]crm.StageID{}
	for _, s := range all[0].Stages {
		out[s.Name] = s.ID
	}
	return out
}

func TestAnOrganisationStartsWithOnePipelineHoweverManyLookFirst(t *testing.T) {
	t.Parallel()
	f := setup(t)
	var g errgroup.Group
	for range 8 {
		g.Go(func() error { _, err := f.svc.Pipelines(f.ctx); return err })
	}
	require.NoError(t, g.Wait())
	all, err := f.svc.Pipelines(f.ctx)
	require.NoError(t, err)
	require.Len(t, all, 1)
	require.Len(t, all[0].Stages, 7)
	require.True(t, all[0].IsDefault)
	reasons, err := f.svc.LostReasons(f.ctx)
	require.NoError(t, err)
	require.Len(t, reasons, 6)
}

func TestADealGoesItsWayAndItsHistoryTellsIt(t *testing.T) {
	t.Parallel()
	f := setup(t)
	at := stages(t, f)
	d := f.Deal(app.DealInput{Amount: ptr(dec("12345.67"))})
	require.Equal(t, "New", d.Stage.Name)
	d, err := f.svc.MoveDeal(f.ctx, d.ID, d.Version, app.MoveInput{StageID: at["Proposal"]})
	require.NoError(t, err)
	require.EqualValues(t, 50, d.Probability)
	_, err = f.svc.LoseDeal(f.ctx, d.ID, d.Version, nil, "")
	require.Equal(t, "crm.lost.reason_required", fault.As(err).Fields[0].Code)
	_, err = f.svc.LoseDeal(f.ctx, d.ID, d.Version, ptr("other"), "")
	require.Equal(t, "crm.lost.note_required", fault.As(err).Fields[0].Code)
	d, err = f.svc.LoseDeal(f.ctx, d.ID, d.Version, ptr("Price"), "")
	require.NoError(t, err)
	require.Equal(t, crm.Lost, d.Status)
	require.Equal(t, "Price", d.LostReason.Name)
	require.NotNil(t, d.ClosedAt)
	_, err = f.svc.WinDeal(f.ctx, d.ID, d.Version)
	require.ErrorIs(t, err, crm.ErrNotOpen)
	d, err = f.svc.ReopenDeal(f.ctx, d.ID, d.Version, at["Negotiation"])
	require.NoError(t, err)
	require.Nil(t, d.ClosedAt)
	d, err = f.svc.HoldDeal(f.ctx, d.ID, d.Version)
	require.NoError(t, err)
	d, err = f.svc.WinDeal(f.ctx, d.ID, d.Version)
	require.NoError(t, err)
	require.EqualValues(t, 100, d.Probability)

	visits, err := f.svc.DealStages(f.ctx, d.ID)
	require.NoError(t, err)
	var names []string
	for _, v := range visits {
		names = append(names, v.To.Name)
	}
	require.Equal(t, []string{"Won", "On hold", "Negotiation", "Lost", "Proposal", "New"}, names)
	require.Nil(t, visits[0].LeftAt)
	require.NotNil(t, visits[1].LeftAt)
	kinds := map[string]int{}
	for _, e := range f.events() {
		kinds[e.EventType()]++
	}
	require.Equal(t, map[string]int{"crm.deal_stage_changed.v1": 5, "crm.deal_lost.v1": 1, "crm.deal_reopened.v1": 1, "crm.deal_won.v1": 1}, kinds)
}

func TestOfTwentyMovesAtOnceOneIsMade(t *testing.T) {
	t.Parallel()
	f := setup(t)
	at := stages(t, f)
	d := f.Deal(app.DealInput{})
	var g errgroup.Group
	errs := make([]error, 20)
	for i := range errs {
		g.Go(func() error {
			_, errs[i] = f.svc.MoveDeal(f.ctx, d.ID, d.Version, app.MoveInput{StageID: at["Qualified"]})
			return nil
		})
	}
	require.NoError(t, g.Wait())
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else {
			require.ErrorIs(t, err, fault.ErrStale)
		}
	}
	require.Equal(t, 1, won)
}

func TestTheBoardCountsAllAndShowsTheFirst25(t *testing.T) {
	t.Parallel()
	f := setup(t)
	at := stages(t, f)
	var last crm.Deal
	for range 30 {
		last = f.Deal(app.DealInput{Amount: ptr(dec("10.05"))})
	}
	f.Deal(app.DealInput{Amount: ptr(dec("7")), Currency: ptr("USD")})
	held := f.Deal(app.DealInput{Amount: ptr(dec("8000")), StageID: ptr(at["On hold"])})
	require.Equal(t, crm.Hold, held.Status)
	b, err := f.svc.Board(f.ctx, crm.PipelineID{}, page.Request{})
	require.NoError(t, err)
	col := b.Columns[0]
	require.EqualValues(t, 31, col.Count)
	require.EqualValues(t, 1, col.Other)
	require.Equal(t, "301.5", col.Amount.String())
	require.Equal(t, "30.3", col.Weighted.String(), "30 × round(1.005), each row rounded")
	require.Len(t, col.Deals, 25)
	require.Equal(t, "0", b.Columns[4].Weighted.String(), "what is on hold is out of the weighted total")

	moved, err := f.svc.MoveDeal(f.ctx, last.ID, last.Version, app.MoveInput{StageID: at["Qualified"]})
	require.NoError(t, err)
	first := f.Deal(app.DealInput{StageID: ptr(at["Qualified"])})
	_, err = f.svc.MoveDeal(f.ctx, first.ID, first.Version, app.MoveInput{StageID: at["Qualified"], Position: ptr(1)})
	require.NoError(t, err)
	b, err = f.svc.Board(f.ctx, crm.PipelineID{}, page.Request{Filter: map[string][]string{"status": {"open"}}})
	require.NoError(t, err)
	require.Equal(t, []crm.DealID{moved.ID, first.ID}, []crm.DealID{b.Columns[1].Deals[0].ID, b.Columns[1].Deals[1].ID})
	require.Zero(t, b.Columns[4].Count, "filters hold for totals as for cards")
}

func TestTheBoardAddsUpWhatTheCallerMaySee(t *testing.T) {
	t.Parallel()
	f := setup(t)
	other := kernel.NewID[kernel.User]()
	f.Deal(app.DealInput{Amount: ptr(dec("100"))})
	f.Deal(app.DealInput{Amount: ptr(dec("900")), OwnerID: &other})
	rep := f.With(t, f.Context(t), authz.TestPolicy{Resources: crm.Resources}, "crm.rep")
	b, err := f.svc.Board(rep, crm.PipelineID{}, page.Request{})
	require.NoError(t, err)
	require.Equal(t, "100", b.Columns[0].Amount.String())
	require.Len(t, b.Columns[0].Deals, 1)
}

func TestAStageThatDealsWereInKeepsItsCategory(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.Deal(app.DealInput{})
	all, err := f.svc.Pipelines(f.ctx)
	require.NoError(t, err)
	p := all[0]
	given := func(drop string) []app.StageInput {
		var out []app.StageInput
		for _, s := range p.Stages {
			if s.Name != drop {
				out = append(out, app.StageInput{ID: s.ID, Name: s.Name, Category: s.Category, Probability: s.Probability})
			}
		}
		return out
	}
	_, err = f.svc.UpdatePipeline(f.ctx, p.ID, p.Version, app.PipelineInput{Stages: ptr(given("New"))})
	require.ErrorIs(t, err, crm.ErrStageInUse)
	_, err = f.svc.UpdatePipeline(f.ctx, p.ID, p.Version, app.PipelineInput{Stages: ptr(given("Won"))})
	require.ErrorIs(t, err, fault.ErrInvalid)
	changed := given("Qualified")
	changed[0].Name, changed[1].EntryFields = "Fresh", []string{"amount"}
	p, err = f.svc.UpdatePipeline(f.ctx, p.ID, p.Version, app.PipelineInput{Stages: &changed, NoSkip: ptr(true), CreateOnlyIn: ptr("Fresh")})
	require.NoError(t, err)
	require.Len(t, p.Stages, 6)
	_, err = f.svc.CreateDeal(f.ctx, app.DealInput{Name: ptr("x"), StageID: &p.Stages[1].ID})
	var codes []string
	for _, field := range fault.As(err).Fields {
		codes = append(codes, field.Code+" "+field.Pointer)
	}
	require.Equal(t, []string{"crm.stage.create_only_in /stage_id", "crm.stage.field_required /amount"}, codes)
}

func TestDealsOfALeaverGoToTheManager(t *testing.T) {
	t.Parallel()
	f := setup(t)
	leaver, boss := kernel.NewID[kernel.User](), kernel.NewID[kernel.User]()
	unit := kernel.NewID[hr.Unit]()
	f.people.Add(boss, "2", "Andrew Fuller", unit)
	a := f.Account(app.AccountInput{OwnerID: &leaver})
	open := f.Deal(app.DealInput{OwnerID: &leaver})
	won := f.Deal(app.DealInput{OwnerID: &leaver})
	won, err := f.svc.WinDeal(f.ctx, won.ID, won.Version)
	require.NoError(t, err)
	service := f.AsService(t, "crm.hand_over_deals")
	e := hr.EmployeeLeft{Name: "Nancy Davolio", Login: leaver, ManagerLogin: boss}
	require.NoError(t, f.svc.HandOver(service, e))
	require.NoError(t, f.svc.HandOver(service, e), "hearing it twice changes nothing")
	got, err := f.svc.Deal(f.ctx, open.ID)
	require.NoError(t, err)
	require.Equal(t, "Andrew Fuller", got.Owner.Name)
	require.EqualValues(t, 2, got.Version)
	got, err = f.svc.Deal(f.ctx, won.ID)
	require.NoError(t, err)
	require.Equal(t, leaver.UUID, got.Owner.ID.UUID, "what is decided stays whose it was")
	acc, err := f.svc.Account(f.ctx, a.ID)
	require.NoError(t, err)
	require.Equal(t, unit.UUID, *acc.TeamID)
	require.NoError(t, f.svc.HandOver(service, hr.EmployeeLeft{Login: boss}), "without a manager they stay")
	require.ErrorIs(t, f.svc.HandOver(f.As(t, "crm.reader"), e), fault.ErrForbidden)
}
