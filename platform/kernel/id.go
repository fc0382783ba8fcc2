// Package kernel holds the words that every module shares: identifiers, money,
// quantities, days, and the vocabulary of rights, records, events and jobs.
package kernel

import "github.com/google/uuid"

// ID names a record of kind T. It is a UUIDv7, so IDs sort by the time they
// were made, and two kinds of ID do not compile where one is meant.
type ID[T any] struct{ uuid.UUID }

// Org is a company whose data lives here: the tenant.
type Org struct{}

// User is a person who can sign in; identity calls it a login.
type User struct{}

// NewID makes an ID. It is called before a transaction, never inside one.
func NewID[T any]() ID[T] { return ID[T]{NewUUID()} }

// NewUUID makes a UUIDv7. The only way it fails is a machine without a source
// of randomness, on which nothing here may go on.
func NewUUID() uuid.UUID { return uuid.Must(uuid.NewV7()) }

// IDOf gives a UUID its kind back.
func IDOf[T any](u uuid.UUID) ID[T] { return ID[T]{u} }

// ParseID reads an ID from text.
func ParseID[T any](s string) (ID[T], error) {
	u, err := uuid.Parse(s)
	return ID[T]{u}, err
}

// IsZero says whether the ID names nothing. JSON leaves such IDs out under omitzero.
func (id ID[T]) IsZero() bool { return id.UUID == uuid.Nil }

// UnmarshalText reads an ID; the empty text is none, which is how a change clears a link.
func (id *ID[T]) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		id.UUID = uuid.Nil
		return nil
	}
	return id.UUID.UnmarshalText(b)
}

// Ptr is the ID for a column that may be null.
func (id ID[T]) Ptr() *uuid.UUID {
	if id.IsZero() {
		return nil
	}
	return &id.UUID
}

// UUIDs strips the kind, for SQL arrays.
func UUIDs[T any](ids []ID[T]) []uuid.UUID {
	out := make([]uuid.UUID, len(ids))
	for i, id := range ids {
		out[i] = id.UUID
	}
	return out
}
