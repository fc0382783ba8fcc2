package rest

import (
	"context"
	"reflect"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"longhouse/platform/page"
)

// Summing is embedded by inputs of summaries.
type Summing struct {
	Q       string `query:"q" maxLength:"200" doc:"Free text"`
	Filter  string `query:"filter" maxLength:"20000" doc:"A JSON tree of and, or, not over the list's fields"`
	Scope   string `query:"scope" enum:"own,team,dept" doc:"Only what is your own, your team's or your department's, as far as you may read it"`
	Group   string `query:"group" maxLength:"200" doc:"One or two fields by comma; dates with a step: status,created_at:month"`
	Of      string `query:"of" maxLength:"1000" doc:"Aggregates by comma: sum, avg, min, max or filled of a field: sum:amount,filled:code"`
	request page.Request
}

// Resolve reads the whole query string: the fields to filter by are the list's own.
func (s *Summing) Resolve(ctx huma.Context) []error {
	url := ctx.URL()
	own, _ := ctx.Operation().Metadata["own"].([]string)
	entity, _ := ctx.Operation().Metadata["custom"].(string)
	r, err := requested(ctx.Context(), url.Query(), entity, own...)
	if err != nil {
		return []error{problemOf(requestOf(ctx.Context()), err)}
	}
	s.request = r
	return nil
}

// Page is what the caller asked for.
func (s *Summing) Page() page.Request { return s.request }

func (s *Summing) summing() *Summing { return s }

type summing interface{ summing() *Summing }

// called names the groups of fields that the organisation has added and that
// name people or records.
func called(s *page.Summary, r page.Request) error {
	for _, e := range r.Custom {
		field := "custom." + e.Key
		if e.Names == nil || !slices.Contains(r.Group, field) {
			continue
		}
		names, err := e.Names(s.IDs(field))
		if err != nil {
			return err
		}
		s.Name(field, names)
	}
	return nil
}

// RegisterSummary adds, beside the list that op registers, what it comes to:
// counts and sums of what a filter matches, in groups and as a whole, for
// whoever may read the list. own names parameters that are no filter.
func RegisterSummary[I any, P interface {
	*I
	summing
}](a *API, op Op, fields []string, h func(context.Context, P) (page.Summary, error), own ...string) {
	op.ID = strings.Replace(op.ID, "-list-", "-summarise-", 1)
	op.Path += "/summary"
	op.Summary = "Count and sum: " + strings.ToLower(op.Summary[:1]) + op.Summary[1:]
	op.Doc, op.Export = join(op.Doc, filterable("Filter and group by", fields, op)), ""
	reads(op, reflect.TypeFor[I]())
	o := a.operation(op)
	o.Metadata["own"] = own
	huma.Register(a.huma, o, func(ctx context.Context, in *I) (*Answer[page.Summary], error) {
		s, err := h(ctx, P(in))
		if err == nil {
			err = called(&s, P(in).summing().request)
		}
		if err != nil {
			a.gate.refused(ctx, op.ID, err)
			return nil, problemOf(requestOf(ctx), err)
		}
		return Say(s), nil
	})
}
