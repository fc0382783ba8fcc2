package history

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/authz"
	"longhouse/platform/fault"
	"longhouse/platform/history/sqlcgen"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
	"longhouse/platform/rest"
)

// Fact is something worth knowing that changed no business row.
type Fact struct {
	ID        uuid.UUID      `json:"id"`
	At        time.Time      `json:"at"`
	Kind      string         `json:"kind" example:"access.refused"`
	Actor     Actor          `json:"actor"`
	Via       string         `json:"via" enum:"ui,api,import,job,system"`
	Address   string         `json:"address,omitempty" doc:"From where it was asked" example:"192.0.2.7"`
	TokenID   *uuid.UUID     `json:"token_id,omitempty"`
	RequestID *uuid.UUID     `json:"request_id,omitempty"`
	Reason    string         `json:"reason,omitempty"`
	Entity    string         `json:"entity,omitempty" doc:"What it is about" example:"hr.employee"`
	EntityID  *uuid.UUID     `json:"entity_id,omitempty"`
	Title     string         `json:"title,omitempty" doc:"Its name, if you may see it"`
	Summary   string         `json:"summary,omitempty" doc:"The detail in one line"`
	Detail    map[string]any `json:"detail"`
	Policy    *int64         `json:"policy_version,omitempty" doc:"Which version of the organisation's own policy was in force; none: it had none"`
}

var facts = page.Spec{
	Columns: map[string]page.Column{
		"at":         {Expr: "f.at", Cast: "timestamptz", Ops: page.Range, Sort: true},
		"kind":       {Expr: "f.kind", Cast: "text", Ops: page.OneOf},
		"via":        {Expr: "f.via", Cast: "text", Ops: page.OneOf},
		"subject":    {Expr: "f.actor", Cast: "text", Ops: page.OneOf},
		"address":    {Expr: "f.address", Cast: "text", Ops: page.OneOf},
		"entity":     {Expr: "f.entity", Cast: "text", Ops: page.OneOf},
		"entity_id":  {Expr: "f.entity_id", Cast: "uuid", Ops: page.OneOf},
		"request_id": {Expr: "f.request_id", Cast: "uuid", Ops: page.OneOf},
		"token_id":   {Expr: "f.token_id", Cast: "uuid", Ops: page.OneOf},
	},
	Tie: "f.id", Default: "-at",
}

var factFilters = []string{"kind", "actor", "at", "via", "address", "entity", "entity_id", "request_id", "token_id"}

type listFacts struct{ rest.List }

func (s *Service) factRoutes(a *rest.API) {
	rest.RegisterList(a, rest.Op{ID: "history-list-facts", Method: "GET", Path: "/facts", Needs: ReadChanges, Export: ExportChanges,
		Summary: "What is worth knowing and changed no record: sign-ins, refusals, exports, reads of pay",
		Doc:     "actor is a user's ID or a service's word."}, factFilters,
		func(ctx context.Context, in *listFacts) (page.Page[Fact], error) { return s.Facts(ctx, in.Page()) })
}

// Facts lists what is worth knowing and changed no record, newest first.
func (s *Service) Facts(ctx context.Context, r page.Request) (page.Page[Fact], error) {
	none := page.Page[Fact]{}
	scope, err := authz.Scope(ctx, ReadChanges)
	if err != nil {
		return none, err
	}
	r, what, err := narrowed(r)
	if err != nil {
		return none, err
	}
	if len(what.tables)+len(what.kinds) > 0 || what.record != uuid.Nil {
		return none, fault.ErrUnknownField.At("/table") // a fact changes none
	}
	q, err := facts.Compile(r, scope)
	if err != nil {
		return none, err
	}
	rows, err := read2(ctx, s, q, func(listed, _ *sqlcgen.Queries) ([]sqlcgen.FactsRow, error) { return listed.Facts(ctx, q.Max()) })
	if err != nil {
		return none, fmt.Errorf("list facts: %w", err)
	}
	subjects, records := make([]string, len(rows)), []kernel.Record{}
	for i, f := range rows {
		subjects[i] = f.Actor
		if f.EntityID != nil {
			records = append(records, kernel.Record{Entity: f.Entity, ID: *f.EntityID})
		}
	}
	who, err := s.actors(ctx, subjects)
	if err != nil {
		return none, err
	}
	titles, err := s.Titles(ctx, records)
	if err != nil {
		return none, err
	}
	people, err := s.peopleIn(ctx, records)
	if err != nil {
		return none, err
	}
	maps.Copy(titles, people)
	return page.Cut(q, rows,
		func(f sqlcgen.FactsRow) (string, uuid.UUID) { return f.PageKey, f.ID },
		func(f sqlcgen.FactsRow) Fact {
			out := Fact{ID: f.ID, At: f.At, Kind: f.Kind, Actor: who[f.Actor], Via: f.Via, Address: f.Address, TokenID: f.TokenID, RequestID: f.RequestID, Entity: f.Entity, EntityID: f.EntityID, Detail: map[string]any{}, Policy: f.PolicyVersion}
			if f.Reason != nil {
				out.Reason = *f.Reason
			}
			if f.EntityID != nil {
				out.Title = titles[kernel.Record{Entity: f.Entity, ID: *f.EntityID}]
			}
			if json.Unmarshal(f.Detail, &out.Detail) == nil { // the database keeps nothing else there
				out.Summary = oneLine(out.Detail)
			}
			return out
		}), nil
}

// peopleIn names the people that facts are about: logins, which are no entity of a module.
func (s *Service) peopleIn(ctx context.Context, records []kernel.Record) (map[kernel.Record]string, error) {
	var ids []kernel.ID[kernel.User]
	for _, r := range records {
		if r.Entity == "identity.user" {
			ids = append(ids, kernel.IDOf[kernel.User](r.ID))
		}
	}
	out := map[kernel.Record]string{}
	if len(ids) == 0 {
		return out, nil
	}
	names, err := s.names(ctx, ids)
	for id, name := range names {
		out[kernel.Record{Entity: "identity.user", ID: id.UUID}] = name
	}
	return out, err
}

// oneLine is a fact's detail for a cell: "operation crm-list-deals, times 3".
func oneLine(detail map[string]any) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(detail)) {
		value := detail[name]
		switch v := value.(type) {
		case nil:
			continue
		case string:
			if v == "" {
				continue
			}
		case map[string]any:
			if len(v) == 0 {
				continue
			}
			value = "(" + oneLine(v) + ")"
		case []any:
			words := make([]string, len(v))
			for i, w := range v {
				words[i] = fmt.Sprint(w)
			}
			value = strings.Join(words, " ")
		}
		parts = append(parts, fmt.Sprintf("%s %v", strings.ReplaceAll(name, "_", " "), value))
	}
	return strings.Join(parts, ", ")
}
