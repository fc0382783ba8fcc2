// Package notify tells people things: messages that wait for them, in the app,
// by mail or in the mail of the next morning, as each of them likes; and a
// stream of hints to open screens. A hint says that a record changed, never
// what is in it; the screen reads it again through the API.
package notify

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// Kind is a kind of message. Packages declare theirs, and hand them to the
// server in module.Module, so that people can say how they want to hear of it.
type Kind = kernel.Notice

// Message is what the house tells one person. Packages that stand below this one
// have a function Tell in their options, which is SendAll.
type Message = kernel.Message

// The refusals of this package.
var (
	ErrTooManyStreams = fault.New(fault.Limited, "notify.too_many_streams", "You have too many pages open. Close some of them.")
	ErrStopping       = fault.New(fault.Unavailable, "notify.stopping", "The server is restarting. Try again shortly.")
	ErrUnknownKind    = fault.New(fault.Invalid, "notify.unknown_kind", "There is no such kind of message.")
	ErrKindStays      = fault.New(fault.Invalid, "notify.kind_stays", "These messages cannot be switched off. Choose the app, a mail or the digest.")
)

// Errors lists the faults for the golden file.
var Errors = []*fault.Error{ErrTooManyStreams, ErrStopping, ErrUnknownKind, ErrKindStays}

// quiet is how long a message waits to be read in the app before it is mailed.
const quiet = 5 * time.Minute

// Send leaves a message for a person with the commit of any module's
// transaction, or none, by the way that the person wants for its kind. It asks
// for no right: the house speaks, and what it says must be for that person's eyes.
func Send(ctx context.Context, tx *db.Tx, person kernel.ID[kernel.User], m Message) error {
	var about *uuid.UUID
	if m.About.Entity != "" {
		about = &m.About.ID
	}
	var said *string
	if m.Once != "" {
		said = &m.Once
	}
	why := m.Because
	if why == "" {
		why = m.Kind.Because
	}
	id, way := kernel.NewUUID(), ""
	err := tx.QueryRow(ctx, "select platform.tell($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
		id, person.UUID, m.Kind.Name, string(m.Kind.Default), m.Kind.Stays, m.Kind.Urgent, m.Title, m.Text, why, said, m.About.Entity, about).Scan(&way)
	if err != nil {
		return fmt.Errorf("send message %s: %w", m.Kind.Name, err)
	}
	if kernel.Channel(way) != kernel.ByMail {
		return nil
	}
	wait := quiet
	if m.Kind.Urgent {
		wait = 0
	}
	return tx.EnqueueAs(db.Enqueued{Job: MailMessage{id}, Key: kernel.IDOf[kernel.Job](id), After: wait})
}

// SendAll is Send to several people.
func SendAll(ctx context.Context, tx *db.Tx, people []uuid.UUID, m Message) error {
	for _, p := range people {
		if err := Send(ctx, tx, kernel.IDOf[kernel.User](p), m); err != nil {
			return err
		}
	}
	return nil
}
