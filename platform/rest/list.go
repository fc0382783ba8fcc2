package rest

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"longhouse/platform/fault"
	"longhouse/platform/page"
)

// Sheet is a list on its way into a file.
type Sheet struct {
	Name    string
	Columns []SheetColumn
	Rows    iter.Seq2[[]string, error]
}

// SheetColumn is one column; amounts are written as numbers.
type SheetColumn struct {
	Name    string
	Numeric bool
}

// SheetWriter writes a sheet in one format.
type SheetWriter func(w io.Writer, s Sheet) error

// List is embedded by inputs of list operations.
type List struct {
	Limit   int    `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"Rows of a page"`
	After   string `query:"after" doc:"The next of the page before"`
	Sort    string `query:"sort" doc:"Up to three fields by comma, with - downwards: status,-created_at"`
	Q       string `query:"q" maxLength:"200" doc:"Free text"`
	Count   bool   `query:"count" doc:"Also count what matches, up to 10,000"`
	Filter  string `query:"filter" maxLength:"20000" doc:"A JSON tree of and, or, not over the list's fields"`
	Scope   string `query:"scope" enum:"own,team,dept" doc:"Only what is your own, your team's or your department's, as far as you may read it"`
	IDs     string `query:"ids" doc:"Only these records: up to 200 IDs, with commas between them"`
	Format  string `query:"format" enum:"json,csv,xlsx" default:"json" doc:"A file of all rows instead of a page"`
	Columns string `query:"columns" doc:"Columns of the file, by comma"`
	request page.Request
}

// Resolve reads the whole query string: the fields to filter by are the list's own.
func (l *List) Resolve(ctx huma.Context) []error {
	url := ctx.URL()
	values := url.Query()
	if values.Get("format") == "" && strings.Contains(ctx.Header("Accept"), "text/csv") {
		l.Format = "csv"
	}
	own, _ := ctx.Operation().Metadata["own"].([]string)
	entity, _ := ctx.Operation().Metadata["custom"].(string)
	r, err := requested(ctx.Context(), values, entity, own...)
	if err != nil {
		return []error{problemOf(requestOf(ctx.Context()), err)}
	}
	if values.Get("count") == "true" || values.Get("count") == "1" {
		r.Count = true
	}
	l.request = r
	return nil
}

// Page is what the caller asked for.
func (l *List) Page() page.Request { return l.request }

func (l *List) list() *List { return l }

type lister interface{ list() *List }

type listOut struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        func(huma.Context)
}

// RegisterList adds a list operation, which answers pages as JSON, and all of
// it as CSV or XLSX under the same rights and filter. own names query
// parameters that are the operation's own and no filter.
func RegisterList[T any, I any, P interface {
	*I
	lister
}](a *API, op Op, fields []string, h func(context.Context, P) (page.Page[T], error), own ...string) {
	reads(op, reflect.TypeFor[I]())
	if l := listing[T, I](op, own, h); l != nil {
		a.lists[op.ID] = l
	}
	op.Doc = join(op.Doc, filterable("Filter by", fields, op))
	o := a.operation(op)
	o.Metadata["own"] = own
	schema := a.huma.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[page.Page[T]](), true, "Page")
	o.Responses = map[string]*huma.Response{"200": {Description: "A page", Content: map[string]*huma.MediaType{
		"application/json": {Schema: schema}, "text/csv": {Schema: &huma.Schema{Type: "string"}}}}}
	huma.Register(a.huma, o, func(ctx context.Context, in *I) (*listOut, error) {
		l := P(in).list()
		if l.Format == "csv" || l.Format == "xlsx" {
			narrow := ctx
			if op.Export != "" { // a file holds no more than what may be taken out, row by row and field by field
				narrow = a.gate.through(ctx, op.Export)
			}
			out, err := file(ctx, narrow, a, op, l, func(r page.Request) (page.Page[T], error) { l.request = r; return h(narrow, P(in)) })
			if err != nil {
				a.gate.refused(ctx, op.ID, err)
				return nil, problemOf(requestOf(ctx), err)
			}
			return out, nil
		}
		p, err := h(ctx, P(in))
		if errors.Is(err, fault.ErrMoved) {
			if ctx, err = a.decide(ctx, op); err == nil {
				p, err = h(ctx, P(in))
			}
		}
		if err != nil {
			a.gate.refused(ctx, op.ID, err)
			return nil, problemOf(requestOf(ctx), err)
		}
		return &listOut{ContentType: "application/json", Body: func(hc huma.Context) {
			_ = json.NewEncoder(hc.BodyWriter()).Encode(p) // the client may be gone
		}}, nil
	})
}

// file reads page after page, so that memory does not grow with the list. The
// first page is read before anything is sent: its refusal is still a problem.
func file[T any](ctx, narrow context.Context, a *API, op Op, l *List, read func(page.Request) (page.Page[T], error)) (*listOut, error) {
	if op.Export != "" {
		if err := a.gate.May(ctx, op.Export); err != nil {
			return nil, err
		}
	}
	write, kind, ending := SheetWriter(nil), "text/csv; charset=utf-8", "csv"
	if l.Format == "xlsx" {
		write, kind, ending = a.xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"
	} else {
		write = writeCSV
	}
	if write == nil {
		return nil, errAcceptable
	}
	r := l.request
	r.Limit, r.Count = 200, a.gate.Exported != nil
	first, err := read(r)
	if err != nil {
		return nil, err
	}
	r.Count = false
	columns := columnsOf(reflect.TypeFor[T]())
	added, err := a.gate.custom(narrow, op.Custom)
	if err != nil {
		return nil, err
	}
	columns = append(columns, addedTo(reflect.TypeFor[T](), added)...)
	if l.Columns != "" {
		columns, err = choose(columns, strings.Split(l.Columns, ","))
		if err != nil {
			return nil, err
		}
	}
	if err := a.gate.exported(ctx, taken(op.ID, l, columns, first.Total, len(first.Items), first.Next != "")); err != nil {
		return nil, err
	}
	rows := func(yield func([]string, error) bool) {
		for p := first; ; {
			for _, item := range p.Items {
				if !yield(cells(reflect.ValueOf(item), columns), nil) {
					return
				}
			}
			if p.Next == "" {
				return
			}
			r.After = p.Next
			var err error
			if p, err = read(r); err != nil {
				yield(nil, err)
				return
			}
		}
	}
	name := strings.Trim(strings.ReplaceAll(op.Path, "/", "-"), "-")
	sheet := Sheet{Name: name, Columns: heads(columns), Rows: rows}
	return &listOut{ContentType: kind, Disposition: `attachment; filename="` + name + "." + ending + `"`, Body: func(hc huma.Context) {
		if err := write(hc.BodyWriter(), sheet); err != nil {
			// Half a file must not look like a whole one: cut the connection.
			panic(http.ErrAbortHandler) //nolint:forbidigo // the documented way to do that
		}
	}}, nil
}

// filterable says in the reference what a list knows.
func filterable(how string, fields []string, op Op) string {
	if op.Custom != "" {
		fields = append(slices.Clone(fields), "custom.<key> of the object's custom fields")
	}
	return how + ": " + strings.Join(fields, ", ") + "."
}

// taken says what is taken out, for who keeps account of it.
func taken(operation string, l *List, columns []column, count *page.Total, rows int, more bool) Export {
	e := Export{Operation: operation, Format: l.Format, Filter: map[string][]string{}, Rows: rows, More: more}
	if count != nil {
		e.Rows, e.More = count.Count, !count.Exact
	}
	for name, values := range l.request.Filter {
		e.Filter[name] = values
	}
	for name, value := range map[string]string{"q": l.Q, "scope": l.Scope, "filter": l.Filter, "ids": l.IDs} {
		if value != "" {
			e.Filter[name] = []string{value}
		}
	}
	for _, c := range columns {
		e.Columns = append(e.Columns, c.name)
	}
	return e
}

func choose(columns []column, names []string) ([]column, error) {
	var out []column
	for _, n := range names {
		n = strings.TrimSpace(n)
		chosen := slices.DeleteFunc(slices.Clone(columns), func(c column) bool { return c.name != n && (c.of == "" || c.of != n) })
		if len(chosen) == 0 {
			return nil, fault.ErrUnknownField.Field("/columns", "unknown_field", "There is no column "+n+".")
		}
		out = append(out, chosen...)
	}
	return out, nil
}
