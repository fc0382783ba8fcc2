package fault

// The faults that any operation may answer.
var (
	ErrInvalid      = New(Invalid, "invalid", "Some fields need another value.")
	ErrNotFound     = New(NotFound, "not_found", "There is no such record, or you may not see it.")
	ErrForbidden    = New(Forbidden, "forbidden", "Your roles do not allow this.")
	ErrFieldHidden  = New(Forbidden, "field_forbidden", "Your roles do not allow reading this field.")
	ErrStale        = New(Stale, "stale", "Somebody has changed this meanwhile. Read it again.")
	ErrIfMatch      = New(Unconditional, "if_match_required", "Send the record's ETag as If-Match, so that no change of somebody else is overwritten.")
	ErrConflict     = New(Conflict, "conflict", "This clashes with another change.")
	ErrInProgress   = New(Conflict, "in_progress", "The same request is still running. Try again shortly.")
	ErrKeyReused    = New(Invalid, "idempotency_key_reused", "This Idempotency-Key was used for another request. Make a new one.")
	ErrKeyRequired  = New(Malformed, "idempotency_key_required", "This operation needs an Idempotency-Key header (a UUID), so that repeating it is safe.")
	ErrUnknownField = New(Invalid, "unknown_field", "There is no such field.")
	ErrCursor       = New(Invalid, "cursor_mismatch", "This page marker belongs to another list or order. Start from the first page.")
	ErrUnavailable  = New(Unavailable, "unavailable", "The service is busy or restarting. Nothing was changed. Try again shortly.")
	ErrMoved        = New(Unavailable, "access.policy_moved", "The access policy has changed at this moment. Nothing was done. Try again.")
	ErrInternal     = New(Internal, "internal", "Something went wrong on our side. Nothing was changed.")
)

// Common lists them, for the golden file and the problem pages.
var Common = []*Error{ErrInvalid, ErrNotFound, ErrForbidden, ErrFieldHidden, ErrStale, ErrIfMatch, ErrConflict, ErrInProgress,
	ErrKeyReused, ErrKeyRequired, ErrUnknownField, ErrCursor, ErrUnavailable, ErrMoved, ErrInternal}

// StaleAt is ErrStale with the version that the record has now. The answer
// carries it as ETag, so that the caller need not read the record to know it.
func StaleAt(version int64) *Error { return ErrStale.With(map[string]any{"version": version}) }

// Collector gathers the faults of one input, so that a person mends all at once.
type Collector struct{ fields []Field }

// Add notes a fault at a JSON pointer.
func (c *Collector) Add(pointer, code, message string) {
	c.fields = append(c.fields, Field{Pointer: pointer, Code: code, Message: message})
}

// Check notes a fault unless ok.
func (c *Collector) Check(ok bool, pointer, code, message string) {
	if !ok {
		c.Add(pointer, code, message)
	}
}

// Err returns all faults as one ErrInvalid, or nil.
func (c *Collector) Err() error {
	if len(c.fields) == 0 {
		return nil
	}
	e := ErrInvalid.copy()
	e.Fields = c.fields
	return e
}
