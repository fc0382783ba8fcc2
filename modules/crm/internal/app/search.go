package app

import (
	"context"
	"strings"

	"github.com/google/uuid"

	"longhouse/platform/page"
)

// Hit is a record that a text leads to.
type Hit struct {
	ID              uuid.UUID
	Title, Subtitle string
}

// FindAccounts looks accounts up by name, code, or how they are reached.
func (s *Service) FindAccounts(ctx context.Context, text string, limit int) ([]Hit, error) {
	found, err := page.Find(ctx, s.ListAccounts, text, "name", limit)
	out := make([]Hit, len(found))
	for i, a := range found {
		out[i] = Hit{a.ID.UUID, a.Name, words(a.Code, a.City, a.Country)}
	}
	return out, err
}

// FindContacts looks contacts up by name, address, number in any format, or account.
func (s *Service) FindContacts(ctx context.Context, text string, limit int) ([]Hit, error) {
	found, err := page.Find(ctx, s.ListContacts, text, "name", limit)
	out := make([]Hit, len(found))
	for i, c := range found {
		out[i] = Hit{c.ID.UUID, c.Name, words(c.JobTitle, c.Account.Name, c.Email)}
	}
	return out, err
}

// FindDeals looks deals up by name, code or account.
func (s *Service) FindDeals(ctx context.Context, text string, limit int) ([]Hit, error) {
	found, err := page.Find(ctx, s.ListDeals, text, "-created_at", limit)
	out := make([]Hit, len(found))
	for i, d := range found {
		out[i] = Hit{d.ID.UUID, d.Name, words(d.Account.Name, d.Stage.Name, d.Amount.String())}
	}
	return out, err
}

// FindOrders looks orders up by number or account.
func (s *Service) FindOrders(ctx context.Context, text string, limit int) ([]Hit, error) {
	found, err := page.Find(ctx, s.ListOrders, text, "-created_at", limit)
	out := make([]Hit, len(found))
	for i, o := range found {
		title := o.Number
		if title == "" {
			title = "Draft of " + o.OrderedOn.String()
		}
		out[i] = Hit{o.ID.UUID, title, words(o.Account.Name, o.Status, o.Total.Fixed(2)+" "+o.Currency)}
	}
	return out, err
}

func words(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, " · ")
}
