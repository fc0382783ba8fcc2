package domain_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/domain"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// way is the pipeline of the specification's gate cases: Qualified asks for a
// contact, Proposal for amount and day, Won for an account and a next step.
func way(change func(*domain.Pipeline)) domain.Pipeline {
	p := domain.DefaultPipeline(func(string) kernel.ID[any] { return kernel.NewID[any]() })
	p.Stages[1].EntryFields = []string{"contact_id"}
	p.Stages[2].EntryFields = []string{"amount", "expected_close"}
	p.Stages[5].EntryFields = []string{"next_step", "account_id"}
	p.Stages[2].WonAllowed = false
	if change != nil {
		change(&p)
	}
	return p
}

func stage(p domain.Pipeline, name string) crm.StageID {
	for _, s := range p.Stages {
		if s.Name == name {
			return s.ID
		}
	}
	return crm.StageID{}
}

func in(p domain.Pipeline, name string) *domain.Deal {
	s, _ := p.Stage(stage(p, name))
	return &domain.Deal{ID: kernel.NewID[crm.Deal](), Name: "x", Pipeline: p.ID, Stage: s.ID, Status: s.Category, Probability: s.Probability, Amount: kernel.Money{Currency: "EUR"}}
}

func codes(err error) []string {
	out := []string{}
	if f := fault.As(err); f != nil {
		for _, field := range f.Fields {
			out = append(out, field.Code+" "+field.Pointer)
		}
	}
	return out
}

func someday() domain.MoveFacts {
	return domain.MoveFacts{At: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
}

func TestGatesAnswerAsTheSpecificationSays(t *testing.T) {
	t.Parallel()
	noSkip := func(p *domain.Pipeline) { p.NoSkip = true }
	noBack := func(p *domain.Pipeline) { p.NoBack = true }
	money := func(d *domain.Deal) {
		d.Amount.Amount, d.ExpectedClose = kernel.Int(5000), kernel.MustDate("2026-12-31")
	}
	someone := kernel.NewUUID()
	price, other := &domain.LostReason{Name: "Price"}, &domain.LostReason{Name: "Other", NeedsNote: true}
	cases := []struct {
		name     string
		pipeline func(*domain.Pipeline)
		from, to string
		deal     func(*domain.Deal)
		reason   *domain.LostReason
		want     []string
	}{
		{"GATE-1 skipping with nothing filled tells all", noSkip, "New", "Proposal", nil, nil,
			[]string{"crm.stage.skip /stage_id", "crm.stage.field_required /contact_id", "crm.stage.field_required /amount", "crm.stage.field_required /expected_close"}},
		{"GATE-2 a gate that is passed over is not bypassed", nil, "New", "Proposal", money, nil, []string{"crm.stage.field_required /contact_id"}},
		{"GATE-3 won asks for its own fields", nil, "Negotiation", "Won", func(d *domain.Deal) { d.NextStep = "call" }, nil, []string{"crm.stage.field_required /account_id"}},
		{"GATE-4 lost needs a reason", nil, "Qualified", "Lost", nil, nil, []string{"crm.lost.reason_required /reason"}},
		{"GATE-4 a reason may need a note", nil, "Qualified", "Lost", nil, other, []string{"crm.lost.note_required /note"}},
		{"GATE-4 a reason is enough", nil, "Qualified", "Lost", nil, price, []string{}},
		{"GATE-5 no way back", noBack, "Proposal", "Qualified", nil, nil, []string{"crm.stage.back /stage_id"}},
		{"GATE-5 a way back asks for nothing", nil, "Proposal", "Qualified", nil, nil, []string{}},
		{"GATE-6 not won from here", nil, "Proposal", "Won", func(d *domain.Deal) { money(d); d.Contact = &someone }, nil,
			[]string{"crm.stage.won_from /stage_id", "crm.stage.field_required /next_step", "crm.stage.field_required /account_id"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := way(c.pipeline)
			d := in(p, c.from)
			if c.deal != nil {
				c.deal(d)
			}
			before := *d
			f := someday()
			f.Reason = c.reason
			err := d.Move(p, stage(p, c.to), f)
			require.Equal(t, c.want, codes(err))
			if err != nil {
				require.Equal(t, before, *d, "a refused move changes nothing")
				return
			}
			require.Equal(t, stage(p, c.to), d.Stage)
		})
	}
}

func TestAMoveOutOfHoldIsMeasuredFromTheStageItLeft(t *testing.T) {
	t.Parallel()
	p := way(func(p *domain.Pipeline) { p.NoSkip = true })
	someone := kernel.NewUUID()
	d := in(p, "New")
	d.Contact, d.Amount.Amount, d.ExpectedClose = &someone, kernel.Int(1), kernel.MustDate("2026-12-31")
	require.NoError(t, d.Move(p, stage(p, "On hold"), someday()))
	require.Equal(t, crm.Hold, d.Status)
	require.Equal(t, []string{"crm.stage.skip /stage_id"}, codes(d.Move(p, stage(p, "Negotiation"), someday())), "GATE-7")
	require.NoError(t, d.Move(p, stage(p, "Qualified"), someday()))
	require.Nil(t, d.HeldFrom)
}

func TestCreatingPassesTheSameGates(t *testing.T) {
	t.Parallel()
	p := way(func(p *domain.Pipeline) { p.CreateOnlyIn = p.Stages[0].ID })
	d := &domain.Deal{Name: "x", Amount: kernel.Money{Currency: "EUR"}}
	require.Equal(t, []string{"crm.stage.create_only_in /stage_id", "crm.stage.field_required /contact_id", "crm.stage.field_required /amount", "crm.stage.field_required /expected_close"},
		codes(d.Begin(p, stage(p, "Proposal"), someday())), "GATE-8")
	require.NoError(t, d.Begin(p, stage(p, "New"), someday()))
	require.EqualValues(t, 10, d.Probability)
}

func TestForeignAndSleepingStagesEndTheQuestion(t *testing.T) {
	t.Parallel()
	p := way(func(p *domain.Pipeline) { p.Stages[3].Active = false })
	d := in(p, "New")
	require.ErrorIs(t, d.Move(p, kernel.NewID[crm.Stage](), someday()), crm.ErrOtherPipeline)
	require.ErrorIs(t, d.Move(way(nil), stage(p, "New"), someday()), crm.ErrOtherPipeline)
	require.ErrorIs(t, d.Move(p, stage(p, "Negotiation"), someday()), crm.ErrStageInactive)
}

func TestADecidedDealIsReopenedNotMoved(t *testing.T) {
	t.Parallel()
	p := way(func(p *domain.Pipeline) {
		p.Stages[5].EntryFields = nil
		p.Stages = append(p.Stages[:6:6], append([]domain.Stage{{ID: kernel.NewID[crm.Stage](), Name: "Paid", Position: 20, Category: crm.Won, Probability: 100, Active: true}}, p.Stages[6:]...)...)
	})
	d := in(p, "Negotiation")
	someone := kernel.NewUUID()
	d.Contact, d.Amount.Amount, d.ExpectedClose = &someone, kernel.Int(1), kernel.MustDate("2026-12-31")
	require.NoError(t, d.Move(p, stage(p, "Won"), someday()))
	first := *d.ClosedAt
	later := someday()
	later.At = later.At.Add(time.Hour)
	require.NoError(t, d.Move(p, stage(p, "Paid"), later))
	require.Equal(t, first, *d.ClosedAt, "between two won stages the day stays")
	require.ErrorIs(t, d.Move(p, stage(p, "New"), later), crm.ErrNotOpen)
	require.Equal(t, []string{"crm.stage.not_open /stage_id"}, codes(d.Reopen(p, stage(p, "Lost"), later)))
	require.NoError(t, d.Reopen(p, stage(p, "New"), later))
	require.Nil(t, d.ClosedAt)
	require.EqualValues(t, 10, d.Probability)
	require.ErrorIs(t, d.Reopen(p, stage(p, "New"), later), crm.ErrNotDecided)
}

func TestAPipelineNeedsAWayInAndTwoWaysOut(t *testing.T) {
	t.Parallel()
	require.NoError(t, way(nil).Check())
	for name, broken := range map[string]func(*domain.Pipeline){
		"no won stage":      func(p *domain.Pipeline) { p.Stages[5].Active = false },
		"sure but open":     func(p *domain.Pipeline) { p.Stages[0].Probability = 100 },
		"unknown field":     func(p *domain.Pipeline) { p.Stages[0].EntryFields = []string{"password"} },
		"mixed up":          func(p *domain.Pipeline) { p.Stages[0], p.Stages[6] = p.Stages[6], p.Stages[0] },
		"created in a hold": func(p *domain.Pipeline) { p.CreateOnlyIn = p.Stages[4].ID },
	} {
		require.Error(t, way(broken).Check(), name)
	}
}
