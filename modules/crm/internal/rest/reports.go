package rest

import (
	"context"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/app"
	"longhouse/platform/kernel"
	"longhouse/platform/rest"
)

type salesIn struct {
	GroupBy  string      `query:"group_by" enum:"none,year,month,account,product,category,salesperson,ship_country" default:"none"`
	Rounding string      `query:"rounding" enum:"lines,exact" default:"lines" doc:"lines adds up the shown amounts of lines; exact adds unrounded ones and rounds once"`
	Currency string      `query:"currency" doc:"The organisation's unless said otherwise"`
	From     kernel.Date `query:"from" doc:"Ordered on or after"`
	To       kernel.Date `query:"to" doc:"Ordered on or before"`
	Limit    int         `query:"limit" minimum:"1" maximum:"10000" default:"1000"`
}

func (h handler) reports(a *rest.API) {
	rest.Register(a, op("crm-sales-report", "GET", "/reports/sales", crm.ReadOrders, "Add up sales"), func(ctx context.Context, in *salesIn) (*rest.Answer[crm.SalesReport], error) {
		return answer(h.app.SalesReport(ctx, app.SalesQuery{GroupBy: in.GroupBy, Rounding: in.Rounding, Currency: in.Currency, From: in.From, To: in.To, Limit: in.Limit}))
	})
	rest.Register(a, op("crm-orders-report", "GET", "/reports/orders", crm.ReadOrders, "How orders stand"), func(ctx context.Context, _ *none) (*rest.Answer[crm.OrdersReport], error) {
		return answer(h.app.OrdersReport(ctx))
	})
}
