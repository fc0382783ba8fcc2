package rest

import (
	"context"
	"encoding"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"

	"github.com/google/uuid"

	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// Bulk says what may be done to many records of a list at once. It names the
// operations that do it to one, so that each record meets its own rules and rights.
type Bulk struct {
	Entity string                       // crm.account: the kind of the records
	Title  string                       // the member that names a record: name
	Change string                       // crm-update-account: what set asks for; empty: nothing can be set
	Acts   map[string]string            // delete → crm-delete-account: what do asks for
	Fields map[string]kernel.Permission // fields that need a right besides Change's: owner_id
}

// BulkDesk keeps account of runs over many records. rest knows none; platform/bulk is one.
type BulkDesk interface {
	// Offer hears of each list whose records may be changed in runs, while wiring.
	Offer(l *BulkList)
	// Take does what a request asks for, or says what would happen.
	Take(ctx context.Context, l *BulkList, ask BulkBody) (BulkRun, error)
}

// BulkList is a list whose records may be changed in runs.
type BulkList struct {
	Name, Entity string // crm-bulk-accounts, crm.account
	api          *API
	list         *listed
	title        []int
	change       *single
	acts         map[string]*single
	fields       map[string]kernel.Permission
}

// BulkRecord is a record of a list as a run sees it.
type BulkRecord struct {
	ID      uuid.UUID
	Version int64
	Title   string
}

// BulkSet is the act of a run that sets fields.
const BulkSet = "set"

// RegisterBulk adds POST <list>/bulk to a list that is registered already.
func RegisterBulk(a *API, list string, b Bulk) {
	of := a.lists[list]
	if of == nil {
		panic("there is no list " + list + " to change in runs") //nolint:forbidigo // a defect that must keep the server from starting
	}
	l := &BulkList{Name: strings.Replace(list, "-list-", "-bulk-", 1), Entity: b.Entity, api: a, list: of, acts: map[string]*single{}, fields: b.Fields}
	doc := "Each record is changed by its own operation, with its own right, on the version that the run has seen. What is refused is listed with its reason, and the rest is done. " +
		"Up to 200 records are done at once; of more, a job takes care: read `GET /bulk/{id}`. All of a run is one operation for the history, so `POST /history/undo` takes it back."
	if b.Change != "" {
		l.change = a.mustSingle(list, b.Change)
		doc = join(doc, "`set` takes the fields of `"+b.Change+"`.")
	}
	for _, word := range slices.Sorted(maps.Keys(b.Acts)) {
		l.acts[word] = a.mustSingle(list, b.Acts[word])
		doc = join(doc, "`do`: `"+word+"` is `"+b.Acts[word]+"`.")
	}
	title, ok := memberOf(of.item, b.Title)
	if !ok {
		panic("records of " + list + " have no " + b.Title) //nolint:forbidigo // likewise
	}
	l.title = title
	if a.bulk == nil {
		return
	}
	a.bulk.Offer(l)
	op := Op{ID: l.Name, Method: http.MethodPost, Path: of.op.Path + "/bulk", Needs: of.op.Needs, MaxBody: 4 << 20, Doc: doc,
		Summary: "Change many records of the list, or see what would happen", Faults: BulkFaults}
	Register(a, op, func(ctx context.Context, in *struct{ Body BulkBody }) (*Answer[BulkRun], error) {
		run, err := a.bulk.Take(ctx, l, in.Body)
		if err != nil {
			return nil, err
		}
		return Say(run), nil
	})
}

// Matching reads a page of the records that match a query string.
func (l *BulkList) Matching(ctx context.Context, params map[string]string, after string) (records []BulkRecord, next string, err error) {
	values := url.Values{}
	for name, value := range params {
		switch name {
		case "after", "limit", "count", "format", "columns", "group", "of":
		default:
			values.Set(name, value)
		}
	}
	r, err := l.api.gate.requested(ctx, values, l.list.op.Custom, l.list.own...)
	if err != nil {
		return nil, "", err
	}
	r.After, r.Limit = after, 200
	return l.read(ctx, r)
}

// Among reads those of up to 200 records that the caller may see.
func (l *BulkList) Among(ctx context.Context, ids []uuid.UUID) ([]BulkRecord, error) {
	records, _, err := l.read(ctx, page.Request{IDs: ids, Limit: 200})
	return records, err
}

func (l *BulkList) read(ctx context.Context, r page.Request) ([]BulkRecord, string, error) {
	if err := l.api.gate.May(ctx, l.list.op.Needs); err != nil {
		return nil, "", err
	}
	items, next, err := l.list.read(ctx, r)
	if err != nil {
		return nil, "", err
	}
	out := make([]BulkRecord, items.Len())
	for i := range out {
		item := items.Index(i)
		out[i] = BulkRecord{Version: item.FieldByIndex(l.list.version).Int(), Title: cell(item.FieldByIndex(l.title))}
		if out[i].ID, err = uuid.Parse(cell(item.FieldByIndex(l.list.id))); err != nil {
			return nil, "", err
		}
	}
	return out, next, nil
}

// Check reads what would be set, or the act's own body, as the single operation reads its request.
func (l *BulkList) Check(act string, set []byte) (json.RawMessage, error) {
	one, err := l.single(act)
	if err != nil {
		return nil, err
	}
	empty := len(set) == 0 || string(set) == "null" || string(set) == "{}"
	switch {
	case empty && act == BulkSet:
		return nil, ErrBulkNothing
	case !one.takes && !empty:
		return nil, ErrBulkAct
	case !one.takes:
		return nil, nil
	case empty:
		set = []byte("{}")
	}
	return one.check(set)
}

// Needs are the rights that the act asks for on each record.
func (l *BulkList) Needs(act string, set json.RawMessage) []kernel.Permission {
	one, err := l.single(act)
	if err != nil {
		return nil
	}
	out := []kernel.Permission{one.op.Needs}
	var fields map[string]json.RawMessage
	if json.Unmarshal(set, &fields) != nil {
		return out
	}
	for name, right := range l.fields {
		if _, set := fields[name]; set && !slices.Contains(out, right) {
			out = append(out, right)
		}
	}
	return out
}

// Through narrows what ctx reaches to what a right reaches too.
func (l *BulkList) Through(ctx context.Context, p kernel.Permission) context.Context {
	return l.api.gate.through(ctx, p)
}

// Do does the act to one record. same: it was so already.
func (l *BulkList) Do(ctx context.Context, act string, id uuid.UUID, version int64, set json.RawMessage) (same bool, err error) {
	one, err := l.single(act)
	if err != nil {
		return false, err
	}
	after, err := one.do(ctx, id, version, set)
	return err == nil && after == version && version > 0, err
}

// Undoable says whether the caller may try to take such a run back.
func (l *BulkList) Undoable(ctx context.Context, act string) bool {
	one, err := l.single(act)
	return err == nil && !one.op.Final && l.api.gate.Undoable != nil && l.api.gate.Undoable(ctx, []string{l.Entity})
}

func (l *BulkList) single(act string) (*single, error) {
	if act == BulkSet && l.change != nil {
		return l.change, nil
	}
	if one := l.acts[act]; one != nil {
		return one, nil
	}
	return nil, ErrBulkAct
}

// listed is a list as runs read it.
type listed struct {
	op          Op
	own         []string
	item        reflect.Type
	id, version []int
	read        func(ctx context.Context, r page.Request) (items reflect.Value, next string, err error)
}

// listing keeps a list for runs; records without ID and version have none.
func listing[T any, I any, P interface {
	*I
	lister
}](op Op, own []string, h func(context.Context, P) (page.Page[T], error)) *listed {
	item := reflect.TypeFor[T]()
	id, ok := memberOf(item, "id")
	version, versioned := memberOf(item, "version")
	if !ok || !versioned || item.FieldByIndex(version).Type.Kind() != reflect.Int64 || !item.FieldByIndex(id).Type.Implements(reflect.TypeFor[encoding.TextMarshaler]()) {
		return nil
	}
	return &listed{op: op, own: own, item: item, id: id, version: version, read: func(ctx context.Context, r page.Request) (reflect.Value, string, error) {
		in := P(new(I))
		in.list().request = r
		p, err := h(ctx, in)
		return reflect.ValueOf(p.Items), p.Next, err
	}}
}

// memberOf finds a member of a record by its name in JSON.
func memberOf(t reflect.Type, name string) ([]int, bool) {
	if t.Kind() != reflect.Struct {
		return nil, false
	}
	for _, f := range reflect.VisibleFields(t) {
		if member, _, _ := strings.Cut(f.Tag.Get("json"), ","); member == name && f.IsExported() {
			return f.Index, true
		}
	}
	return nil, false
}
