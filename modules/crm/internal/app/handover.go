package app

import (
	"context"
	"fmt"
	"log/slog"
	"strings"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/store"
	"longhouse/modules/hr"
	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/notify"
)

// HandOver gives the open deals and the accounts and contacts of somebody who
// left to the nearest manager with a login, who gets a message. Without one
// they stay, and it is noted. All of it is one transaction, to be undone as
// one; a second call finds nothing left to give and tells nobody.
func (s *Service) HandOver(ctx context.Context, e hr.EmployeeLeft) error {
	if err := authz.Allowed(ctx, crm.AssignDeals); err != nil {
		return err
	}
	if err := authz.Allowed(ctx, crm.AssignAccounts); err != nil {
		return err
	}
	if e.Login.IsZero() || e.Login == e.ManagerLogin {
		return nil
	}
	if e.ManagerLogin.IsZero() {
		slog.WarnContext(ctx, "nobody takes over the deals of somebody who left", "login", e.Login, "employee", e.Employee)
		return nil
	}
	who, err := actor.From(ctx)
	if err != nil {
		return err
	}
	who.Reason = e.Name + " left"
	ctx = actor.With(ctx, who)
	unit, now := s.unitOf(ctx, e.ManagerLogin.Ptr()), s.clock.Now()
	return db.Changed(ctx, s.db, func(tx *db.Tx) error {
		given, err := store.HandOver(ctx, tx, e.Login.UUID, e.ManagerLogin.UUID, unit, now)
		if err != nil || given == (store.HandedOver{}) {
			return err
		}
		return notify.Send(ctx, tx, e.ManagerLogin, notify.Message{Kind: crm.HandedOver, Title: "You take over from " + e.Name + ".",
			Text: "Yours now: " + listed(given) + ".", About: kernel.Record{Entity: "hr.employee", ID: e.Employee.UUID}})
	})
}

// listed says how much was given: 2 open deals, 1 account.
func listed(h store.HandedOver) string {
	var out []string
	for _, part := range []struct {
		n         int64
		one, many string
	}{{h.Deals, "open deal", "open deals"}, {h.Accounts, "account", "accounts"}, {h.Contacts, "contact", "contacts"}} {
		switch part.n {
		case 0:
		case 1:
			out = append(out, "1 "+part.one)
		default:
			out = append(out, fmt.Sprint(part.n, " ", part.many))
		}
	}
	return strings.Join(out, ", ")
}
