package domain_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"longhouse/modules/inventory"
	"longhouse/modules/inventory/internal/domain"
	"longhouse/platform/kernel"
)

func d(s string) kernel.Decimal { return kernel.MustDecimal(s) }

func measureOf(t require.TestingT, code string) domain.Measure {
	for _, m := range domain.CommonUnits() {
		if m.Code == code {
			return m
		}
	}
	require.FailNow(t, "no unit "+code)
	return domain.Measure{}
}

func TestCommonUnitsAreOncePerCodeAndStartWithTheirReference(t *testing.T) {
	t.Parallel()
	codes, first := map[string]bool{}, map[string]bool{}
	for _, m := range domain.CommonUnits() {
		require.False(t, codes[m.Code], m.Code)
		codes[m.Code] = true
		_, ok := domain.NewFactor(m.Factor.Num, m.Factor.Den)
		require.True(t, ok, m.Code)
		if !first[m.Category] {
			require.True(t, m.Factor.IsOne(), m.Code)
			first[m.Category] = true
		}
	}
}

func TestU05PoundsToGramsAndBackToNothing(t *testing.T) {
	t.Parallel()
	gram, pound := measureOf(t, "GRM"), measureOf(t, "LBR")
	f, err := domain.Convert(gram, &pound, nil, "LBR")
	require.NoError(t, err)
	base, err := f.ToBase(d("10"), 4)
	require.NoError(t, err)
	require.Equal(t, "4535.9237", base.String())
	require.Equal(t, "10", f.FromBase(base).String())
}

func TestFromBaseUndoesToBase(t *testing.T) {
	t.Parallel()
	units := domain.CommonUnits()
	rapid.Check(t, func(t *rapid.T) {
		base, unit := rapid.SampledFrom(units).Draw(t, "base"), rapid.SampledFrom(units).Draw(t, "unit")
		if base.Category != unit.Category {
			return
		}
		f, err := domain.Convert(base, &unit, nil, unit.Code)
		require.NoError(t, err)
		x := kernel.Int(rapid.Int64Range(1, 1_000_000_000).Draw(t, "millionths")).Mul(d("0.000001"))
		y, err := f.ToBase(x, rapid.Int32Range(0, 6).Draw(t, "scale"))
		if err != nil {
			require.ErrorIs(t, err, inventory.ErrNotRepresentable)
			return
		}
		require.True(t, f.FromBase(y).Equal(x), "%s %s is %s %s, and back %s", x, unit.Code, y, base.Code, f.FromBase(y))
	})
}

func TestNeighboursOfWhatDoesNotFitEncloseIt(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f, ok := domain.NewFactor(kernel.Int(rapid.Int64Range(1, 5000).Draw(t, "num")), kernel.Int(rapid.Int64Range(1, 5000).Draw(t, "den")))
		require.True(t, ok)
		x := kernel.Int(rapid.Int64Range(1, 1_000_000).Draw(t, "x"))
		y, err := f.ToBase(x, 2)
		if err == nil {
			require.True(t, y.Mul(f.Den).Equal(x.Mul(f.Num)), "exact")
			return
		}
		below := f.FromBase(d("0"))
		require.True(t, below.IsZero())
		require.ErrorIs(t, err, inventory.ErrNotRepresentable)
	})
}

func TestWhatHasNoEndIsCutDownAndNeverRoundedUp(t *testing.T) {
	t.Parallel()
	third, _ := domain.NewFactor(d("3"), d("1"))
	require.Equal(t, "0.333333", third.FromBase(d("1")).String())
	require.Equal(t, "0.666666", third.FromBase(d("2")).String())
	require.Equal(t, "6", third.WholeOnly(d("8")).String())
}

func TestUnitsThatMeasureOtherThingsDoNotConvert(t *testing.T) {
	t.Parallel()
	gram, litre := measureOf(t, "GRM"), measureOf(t, "LTR")
	_, err := domain.Convert(gram, &litre, nil, "LTR")
	require.ErrorIs(t, err, inventory.ErrUnitCategory)
	_, err = domain.Convert(gram, nil, nil, "XYZ")
	require.ErrorIs(t, err, inventory.ErrUnitUnknown)
	box := domain.Factor{Num: d("12"), Den: d("1")}
	f, err := domain.Convert(gram, nil, &box, "box")
	require.NoError(t, err)
	require.Equal(t, box, f)
}

func TestNettingKeepsTheSumAndSortsKeys(t *testing.T) {
	t.Parallel()
	warehouse := uuid.New()
	places := []domain.Place{{ID: uuid.New(), Kind: "supplier"}, {ID: uuid.New(), Kind: "bin", Warehouse: warehouse, Promisable: true},
		{ID: uuid.New(), Kind: "bin", Warehouse: warehouse}, {ID: uuid.New(), Kind: "customer"}}
	products := []uuid.UUID{uuid.New(), uuid.New()}
	rapid.Check(t, func(t *rapid.T) {
		var moves []domain.Move
		in, held := kernel.Zero, kernel.Zero
		for range rapid.IntRange(1, 20).Draw(t, "moves") {
			m := domain.Move{Product: rapid.SampledFrom(products).Draw(t, "product"), From: rapid.SampledFrom(places).Draw(t, "from"),
				To: rapid.SampledFrom(places).Draw(t, "to"), Qty: kernel.Int(rapid.Int64Range(1, 9).Draw(t, "qty"))}
			for p, sign := range map[*domain.Place]kernel.Decimal{&m.From: kernel.Int(-1), &m.To: kernel.Int(1)} {
				if p.Real() {
					in = in.Add(m.Qty.Mul(sign))
					if !p.Promisable {
						held = held.Add(m.Qty.Mul(sign))
					}
				}
			}
			moves = append(moves, m)
		}
		avail, balances := domain.Net(moves, nil)
		sumA, sumB, sumH := kernel.Zero, kernel.Zero, kernel.Zero
		for i, a := range avail {
			sumA, sumH = sumA.Add(a.OnHand), sumH.Add(a.Held)
			require.False(t, a.OnHand.IsZero() && a.Held.IsZero(), "a key that ends as it began is not touched")
			if i > 0 {
				require.Less(t, avail[i-1].Product.String(), a.Product.String())
			}
		}
		for _, b := range balances {
			sumB = sumB.Add(b.OnHand)
		}
		require.True(t, sumA.Equal(in) && sumB.Equal(in) && sumH.Equal(held))
	})
}

func TestSharingGivesInOrderAndNeverMoreThanIsFree(t *testing.T) {
	t.Parallel()
	p := uuid.New()
	wants := []domain.Want{{Line: uuid.New(), Product: p, Base: d("6"), Factor: domain.One}, {Line: uuid.New(), Product: p, Base: d("6"), Factor: domain.One}}
	free := map[uuid.UUID]kernel.Quantity{p: d("10")}
	require.ErrorIs(t, domain.Share(wants, free, inventory.AllOrNone), inventory.ErrShort)
	require.True(t, wants[0].Given.IsZero())
	require.NoError(t, domain.Share(wants, free, inventory.Partial))
	require.Equal(t, "6", wants[0].Given.String())
	require.Equal(t, "2", wants[1].Missing().String())
}

func TestTheStateOfALineAddsUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f, _ := domain.NewFactor(kernel.Int(rapid.Int64Range(1, 24).Draw(t, "num")), kernel.Int(rapid.Int64Range(1, 7).Draw(t, "den")))
		qty := kernel.Int(rapid.Int64Range(1, 50).Draw(t, "qty"))
		base, err := f.ToBase(qty, 6)
		if err != nil {
			return
		}
		part := func(name string, of kernel.Quantity) kernel.Quantity {
			return of.Mul(kernel.Int(rapid.Int64Range(0, 10).Draw(t, name))).Mul(d("0.1")).Floor(6)
		}
		shipped := part("shipped", base)
		reserved := part("reserved", base.Sub(shipped))
		cancelled := part("cancelled", base.Sub(shipped).Sub(reserved))
		s := domain.State(uuid.New(), uuid.New(), f, qty, base, reserved, shipped, cancelled, "no_stock")
		require.True(t, s.Reserved.Add(s.Shipped).Add(s.Cancelled).Add(s.Short).Equal(qty))
		require.True(t, s.Short.Sign() >= 0 && (s.Why == "") == s.Short.IsZero())
	})
}

func TestCheckDigitsOfBarcodes(t *testing.T) {
	t.Parallel()
	require.True(t, domain.IsGTIN("09506000134352"))
	require.True(t, domain.IsGTIN("4006381333931"))
	for _, wrong := range []string{"09506000134353", "", "12345", "400638133393x"} {
		require.False(t, domain.IsGTIN(wrong), wrong)
	}
}

func TestWhatIsSuggestedCoversTheReorderPoint(t *testing.T) {
	t.Parallel()
	usual := d("5")
	require.Equal(t, "10", domain.Suggest(d("2"), d("8"), &usual).String())
	require.Equal(t, "5", domain.Suggest(d("8"), d("8"), &usual).String())
	require.Equal(t, "14", domain.Suggest(d("2"), d("8"), nil).String())
}
