package app_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/modules/hr"
	"longhouse/modules/hr/internal/app"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

func monthly(amount string) app.PayChange {
	basis, a := "month", kernel.MustDecimal(amount)
	return app.PayChange{Basis: &basis, Amount: &a}
}

// paid sets somebody's pay from a day on, whatever its version is.
func (f *fixture) paid(id hr.EmployeeID, from, amount string) app.PayFacts {
	f.t.Helper()
	p, err := f.svc.ChangePay(f.ctx, id, must(f.svc.Pay(f.ctx, id)).Version, day(from), monthly(amount))
	require.NoError(f.t, err)
	return p
}

// amounts are the periods of a pay as people read them, newest first.
func amounts(p app.PayFacts) (out []string) {
	for _, i := range p.Items {
		out = append(out, i.ValidFrom.String()+" "+i.ValidTo.String()+" "+i.Amount.String()+" "+string(i.Currency))
	}
	return out
}

func TestPayIsADatedFactWithAVersionOfItsOwn(t *testing.T) {
	t.Parallel()
	f := setup(t)
	e := f.hire(opts{})
	require.Equal(t, app.PayFacts{Items: []app.PayPeriod{}, Editable: true, Version: 1}, must(f.svc.Pay(f.ctx, e.ID)))
	f.paid(e.ID, "2024-04-01", "4000")
	first := f.paid(e.ID, "2024-02-01", "3800")
	usd := kernel.Currency("USD")
	p, err := f.svc.ChangePay(f.ctx, e.ID, first.Version, day("2025-03-01"), app.PayChange{Currency: &usd})
	require.NoError(t, err)
	require.Equal(t, []string{"2025-03-01  4000 USD", "2024-04-01 2025-02-28 4000 EUR", "2024-02-01 2024-03-31 3800 EUR"}, amounts(p))
	require.Equal(t, []string{"upcoming", "current", "past"}, []string{p.Items[0].State, p.Items[1].State, p.Items[2].State})

	corrected, err := f.svc.CorrectPay(f.ctx, e.ID, p.Version, p.Items[1].ID, monthly("4100"))
	require.NoError(t, err)
	require.Greater(t, corrected.Version, p.Version)
	same, err := f.svc.CorrectPay(f.ctx, e.ID, corrected.Version, p.Items[1].ID, monthly("4100.00"))
	require.NoError(t, err)
	require.Equal(t, corrected, same, "what is the same is no change")
	p, err = f.svc.RemovePay(f.ctx, e.ID, same.Version, p.Items[0].ID)
	require.NoError(t, err)
	require.Equal(t, []string{"2024-04-01  4100 EUR", "2024-02-01 2024-03-31 3800 EUR"}, amounts(p))
	less, err := f.svc.RemovePay(f.ctx, e.ID, p.Version, p.Items[1].ID)
	require.NoError(t, err)
	require.Equal(t, []string{"2024-04-01  4100 EUR"}, amounts(less))
	require.Greater(t, less.Version, p.Version, "the period that is left carries it")
	_, err = f.svc.RemovePay(f.ctx, e.ID, p.Version, p.Items[0].ID)
	require.ErrorIs(t, err, fault.ErrStale)
	none, err := f.svc.RemovePay(f.ctx, e.ID, less.Version, p.Items[0].ID)
	require.NoError(t, err)
	require.Empty(t, none.Items)

	require.Equal(t, e.Version, f.read(e.ID, "").Version, "the record's version does not tell")
	require.Empty(t, emitted[hr.EmploymentChanged](f), "nor does an event")
}

func TestPayOfAnotherSpellIsLeftAlone(t *testing.T) {
	t.Parallel()
	f := setup(t)
	e := f.hire(opts{on: "2020-01-01"})
	f.paid(e.ID, "2020-01-01", "3000")
	f.paid(e.ID, "2022-01-01", "3300") // planned for days that will not come
	e = f.read(e.ID, "")
	e, err := f.svc.End(f.ctx, e.ID, e.Version, app.EndInput{LastDay: day("2021-12-31")})
	require.NoError(t, err, "a refusal would tell that pay was to change")
	require.Equal(t, []string{"2020-01-01 2021-12-31 3000 EUR"}, amounts(must(f.svc.Pay(f.ctx, e.ID))))
	_, err = f.svc.Rehire(f.ctx, e.ID, e.Version, app.RehireInput{HiredOn: day("2024-01-01"), Seniority: "anew", JobInput: app.JobInput{UnitID: f.unit.ID}})
	require.NoError(t, err)
	for _, gap := range []string{"2019-12-31", "2022-06-01"} {
		_, err = f.svc.ChangePay(f.ctx, e.ID, must(f.svc.Pay(f.ctx, e.ID)).Version, day(gap), monthly("1"))
		require.ErrorIs(t, err, hr.ErrNotEmployed, gap)
	}
	require.Equal(t, []string{"2024-01-01  5000 EUR", "2020-01-01 2021-12-31 3000 EUR"}, amounts(f.paid(e.ID, "2024-01-01", "5000")))
	require.Equal(t, []string{"2024-01-01  5000 EUR", "2021-01-01 2021-12-31 3100 EUR", "2020-01-01 2020-12-31 3000 EUR"}, amounts(f.paid(e.ID, "2021-01-01", "3100")))
}

func TestAPlannedEndThatIsTakenBackGivesPayItsDaysBack(t *testing.T) {
	t.Parallel()
	f := setup(t)
	e := f.hire(opts{})
	f.paid(e.ID, "2024-01-01", "3000")
	e, err := f.svc.End(f.ctx, e.ID, e.Version, app.EndInput{LastDay: day("2025-06-30")})
	require.NoError(t, err)
	require.Equal(t, []string{"2024-01-01 2025-06-30 3000 EUR"}, amounts(must(f.svc.Pay(f.ctx, e.ID))))
	_, err = f.svc.End(f.ctx, e.ID, e.Version, app.EndInput{})
	require.NoError(t, err)
	require.Equal(t, []string{"2024-01-01  3000 EUR"}, amounts(must(f.svc.Pay(f.ctx, e.ID))))
}

func TestAHireOnWhichPayStandsIsNotTakenBack(t *testing.T) {
	t.Parallel()
	f := setup(t)
	e := f.hire(opts{})
	p := f.paid(e.ID, "2024-01-01", "3000")
	require.ErrorIs(t, f.svc.RestoreEmployee(f.ctx, e.ID, kernel.Past{}), hr.ErrUndoTouched)
	_, err := f.svc.RemovePay(f.ctx, e.ID, p.Version, p.Items[0].ID)
	require.NoError(t, err)
	require.NoError(t, f.svc.RestoreEmployee(f.ctx, e.ID, kernel.Past{}))
}
