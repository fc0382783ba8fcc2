package app

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"longhouse/modules/inventory"
	"longhouse/modules/inventory/internal/domain"
	"longhouse/modules/inventory/internal/store"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// Delivery is what goes out for a demand.
type Delivery struct {
	ID        inventory.DeliveryID `json:"id"`
	Number    string               `json:"number"`
	State     string               `json:"state" enum:"ready,waiting,partly,shipped,cancelled"`
	Reference string               `json:"reference" doc:"Number of the order"`
	DemandID  uuid.UUID            `json:"demand_id" doc:"The order's own ID"`
	Party     string               `json:"party,omitempty"`
	ShipTo    inventory.Address    `json:"ship_to"`
	ShipOn    kernel.Date          `json:"ship_on,omitzero"`
	ShippedAt *time.Time           `json:"shipped_at,omitempty" doc:"When goods left last"`
	Warehouse Link                 `json:"warehouse"`
	Lines     []DeliveryLine       `json:"lines,omitempty" doc:"Only on a single delivery"`
	Version   int64                `json:"version"`
	CreatedAt time.Time            `json:"created_at"`
}

// DeliveryLine is a product that goes out. Quantities are in its base unit.
type DeliveryLine struct {
	ID          uuid.UUID       `json:"id"`
	Product     ProductLink     `json:"product"`
	Unit        string          `json:"unit"`
	State       string          `json:"state" enum:"open,shipped,cancelled"`
	Qty         kernel.Quantity `json:"qty"`
	Reserved    kernel.Quantity `json:"reserved"`
	Shipped     kernel.Quantity `json:"shipped"`
	Open        kernel.Quantity `json:"open"`
	Why         string          `json:"why,omitempty" doc:"Why it waits" example:"no_stock"`
	BackorderOf *uuid.UUID      `json:"backorder_of,omitempty"`
}

func deliveryView(r store.DeliveryRow) Delivery {
	d := Delivery{ID: kernel.IDOf[inventory.Delivery](r.ID), Number: r.Number, State: r.State, Reference: r.Reference, DemandID: r.DemandID, Party: r.PartyName,
		ShipOn: r.ShipOn, ShippedAt: r.ShippedAt, Warehouse: Link{r.WarehouseID, r.WarehouseName}, Version: r.Version, CreatedAt: r.CreatedAt}
	_ = json.Unmarshal(r.ShipTo, &d.ShipTo) // written by us from the same type
	return d
}

// ListDeliveries is a page of deliveries.
func (s *Service) ListDeliveries(ctx context.Context, r page.Request) (page.Page[Delivery], error) {
	scope, err := authz.Scope(ctx, inventory.ReadDeliveries)
	if err != nil {
		return page.Page[Delivery]{}, err
	}
	return db.Read(ctx, s.db, func(tx *db.Tx) (page.Page[Delivery], error) {
		return store.ListDeliveries(ctx, tx, scope, r, deliveryView)
	})
}

// Delivery reads one delivery with its lines.
func (s *Service) Delivery(ctx context.Context, id inventory.DeliveryID) (Delivery, error) {
	scope, err := authz.Scope(ctx, inventory.ReadDeliveries)
	if err != nil {
		return Delivery{}, err
	}
	return db.Read(ctx, s.db, func(tx *db.Tx) (Delivery, error) { return delivery(ctx, tx, scope, id.UUID) })
}

func delivery(ctx context.Context, tx *db.Tx, scope page.Scope, id uuid.UUID) (Delivery, error) {
	r, err := store.DeliveryByID(ctx, tx, scope, id)
	if err != nil {
		return Delivery{}, err
	}
	lines, err := store.LinesOfDelivery(ctx, tx, id)
	d := deliveryView(r)
	for _, l := range lines {
		line := DeliveryLine{ID: l.ID, Product: ProductLink{l.ProductID, l.Sku, l.Name}, Unit: l.Unit, State: l.State, Qty: l.Qty, BackorderOf: l.BackorderOf}
		switch l.State {
		case "open":
			line.Reserved, line.Open, line.Why = l.Reserved, l.Qty, l.Why
		case "shipped":
			line.Shipped = l.Qty
		}
		d.Lines = append(d.Lines, line)
	}
	return d, err
}

// ShipLine says how much of a delivery line goes.
type ShipLine struct {
	ID  uuid.UUID       `json:"id"`
	Qty kernel.Quantity `json:"qty" doc:"In the product's base unit, at most what is reserved"`
}

// Ship sends goods off: the lines named, or all that is reserved. Bins are
// chosen first in, first out. What does not go becomes a backorder line.
func (s *Service) Ship(ctx context.Context, id inventory.DeliveryID, version *int64, lines []ShipLine) (Delivery, error) {
	h, err := s.house(ctx)
	if err != nil {
		return Delivery{}, err
	}
	now := s.clock.Now()
	return s.onDelivery(ctx, inventory.ShipDeliveries, id.UUID, version, func(tx *db.Tx, r store.DeliveryRow) error {
		going, err := s.going(ctx, tx, r.ID, lines)
		if err != nil {
			return err
		}
		return s.ship(ctx, tx, h, r, going, now)
	})
}

// onDelivery locks the demand behind a delivery, and answers the delivery as it is after fn.
func (s *Service) onDelivery(ctx context.Context, right kernel.Permission, id uuid.UUID, version *int64, fn func(*db.Tx, store.DeliveryRow) error) (Delivery, error) {
	reader, err := authz.Scope(ctx, inventory.ReadDeliveries)
	if err != nil {
		return Delivery{}, err
	}
	if err := authz.Allowed(ctx, right); err != nil {
		return Delivery{}, err
	}
	return db.Write(ctx, s.db, func(tx *db.Tx) (Delivery, error) {
		r, err := store.DeliveryByID(ctx, tx, reader, id)
		if err != nil {
			return Delivery{}, err
		}
		if _, err := store.LockDemand(ctx, tx, r.DemandID); err != nil {
			return Delivery{}, err
		}
		if r, err = store.DeliveryByID(ctx, tx, reader, id); err != nil { // as it is under the lock
			return Delivery{}, err
		}
		if version != nil && *version != r.Version {
			return Delivery{}, stale(r.Version)
		}
		if r.State == "shipped" || r.State == "cancelled" {
			return Delivery{}, inventory.ErrState.Say("This delivery is " + r.State + ".")
		}
		if err := fn(tx, r); err != nil {
			return Delivery{}, err
		}
		return delivery(ctx, tx, reader, id)
	})
}

// shipment is a line with what goes of it.
type shipment struct {
	store.OpenDeliveryLine
	going   kernel.Quantity
	pointer string
}

// going locks what a delivery takes from, and decides what goes.
func (s *Service) going(ctx context.Context, tx *db.Tx, id uuid.UUID, wanted []ShipLine) ([]shipment, error) {
	open, err := store.OpenDeliveryLines(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	keys := make([]store.Key, len(open))
	for i, l := range open {
		keys[i] = store.Key{Product: l.ProductID, Warehouse: l.WarehouseID}
	}
	if _, err := lockKeys(ctx, tx, keys); err != nil {
		return nil, err
	}
	if open, err = store.OpenDeliveryLines(ctx, tx, id); err != nil { // as they are under the lock
		return nil, err
	}
	var out []shipment
	if wanted == nil {
		for _, l := range open {
			if l.Reserved.Sign() > 0 {
				out = append(out, shipment{OpenDeliveryLine: l, going: l.Reserved.Min(l.Qty)})
			}
		}
		if len(out) == 0 {
			return nil, inventory.ErrShort.Say("Nothing of this delivery is reserved yet.")
		}
		return out, nil
	}
	return chosen(open, wanted)
}

func chosen(open []store.OpenDeliveryLine, wanted []ShipLine) ([]shipment, error) {
	byID := map[uuid.UUID]store.OpenDeliveryLine{}
	for _, l := range open {
		byID[l.ID] = l
	}
	var out []shipment
	for i, w := range wanted {
		at := fmt.Sprintf("/lines/%d/qty", i)
		l, ok := byID[w.ID]
		switch {
		case !ok:
			return nil, inventory.ErrReferenceUnknown.Field(fmt.Sprintf("/lines/%d/id", i), "unknown", "This delivery has no such open line, or it is named twice.")
		case w.Qty.Sign() < 0:
			return nil, fault.ErrInvalid.Field(at, "invalid", "A quantity is not negative.")
		case l.Reserved.Less(w.Qty):
			e := inventory.ErrShort.Field(at, "short", "Only "+l.Reserved.String()+" are reserved for this line.")
			e.Fields[0].Params = map[string]any{"requested": w.Qty.String(), "free": l.Reserved.String()}
			return nil, e
		}
		delete(byID, w.ID)
		if w.Qty.Sign() > 0 {
			out = append(out, shipment{l, w.Qty, at})
		}
	}
	if len(out) == 0 {
		return nil, fault.ErrInvalid.Field("/lines", "required", "Say what goes: at least one line with a quantity.")
	}
	return out, nil
}

func (s *Service) ship(ctx context.Context, tx *db.Tx, h *house, r store.DeliveryRow, going []shipment, now time.Time) error {
	moves, err := s.outgoing(ctx, tx, h, r.WarehouseID, going)
	if err != nil {
		return err
	}
	p := store.Posting{Kind: "issue", DocumentKind: "delivery", Document: r.ID, Number: r.Number, Effective: now, Moves: moves}
	var changes []store.LineChange
	var lines, delivered, back []uuid.UUID
	var qtys, rests []kernel.Quantity
	for _, g := range going {
		p.Promised = append(p.Promised, domain.AvailabilityChange{Product: g.ProductID, Warehouse: g.WarehouseID, Promised: g.going.Neg()})
		changes = append(changes, store.LineChange{Line: g.DemandLineID, Reserved: g.going.Neg(), Shipped: g.going})
		lines, delivered, qtys = append(lines, g.DemandLineID), append(delivered, g.ID), append(qtys, g.going)
		if rest := g.Qty.Sub(g.going); rest.Sign() > 0 {
			back, rests = append(back, g.ID), append(rests, rest)
		}
	}
	posted, err := store.Post(ctx, tx, p)
	if err != nil {
		return err
	}
	if err := store.TakePromises(ctx, tx, lines, qtys, "consumed", ""); err != nil {
		return err
	}
	demands, err := store.ChangeLines(ctx, tx, changes, store.NoStock)
	if err != nil {
		return err
	}
	if err := store.ShipLines(ctx, tx, delivered, qtys); err != nil {
		return err
	}
	if err := store.InsertBackorders(ctx, tx, back, rests); err != nil {
		return err
	}
	if err := store.RefreshDeliveries(ctx, tx, demands, &now); err != nil {
		return err
	}
	if err := s.after(ctx, tx, posted, now); err != nil {
		return err
	}
	day, err := s.dayAt(ctx, tx, r.WarehouseID, now)
	if err != nil {
		return err
	}
	return tell(ctx, tx, lines, now, func(e inventory.DemandEvent) kernel.Event {
		return inventory.StockShipped{DemandEvent: e, Number: r.Number, ShippedOn: day}
	})
}

// outgoing chooses bins and makes the moves to the customers.
func (s *Service) outgoing(ctx context.Context, tx *db.Tx, h *house, warehouse uuid.UUID, going []shipment) ([]domain.Move, error) {
	wants := map[uuid.UUID]kernel.Quantity{}
	for _, g := range going {
		wants[g.ProductID] = wants[g.ProductID].Add(g.going)
	}
	picked, err := store.Pick(ctx, tx, warehouse, wants)
	if err != nil {
		return nil, err
	}
	var ids []uuid.UUID
	for _, bins := range picked {
		for _, b := range bins {
			ids = append(ids, b.Location)
		}
	}
	places, err := store.Places(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	var moves []domain.Move
	for _, g := range going {
		left := g.going
		bins := picked[g.ProductID]
		for len(bins) > 0 && left.Sign() > 0 {
			take := left.Min(bins[0].Free)
			moves = append(moves, domain.Move{Product: g.ProductID, From: places[bins[0].Location], To: h.customer, Qty: take, Line: g.ID, Pointer: g.pointer})
			left, bins[0].Free = left.Sub(take), bins[0].Free.Sub(take)
			if bins[0].Free.IsZero() {
				bins = bins[1:]
			}
		}
		picked[g.ProductID] = bins
	}
	return moves, nil
}

func (s *Service) dayAt(ctx context.Context, tx *db.Tx, warehouse uuid.UUID, now time.Time) (kernel.Date, error) {
	w, err := store.WarehouseByID(ctx, tx, warehouse)
	if err != nil {
		return kernel.Date{}, err
	}
	zone, err := time.LoadLocation(w.Zone)
	if err != nil {
		zone = time.UTC
	}
	return kernel.DateIn(now, zone), nil
}

// CancelDelivery gives up what has not gone yet.
func (s *Service) CancelDelivery(ctx context.Context, id inventory.DeliveryID, version *int64, reason string) (Delivery, error) {
	now := s.clock.Now()
	return s.onDelivery(ctx, inventory.CancelDeliveries, id.UUID, version, func(tx *db.Tx, r store.DeliveryRow) error {
		return s.release(ctx, tx, r.DemandID, nil, reason, now)
	})
}

// AllocateDelivery looks again for goods for what waits, by rank among all that wait for them.
func (s *Service) AllocateDelivery(ctx context.Context, id inventory.DeliveryID, version *int64) (Delivery, error) {
	now := s.clock.Now()
	return s.onDelivery(ctx, inventory.ReserveDeliveries, id.UUID, version, func(tx *db.Tx, r store.DeliveryRow) error {
		open, err := store.OpenDeliveryLines(ctx, tx, r.ID)
		if err != nil {
			return err
		}
		var keys []store.Key
		for _, l := range open {
			if l.Waits {
				keys = append(keys, store.Key{Product: l.ProductID, Warehouse: l.WarehouseID})
			}
		}
		return s.allocate(ctx, tx, keys, now)
	})
}
