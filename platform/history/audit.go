package history

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/authz"
	"longhouse/platform/fault"
	"longhouse/platform/history/sqlcgen"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// ChangeSet is one transaction that changed something.
type ChangeSet struct {
	ID          uuid.UUID  `json:"id"`
	At          time.Time  `json:"at"`
	Actor       Actor      `json:"actor"`
	Via         string     `json:"via" enum:"ui,api,import,job,system"`
	TokenID     *uuid.UUID `json:"token_id,omitempty" doc:"The API token that opened the door"`
	RequestID   *uuid.UUID `json:"request_id,omitempty"`
	OperationID *uuid.UUID `json:"operation_id,omitempty" doc:"The run of many change sets that this belongs to"`
	Reason      string     `json:"reason,omitempty"`
	Changes     int        `json:"changes" doc:"Rows that it changed"`
	Summary     string     `json:"summary" doc:"What it changed, in one line" example:"crm.order: 1 updated; crm.order_line: 3 created"`
	Tables      []Touched  `json:"tables"`
	Policy      *int64     `json:"policy_version,omitempty" doc:"Which version of the organisation's own policy was in force; none: it had none"`
	Undoable    bool       `json:"undoable" doc:"Whether you may try to undo it"`
}

// Touched counts the rows of one table that a change set touched.
type Touched struct {
	Table   string `json:"table"`
	Created int    `json:"created,omitempty"`
	Updated int    `json:"updated,omitempty"`
	Deleted int    `json:"deleted,omitempty"`
}

var changeSets = page.Spec{
	Columns: map[string]page.Column{
		"at":           {Expr: "s.at", Cast: "timestamptz", Ops: page.Range, Sort: true},
		"via":          {Expr: "s.via", Cast: "text", Ops: page.OneOf},
		"subject":      {Expr: "s.actor", Cast: "text", Ops: page.OneOf},
		"operation_id": {Expr: "s.operation_id", Cast: "uuid", Ops: page.OneOf | page.Empty},
		"request_id":   {Expr: "s.request_id", Cast: "uuid", Ops: page.OneOf},
		"token_id":     {Expr: "s.token_id", Cast: "uuid", Ops: page.OneOf},
	},
	Tie: "s.id", Default: "-at", Search: "history.change_set_search",
}

// Fields by which change sets are filtered.
var filters = []string{"actor", "at", "via", "table", "op", "operation_id", "request_id", "token_id", "record"}

// ChangeSets lists what was changed in the organisation, by anybody, newest
// first. It names tables and numbers of rows, never a value.
func (s *Service) ChangeSets(ctx context.Context, r page.Request) (page.Page[ChangeSet], error) {
	none := page.Page[ChangeSet]{}
	scope, err := authz.Scope(ctx, ReadChanges)
	if err != nil {
		return none, err
	}
	may, err := s.mayUndo(ctx)
	if err != nil {
		return none, err
	}
	r, what, err := narrowed(r)
	if err != nil {
		return none, err
	}
	q, err := changeSets.Compile(r, scope)
	if err != nil {
		return none, err
	}
	type found struct {
		sets    []sqlcgen.ChangeSetsRow
		touched []sqlcgen.TablesOfRow
	}
	rows, err := read2(ctx, s, q, func(listed, plain *sqlcgen.Queries) (f found, err error) {
		f.sets, err = listed.ChangeSets(ctx, sqlcgen.ChangeSetsParams{Tables: what.tables, Operations: what.kinds, OneRecord: what.record != uuid.Nil, Record: what.record, Max: q.Max()})
		if err != nil {
			return f, err
		}
		ids := make([]uuid.UUID, len(f.sets))
		for i, set := range f.sets {
			ids[i] = set.ID
		}
		f.touched, err = plain.TablesOf(ctx, ids)
		return f, err
	})
	if err != nil {
		return none, fmt.Errorf("list change sets: %w", err)
	}
	subjects := make([]string, len(rows.sets))
	for i, set := range rows.sets {
		subjects[i] = set.Actor
	}
	who, err := s.actors(ctx, subjects)
	if err != nil {
		return none, err
	}
	touched := countByTable(rows.touched)
	return page.Cut(q, rows.sets,
		func(c sqlcgen.ChangeSetsRow) (string, uuid.UUID) { return c.PageKey, c.ID },
		func(c sqlcgen.ChangeSetsRow) ChangeSet {
			out := ChangeSet{ID: c.ID, At: c.At, Actor: who[c.Actor], Via: c.Via, TokenID: c.TokenID, RequestID: c.RequestID, OperationID: c.OperationID, Tables: touched[c.ID], Policy: c.PolicyVersion}
			if c.Reason != nil {
				out.Reason = *c.Reason
			}
			able := may.of(c.Actor, c.At) == nil
			for _, t := range out.Tables {
				out.Changes += t.Created + t.Updated + t.Deleted
				e := s.entities[t.Table]
				out.Summary = summed(out.Summary, t)
				out.Undoable = out.Undoable || able && e != nil && may.whyNot(e, t.Table, c.Actor, c.At) == ""
			}
			return out
		}), nil
}

// summed adds a table to a line about many.
func summed(line string, t Touched) string {
	var did []string
	for _, d := range []struct {
		n    int
		word string
	}{{t.Created, "created"}, {t.Updated, "updated"}, {t.Deleted, "deleted"}} {
		if d.n > 0 {
			did = append(did, strconv.Itoa(d.n)+" "+d.word)
		}
	}
	if line != "" {
		line += "; "
	}
	return line + t.Table + ": " + strings.Join(did, ", ")
}

// narrowing is what a list of change sets is narrowed to by what they changed.
type narrowing struct {
	tables, kinds []string
	record        uuid.UUID // that was changed, or a part of it
}

// narrowed takes out of a request what is no column of a change set: the
// actor's ID, which may be a user's or a service's word, and what it changed.
func narrowed(r page.Request) (out page.Request, what narrowing, err error) {
	what = narrowing{tables: []string{}, kinds: []string{}}
	filter := map[string][]string{}
	for name, given := range r.Filter {
		var words []string
		for _, v := range given {
			words = append(words, strings.Split(v, ",")...)
		}
		switch name {
		case "subject":
			return r, what, fault.ErrUnknownField.At("/subject")
		case "actor":
			for i, w := range words {
				words[i] = "s:" + w
				if id, err := uuid.Parse(w); err == nil {
					words[i] = "u:" + id.String()
				}
			}
			filter["subject"] = []string{strings.Join(words, ",")}
		case "table":
			what.tables = words
		case "record":
			if what.record, err = uuid.Parse(words[0]); err != nil || len(words) != 1 {
				return r, what, fault.ErrInvalid.Field("/record", "invalid", "Name one record by its ID.")
			}
		case "op":
			for _, w := range words {
				op, ok := map[string]string{"created": "insert", "updated": "update", "deleted": "delete"}[w]
				if !ok {
					return r, what, fault.ErrInvalid.Field("/op", "invalid", "Say created, updated or deleted.")
				}
				what.kinds = append(what.kinds, op)
			}
		default:
			filter[name] = given
		}
	}
	r.Filter = filter
	return r, what, nil
}

func countByTable(rows []sqlcgen.TablesOfRow) map[uuid.UUID][]Touched {
	out := map[uuid.UUID][]Touched{}
	for _, r := range rows {
		list := out[r.ChangeSetID]
		if len(list) == 0 || list[len(list)-1].Table != r.TableName {
			list = append(list, Touched{Table: r.TableName})
		}
		t := &list[len(list)-1]
		switch r.Op {
		case "insert":
			t.Created = int(r.Rows)
		case "update":
			t.Updated = int(r.Rows)
		case "delete":
			t.Deleted = int(r.Rows)
		}
		out[r.ChangeSetID] = list
	}
	return out
}

// Changes is what one change set changed, row by row. Values are shown of
// records that the reader may read, and only those that they may see.
func (s *Service) Changes(ctx context.Context, set uuid.UUID, limit int, after string) (page.Page[Item], error) {
	none := page.Page[Item]{}
	if err := authz.Allowed(ctx, ReadChanges); err != nil {
		return none, err
	}
	below, err := position(after)
	if err != nil {
		return none, err
	}
	rows, err := read(ctx, s, func(q *sqlcgen.Queries) ([]sqlcgen.ChangesOfRow, error) {
		return q.ChangesOf(ctx, sqlcgen.ChangesOfParams{ID: set, Below: below, Max: int32(limit) + 1})
	})
	if err != nil {
		return none, fmt.Errorf("read change set %s: %w", set, err)
	}
	if len(rows) == 0 && after == "" {
		return none, fault.ErrNotFound
	}
	out := page.Page[Item]{Items: make([]Item, 0, len(rows))}
	if len(rows) > limit {
		rows = rows[:limit]
		out.Next = marker(rows[limit-1].N)
	}
	may, err := s.mayUndo(ctx)
	if err != nil {
		return none, err
	}
	subjects, records := []string{}, []kernel.Record{}
	for _, r := range rows {
		item, err := s.audited(ctx, r)
		if err != nil {
			return none, err
		}
		item.Policy = r.PolicyVersion
		if e := s.entities[r.TableName]; e != nil {
			item.WhyNot = may.whyNot(e, r.TableName, r.Actor, r.At)
			item.Undoable = item.WhyNot == ""
		}
		out.Items = append(out.Items, item)
		subjects, records = append(subjects, r.Actor), append(records, kernel.Record{Entity: r.TableName, ID: r.RowID})
	}
	who, err := s.actors(ctx, subjects)
	if err != nil {
		return none, err
	}
	titles, err := s.Titles(ctx, records)
	for i, subject := range subjects {
		out.Items[i].Actor, out.Items[i].Title = who[subject], titles[records[i]]
	}
	return out, err
}

// audited draws a change for an auditor, whose right to the log is no right to
// the records in it: kinds that nobody registered, or that they may not read, show no value.
func (s *Service) audited(ctx context.Context, r sqlcgen.ChangesOfRow) (Item, error) {
	bare, _ := sight{entity: &Entity{}}.item(r)
	bare.Fields = []FieldChange{}
	candidates, id := s.owners[r.TableName], r.RowID
	if e := s.entities[r.TableName]; e != nil {
		candidates = []*Entity{e}
	} else if r.OwnerID != nil {
		id = *r.OwnerID
	}
	for _, e := range candidates {
		see, err := e.sees(ctx)
		if err == nil && (len(candidates) == 1 && see.all() || e.Visible(ctx, id) == nil) {
			return see.item(r)
		}
	}
	return bare, nil
}
