package db

import (
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

// trace asks with the commit what the transaction has changed; what it returns
// notes it down once it is committed.
func (t *Tx) trace(of *actor.Trace) (committed func()) {
	if of == nil {
		return func() {}
	}
	var tables []string
	t.last = append(t.last, queued{sql: "select history.changed_tables()", into: &tables})
	return func() {
		switch {
		case len(tables) == 0:
		case len(of.Tables) > 0:
			of.More = true
		default:
			of.ChangeSet, of.Tables = t.set, tables
		}
	}
}
