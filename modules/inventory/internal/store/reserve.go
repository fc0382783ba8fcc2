package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"longhouse/modules/inventory"
	"longhouse/modules/inventory/internal/domain"
	"longhouse/modules/inventory/internal/store/sqlcgen"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
)

// Demand is a demand on its way into the tables.
type Demand struct {
	inventory.Demand
	Warehouse uuid.UUID
	Delivery  uuid.UUID
	Number    string
	Wants     []domain.Want
	Request   *uuid.UUID
	At        time.Time
	Careful   bool // what is wanted is locked before it is shared out
}

// InsertDemand takes the demand's key. It says no when a demand with that key
// exists; a twin that is under way is waited for.
func InsertDemand(ctx context.Context, tx *db.Tx, d Demand) (bool, error) {
	shipTo, err := json.Marshal(d.ShipTo)
	if err != nil {
		return false, err
	}
	var party *uuid.UUID
	if d.Party != uuid.Nil {
		party = &d.Party
	}
	n, err := sqlcgen.New(tx).InsertDemand(ctx, sqlcgen.InsertDemandParams{ID: d.Key, Mode: string(d.Mode), Reference: d.Reference, Party: party,
		PartyName: d.PartyName, ShipTo: shipTo, ShipOn: d.ShipOn, Priority: d.Priority, WarehouseID: d.Warehouse, CreatedAt: d.At})
	return n > 0, err
}

// Wants reads the products of a demand's lines and converts what is asked into base units.
func Wants(ctx context.Context, tx *db.Tx, warehouse uuid.UUID, lines []inventory.DemandLine) ([]domain.Want, error) {
	asked := make([]Line, len(lines))
	for i, l := range lines {
		asked[i] = Line{l.Product.UUID, l.Unit}
	}
	products, err := lineProducts(ctx, tx, &warehouse, asked)
	if err != nil {
		return nil, fmt.Errorf("read products of a demand: %w", err)
	}
	wants := make([]domain.Want, len(lines))
	for i, p := range products {
		at := fmt.Sprintf("/lines/%d", i)
		switch {
		case p.Product == uuid.Nil:
			return nil, inventory.ErrProductUnknown.At(at + "/product_id")
		case p.Kind != inventory.Stocked:
			return nil, inventory.ErrNotStocked.At(at + "/product_id")
		case !p.Status.Sellable():
			return nil, inventory.ErrProductStatus.At(at + "/product_id")
		case p.Err != nil:
			return nil, p.Err
		}
		l := lines[i]
		base, err := p.Factor.ToBase(l.Quantity, p.Scale)
		if err != nil {
			return nil, err
		}
		wants[i] = domain.Want{Line: l.ID.UUID, Product: p.Product, Qty: l.Quantity, Unit: p.Unit, Factor: p.Factor, Base: base, Whole: p.Whole, Seen: p.Free}
	}
	return wants, nil
}

func factorOf(base, category string, num, den kernel.Decimal, unitCategory *string, unitNum, unitDen, packNum, packDen *kernel.Decimal, code string) (domain.Factor, error) {
	of := domain.Measure{Code: base, Category: category, Factor: domain.Factor{Num: num, Den: den}}
	var unit *domain.Measure
	if unitCategory != nil && unitNum != nil && unitDen != nil {
		unit = &domain.Measure{Code: code, Category: *unitCategory, Factor: domain.Factor{Num: *unitNum, Den: *unitDen}}
	}
	var pack *domain.Factor
	if packNum != nil && packDen != nil {
		pack = &domain.Factor{Num: *packNum, Den: *packDen}
	}
	return domain.Convert(of, unit, pack, code)
}

// mostAtOnce bounds the products that are promised with the commit.
const mostAtOnce = 20

// Keep keeps what there is and writes the lines, the delivery and the promises.
//
// When there seems to be enough of everything, the common case, guarded updates
// promise it with the commit, in the order of keys: the rows that everybody
// wants are held for no round trip at all. If others came first, nothing is
// committed (ErrShort), and the demand is to be tried again with care: its rows
// are locked, and what is free of them is shared out.
func Keep(ctx context.Context, tx *db.Tx, d *Demand) error {
	if d.Careful = d.Careful || !enough(d.Wants); d.Careful {
		if err := share(ctx, tx, *d); err != nil {
			return err
		}
		return insertLines(ctx, tx, *d)
	}
	given := make([]domain.AvailabilityChange, len(d.Wants))
	for i := range d.Wants {
		w := &d.Wants[i]
		w.Given = w.Base
		given[i] = domain.AvailabilityChange{Product: w.Product, Warehouse: d.Warehouse, Promised: w.Base}
	}
	if err := insertLines(ctx, tx, *d); err != nil {
		return err
	}
	changes, _ := domain.Net(nil, given)
	for _, c := range changes {
		tx.Finally("update inventory.availability set promised = promised + $1 where product_id = $2 and warehouse_id = $3", c.Promised, c.Product, c.Warehouse)
	}
	return nil
}

// enough says whether there seems to be enough of everything, for few products.
// A product of which nothing was seen has no row that could guard the promise.
func enough(wants []domain.Want) bool {
	sums := map[uuid.UUID]kernel.Quantity{}
	for _, w := range wants {
		sum := sums[w.Product].Add(w.Base)
		if w.Seen.Less(sum) {
			return false
		}
		sums[w.Product] = sum
	}
	return len(sums) <= mostAtOnce
}

// share locks what lines want, in the order of keys, and shares it out.
func share(ctx context.Context, tx *db.Tx, d Demand) error {
	locked, err := LockAvailability(ctx, tx, wantKeys(d))
	if err != nil {
		return err
	}
	free := make(map[uuid.UUID]kernel.Quantity, len(locked))
	for k, row := range locked {
		free[k.Product] = FreeOf(row)
		if row.AllowOversell {
			free[k.Product] = total(d.Wants, k.Product)
		}
	}
	if err := domain.Share(d.Wants, free, d.Mode); err != nil {
		return err
	}
	given := make([]domain.AvailabilityChange, len(d.Wants))
	for i, w := range d.Wants {
		given[i] = domain.AvailabilityChange{Product: w.Product, Warehouse: d.Warehouse, Promised: w.Given}
	}
	changes, _ := domain.Net(nil, given)
	return ChangeAvailability(ctx, tx, changes)
}

func wantKeys(d Demand) []Key {
	var keys []Key
	for _, w := range d.Wants {
		if k := (Key{w.Product, d.Warehouse}); !slices.Contains(keys, k) {
			keys = append(keys, k)
		}
	}
	return keys
}

func total(wants []domain.Want, product uuid.UUID) kernel.Quantity {
	sum := kernel.Zero
	for _, w := range wants {
		if w.Product == product {
			sum = sum.Add(w.Base)
		}
	}
	return sum
}

// NoStock is why a line waits when there are too few goods.
const NoStock = "no_stock"

// insertLines writes the lines of a demand, its delivery and its promises in one statement.
func insertLines(ctx context.Context, tx *db.Tx, d Demand) error {
	in := sqlcgen.InsertDemandLinesParams{WarehouseID: d.Warehouse, Priority: d.Priority, ShipOn: d.ShipOn, RequestID: d.Request, CreatedAt: d.At,
		DemandID: d.Key, DeliveryID: d.Delivery, Number: d.Number, State: "ready", Reference: d.Reference, PartyName: d.PartyName}
	for i, w := range d.Wants {
		why := ""
		if !w.Missing().IsZero() {
			why, in.State = NoStock, "waiting"
		}
		in.Ids, in.Ns, in.Products = append(in.Ids, w.Line), append(in.Ns, int32(i+1)), append(in.Products, w.Product)
		in.Qtys, in.Units, in.Wholes = append(in.Qtys, w.Qty), append(in.Units, w.Unit), append(in.Wholes, w.Whole)
		in.Nums, in.Dens = append(in.Nums, w.Factor.Num), append(in.Dens, w.Factor.Den)
		in.Bases, in.Reserved, in.Whys = append(in.Bases, w.Base), append(in.Reserved, w.Given), append(in.Whys, why)
		in.DeliveryLines, in.Reservations = append(in.DeliveryLines, kernel.NewUUID()), append(in.Reservations, kernel.NewUUID())
	}
	if err := sqlcgen.New(tx).InsertDemandLines(ctx, in); err != nil {
		return fmt.Errorf("write lines of a demand: %w", err)
	}
	return nil
}
