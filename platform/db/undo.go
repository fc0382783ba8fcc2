package db

import (
	"strings"

	"longhouse/platform/actor"
)

// unseen is what history.unseen raises: somebody was faster than an undo.
const unseen = "LH002"

// held keeps an undo from writing over a change that it has not seen.
func (t *Tx) held(u *actor.Undo) {
	if u == nil {
		return
	}
	t.Finally("select history.unseen($1, $2, $3, $4)", u.Rows, u.Seen, u.Owner, u.Parts)
}

// trace asks with the commit which tables the history's triggers say that the
// transaction has touched, which is a word of the transaction: no table is read.
// What it returns notes it down once it is committed.
func (t *Tx) trace(of *actor.Trace) (committed func()) {
	if of == nil {
		return func() {}
	}
	var said string // the change set and the tables, or nothing
	t.last = append(t.last, queued{sql: "select coalesce(current_setting('app.recorded', true), '')", into: &said})
	return func() {
		set, tables, _ := strings.Cut(said, " ")
		switch {
		case set != t.set.String():
		case len(of.Tables) > 0:
			of.More = true
		default:
			of.ChangeSet, of.Tables = t.set, strings.Fields(tables)
		}
	}
}
