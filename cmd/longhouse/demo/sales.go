package demo

import (
	"fmt"
	"time"
)

var occasions = []string{"Spring range", "Winter order", "Shop-in-shop", "Rental fleet", "Expedition kit", "Team clothing", "Restock", "New store opening", "School trips", "Corporate gifts", "Demo weekend"}

// dealTable is a year of deals: most are decided, the newest are open.
func dealTable(d dice, buys func(dice) customer, sell []person, today time.Time) *table {
	t := columns("Code,Name,Account,Stage,Amount,Cost,Currency,Expected close,Entered the stage on,Closed on,Salesperson,Next step,Lost reason")
	open := []string{"New", "Qualified", "Proposal", "Negotiation"}
	steps := []string{"Call about quantities", "Send samples", "Send proposal", "Agree on terms", "Visit the store", "Wait for budget"}
	for i := range 260 {
		c := buys(d)
		began := today.AddDate(0, 0, -365+i*365/260)
		amount := d.between(8, 190) * 100 * d.few(3)
		cost := "" // one in eight is not known yet; no dice, so that all else falls as it did
		if i%8 != 3 {
			cost = cents(amount * (55 + i*7%31))
		}
		name := fmt.Sprintf("%s %d", pick(d, occasions), began.Year())
		code := fmt.Sprintf("D-%04d", 5001+i)
		seller := sell[(i+d.IntN(2))%len(sell)].number
		decided := began.AddDate(0, 0, d.between(12, 85))
		switch {
		case decided.Before(today) && d.IntN(100) < 57:
			t.add(code, name, c.code, "Won", cents(amount*100), cost, "EUR", "", "", workday(decided), seller, "", "")
		case decided.Before(today):
			t.add(code, name, c.code, "Lost", cents(amount*100), cost, "EUR", "", "", workday(decided), seller, "", pick(d, []string{"Price", "Competitor", "No budget", "No decision", "Timing"}))
		default:
			stage := min((int(today.Sub(began).Hours())/24)/18, len(open)-1)
			entered := today.AddDate(0, 0, -d.between(0, 17))
			if entered.Before(began) {
				entered = began
			}
			t.add(code, name, c.code, open[stage], cents(amount*100), cost, "EUR", workday(today.AddDate(0, 0, d.between(-8, 70))), entered, "", seller, pick(d, steps), "")
		}
	}
	return t
}

// demand is what was sold of an article in a month before this one; 0 is the current month.
type demand map[string]map[int]int

// orderTables is a year of orders. Those of the last days are not shipped: some
// are due, some are late, some ask for more than there is.
func orderTables(d dice, buys func(dice) customer, sell []person, all []article, today time.Time) (orders, lines *table, sold demand) {
	orders = columns("Number,Account,Salesperson,Ordered on,Required on,Shipped on,Freight,Customer reference,Ship to,Ship street,Ship city,Ship postcode,Ship country")
	lines = columns("Order number,SKU,Quantity,Unit price,Discount percent")
	sold = demand{}
	var wheel []int
	for i, a := range all {
		for range 1 + a.pace/6 {
			wheel = append(wheel, i)
		}
	}
	const count = 480
	for i := range count {
		ordered := workday(today.AddDate(0, 0, -365+i*364/count))
		if ordered.After(today) {
			ordered = today
		}
		c := buys(d)
		number := fmt.Sprintf("SO-%d-%05d", ordered.Year(), 30001+i)
		required := workday(ordered.AddDate(0, 0, d.between(7, 21)))
		shipped := workday(ordered.AddDate(0, 0, d.between(1, 12)))
		if i >= count-34 || !shipped.Before(today) {
			shipped = time.Time{}
			required = workday(ordered.AddDate(0, 0, d.between(3, 16)))
		}
		orders.add(number, c.code, sell[i%len(sell)].number, ordered, required, shipped, cents(d.between(9, 60)*95), fmt.Sprintf("PO %d", d.between(10_000, 99_999)),
			c.name, "Wareneingang", c.city, c.postcode, c.country)
		taken := map[int]bool{}
		for range d.few(6) {
			k := pick(d, wheel)
			if taken[k] {
				continue
			}
			taken[k] = true
			a, quantity, discount := all[k], d.between(1, 12), 0
			if quantity >= 8 {
				discount = pick(d, []int{5, 10, 15})
			}
			lines.add(number, a.sku, quantity, cents(a.price*d.between(94, 100)/100), discount)
			if !shipped.IsZero() {
				month := (today.Year()-shipped.Year())*12 + int(today.Month()) - int(shipped.Month())
				if sold[a.sku] == nil {
					sold[a.sku] = map[int]int{}
				}
				sold[a.sku][month] += quantity
			}
		}
	}
	return orders, lines, sold
}
