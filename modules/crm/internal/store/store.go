// Package store is crm's SQL: rows to domain and views, and back. Its
// functions take the transaction, so nothing runs outside one.
package store

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"github.com/google/uuid"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/domain"
	"longhouse/modules/crm/internal/store/sqlcgen"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// Rows of the tables, as their owners in app handle them.
type (
	Account     = sqlcgen.CrmAccount
	Contact     = sqlcgen.CrmContact
	Affiliation = sqlcgen.CrmAffiliation
	Point       = sqlcgen.CrmContactPoint
	Address     = sqlcgen.CrmAddress
	SalesItem   = sqlcgen.CrmSalesItem
)

// Faults says to the user what a broken constraint means.
var Faults = map[string]*fault.Error{
	"account_code_is_unique":              crm.ErrAccountCodeTaken,
	"account_is_not_its_own_parent":       crm.ErrParentCycle,
	"account_of_parent":                   crm.ErrReference.At("/parent_id"),
	"account_has_a_name":                  fault.ErrInvalid.Field("/name", "required", "Give the account a name."),
	"account_has_a_known_lifecycle":       fault.ErrInvalid.Field("/lifecycle", "invalid", "A lifecycle is prospect, customer, former, partner or other."),
	"account_has_a_currency_or_none":      fault.ErrInvalid.Field("/currency", "invalid", "A currency has three capital letters, as EUR."),
	"contact_code_is_unique":              crm.ErrContactCodeTaken,
	"contact_has_a_name":                  fault.ErrInvalid.Field("/last_name", "required", "Give the contact a name."),
	"affiliation_of_account":              crm.ErrReference.At("/account_id"),
	"affiliation_is_live_once":            crm.ErrAffiliated,
	"one_live_primary_affiliation":        crm.ErrPrimaryTaken,
	"affiliation_ends_after_it_starts":    fault.ErrInvalid.Field("/ended_on", "invalid", "It cannot end before it starts."),
	"contact_point_is_unique":             crm.ErrPointTaken,
	"one_primary_contact_point":           fault.ErrConflict,
	"address_says_something":              fault.ErrInvalid.Field("/lines", "required", "An address needs at least a street, a city, a postcode or a country."),
	"pipeline_name_is_unique":             crm.ErrPipelineName,
	"stage_name_is_unique":                crm.ErrStageName,
	"stage_of_pipeline":                   crm.ErrOtherPipeline.At("/stage_id"),
	"deal_code_is_unique":                 crm.ErrDealCodeTaken,
	"deal_of_account":                     crm.ErrReference.At("/account_id"),
	"deal_of_contact":                     crm.ErrReference.At("/contact_id"),
	"lost_reason_name_is_unique":          crm.ErrReasonName,
	"deal_lost_for_a_reason":              crm.ErrLostReason,
	"deal_status_is_its_stages_category":  crm.ErrStageInUse,
	"stage_history_of_stage":              crm.ErrStageInUse,
	"order_number_is_unique":              crm.ErrNumberTaken,
	"order_of_account":                    crm.ErrReference.At("/account_id"),
	"order_of_contact":                    crm.ErrReference.At("/contact_id"),
	"stage_probability_fits_its_category": fault.ErrInvalid.Field("/stages", "invalid", "Won is 100 % sure, lost 0 %, all else between."),
}

// insert writes many rows in one statement. columns are ours, never a client's.
func insert[T any](ctx context.Context, tx *db.Tx, table string, columns []string, rows []T) error {
	return put(ctx, tx, table, columns, rows, "")
}

// insertNew leaves rows alone that are there already.
func insertNew[T any](ctx context.Context, tx *db.Tx, table string, columns []string, rows []T) error {
	return put(ctx, tx, table, columns, rows, " on conflict do nothing")
}

// upsert writes over rows that are there already.
func upsert[T any](ctx context.Context, tx *db.Tx, table, key string, columns []string, rows []T) error {
	set := make([]string, len(columns))
	for i, c := range columns {
		set[i] = c + " = excluded." + c
	}
	return put(ctx, tx, table, columns, rows, " on conflict on constraint "+key+" do update set "+strings.Join(set, ", "))
}

func put[T any](ctx context.Context, tx *db.Tx, table string, columns []string, rows []T, conflict string) error {
	if len(rows) == 0 {
		return nil
	}
	b, err := json.Marshal(picked(columns, rows))
	if err != nil {
		return fmt.Errorf("write rows of %s: %w", table, err)
	}
	sql := "insert into " + table + " (" + strings.Join(columns, ", ") + ") select r." + strings.Join(columns, ", r.") +
		" from jsonb_populate_recordset(null::" + table + ", $1::jsonb) r" + conflict
	if _, err := tx.Exec(ctx, sql, string(b)); err != nil {
		return fmt.Errorf("write rows of %s: %w", table, err)
	}
	return nil
}

// picked leaves out what the database makes itself: generated columns are zero
// values here, and an empty text is no day.
func picked[T any](columns []string, rows []T) []map[string]any {
	at := map[string]int{}
	t := reflect.TypeFor[T]()
	for i := range t.NumField() {
		at[t.Field(i).Tag.Get("json")] = i
	}
	out := make([]map[string]any, len(rows))
	for i := range rows {
		v := reflect.ValueOf(rows[i])
		out[i] = make(map[string]any, len(columns))
		for _, c := range columns {
			out[i][c] = v.Field(at[c]).Interface()
		}
	}
	return out
}

// Day is a day for a column that may be null.
func Day(d kernel.Date) *kernel.Date {
	if d.IsZero() {
		return nil
	}
	return &d
}

// DayOf is the day of a column that may be null.
func DayOf(d *kernel.Date) kernel.Date {
	if d == nil {
		return kernel.Date{}
	}
	return *d
}

// guarded turns an update of no row into Stale: the row was locked before, so
// only another version can be why.
func guarded(n int64, err error) error {
	if err == nil && n == 0 {
		return fault.ErrStale
	}
	return err
}

// folded lets the filter by name meet the folded column.
func folded(r page.Request) page.Request {
	if given := r.Filter["name"]; len(given) > 0 {
		filter := make(map[string][]string, len(r.Filter))
		for k, v := range r.Filter {
			filter[k] = v
		}
		names := make([]string, len(given))
		for i, v := range given {
			names[i] = domain.Fold(v)
		}
		filter["name"] = names
		r.Filter = filter
	}
	return r
}

func counted(q *page.Query, count func() (int64, error)) (*page.Total, error) {
	if !q.WantsCount() {
		return nil, nil //nolint:nilnil // nobody asked for a total
	}
	n, err := count()
	if err != nil {
		return nil, err
	}
	return page.NewTotal(n), nil
}

func on(q *page.Query, tx *db.Tx) *sqlcgen.Queries { return sqlcgen.New(q.On(tx)) }

func get(s *page.Spec, scope page.Scope, tx *db.Tx) *sqlcgen.Queries { return on(s.One(scope), tx) }

// told reads one thing of each record that is asked for and that the scope reaches.
func told[R, V any](ctx context.Context, scope page.Scope, ids []uuid.UUID, read func(context.Context, []uuid.UUID) ([]R, error), pair func(R) (uuid.UUID, V)) (map[uuid.UUID]V, error) {
	out := map[uuid.UUID]V{}
	if len(ids) == 0 || scope.Never() {
		return out, nil
	}
	rows, err := read(ctx, ids)
	for _, r := range rows {
		id, v := pair(r)
		out[id] = v
	}
	return out, err
}

// IDs that a list mentions, each once and sorted.
func distinct(ids []*uuid.UUID) []uuid.UUID {
	seen := map[uuid.UUID]bool{}
	out := []uuid.UUID{}
	for _, id := range ids {
		if id != nil && !seen[*id] {
			seen[*id] = true
			out = append(out, *id)
		}
	}
	return out
}

// Distinct lists the IDs that a page mentions, each once.
func Distinct(ids ...*uuid.UUID) []uuid.UUID { return distinct(ids) }
