package main

import (
	"context"

	"longhouse/platform/page"
	"longhouse/platform/webhooks"
)

// showWebhooks gives the demonstration an endpoint. It is paused, so that what
// happens waits for it and nothing leaves the machine.
func (h *House) showWebhooks(ctx context.Context) error {
	seen, err := h.Webhooks.Endpoints(ctx, page.Request{Limit: 1})
	if err != nil || len(seen.Items) > 0 {
		return err
	}
	shop, err := h.Webhooks.Create(ctx, webhooks.Draft{URL: "https://hooks.example.com/longhouse", Description: "Web shop",
		Types: []string{"crm.deal_won.v1", "crm.order_confirmed.v1", "inventory.stock_shipped.v1"}})
	if err != nil {
		return err
	}
	_, err = h.Webhooks.Pause(ctx, shop.ID, shop.Version)
	return err
}
