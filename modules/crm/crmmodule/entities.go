package crmmodule

import (
	"context"
	"maps"
	"slices"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/app"
	"longhouse/platform/history"
	"longhouse/platform/kernel"
	"longhouse/platform/search"
)

// follows are columns that go wherever the owner goes: the owner's change says it all.
var follows = map[string]string{"team_id": "", "dept_id": ""}

// entities are the records of crm that have a timeline and undo. What hangs on
// a record belongs to its timeline, and comes back with it; a deal's visits
// follow the deal, whose change of stage tells of them.
func entities(s *app.Service) []history.Entity {
	kinds := s.Entities()
	entity := func(name, label string, read, change kernel.Permission, parts map[string]string) history.Entity {
		k := kinds[name]
		return history.Entity{Name: name, Label: label, Custom: true, Read: read, Change: change, Parts: parts, Follows: slices.Collect(maps.Keys(parts)), Hidden: follows,
			Visible: k.Visible, Restore: k.Restore, Title: k.Title}
	}
	deal := entity("crm.deal", "Deal", crm.ReadDeals, crm.UpdateDeals, map[string]string{"crm.stage_history": "deal_id"})
	deal.Hidden = map[string]string{"team_id": "", "dept_id": "", "cost": "margin"}
	deal.Quiet, deal.Derived = []string{"crm.stage_history"}, []string{"stage_entered_at", "team_id", "dept_id"}
	order := entity("crm.order", "Order", crm.ReadOrders, crm.UpdateOrders, map[string]string{"crm.order_line": "order_id"})
	order.Derived = []string{"goods", "discount", "untaxed", "total", "team_id", "dept_id"}
	return []history.Entity{
		entity("crm.account", "Account", crm.ReadAccounts, crm.UpdateAccounts,
			map[string]string{"crm.address": "account_id", "crm.contact_point": "account_id", "crm.affiliation": "account_id"}),
		entity("crm.contact", "Contact", crm.ReadContacts, crm.UpdateContacts,
			map[string]string{"crm.contact_point": "contact_id", "crm.affiliation": "contact_id"}),
		deal,
		order,
		entity("crm.pipeline", "Pipeline", crm.ReadPipelines, crm.ConfigurePipelines, map[string]string{"crm.stage": "pipeline_id"}),
		entity("crm.lost_reason", "Lost reason", crm.ReadPipelines, crm.ConfigurePipelines, nil),
		entity("crm.setting", "CRM settings", crm.ReadSettings, crm.UpdateSettings, nil),
	}
}

// sources are what the global search finds in crm.
func sources(s *app.Service) []search.Source {
	source := func(entity, label string, needs kernel.Permission, find func(context.Context, string, int) ([]app.Hit, error)) search.Source {
		return search.Source{Entity: entity, Label: label, Needs: needs, Find: func(ctx context.Context, text string, limit int) ([]search.Hit, error) {
			found, err := find(ctx, text, limit)
			hits := make([]search.Hit, len(found))
			for i, h := range found {
				hits[i] = search.Hit(h)
			}
			return hits, err
		}}
	}
	return []search.Source{
		source("crm.account", "Accounts", crm.ReadAccounts, s.FindAccounts),
		source("crm.contact", "Contacts", crm.ReadContacts, s.FindContacts),
		source("crm.deal", "Deals", crm.ReadDeals, s.FindDeals),
		source("crm.order", "Orders", crm.ReadOrders, s.FindOrders),
	}
}
