package domain

import (
	"strings"

	"github.com/google/uuid"

	"longhouse/modules/inventory"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// Product is a product as it is kept.
type Product struct {
	ID              uuid.UUID
	SKU, Name       string
	Description     string
	Kind            inventory.Kind
	Status          inventory.Status
	Category        *uuid.UUID
	Supplier        *uuid.UUID
	Unit            uuid.UUID
	Scale           int32
	QuantityPerUnit string
	Barcode         *string
	Price, Cost     *kernel.Money
	ReorderPoint    *kernel.Quantity
	ReorderQuantity *kernel.Quantity
	Version         int64
	Custom          kernel.Custom
}

// Check says what is wrong with a product, all at once.
func (p *Product) Check() error {
	p.SKU, p.Name = strings.TrimSpace(p.SKU), strings.TrimSpace(p.Name)
	var c fault.Collector
	c.Check(p.SKU != "" && len(p.SKU) <= 100, "/sku", "required", "A product needs a SKU of at most 100 characters.")
	c.Check(p.Name != "" && len(p.Name) <= 300, "/name", "required", "A product needs a name of at most 300 characters.")
	c.Check(p.Kind == inventory.Stocked || p.Kind == inventory.Service, "/kind", "invalid", "A product is stocked or a service.")
	c.Check(p.Scale >= 0 && p.Scale <= maxDecimals, "/scale", "invalid", "Quantities have 0 to 6 decimals.")
	checkMoney(&c, "/list_price", p.Price)
	checkMoney(&c, "/cost", p.Cost)
	for pointer, q := range map[string]*kernel.Quantity{"/reorder_point": p.ReorderPoint, "/reorder_quantity": p.ReorderQuantity} {
		c.Check(q == nil || q.Sign() >= 0 && q.Fits(p.Scale), pointer, "invalid", "This needs a quantity that is not negative and has no more decimals than the product.")
	}
	switch p.Status {
	case inventory.Draft, inventory.Active, inventory.Discontinued, inventory.Archived:
	default:
		c.Add("/status", "invalid", "A product is draft, active, discontinued or archived.")
	}
	return c.Err()
}

func checkMoney(c *fault.Collector, pointer string, m *kernel.Money) {
	if m == nil {
		return
	}
	c.Check(m.Amount.Sign() >= 0 && m.Amount.Fits(maxDecimals), pointer+"/amount", "invalid", "An amount is not negative and has at most six decimals.")
	c.Check(m.Currency.Valid(), pointer+"/currency", "invalid", "A currency is three letters, as EUR.")
}

// Suggest is how much to order of a product that is at its reorder point: the
// usual quantity as often as it takes, or else up to twice the reorder point.
func Suggest(have, point kernel.Quantity, usual *kernel.Quantity) kernel.Quantity {
	if usual == nil || usual.Sign() <= 0 {
		return point.Add(point).Sub(have).Max(kernel.Zero)
	}
	times, rest := point.Sub(have).QuoRem(*usual)
	if rest.Sign() > 0 || times.IsZero() {
		times = times.Add(kernel.Int(1))
	}
	return times.Mul(*usual)
}
