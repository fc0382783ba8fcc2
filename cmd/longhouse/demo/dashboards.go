package demo

import (
	"context"
	"net/http"

	"github.com/google/uuid"
)

// shows is a widget: what is counted of a list, and where it stands.
type shows struct {
	kind, title, list string
	state             object
	x, y, w, h        int
}

// dashboards are what the company's people keep in sight.
var dashboards = []struct {
	name    string
	widgets []shows
}{
	{"Sales at a glance", []shows{
		{"number", "Open deals", "crm.deals", object{"conditions": object{"status": "open"}, "measure": "sum:amount"}, 0, 0, 3, 2},
		{"number", "Closing this month", "crm.deals", object{"conditions": object{"status": "open", "expected_close.during": "this_month"}}, 3, 0, 3, 2},
		{"number", "Ordered this month", "crm.orders", object{"conditions": object{"ordered_on.during": "this_month"}, "measure": "sum:total"}, 6, 0, 3, 2},
		{"number", "Overdue orders", "crm.orders", object{"conditions": object{"overdue": "true"}}, 9, 0, 3, 2},
		{"chart", "Orders by month", "crm.orders", object{"by": "ordered_on:month", "measure": "sum:total"}, 0, 2, 8, 4},
		{"chart", "Open deals by stage", "crm.deals", object{"conditions": object{"status": "open"}, "by": "stage_id", "measure": "sum:amount"}, 8, 2, 4, 4},
		{"table", "Largest open deals", "crm.deals", object{"conditions": object{"status": "open"}, "sort": "-amount", "columns": []string{"name", "account_id", "amount", "expected_close"}}, 0, 6, 12, 4},
	}},
	{"Warehouse", []shows{
		{"number", "Ready to ship", "inventory.deliveries", object{"conditions": object{"state": "ready,partly"}}, 0, 0, 4, 2},
		{"number", "Waiting for goods", "inventory.deliveries", object{"conditions": object{"state": "waiting"}}, 4, 0, 4, 2},
		{"number", "Expected receipts", "inventory.receipts", object{"conditions": object{"state": "expected,partial"}}, 8, 0, 4, 2},
		{"chart", "Deliveries by week", "inventory.deliveries", object{"by": "created_at:week", "chart": "line"}, 0, 2, 6, 4},
		{"table", "Below their reorder point", "inventory.products", object{"conditions": object{"below_reorder_point": "true"}, "columns": []string{"name", "sku", "on_hand", "free"}}, 6, 2, 6, 4},
	}},
}

// arrange makes the dashboards, unless there are some.
func (f *filling) arrange(ctx context.Context) error {
	var has struct{ Items []struct{} }
	if err := f.call(ctx, http.MethodGet, "/desk/dashboards", nil, &has); err != nil || len(has.Items) > 0 {
		return err
	}
	for _, d := range dashboards {
		widgets := make([]object, len(d.widgets))
		for i, w := range d.widgets {
			widgets[i] = object{"id": uuid.NewString(), "kind": w.kind, "title": w.title, "list": w.list, "state": w.state, "x": w.x, "y": w.y, "w": w.w, "h": w.h}
		}
		if err := f.call(ctx, http.MethodPost, "/desk/dashboards", object{"name": d.name, "sharing": "organisation", "widgets": widgets}, nil); err != nil {
			return err
		}
	}
	return nil
}
