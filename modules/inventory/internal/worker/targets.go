package worker

import (
	"context"

	"longhouse/modules/inventory"
	"longhouse/modules/inventory/internal/app"
	"longhouse/platform/db"
	"longhouse/platform/imports"
	"longhouse/platform/kernel"
)

// Currency tells the currency of the actor's organisation.
type Currency func(context.Context) (kernel.Currency, error)

// Imports are the files that inventory can read.
func Imports(s *app.Service, pool *db.Pool, currency Currency) []imports.Target {
	return []imports.Target{suppliers(s, pool), categories(s, pool), products(s, pool, currency), openingStock(s, pool)}
}

func suppliers(s *app.Service, pool *db.Pool) imports.Target {
	t := imports.Target{Name: "inventory.suppliers", Label: "Suppliers", Entity: "inventory.supplier", Needs: inventory.ImportSuppliers, DB: pool, Fields: supplierFields}
	return with(t, values.supplier,
		func(ctx context.Context, rows []app.SupplierFields, _ imports.Choices) ([]app.Verdict, error) {
			return s.CheckSuppliers(ctx, rows)
		},
		func(ctx context.Context, rows []app.SupplierFields, _ imports.Choices) (app.Write, error) {
			return s.PrepareSuppliers(ctx, rows)
		})
}

func categories(s *app.Service, pool *db.Pool) imports.Target {
	t := imports.Target{Name: "inventory.categories", Label: "Categories", Entity: "inventory.category", Needs: inventory.ImportCategories, DB: pool, Fields: categoryFields}
	return with(t, values.category,
		func(ctx context.Context, rows []app.CategoryRow, _ imports.Choices) ([]app.Verdict, error) {
			return s.CheckCategories(ctx, rows)
		},
		func(ctx context.Context, rows []app.CategoryRow, _ imports.Choices) (app.Write, error) {
			return s.PrepareCategories(ctx, rows)
		})
}

func products(s *app.Service, pool *db.Pool, currency Currency) imports.Target {
	t := imports.Target{Name: "inventory.products", Label: "Products", Entity: "inventory.product", Needs: inventory.ImportProducts, DB: pool, Fields: productFields,
		Options: []imports.Option{
			{Key: "currency", Label: "Currency of prices", Help: "Of rows that name none, as EUR; the organisation's unless given.", Kind: "text"},
			{Key: "create_categories", Label: "Make categories that are not there", Help: "Otherwise a row that names an unknown category is refused.", Kind: "bool", Default: "false"},
		}}
	options := func(o imports.Choices) app.ProductOptions {
		return app.ProductOptions{Currency: o["currency"], MakeCategories: o.Yes("create_categories")}
	}
	priced := func(ctx context.Context, o imports.Choices) (app.ProductOptions, error) {
		out := options(o)
		if out.Currency != "" {
			return out, nil
		}
		c, err := currency(ctx)
		out.Currency = string(c)
		return out, err
	}
	return with(t, values.product,
		func(ctx context.Context, rows []app.ProductRow, o imports.Choices) ([]app.Verdict, error) {
			chosen, err := priced(ctx, o)
			if err != nil {
				return nil, err
			}
			return s.CheckProducts(ctx, rows, chosen)
		},
		func(ctx context.Context, rows []app.ProductRow, o imports.Choices) (app.Write, error) {
			chosen, err := priced(ctx, o)
			if err != nil {
				return nil, err
			}
			return s.PrepareProducts(ctx, rows, chosen)
		})
}

func openingStock(s *app.Service, pool *db.Pool) imports.Target {
	t := imports.Target{Name: "inventory.opening_stock", Label: "Opening stock", Entity: "inventory.product", Needs: inventory.ImportStock, DB: pool, Fields: openingFields,
		Options: []imports.Option{
			{Key: "warehouse", Label: "Warehouse", Help: "Code or name, for rows that name none; the first warehouse unless given.", Kind: "text"},
			{Key: "create_bins", Label: "Make bins that are not there", Help: "Otherwise a row that names an unknown bin is refused.", Kind: "bool", Default: "false"},
		}}
	options := func(o imports.Choices) app.OpeningOptions {
		return app.OpeningOptions{Warehouse: o["warehouse"], MakeBins: o.Yes("create_bins")}
	}
	return with(t, values.opening,
		func(ctx context.Context, rows []app.OpeningRow, o imports.Choices) ([]app.Verdict, error) {
			return s.CheckOpening(ctx, rows, options(o))
		},
		func(ctx context.Context, rows []app.OpeningRow, o imports.Choices) (app.Write, error) {
			return s.PrepareOpening(ctx, rows, options(o))
		})
}

// with fills the two halves of a target in: read turns cells into what the use cases take.
func with[R any](t imports.Target, read func(values) R, check func(context.Context, []R, imports.Choices) ([]app.Verdict, error),
	prepare func(context.Context, []R, imports.Choices) (app.Write, error)) imports.Target {
	rowsOf := func(records []imports.Record) []R {
		rows := make([]R, len(records))
		for i, r := range records {
			rows[i] = read(r.Values)
		}
		return rows
	}
	t.Check = func(ctx context.Context, records []imports.Record, o imports.Choices) ([]imports.Verdict, error) {
		return verdicts(check(ctx, rowsOf(records), o))
	}
	t.Prepare = func(ctx context.Context, records []imports.Record, o imports.Choices) (imports.Write, error) {
		write, err := prepare(ctx, rowsOf(records), o)
		return func(ctx context.Context, tx *db.Tx) ([]imports.Verdict, error) { return verdicts(write(ctx, tx)) }, err
	}
	return t
}

func verdicts(found []app.Verdict, err error) ([]imports.Verdict, error) {
	if err != nil {
		return nil, err
	}
	out := make([]imports.Verdict, len(found))
	for i, v := range found {
		out[i] = imports.Verdict{Action: v.Kind, ID: v.ID, Changed: v.Changed, Faults: v.Faults, Warnings: v.Warnings}
	}
	return out, nil
}
