// Package actor carries who is asking, for which organisation and through what.
// It is the one value of ours in a context; nothing falls back to a default.
package actor

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"longhouse/platform/kernel"
)

// Via says through what a change came.
type Via string

// The doors through which changes come.
const (
	UI     Via = "ui"     // signed in by cookie
	API    Via = "api"    // by token
	Import Via = "import" // rows of a file
	Job    Via = "job"    // a reaction or a job
	System Via = "system" // the house itself: bootstrap, schedule, command line
)

// Key is a request's Idempotency-Key with a fingerprint of route and body.
type Key struct {
	ID          uuid.UUID
	Fingerprint string
	State       *KeyState
}

// KeyState is what db.Write tells the edge about a request's key.
type KeyState struct {
	Claimed  bool // a transaction of this request holds the claim: the first one takes it
	Replayed bool // a stored answer was given again
}

// Actor is who is asking.
type Actor struct {
	Org     kernel.ID[kernel.Org]
	User    kernel.ID[kernel.User] // zero for a service
	Service string                 // crm.reserve_stock: a reaction or schedule that acts for itself
	Token   uuid.UUID              // the API token used, if any; it can only narrow
	Session uuid.UUID              // the session, if a browser asks
	Locale  string
	Via     Via
	Request uuid.UUID // made by us
	Address string    // from where a request came; empty for the house itself
	Tab     uuid.UUID // the screen that it came from, if it said so: it knows its own changes
	Key     Key       // if the request had one
	Reason  string    // why, if the caller said so
	Run     uuid.UUID // the operation (bulk run, import) that this belongs to, if any
	Trace   *Trace    // what db.Write tells the edge about the request's changes; nil: nobody asks
	Undo    *Undo     // what an undo has seen of the record that it puts back; nil: this is no undo
}

// Trace is what a request left behind.
type Trace struct {
	ChangeSet uuid.UUID // of the transaction that changed something
	Tables    []string  // that it changed
	More      bool      // other transactions of the request changed something, too
}

// Undo holds db.Write to what an undo has seen: a transaction that meets a
// later change of one of the rows, or another part of Owner, is not committed.
type Undo struct {
	Rows  []uuid.UUID
	Seen  []int64    // the newest change of each row
	Owner *uuid.UUID // a record that goes with all its parts
	Parts int64      // changes of parts of Owner
	Dry   bool       // only try: roll back instead of committing
}

// Subject is how policies and history name the actor: u:<user> or s:<service>.
func (a Actor) Subject() string {
	if a.Service != "" {
		return "s:" + a.Service
	}
	return "u:" + a.User.String()
}

// ErrMissing says that code ran outside any request, job or command.
var ErrMissing = errors.New("no actor in the context")

type key struct{}

// With puts the actor into the context; only edges call it.
func With(ctx context.Context, a Actor) context.Context {
	return context.WithValue(ctx, key{}, a)
}

// From returns the actor, or ErrMissing.
func From(ctx context.Context) (Actor, error) {
	a, ok := ctx.Value(key{}).(Actor)
	if !ok {
		return Actor{}, ErrMissing
	}
	return a, nil
}

// Service returns a context in which a named part of the house acts for
// itself in an organisation, with just the rights that policies give it. The
// request and the run that led here stay known.
func Service(ctx context.Context, org kernel.ID[kernel.Org], name string, via Via) context.Context {
	was, err := From(ctx)
	if err != nil {
		was = Actor{}
	}
	return With(ctx, Actor{Org: org, Service: name, Via: via, Request: was.Request, Run: was.Run, Reason: was.Reason})
}

// Unkeyed returns a context whose request has no Idempotency-Key: for answers
// that hold a secret, which must not be stored to be given again.
func Unkeyed(ctx context.Context) context.Context {
	who, err := From(ctx)
	if err != nil {
		return ctx
	}
	who.Key = Key{}
	return With(ctx, who)
}
