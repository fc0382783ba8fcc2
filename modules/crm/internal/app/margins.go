package app

import (
	"context"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/domain"
	"longhouse/modules/crm/internal/store"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// margins says, deal by deal, whether the caller may read the class margin.
func margins(ctx context.Context) store.Sees {
	return func(rel page.Relation) bool { return authz.Can(ctx, crm.ReadMargin, rel) }
}

// putCost writes a given cost into a deal; an empty text clears it. Whether the
// caller may is asked about the deal as it was, and before the cost is looked
// at: a refusal that depended on it would tell of it.
func (in DealInput) putCost(ctx context.Context, tx *db.Tx, was domain.Deal, d *domain.Deal) error {
	if in.Cost == nil {
		return nil
	}
	if err := mayCost(ctx, tx, was); err != nil {
		return err
	}
	if *in.Cost == "" {
		d.Cost = nil
		return nil
	}
	cost, err := kernel.ParseDecimal(*in.Cost)
	if err != nil {
		return fault.ErrInvalid.Field("/cost", "invalid", "This needs a number like 12.50.")
	}
	setCost(d, &cost)
	return d.CheckCost()
}

// setCost says whether the deal had another cost.
func setCost(d *domain.Deal, cost *kernel.Decimal) bool {
	if sameCost(d.Cost, cost) {
		return false
	}
	d.Cost = cost
	return true
}

func sameCost(a, b *kernel.Decimal) bool {
	return a == nil && b == nil || a != nil && b != nil && a.Equal(*b)
}

// mayCost refuses unless the caller may write the cost of a deal.
func mayCost(ctx context.Context, tx *db.Tx, d domain.Deal) error {
	allowed, err := costed(ctx, tx, d)
	if err == nil && !allowed[0] {
		err = authz.Refusal(crm.UpdateMargin)
	}
	return err
}

// costed says of each deal whether the caller may write its cost.
func costed(ctx context.Context, tx *db.Tx, deals ...domain.Deal) ([]bool, error) {
	out := make([]bool, len(deals))
	scope, err := optional(ctx, crm.UpdateMargin)
	if err != nil || scope.Never() || len(deals) == 0 {
		return out, err
	}
	relations, err := store.Relations(ctx, tx, scope, deals...)
	for i, rel := range relations {
		out[i] = authz.Can(ctx, crm.UpdateMargin, rel)
	}
	return out, err
}
