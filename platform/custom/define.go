package custom

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"longhouse/platform/custom/sqlcgen"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// Fields lists the fields of a kind of record, in their order, that the caller may see.
func (s *Service) Fields(ctx context.Context, entity string, archived bool) ([]Field, error) {
	see, err := s.entity(ctx, entity)
	if err != nil {
		return nil, err
	}
	all, err := s.all(ctx, entity, archived)
	return see.readable(all), err
}

func (s *Service) all(ctx context.Context, entity string, archived bool) ([]Field, error) {
	return db.Glance(ctx, s.db, func(tx *db.Tx) ([]Field, error) { return s.within(ctx, tx, entity, archived) })
}

// within reads the fields in a transaction of any module, which may read them too.
func (*Service) within(ctx context.Context, tx *db.Tx, entity string, archived bool) ([]Field, error) {
	rows, err := query(tx).FieldsOf(ctx, sqlcgen.FieldsOfParams{Entity: entity, Archived: archived})
	if err != nil {
		return nil, fmt.Errorf("read custom fields of %s: %w", entity, err)
	}
	return fieldsOf(rows)
}

// Field reads one field that the caller may see.
func (s *Service) Field(ctx context.Context, id uuid.UUID) (Field, error) {
	f, err := db.Glance(ctx, s.db, func(tx *db.Tx) (Field, error) {
		r, err := query(tx).GetField(ctx, id)
		if err != nil {
			return Field{}, err
		}
		return fieldOf(r)
	})
	if err != nil {
		return Field{}, err
	}
	see, err := s.entity(ctx, f.Entity)
	if err != nil || !see.reads(f) {
		return Field{}, fault.ErrNotFound
	}
	return f, nil
}

// Create adds a field behind the others of its object.
func (s *Service) Create(ctx context.Context, b CreateBody) (Field, error) {
	see, err := s.entity(ctx, b.Entity)
	if err != nil {
		return Field{}, err
	}
	f := Field{ID: kernel.NewUUID(), Entity: b.Entity, Key: b.Key, Kind: b.Kind, Label: b.Label, Help: b.Help, Options: b.Options, EntityOf: b.EntityOf, Currency: b.Currency,
		Decimals: 2, Required: b.Required, Unique: b.Unique, Default: b.Default, Class: b.Class, Searchable: b.Searchable}
	if b.Decimals != nil {
		f.Decimals = *b.Decimals
	}
	if f.Kind == Integer {
		f.Decimals = 0
	}
	if err := s.settle(ctx, &f, nil, see); err != nil {
		return Field{}, err
	}
	f.CreatedAt = s.o.Clock.Now()
	return db.Write(ctx, s.db, func(tx *db.Tx) (Field, error) {
		if err := query(tx).LockEntity(ctx, f.Entity); err != nil {
			return Field{}, err
		}
		taken, err := query(tx).KeysOf(ctx, f.Entity)
		if err != nil {
			return Field{}, err
		}
		keys, live, last := map[string]bool{}, 0, int32(0)
		for _, k := range taken {
			if keys[k.Key] = true; k.Live {
				live++
			}
			last = max(last, k.Position)
		}
		if live >= mostLive || len(taken) >= mostEver {
			return Field{}, ErrTooMany
		}
		if b.Key == "" {
			f.Key = fresh(f.Key, func(k string) bool { return keys[k] })
		}
		f.Position = last + 1
		p, err := row(f)
		if err != nil {
			return Field{}, err
		}
		if err := query(tx).AddField(ctx, sqlcgen.AddFieldParams{ID: f.ID, Entity: f.Entity, Key: f.Key, Kind: f.Kind, Label: p.Label, Help: p.Help, Options: p.Options,
			EntityOf: f.EntityOf, Currency: f.Currency, Decimals: f.Decimals, Required: f.Required, IsUnique: f.Unique, DefaultValue: p.DefaultValue, Class: f.Class,
			Searchable: f.Searchable, Position: f.Position, At: f.CreatedAt}); err != nil {
			return Field{}, err
		}
		return reread(ctx, tx, f.ID)
	})
}

func reread(ctx context.Context, tx *db.Tx, id uuid.UUID) (Field, error) {
	r, err := query(tx).GetField(ctx, id)
	if err != nil {
		return Field{}, err
	}
	return fieldOf(r)
}

// row is a field's lists and texts as the table keeps them.
func row(f Field) (r sqlcgen.CustomField, err error) {
	for from, into := range map[any]*[]byte{&f.Label: &r.Label, &f.Help: &r.Help, &f.Options: &r.Options, &f.Default: &r.DefaultValue} {
		if d, ok := from.(*any); ok && *d == nil {
			continue
		}
		if *into, err = json.Marshal(from); err != nil {
			return r, fmt.Errorf("write custom field %s: %w", f.Key, err)
		}
	}
	return r, nil
}

// Change changes a field that the caller has seen in a version.
func (s *Service) Change(ctx context.Context, id uuid.UUID, version int64, b ChangeBody) (Field, error) {
	have, err := s.Field(ctx, id)
	if err != nil {
		return Field{}, err
	}
	see, err := s.entity(ctx, have.Entity)
	if err != nil {
		return Field{}, err
	}
	f := have
	if b.Label != nil {
		f.Label = b.Label
	}
	set(&f.Help, b.Help)
	set(&f.Options, b.Options)
	set(&f.Currency, b.Currency)
	set(&f.Decimals, b.Decimals)
	set(&f.Required, b.Required)
	set(&f.Unique, b.Unique)
	set(&f.Class, b.Class)
	set(&f.Searchable, b.Searchable)
	switch b.Default {
	case nil:
	case "":
		f.Default = nil
	default:
		f.Default = b.Default
	}
	if err := s.settle(ctx, &f, &have, see); err != nil {
		return Field{}, err
	}
	if err := s.fits(ctx, have, f); err != nil {
		return Field{}, err
	}
	return s.save(ctx, id, version, func(now *Field) error {
		if !now.live() {
			return ErrArchived
		}
		f.Position = now.Position
		*now = f
		return nil
	})
}

func set[T any](to *T, from *T) {
	if from != nil {
		*to = *from
	}
}

// Archive takes a field out of use. Its values stay in the records and its key stays taken.
func (s *Service) Archive(ctx context.Context, id uuid.UUID, version int64) (Field, error) {
	if _, err := s.Field(ctx, id); err != nil {
		return Field{}, err
	}
	now := s.o.Clock.Now()
	return s.save(ctx, id, version, func(f *Field) error {
		if f.live() {
			f.ArchivedAt = &now
		}
		return nil
	})
}

// Revive puts an archived field back into use, behind the others.
func (s *Service) Revive(ctx context.Context, id uuid.UUID, version int64) (Field, error) {
	have, err := s.Field(ctx, id)
	if err != nil {
		return Field{}, err
	}
	all, err := s.all(ctx, have.Entity, false)
	if err != nil {
		return Field{}, err
	}
	if !have.live() && len(all) >= mostLive {
		return Field{}, ErrTooMany
	}
	return s.save(ctx, id, version, func(f *Field) error {
		f.ArchivedAt = nil
		return nil
	})
}

// save writes what change makes of a field, one version on; what is as it was stays.
func (s *Service) save(ctx context.Context, id uuid.UUID, version int64, change func(*Field) error) (Field, error) {
	at := s.o.Clock.Now()
	return db.Write(ctx, s.db, func(tx *db.Tx) (Field, error) {
		r, err := query(tx).LockField(ctx, id)
		if err != nil {
			return Field{}, err
		}
		if r.Version != version {
			return Field{}, fault.StaleAt(r.Version)
		}
		was, err := fieldOf(r)
		if err != nil {
			return Field{}, err
		}
		f := was
		if err := change(&f); err != nil {
			return Field{}, err
		}
		if same(was, f) {
			return was, nil
		}
		p, err := row(f)
		if err != nil {
			return Field{}, err
		}
		if err := query(tx).ChangeField(ctx, sqlcgen.ChangeFieldParams{ID: id, Label: p.Label, Help: p.Help, Options: p.Options, Currency: f.Currency, Decimals: f.Decimals,
			Required: f.Required, IsUnique: f.Unique, DefaultValue: p.DefaultValue, Class: f.Class, Searchable: f.Searchable, Formula: r.Formula,
			ArchivedAt: f.ArchivedAt, Position: f.Position, At: at}); err != nil {
			return Field{}, err
		}
		if was.words() != f.words() {
			if err := tx.Enqueue(ctx, KeepWords{Entity: f.Entity, Key: f.Key}); err != nil {
				return Field{}, err
			}
		}
		return reread(ctx, tx, id)
	})
}

// words says whether the field's values are among the words that a search finds.
func (f Field) words() bool { return f.Searchable && f.Class == "" && f.live() }

func same(a, b Field) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && string(x) == string(y)
}

// Order puts the fields of an object in order.
func (s *Service) Order(ctx context.Context, entity string, ids []uuid.UUID) ([]Field, error) {
	if _, err := s.entity(ctx, entity); err != nil {
		return nil, err
	}
	all, err := s.all(ctx, entity, true)
	if err != nil {
		return nil, err
	}
	known := map[uuid.UUID]bool{}
	for _, f := range all {
		known[f.ID] = true
	}
	for i, id := range ids {
		if !known[id] || slices.Index(ids, id) != i {
			return nil, fault.ErrInvalid.Field("/ids/"+strconv.Itoa(i), "custom.unknown", "This is no field of the object, or it stands twice.")
		}
	}
	for _, f := range all {
		if !slices.Contains(ids, f.ID) {
			ids = append(ids, f.ID)
		}
	}
	at := s.o.Clock.Now()
	err = db.Changed(ctx, s.db, func(tx *db.Tx) error {
		if err := query(tx).LockEntity(ctx, entity); err != nil {
			return err
		}
		return query(tx).PlaceFields(ctx, sqlcgen.PlaceFieldsParams{Ids: ids, Entity: entity, At: at})
	})
	if err != nil {
		return nil, err
	}
	return s.Fields(ctx, entity, false)
}

// keyOf makes a key of a label: VAT class → vat_class.
func keyOf(label string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(transcribed.Replace(label)) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9' && b.Len() > 0:
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "_"):
			b.WriteByte('_')
		}
		if b.Len() == 40 {
			break
		}
	}
	return strings.Trim(b.String(), "_")
}

var transcribed = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "Ä", "ae", "Ö", "oe", "Ü", "ue", "é", "e", "è", "e", "á", "a", "ó", "o", "ñ", "n", "ç", "c")

// fresh is a key, or the next one like it that is free.
func fresh(key string, taken func(string) bool) string {
	if key == "" {
		key = "field"
	}
	for n, base := 2, key; taken(key); n++ {
		tail := "_" + strconv.Itoa(n)
		key = base[:min(len(base), 40-len(tail))] + tail
	}
	return key
}
