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

func request(text, sort string, limit int) page.Request {
	return page.Request{Query: strings.TrimSpace(text), Sort: sort, Limit: limit}
}

// FindAccounts looks accounts up by name, code, or how they are reached.
func (s *Service) FindAccounts(ctx context.Context, text string, limit int) ([]Hit, error) {
	p, err := s.ListAccounts(ctx, request(text, "name", limit))
	out := make([]Hit, len(p.Items))
	for i, a := range p.Items {
		out[i] = Hit{a.ID.UUID, a.Name, words(a.Code, a.City, a.Country)}
	}
	return out, err
}

// FindContacts looks contacts up by name, address, number in any format, or account.
func (s *Service) FindContacts(ctx context.Context, text string, limit int) ([]Hit, error) {
	p, err := s.ListContacts(ctx, request(text, "name", limit))
	out := make([]Hit, len(p.Items))
	for i, c := range p.Items {
		out[i] = Hit{c.ID.UUID, c.Name, words(c.JobTitle, c.Account.Name, c.Email)}
	}
	return out, err
}

// FindDeals looks deals up by name, code or account.
func (s *Service) FindDeals(ctx context.Context, text string, limit int) ([]Hit, error) {
	p, err := s.ListDeals(ctx, request(text, "-created_at", limit))
	out := make([]Hit, len(p.Items))
	for i, d := range p.Items {
		out[i] = Hit{d.ID.UUID, d.Name, words(d.Account.Name, d.Stage.Name, d.Amount.String())}
	}
	return out, err
}

// FindOrders looks orders up by number or account.
func (s *Service) FindOrders(ctx context.Context, text string, limit int) ([]Hit, error) {
	p, err := s.ListOrders(ctx, request(text, "-created_at", limit))
	out := make([]Hit, len(p.Items))
	for i, o := range p.Items {
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
