package history

import (
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"slices"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/history/sqlcgen"
)

// markSize is how much of a record's HMAC its seal keeps: 128 bits, which
// nobody without the key can make or meet.
const markSize = 16

// scribe writes records in their canonical form: every field with its length
// before it, and every value as its digest. So a seal covers digests, and a value
// can be erased while its digest stays.
type scribe struct {
	hash.Hash
	value hash.Hash
	word  [8]byte
	sum   [32]byte
}

func (k *key) scribe() *scribe { return &scribe{Hash: k.hash(), value: k.hash()} }

func (s *scribe) number(n int64) {
	binary.BigEndian.PutUint64(s.word[:], uint64(n))
	s.Write(s.word[:])
}

func (s *scribe) text(t string) {
	s.number(int64(len(t)))
	s.Write([]byte(t))
}

func (s *scribe) id(id uuid.UUID) { s.Write(id[:]) }

// maybe writes an ID that may be missing.
func (s *scribe) maybe(id *uuid.UUID) {
	if id == nil {
		id = &uuid.Nil
	}
	s.id(*id)
}

func (s *scribe) instant(t time.Time) { s.number(t.UnixMicro()) }

// digest stands for a value: HMAC(key, record ‖ n ‖ side ‖ column ‖ value). Of an
// erased value it is what was left in its place.
func (s *scribe) digest(record uuid.UUID, n int64, side byte, column string, value []byte) {
	if left, erased := erasedDigest(value); erased {
		s.Write(left)
		return
	}
	v := s.value
	v.Reset()
	v.Write(record[:])
	binary.BigEndian.PutUint64(s.word[:], uint64(n))
	v.Write(s.word[:])
	v.Write([]byte{side})
	binary.BigEndian.PutUint64(s.word[:], uint64(len(column)))
	v.Write(s.word[:])
	v.Write([]byte(column))
	v.Write(value)
	s.Write(v.Sum(s.sum[:0]))
}

// erasedDigest reads {"erased": "<64 hex digits>"}, as PostgreSQL writes it.
func erasedDigest(value []byte) ([]byte, bool) {
	const before, after = `{"erased": "`, `"}`
	if len(value) != len(before)+64+len(after) || string(value[:len(before)]) != before || string(value[len(before)+64:]) != after {
		return nil, false
	}
	out := make([]byte, 32)
	_, err := hex.Decode(out, value[len(before):len(before)+64])
	return out, err == nil
}

// image writes a row's columns in the order of their names, which PostgreSQL does not promise.
func (s *scribe) image(record uuid.UUID, n int64, side byte, raw []byte) error {
	if raw == nil {
		s.number(-1)
		return nil
	}
	var values map[string]json.RawMessage
	if err := json.Unmarshal(raw, &values); err != nil {
		return fmt.Errorf("read what history kept: %w", err)
	}
	names := make([]string, 0, len(values))
	for name := range values {
		names = append(names, name)
	}
	slices.Sort(names)
	s.number(int64(len(names)))
	for _, name := range names {
		s.text(name)
		s.digest(record, n, side, name, values[name])
	}
	return nil
}

// begin writes the head of a change set.
func (s *scribe) begin(r sqlcgen.SetsToSealRow) {
	s.Reset()
	s.text("change set")
	s.id(r.ID)
	s.text(r.Actor)
	s.text(r.Via)
	s.maybe(r.TokenID)
	s.maybe(r.RequestID)
	s.maybe(r.OperationID)
	s.maybe(r.TabID)
	s.instant(r.At)
	s.reason(r.ID, r.Reason)
	s.policy(r.PolicyVersion)
}

// policy writes which policy was in force, if one of the organisation's own was:
// what was sealed before it was kept reads as it did.
func (s *scribe) policy(version *int64) {
	if version != nil {
		s.text("policy")
		s.number(*version)
	}
}

// reason is a person's text, so it stands there as a digest.
func (s *scribe) reason(record uuid.UUID, text *string) {
	if text == nil {
		s.number(-1)
		return
	}
	s.digest(record, 0, 'r', "reason", []byte(*text))
}

// change writes one change of the set that was begun.
func (s *scribe) change(r sqlcgen.ChangesToSealRow) error {
	s.number(r.N)
	s.text(r.TableName)
	s.id(r.RowID)
	s.maybe(r.OwnerID)
	s.text(r.Op)
	s.instant(r.At)
	if err := s.image(r.ChangeSetID, r.N, 'b', r.Before); err != nil {
		return err
	}
	return s.image(r.ChangeSetID, r.N, 'a', r.After)
}

// fact writes a fact, whole.
func (s *scribe) fact(r sqlcgen.FactsToSealRow) error {
	s.Reset()
	s.text("fact")
	s.id(r.ID)
	s.instant(r.At)
	s.text(r.Kind)
	s.text(r.Actor)
	s.text(r.Via)
	s.maybe(r.TokenID)
	s.digest(r.ID, 0, 'd', "address", []byte(r.Address))
	s.maybe(r.RequestID)
	s.reason(r.ID, r.Reason)
	s.text(r.Entity)
	s.maybe(r.EntityID)
	s.policy(r.PolicyVersion)
	return s.image(r.ID, 0, 'd', r.Detail)
}

// mark ends a record.
func (s *scribe) mark() mark {
	var m mark
	copy(m[:], s.Sum(s.sum[:0]))
	return m
}

// mark is what a seal remembers of a record.
type mark [markSize]byte
