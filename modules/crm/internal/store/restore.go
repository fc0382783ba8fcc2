package store

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"time"

	"github.com/google/uuid"

	"longhouse/modules/crm/internal/domain"
	"longhouse/modules/crm/internal/store/sqlcgen"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// Columns that a record keeps whatever is undone.
var kept = map[string]bool{"org_id": true, "id": true, "version": true, "created_at": true, "updated_at": true}

var (
	decimalType = reflect.TypeFor[kernel.Decimal]()
	customType  = reflect.TypeFor[kernel.Custom]()
)

// overlay writes values that history kept over a row. The row may share what it
// points to with the present record, so pointers are made anew and never written through.
func overlay[T any](row *T, old map[string]any) error {
	given := map[string]any{}
	t := reflect.TypeFor[T]()
	for i := range t.NumField() {
		name := t.Field(i).Tag.Get("json")
		v, ok := old[name]
		if !ok || kept[name] && name != "created_at" {
			continue
		}
		if t.Field(i).Type == customType { // the keys that are named go back, and no others
			f := reflect.ValueOf(row).Elem().Field(i)
			values, _ := v.(map[string]any)
			f.Set(reflect.ValueOf(f.Interface().(kernel.Custom).Put(values))) //nolint:forcetypeassert // the line above
			continue
		}
		if _, number := v.(float64); (number || isNumber(v)) && decimal(t.Field(i).Type) {
			v = fmt.Sprint(v) // amounts are texts to us, and numbers to the database
		}
		given[name] = v
		if f := reflect.ValueOf(row).Elem().Field(i); f.Kind() == reflect.Pointer {
			f.SetZero()
		}
	}
	b, err := json.Marshal(given)
	if err != nil {
		return fmt.Errorf("read old values: %w", err)
	}
	if err := json.Unmarshal(b, row); err != nil {
		return fmt.Errorf("read old values: %w", err)
	}
	return nil
}

func decimal(t reflect.Type) bool { return t == decimalType || t == reflect.PointerTo(decimalType) }

func isNumber(v any) bool {
	_, ok := v.(json.Number)
	return ok
}

// OldAccount is an account with its old values back.
func OldAccount(a Account, old map[string]any) (Account, error) {
	err := overlay(&a, old)
	return a, err
}

// OldContact is a contact with its old values back.
func OldContact(c Contact, old map[string]any) (Contact, error) {
	err := overlay(&c, old)
	return c, err
}

// OldDeal is a deal with its old values back, and whether it was in the trash.
func OldDeal(d domain.Deal, old map[string]any) (domain.Deal, *time.Time, error) {
	r := dealRow(d)
	err := overlay(&r, old)
	return dealOf(r), r.DeletedAt, err
}

// OldOrder is an order's head with its old values back.
func OldOrder(o domain.Order, old map[string]any) (domain.Order, error) {
	r := orderRow(o)
	err := overlay(&r, old)
	back := orderOf(r, nil)
	back.Lines = o.Lines
	return back, err
}

// LockTrashedAccount is LockAccount that also finds what is in the trash.
func LockTrashedAccount(ctx context.Context, tx *db.Tx, scope page.Scope, id uuid.UUID) (Account, error) {
	return get(AccountList, scope, tx).LockAnyAccount(ctx, id)
}

// LockTrashedContact is LockContact that also finds what is in the trash.
func LockTrashedContact(ctx context.Context, tx *db.Tx, scope page.Scope, id uuid.UUID) (Contact, error) {
	return get(ContactList, scope, tx).LockAnyContact(ctx, id)
}

// LockTrashedDeal is LockDeal that also finds what is in the trash.
func LockTrashedDeal(ctx context.Context, tx *db.Tx, scope page.Scope, id uuid.UUID) (domain.Deal, error) {
	row, err := get(DealList, scope, tx).LockAnyDeal(ctx, id)
	return dealOf(row), err
}

// parts are the tables whose rows hang on a record and come back with it.
var parts = []string{"crm.contact_point", "crm.address", "crm.affiliation", "crm.order_line"}

// PutPartsBack gives what hangs on a locked record its old rows back. Whatever
// stops being the primary one does so first, as there is one of them at most.
func PutPartsBack(ctx context.Context, tx *db.Tx, was kernel.Past) error {
	rows := slices.Clone(was.Parts)
	slices.SortStableFunc(rows, func(a, b kernel.PastPart) int {
		first := map[bool]int{true: 0, false: 1}
		return first[a.Old["is_primary"] == false] - first[b.Old["is_primary"] == false]
	})
	for _, table := range parts {
		if err := tx.PutBack(ctx, table, rows); err != nil {
			return err
		}
	}
	return nil
}

// PreferHashJoins keeps a report from looping over rows one by one right after
// a large import, when the planner still believes that the tables are empty.
func PreferHashJoins(ctx context.Context, tx *db.Tx) error {
	return sqlcgen.New(tx).PreferHashJoins(ctx)
}
