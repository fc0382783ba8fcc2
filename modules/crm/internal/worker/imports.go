package worker

import (
	"context"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/app"
	"longhouse/platform/db"
	"longhouse/platform/imports"
	"longhouse/platform/kernel"
)

// Options of the imports.
var (
	optMakeAccounts = imports.Option{Key: "make_accounts", Label: "Make accounts that are not there", Help: "Otherwise a row that names an unknown account is refused.", Kind: "bool"}
	optCurrency     = imports.Option{Key: "currency", Label: "Currency of rows that name none", Help: "ISO 4217, as EUR. Empty: the organisation's, for orders the account's first.", Kind: "text"}
	optLostReason   = imports.Option{Key: "lost_reason", Label: "Reason of lost deals that name none", Help: "One of the organisation's reasons.", Kind: "text", Default: "Other"}
	optPipeline     = imports.Option{Key: "pipeline", Label: "Pipeline", Help: "By its name. Empty: the default one.", Kind: "text"}
	optDraft        = imports.Option{Key: "draft", Label: "Keep orders that are not shipped as drafts", Help: "Otherwise they are confirmed, and their goods reserved.", Kind: "bool", Default: "false"}
)

func by(value string, o imports.Option) imports.Option {
	o.Default = value
	return o
}

// Imports are the files that crm can read.
func Imports(s *app.Service, pool *db.Pool) []imports.Target {
	return []imports.Target{
		target("crm.accounts", "Accounts", "crm.account", crm.ImportAccounts, pool, accountFields, nil,
			func(ctx context.Context, rows []app.ImportRow, _ imports.Choices) ([]app.ImportResult, error) {
				return s.CheckAccounts(ctx, rows)
			},
			func(ctx context.Context, rows []app.ImportRow, _ imports.Choices) (app.ImportWrite, error) {
				return s.PrepareAccounts(ctx, rows)
			}),
		target("crm.contacts", "Contacts", "crm.contact", crm.ImportContacts, pool, contactFields, []imports.Option{by("true", optMakeAccounts)},
			func(ctx context.Context, rows []app.ImportRow, o imports.Choices) ([]app.ImportResult, error) {
				return s.CheckContacts(ctx, rows, o.Yes(optMakeAccounts.Key))
			},
			func(ctx context.Context, rows []app.ImportRow, o imports.Choices) (app.ImportWrite, error) {
				return s.PrepareContacts(ctx, rows, o.Yes(optMakeAccounts.Key))
			}),
		target("crm.deals", "Deals", "crm.deal", crm.ImportDeals, pool, dealFields, []imports.Option{optPipeline, optCurrency, optLostReason, by("false", optMakeAccounts)},
			func(ctx context.Context, rows []app.ImportRow, o imports.Choices) ([]app.ImportResult, error) {
				return s.CheckDeals(ctx, rows, dealOptions(o))
			},
			func(ctx context.Context, rows []app.ImportRow, o imports.Choices) (app.ImportWrite, error) {
				return s.PrepareDeals(ctx, rows, dealOptions(o))
			}),
		orders(s, pool),
	}
}

func orders(s *app.Service, pool *db.Pool) imports.Target {
	t := target("crm.orders", "Orders", "crm.order", crm.ImportOrders, pool, orderFields, []imports.Option{optCurrency, optDraft},
		func(ctx context.Context, rows []app.ImportRow, o imports.Choices) ([]app.ImportResult, error) {
			return s.CheckOrders(ctx, rows, orderOptions(o))
		},
		func(ctx context.Context, rows []app.ImportRow, o imports.Choices) (app.ImportWrite, error) {
			return s.PrepareOrders(ctx, rows, orderOptions(o))
		})
	t.Fixed = true
	t.Lines = &imports.Lines{Label: "Order lines", Key: "number", Of: "number", Fields: orderLineFields}
	return t
}

func dealOptions(o imports.Choices) app.DealOptions {
	return app.DealOptions{Currency: o[optCurrency.Key], LostReason: o[optLostReason.Key], Pipeline: o[optPipeline.Key], MakeAccounts: o.Yes(optMakeAccounts.Key)}
}

func orderOptions(o imports.Choices) app.OrderOptions {
	return app.OrderOptions{Currency: o[optCurrency.Key], Draft: o.Yes(optDraft.Key)}
}

// target joins a use case's two halves to the machinery of imports.
func target(name, label, entity string, needs kernel.Permission, pool *db.Pool, fields []imports.Field, options []imports.Option,
	check func(context.Context, []app.ImportRow, imports.Choices) ([]app.ImportResult, error),
	prepare func(context.Context, []app.ImportRow, imports.Choices) (app.ImportWrite, error),
) imports.Target {
	return imports.Target{Name: name, Label: label, Entity: entity, Needs: needs, DB: pool, Fields: fields, Options: options,
		Check: func(ctx context.Context, rows []imports.Record, o imports.Choices) ([]imports.Verdict, error) {
			results, err := check(ctx, importRows(rows), o)
			return verdicts(results), err
		},
		Prepare: func(ctx context.Context, rows []imports.Record, o imports.Choices) (imports.Write, error) {
			write, err := prepare(ctx, importRows(rows), o)
			if err != nil {
				return nil, err
			}
			return func(ctx context.Context, tx *db.Tx) ([]imports.Verdict, error) {
				results, err := write(ctx, tx)
				return verdicts(results), err
			}, nil
		}}
}

func importRows(rows []imports.Record) []app.ImportRow {
	out := make([]app.ImportRow, len(rows))
	for i, r := range rows {
		out[i] = app.ImportRow(r)
	}
	return out
}

func verdicts(results []app.ImportResult) []imports.Verdict {
	out := make([]imports.Verdict, len(results))
	for i, r := range results {
		out[i] = imports.Verdict{Action: r.Action, ID: r.ID, Changed: r.Changed, Faults: r.Faults}
	}
	return out
}
