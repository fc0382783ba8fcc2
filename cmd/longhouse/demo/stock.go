package demo

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

type object = map[string]any

// stock makes the ledger of a year: what the warehouse began with, what came in
// and went out each month, a few corrections, and what is on its way.
func (f *filling) stock(ctx context.Context, all []article, sold demand) error {
	ids, err := f.ids(ctx, "/inventory/products", "sku")
	if err != nil {
		return err
	}
	began := f.today.AddDate(-1, 0, -5)
	have := map[string]int{}
	var opening []object
	for _, a := range all {
		have[a.sku] = a.pace + f.dice.between(0, a.pace)
		opening = append(opening, object{"product_id": ids[a.sku], "qty": fmt.Sprint(have[a.sku])})
	}
	if err := f.post(ctx, "opening", "Stock on the first day", began, opening); err != nil {
		return err
	}
	for month := 12; month >= 0; month-- {
		if err := f.month(ctx, all, ids, have, sold, month); err != nil {
			return err
		}
	}
	return f.corrections(ctx, all, ids, have)
}

// month brings in what is below its mark, and takes out what was sold.
func (f *filling) month(ctx context.Context, all []article, ids map[string]string, have map[string]int, sold demand, ago int) error {
	first := time.Date(f.today.Year(), f.today.Month()-time.Month(ago), 1, 9, 30, 0, 0, time.UTC)
	var in, out []object
	for _, a := range all {
		want := sold[a.sku][ago]
		for have[a.sku] < want+a.reorder && (ago > 0 || f.dice.IntN(3) == 0) {
			have[a.sku] += a.pace * 2
			in = append(in, object{"product_id": ids[a.sku], "qty": fmt.Sprint(a.pace * 2)})
		}
		if want = min(want, have[a.sku]); want > 0 {
			have[a.sku] -= want
			out = append(out, object{"product_id": ids[a.sku], "qty": fmt.Sprint(want)})
		}
	}
	if err := f.post(ctx, "receipt", "", first, in); err != nil {
		return err
	}
	last := first.AddDate(0, 0, 24)
	if last.After(f.now) {
		last = f.now.Add(-time.Hour)
	}
	return f.post(ctx, "issue", "", last, out)
}

func (f *filling) post(ctx context.Context, kind, reason string, at time.Time, lines []object) error {
	if len(lines) == 0 {
		return nil
	}
	return f.call(ctx, http.MethodPost, "/inventory/movements", object{"kind": kind, "reason": reason, "effective_at": at.Format(time.RFC3339), "lines": lines}, nil)
}

// corrections are counts that did not agree, and goods that are expected.
func (f *filling) corrections(ctx context.Context, all []article, ids map[string]string, have map[string]int) error {
	bin, err := f.bin(ctx)
	if err != nil {
		return err
	}
	for i, reason := range []string{"Counted: two torn in the bin", "Counted: one more than booked", "Sample for the trade fair", "Damaged in transit"} {
		a := all[i*9]
		delta := []int{-2, 1, -1, -3}[i]
		if have[a.sku]+delta < 0 {
			continue
		}
		body := object{"product_id": ids[a.sku], "location_id": bin, "delta": fmt.Sprint(delta), "reason": reason}
		if err := f.call(ctx, http.MethodPost, "/inventory/adjustments", body, nil); err != nil {
			return err
		}
	}
	suppliers, err := f.ids(ctx, "/inventory/suppliers", "code")
	if err != nil {
		return err
	}
	for i := range 5 {
		var lines []object
		code := ""
		for _, a := range all[i*11 : i*11+3] {
			code = a.supplier
			lines = append(lines, object{"product_id": ids[a.sku], "qty": fmt.Sprint(a.pace), "unit_cost": cents(a.cost)})
		}
		body := object{"supplier_id": suppliers[code], "reference": fmt.Sprintf("AB-%d", 7710+i*13), "expected_on": day(workday(f.today.AddDate(0, 0, -2+i*4))), "lines": lines}
		if err := f.call(ctx, http.MethodPost, "/inventory/receipts", body, nil); err != nil {
			return err
		}
	}
	return nil
}
