// Package fault holds errors that a user may read. Everything else that goes
// wrong is internal: logged once at the edge, never shown.
package fault

import (
	"errors"
	"maps"
)

// Kind says what sort of refusal it is; rest turns it into a status.
type Kind string

// The kinds of refusal.
const (
	Malformed       Kind = "malformed"       // 400: the request cannot be read
	Invalid         Kind = "invalid"         // 422: a field or rule is broken
	Unauthenticated Kind = "unauthenticated" // 401
	Forbidden       Kind = "forbidden"       // 403
	NotFound        Kind = "not_found"       // 404, also for what the caller may not see
	Conflict        Kind = "conflict"        // 409: clashes with another row or state
	Stale           Kind = "stale"           // 412: somebody changed it meanwhile
	Unconditional   Kind = "unconditional"   // 428: If-Match is missing
	TooLarge        Kind = "too_large"       // 413
	Media           Kind = "media"           // 415
	Limited         Kind = "limited"         // 429
	Unavailable     Kind = "unavailable"     // 503: try again
	Internal        Kind = "internal"        // 500
)

// Field is one fault of the input, at a JSON pointer.
type Field struct {
	Pointer string         // /lines/0/quantity
	Code    string         // short
	Message string         // a sentence
	Params  map[string]any // numbers for programs and translators
}

// Error is a refusal that its reader can act on. Errors with the same Code are
// the same to errors.Is, so a declared fault matches its copies with details.
type Error struct {
	Kind    Kind
	Code    string // inventory.short: stable, for programs and translators
	Message string // a sentence that the user may read
	Fields  []Field
	Params  map[string]any
	cause   error
}

// New declares a fault. Contracts keep theirs in errors.go.
func New(kind Kind, code, message string) *Error {
	return &Error{Kind: kind, Code: code, Message: message}
}

// Error is for logs: the code, the sentence and the cause.
func (e *Error) Error() string {
	s := e.Code + ": " + e.Message
	for _, f := range e.Fields {
		s += " [" + f.Pointer + " " + f.Code + "]"
	}
	if e.cause != nil {
		s += ": " + e.cause.Error()
	}
	return s
}

// Is compares by code.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code
}

// Unwrap gives the cause, for the log.
func (e *Error) Unwrap() error { return e.cause }

func (e *Error) copy() *Error {
	c := *e
	c.Fields = append([]Field(nil), e.Fields...)
	c.Params = maps.Clone(e.Params)
	return &c
}

// With returns a copy that carries numbers for programs and translators.
func (e *Error) With(params map[string]any) *Error {
	c := e.copy()
	if c.Params == nil {
		c.Params = map[string]any{}
	}
	maps.Copy(c.Params, params)
	return c
}

// Field returns a copy with one more fault of the input.
func (e *Error) Field(pointer, code, message string) *Error {
	c := e.copy()
	c.Fields = append(c.Fields, Field{Pointer: pointer, Code: code, Message: message})
	return c
}

// At returns a copy that points at a field with the fault's own code and sentence.
func (e *Error) At(pointer string) *Error { return e.Field(pointer, e.Code, e.Message) }

// Say returns a copy with another sentence.
func (e *Error) Say(message string) *Error {
	c := e.copy()
	c.Message = message
	return c
}

// Because returns a copy that remembers its cause for the log.
func (e *Error) Because(err error) *Error {
	c := e.copy()
	c.cause = err
	return c
}

// As finds the fault in an error, or returns nil.
func As(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return nil
}

// KindOf is the kind of an error; whatever is no fault is Internal.
func KindOf(err error) Kind {
	if e := As(err); e != nil {
		return e.Kind
	}
	return Internal
}
