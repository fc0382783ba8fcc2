package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"longhouse/modules/inventory"
	"longhouse/modules/inventory/internal/store"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
)

// Card is all that is known of a product's stock.
type Card struct {
	Product      Product            `json:"product"`
	Totals       Totals             `json:"totals"`
	ByLocation   []LocationStock    `json:"by_location"`
	Reservations []ReservationShown `json:"reservations" doc:"Who keeps it, highest rank first; at most 200"`
	Arrivals     []IncomingShown    `json:"arrivals" doc:"Which receipts will bring it, the earliest first; at most 200"`
	Movements    string             `json:"movements" doc:"Address of the product's movements"`
}

// Totals sums a product over all warehouses.
type Totals struct {
	OnHand    kernel.Quantity `json:"on_hand"`
	Held      kernel.Quantity `json:"held"`
	Promised  kernel.Quantity `json:"promised"`
	Free      kernel.Quantity `json:"free"`
	Incoming  kernel.Quantity `json:"incoming"`
	Allocated kernel.Quantity `json:"allocated"`
	Waiting   kernel.Quantity `json:"waiting" doc:"What demand waits for"`
}

// LocationStock is what lies in a place.
type LocationStock struct {
	Location  CodeLink        `json:"location"`
	Warehouse string          `json:"warehouse"`
	OnHand    kernel.Quantity `json:"on_hand"`
	Allocated kernel.Quantity `json:"allocated"`
	ArrivedAt time.Time       `json:"arrived_at"`
}

// ReservationShown is a promise with who holds it.
type ReservationShown struct {
	ID        uuid.UUID       `json:"id"`
	Reference string          `json:"reference"`
	Party     string          `json:"party,omitempty"`
	DemandID  uuid.UUID       `json:"demand_id"`
	Delivery  Link            `json:"delivery"`
	Line      int32           `json:"line"`
	Qty       kernel.Quantity `json:"qty"`
	ShipOn    kernel.Date     `json:"ship_on,omitzero"`
	CreatedAt time.Time       `json:"created_at"`
}

// IncomingShown is what a receipt will bring.
type IncomingShown struct {
	Receipt    Link            `json:"receipt"`
	Supplier   Link            `json:"supplier,omitzero"`
	Warehouse  string          `json:"warehouse"`
	ExpectedOn kernel.Date     `json:"expected_on,omitzero"`
	Qty        kernel.Quantity `json:"qty"`
}

// Card reads a product's stock card.
func (s *Service) Card(ctx context.Context, id inventory.ProductID) (Card, error) {
	scope, err := authz.Scope(ctx, inventory.ReadProducts)
	if err != nil {
		return Card{}, err
	}
	if err := authz.Allowed(ctx, inventory.ReadStock); err != nil {
		return Card{}, err
	}
	return db.Read(ctx, s.db, func(tx *db.Tx) (Card, error) {
		p, err := s.product(ctx, tx, scope, id.UUID)
		if err != nil {
			return Card{}, err
		}
		c := Card{Product: p, Movements: "/api/v1/inventory/movements?product_id=" + id.String(), ByLocation: []LocationStock{}, Reservations: []ReservationShown{}, Arrivals: []IncomingShown{},
			Totals: Totals{OnHand: p.OnHand, Promised: p.Promised, Free: p.Free, Incoming: p.Incoming, Held: p.OnHand.Sub(p.Promised).Sub(p.Free)}}
		places, err := store.StockOfProduct(ctx, tx, id.UUID)
		if err != nil {
			return Card{}, err
		}
		for _, r := range places {
			c.Totals.Allocated = c.Totals.Allocated.Add(r.Allocated)
			c.ByLocation = append(c.ByLocation, LocationStock{CodeLink{r.LocationID, r.Code, r.Name}, r.WarehouseName, r.OnHand, r.Allocated, r.ArrivedAt})
		}
		holders, err := store.ReservationsOfProduct(ctx, tx, id.UUID)
		if err != nil {
			return Card{}, err
		}
		for _, r := range holders {
			c.Reservations = append(c.Reservations, ReservationShown{r.ID, r.Reference, r.PartyName, r.DemandID, Link{r.DeliveryID, r.Number}, r.N, r.Qty, r.PromisedOn, r.CreatedAt})
		}
		coming, err := store.IncomingOfProduct(ctx, tx, id.UUID)
		if err != nil {
			return Card{}, err
		}
		for _, r := range coming {
			c.Arrivals = append(c.Arrivals, IncomingShown{Link{r.ID, r.Number}, linkTo(r.SupplierID, r.SupplierName), r.WarehouseName, r.ExpectedOn, r.Incoming})
		}
		c.Totals.Waiting, err = store.WaitingFor(ctx, tx, id.UUID)
		return c, err
	})
}

// StockReport sums up what there is.
type StockReport struct {
	Units               kernel.Quantity  `json:"units"`
	Incoming            kernel.Quantity  `json:"incoming"`
	ValueAtList         Price            `json:"value_at_list" doc:"On hand at list prices, summed exactly and rounded once; of the currency of most products"`
	OtherValues         []Price          `json:"other_values,omitempty" doc:"The same in further currencies"`
	Products            int64            `json:"products" doc:"Not counting archived ones"`
	OutOfStock          int64            `json:"out_of_stock"`
	BelowReorderPoint   int64            `json:"below_reorder_point" doc:"On hand < reorder point, discontinued products too"`
	Discontinued        int64            `json:"discontinued"`
	DiscontinuedInStock int64            `json:"discontinued_in_stock"`
	ByCategory          []CategoryReport `json:"by_category"`
}

// CategoryReport sums one category up.
type CategoryReport struct {
	Category PathLink        `json:"category,omitzero"`
	Products int64           `json:"products"`
	Units    kernel.Quantity `json:"units"`
	Value    Price           `json:"value" doc:"In the currency of value_at_list"`
}

// StockReport reads the report.
func (s *Service) StockReport(ctx context.Context) (StockReport, error) {
	if err := authz.Allowed(ctx, inventory.ReadStock); err != nil {
		return StockReport{}, err
	}
	rows, err := db.Read(ctx, s.db, func(tx *db.Tx) ([]store.ReportRow, error) { return store.StockReport(ctx, tx) })
	if err != nil {
		return StockReport{}, err
	}
	out := StockReport{ByCategory: []CategoryReport{}}
	values, count := map[string]kernel.Decimal{}, map[string]int64{}
	for _, r := range rows {
		out.Units, out.Incoming, out.Products = out.Units.Add(r.Units), out.Incoming.Add(r.Incoming), out.Products+r.Products
		out.OutOfStock, out.BelowReorderPoint = out.OutOfStock+r.OutOfStock, out.BelowReorderPoint+r.BelowReorderPoint
		out.Discontinued, out.DiscontinuedInStock = out.Discontinued+r.Discontinued, out.DiscontinuedInStock+r.DiscontinuedInStock
		if c := deref(r.ListPriceCurrency); c != "" {
			values[c], count[c] = values[c].Add(r.Value), count[c]+r.Products
		}
	}
	main := ""
	for c, n := range count {
		if main == "" || n > count[main] || n == count[main] && c < main {
			main = c
		}
	}
	for c, v := range values {
		if c == main {
			out.ValueAtList = rounded(v, c)
		} else {
			out.OtherValues = append(out.OtherValues, rounded(v, c))
		}
	}
	slices.SortFunc(out.OtherValues, func(a, b Price) int { return strings.Compare(a.Currency, b.Currency) })
	out.ByCategory = byCategory(rows, main)
	return out, nil
}

func rounded(v kernel.Decimal, currency string) Price {
	return Price{v.Fixed(kernel.Currency(currency).Decimals()), currency}
}

func byCategory(rows []store.ReportRow, currency string) []CategoryReport {
	type sum struct {
		CategoryReport
		value kernel.Decimal
	}
	sums := map[uuid.UUID]*sum{}
	for _, r := range rows {
		id := uuid.Nil
		if r.CategoryID != nil {
			id = *r.CategoryID
		}
		c := sums[id]
		if c == nil {
			path := deref(r.CategoryPath)
			c = &sum{CategoryReport: CategoryReport{Category: PathLink{id, path[strings.LastIndex(path, "/ ")+1:], path}}}
			c.Category.Name = strings.TrimSpace(c.Category.Name)
			sums[id] = c
		}
		c.Products, c.Units = c.Products+r.Products, c.Units.Add(r.Units)
		if deref(r.ListPriceCurrency) == currency {
			c.value = c.value.Add(r.Value)
		}
	}
	out := make([]CategoryReport, 0, len(sums))
	for _, c := range sums {
		if currency != "" {
			c.Value = rounded(c.value, currency)
		}
		out = append(out, c.CategoryReport)
	}
	slices.SortFunc(out, func(a, b CategoryReport) int { return strings.Compare(a.Category.Path, b.Category.Path) })
	return out
}
