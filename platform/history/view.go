package history

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/authz"
	"longhouse/platform/page"
)

// Item is one change of one row: who, when, through what, and what.
type Item struct {
	ID          string        `json:"id"`
	ChangeSetID uuid.UUID     `json:"change_set_id" doc:"All that one transaction changed; what an undo takes back"`
	At          time.Time     `json:"at"`
	Actor       Actor         `json:"actor"`
	Via         string        `json:"via" enum:"ui,api,import,job,system"`
	Reason      string        `json:"reason,omitempty"`
	Op          string        `json:"op" enum:"created,updated,deleted"`
	Entity      string        `json:"entity" doc:"The record's kind, or the table of one of its parts" example:"crm.order_line"`
	EntityID    uuid.UUID     `json:"entity_id"`
	Title       string        `json:"title,omitempty"`
	Fields      []FieldChange `json:"fields"`
	OperationID *uuid.UUID    `json:"operation_id,omitempty" doc:"The run of many change sets that this belongs to"`
	Policy      *int64        `json:"policy_version,omitempty" doc:"Which version of the organisation's own policy was in force, in the audit log"`
	Undoable    bool          `json:"undoable" doc:"Whether you may try to undo it"`
	WhyNot      string        `json:"why_not,omitempty" doc:"Why you may not"`
}

// FieldChange is a value of a field before and after.
type FieldChange struct {
	Name   string `json:"name"`
	Before any    `json:"before"`
	After  any    `json:"after"`
}

// Columns that say nothing to people.
var bookkeeping = map[string]bool{"org_id": true, "id": true, "version": true, "created_at": true, "updated_at": true}

var ops = map[string]string{"insert": "created", "update": "updated", "delete": "deleted"}

// sight is what a reader may see of a kind of record.
type sight struct {
	entity *Entity
	scope  page.Scope
	// classes are those of custom fields, by key; nil: there are none.
	classes func() (map[string]string, bool)
}

// sees fails unless the caller may read records of the kind in some scope.
func (e *Entity) sees(ctx context.Context) (sight, error) {
	scope, err := authz.Scope(ctx, e.Read)
	see := sight{entity: e, scope: scope}
	if e.classes != nil {
		see.classes = e.classes(ctx)
	}
	return see, err
}

// all says that no record of the kind is outside the reader's scope.
func (v sight) all() bool {
	return v.scope.Allow == page.All && v.scope.Deny == page.None && v.scope.Also == nil
}

// opens says whether the reader may learn of changes in a table at all.
func (v sight) opens(table string) bool {
	class, sealed := v.entity.Sealed[table]
	return !sealed || v.scope.MayRead(class)
}

// shows says whether the reader may see a column. A class that does not cover
// the whole scope is left out: history does not know how the reader stands to a record.
func (v sight) shows(table, column string) bool {
	if bookkeeping[column] || !v.opens(table) {
		return false
	}
	if key, added := strings.CutPrefix(column, customPrefix); added && table == v.entity.Name {
		return v.showsCustom(key)
	}
	name := column
	if table != v.entity.Name {
		name = table + "." + column
	}
	class, hidden := v.entity.Hidden[name]
	return !hidden || class != "" && v.scope.MayRead(class)
}

// fields are the changes of a row that the reader may see, by name.
func (v sight) fields(table string, before, after []byte) ([]FieldChange, error) {
	was, is, err := images(before, after)
	if err != nil {
		return nil, err
	}
	out := []FieldChange{}
	for name := range both(was, is) {
		change := FieldChange{Name: name, Before: shown(was[name]), After: shown(is[name])}
		if v.shows(table, name) && (change.Before != nil || change.After != nil) {
			out = append(out, change)
		}
	}
	slices.SortFunc(out, func(a, b FieldChange) int { return strings.Compare(a.Name, b.Name) })
	return out, nil
}

func both(a, b map[string]any) map[string]bool {
	out := map[string]bool{}
	for name := range a {
		out[name] = true
	}
	for name := range b {
		out[name] = true
	}
	return out
}

// values reads an image with all the digits of its numbers.
func values(raw []byte) (map[string]any, error) {
	if raw == nil {
		return nil, nil
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var out map[string]any
	if err := d.Decode(&out); err != nil {
		return nil, fmt.Errorf("read what history kept: %w", err)
	}
	return out, nil
}

// shown is a value on the wire: amounts are texts there, as everywhere.
func shown(v any) any {
	n, ok := v.(json.Number)
	if !ok || !strings.ContainsRune(n.String(), '.') {
		return v
	}
	return trimmed(n)
}

// trimmed drops the zeros that a column's scale adds: 12.500000 is 12.5.
func trimmed(n json.Number) string {
	return strings.TrimSuffix(strings.TrimRight(n.String(), "0"), ".")
}

// old is a value for Restore: a whole number that float64 holds, or all digits
// that count. What has a scale stays a json.Number, be it whole.
func old(v any) any {
	n, ok := v.(json.Number)
	if !ok {
		return v
	}
	if i, err := n.Int64(); err == nil && i > -1<<53 && i < 1<<53 {
		return float64(i)
	}
	if strings.ContainsRune(n.String(), '.') {
		return json.Number(trimmed(n))
	}
	return n
}
