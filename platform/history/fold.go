package history

import (
	"reflect"
	"slices"

	"github.com/google/uuid"

	"longhouse/platform/history/sqlcgen"
)

// fold is what a unit did to one row, and what became of it since.
type fold struct {
	was, left bool           // whether the row was there before the unit, and after it
	before    map[string]any // what each column held before
	after     map[string]any // what the unit and what followed from it left in it
	now       map[string]any // what others wrote since
	mixed     map[string]bool
	there     bool  // whether the row is there now
	seen      int64 // its newest change
}

// foldOf goes over all changes of a row since the unit's first, oldest first.
func (u *unit) foldOf(changes []sqlcgen.ChangesSinceRow) (*fold, error) {
	f := &fold{before: map[string]any{}, after: map[string]any{}, now: map[string]any{}, mixed: map[string]bool{}}
	for i, c := range changes {
		before, after, err := images(c.Before, c.After)
		if err != nil {
			return nil, err
		}
		if i == 0 {
			f.was = c.Op != "insert"
		}
		f.there, f.seen = c.Op != "delete", c.N
		switch {
		case u.own[c.ChangeSetID]:
			f.ours(before, after)
			f.left = f.there
		case u.follows[c.ChangeSetID]:
			for name, v := range after {
				f.after[name] = v
			}
			f.left = f.there
		default:
			for name, v := range after {
				f.now[name] = v
			}
		}
	}
	return f, nil
}

// ours is a change of the unit. A value of others that it wrote over, and that
// is not the one that would go back, must not get lost.
func (f *fold) ours(before, after map[string]any) {
	for name, v := range before {
		if theirs, there := f.now[name]; there && !same(theirs, f.before[name]) {
			f.mixed[name] = true
		}
		if _, known := f.before[name]; !known && f.was {
			f.before[name] = v
		}
	}
	for name, v := range after {
		f.after[name] = v
		delete(f.now, name)
	}
}

// current is what a column holds now.
func (f *fold) current(name string) any {
	if v, there := f.now[name]; there {
		return v
	}
	if v, there := f.after[name]; there {
		return v
	}
	return f.before[name]
}

func same(a, b any) bool { return reflect.DeepEqual(a, b) }

// clash is a value that somebody changed since.
type clash struct {
	table  string
	row    uuid.UUID
	column string
	before any
	after  any
	now    any
}

// remedy is what undoing does to one row.
type remedy struct {
	drop    bool           // the row goes
	whole   bool           // the row comes back
	old     map[string]any // the values that go back
	clashes []clash
	derived []string
	kept    string // why the row stays as it is
}

func (r remedy) nothing() bool { return !r.drop && !r.whole && len(r.old) == 0 && r.kept == "" }

// remedy compares what the unit left with what is there: a value that still
// holds goes back, one that others changed is a clash.
func (f *fold) remedy(table string, row uuid.UUID, derived []string) remedy {
	var out remedy
	switch {
	case !f.was && !f.there:
	case !f.was:
		out.drop = true
		for name := range f.now {
			if !bookkeeping[name] && !slices.Contains(derived, name) && !same(f.now[name], f.after[name]) {
				return remedy{kept: changedSince}
			}
		}
	case !f.there && f.left:
		out.kept = deletedSince
	case !f.there:
		out.whole, out.old = true, f.before
	default:
		out.old = map[string]any{}
		for name, was := range f.before {
			is := f.current(name)
			switch {
			case bookkeeping[name] || same(is, was):
			case slices.Contains(derived, name):
				out.derived = append(out.derived, name)
			case f.mixed[name] || !f.left || !same(is, f.after[name]):
				out.clashes = append(out.clashes, clash{table, row, name, was, f.after[name], is})
			default:
				out.old[name] = was
			}
		}
		for _, name := range out.derived { // they go along, and are no reason
			if len(out.old) > 0 {
				out.old[name] = f.before[name]
			}
		}
	}
	return out
}

// olden makes values ready for Restore.
func olden(values map[string]any) map[string]any {
	out := make(map[string]any, len(values))
	for name, v := range values {
		out[name] = old(v)
	}
	return together(out)
}
