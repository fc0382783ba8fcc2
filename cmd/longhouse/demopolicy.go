package main

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/access"
	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/identity"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// The demonstration's second administrator, who approves what the first prepares.
const (
	secondName  = "Vera Vogel"
	secondLocal = "vera"
)

// showAccess gives the demonstration a second administrator, a policy that one
// of them prepared and the other approved, a draft that waits, a request and a review.
func (h *House) showAccess(ctx context.Context, domain, password string) error {
	seen, err := h.Access.Versions(ctx, page.Request{})
	if err != nil || len(seen.Items) > 0 {
		return err
	}
	second, err := h.secondAdministrator(ctx, secondLocal+"@"+domain, password)
	if err != nil {
		return err
	}
	if ctx, err = h.anew(ctx); err != nil {
		return err
	}
	rep := func(object, action, scope string) authz.Rule {
		return authz.Rule{Subject: "r:crm.rep", Object: object, Action: action, Scope: scope, Effect: "allow"}
	}
	north := func(object string) authz.Rule {
		r := rep(object, "read", "dept")
		r.Subject = "r:org.regional-sales-lead"
		return r
	}
	first, err := h.proposed(ctx, "Regional sales leads", "They see what their department sells, and sell like everybody else.", access.Change{
		AddRoles: []access.NewRole{{Name: "Regional sales lead", Note: "Sees the deals and accounts of the whole department.", Parent: []string{"crm.rep"}}},
		AddRules: []authz.Rule{north("crm:deal"), north("crm:account")},
	})
	if err != nil {
		return err
	}
	if _, err := h.Access.Publish(second, first.ID, first.Version, "As we agreed in the sales meeting"); err != nil {
		return err
	}
	if ctx, err = h.anew(ctx); err != nil {
		return err
	}
	if _, err := h.proposed(ctx, "Representatives take their own deals along", "For the fairs, where there is no net.", access.Change{AddRules: []authz.Rule{rep("crm:deal", "export", "own")}}); err != nil {
		return err
	}
	return h.askAround(ctx)
}

// askAround leaves what waits for an administrator: a request, a review, a stored test, a pair.
func (h *House) askAround(ctx context.Context) error {
	if _, err := h.Access.AddExpectation(ctx, access.Expectation{Name: "Representatives change nobody else's deals", Subject: "r:crm.rep", Permission: "crm.deal.update", Relation: "team", Expect: "deny"}); err != nil {
		return err
	}
	if _, err := h.Access.AddConflict(ctx, access.Conflict{PermissionA: "inventory.stock.adjust", PermissionB: "crm.order.confirm", Reason: "Who sells goods does not correct how many there are."}); err != nil {
		return err
	}
	held, err := h.Access.Assignments(ctx, nil, "crm.rep")
	if err != nil || len(held) == 0 {
		return err
	}
	asker, err := h.acting(ctx, held[0].User.ID)
	if err != nil {
		return err
	}
	until := h.Clock.Now().Add(14 * 24 * time.Hour)
	if _, err := h.Access.Ask(asker, access.Grant{Role: "org.regional-sales-lead", Reason: "I stand in for Anke while she is away", To: &until}); err != nil {
		return err
	}
	now := h.Clock.Now()
	_, err = h.Access.StartReview(ctx, fmt.Sprintf("Quarter %d of %d", (int(now.Month())+2)/3, now.Year()), kernel.DateIn(now, time.UTC).AddDays(30))
	return err
}

// proposed makes a draft and submits it.
func (h *House) proposed(ctx context.Context, name, note string, c access.Change) (access.Version, error) {
	w, err := h.Access.Begin(ctx, access.Beginning{Name: name, Note: note})
	if err != nil {
		return access.Version{}, err
	}
	if w, err = h.Access.Edit(ctx, w.ID, w.Version.Version, c); err != nil {
		return access.Version{}, err
	}
	return h.Access.Submit(ctx, w.ID, w.Version.Version, "")
}

// secondAdministrator joins by an invitation, as anybody does.
func (h *House) secondAdministrator(ctx context.Context, email, password string) (context.Context, error) {
	i, err := h.Identity.Invite(ctx, email, secondName, []string{"owner"})
	if err != nil {
		return nil, err
	}
	if _, err := h.Identity.Accept(ctx, i.Token, secondName, password, identity.From{Address: "127.0.0.1"}); err != nil {
		return nil, err
	}
	user, err := h.Identity.MemberByEmail(ctx, email)
	if err != nil {
		return nil, err
	}
	return h.acting(ctx, user.UUID)
}

// acting is somebody of the caller's organisation, as the host may act for them.
func (h *House) acting(ctx context.Context, user uuid.UUID) (context.Context, error) {
	who, err := actor.From(ctx)
	if err != nil {
		return nil, err
	}
	who.User = kernel.IDOf[kernel.User](user)
	return h.anew(actor.With(ctx, who))
}

// anew is the caller with the rights of now.
func (h *House) anew(ctx context.Context) (context.Context, error) { return h.Rights.AttachAnew(ctx) }
