package app

import (
	"context"
	"strings"

	"github.com/google/uuid"

	"longhouse/modules/inventory"
	"longhouse/modules/inventory/internal/domain"
	"longhouse/modules/inventory/internal/store"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
)

// bins are the places that rows of opening stock may name.
type bins struct {
	warehouses map[string]uuid.UUID // by code and by name, in lower case
	stock      map[uuid.UUID]domain.Place
	byCode     map[string][]domain.Place
	first      uuid.UUID
	make       bool // bins that are named and not there
	fresh      map[uuid.UUID]bool
	wanted     []store.Location // bins that are still to be made
}

func readBins(ctx context.Context, tx *db.Tx, h *house, rows []OpeningRow, o OpeningOptions) (*bins, error) {
	b := &bins{fresh: map[uuid.UUID]bool{}, make: o.MakeBins && authz.Allowed(ctx, inventory.CreateLocations) == nil, warehouses: map[string]uuid.UUID{}, stock: map[uuid.UUID]domain.Place{}, byCode: map[string][]domain.Place{}, first: h.warehouse}
	all, err := store.Warehouses(ctx, tx)
	if err != nil {
		return b, err
	}
	for _, w := range all {
		b.warehouses[strings.ToLower(w.Name)] = w.ID
		b.warehouses[strings.ToLower(w.Code)] = w.ID
		id, err := store.RoleOf(ctx, tx, w.ID, "stock")
		if err != nil {
			return b, err
		}
		places, err := store.Places(ctx, tx, []uuid.UUID{id})
		if err != nil {
			return b, err
		}
		b.stock[w.ID] = places[id]
	}
	if word := strings.ToLower(strings.TrimSpace(o.Warehouse)); word != "" {
		b.first = b.warehouses[word]
	}
	codes := []string{}
	for _, r := range rows {
		if r.Location != "" {
			codes = append(codes, strings.ToLower(strings.TrimSpace(r.Location)))
		}
	}
	named, err := store.PlacesByCode(ctx, tx, codes)
	for _, n := range named {
		p := domain.Place{ID: n.ID, Code: n.Code, Kind: n.Kind, Promisable: n.Promisable, AllowNegative: n.AllowNegative, Blocked: deref(n.Blocked)}
		if n.WarehouseID != nil {
			p.Warehouse = *n.WarehouseID
		}
		b.byCode[n.CodeKey] = append(b.byCode[n.CodeKey], p)
	}
	return b, err
}

// find is the bin of a row, or why there is none.
func (b *bins) find(r OpeningRow) (domain.Place, string) {
	warehouse := b.first
	if code := strings.ToLower(strings.TrimSpace(r.Warehouse)); code != "" {
		id, ok := b.warehouses[code]
		if !ok {
			return domain.Place{}, "There is no warehouse with this code or name."
		}
		warehouse = id
	}
	if warehouse == uuid.Nil {
		return domain.Place{}, "There is no warehouse with the code or name that was chosen for the file."
	}
	code := strings.ToLower(strings.TrimSpace(r.Location))
	if code == "" {
		return b.stock[warehouse], ""
	}
	for _, p := range b.byCode[code] {
		if p.Warehouse != warehouse {
			continue
		}
		switch {
		case !p.Real():
			return p, "Goods cannot lie in this place. Name a bin."
		case p.Blocked != "":
			return p, "This place is blocked: " + p.Blocked
		}
		return p, ""
	}
	if b.make {
		p := domain.Place{ID: kernel.NewUUID(), Warehouse: warehouse, Code: strings.TrimSpace(r.Location), Kind: "bin", Promisable: true}
		b.byCode[code] = append(b.byCode[code], p)
		b.fresh[p.ID] = true
		return p, ""
	}
	return domain.Place{}, "There is no bin with this code in the warehouse. Make it first, or let the import make it."
}

// want notes that a bin is needed, which is made if it is not there yet.
func (b *bins) want(p domain.Place) {
	if !b.fresh[p.ID] {
		return
	}
	delete(b.fresh, p.ID)
	b.wanted = append(b.wanted, store.Location{ID: p.ID, WarehouseID: &p.Warehouse, Code: p.Code, Name: p.Code, Kind: p.Kind, Promisable: true})
}
