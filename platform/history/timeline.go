package history

import (
	"context"
	"encoding/base64"
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/fault"
	"longhouse/platform/history/sqlcgen"
	"longhouse/platform/page"
)

// Timeline is what happened to a record and its parts, newest first, without
// what the reader may not see. A line stands for one change of one row; the UI
// draws what one person did within ten minutes as one.
func (s *Service) Timeline(ctx context.Context, entity string, id uuid.UUID, limit int, after string) (page.Page[Item], error) {
	none := page.Page[Item]{}
	e := s.entities[entity]
	if e == nil {
		return none, ErrNoEntity
	}
	see, err := e.sees(ctx)
	if err != nil {
		return none, err
	}
	if err := e.Visible(ctx, id); err != nil {
		return none, err
	}
	below, err := position(after)
	if err != nil {
		return none, err
	}
	may, err := s.mayUndo(ctx)
	if err != nil {
		return none, err
	}
	out := page.Page[Item]{Items: []Item{}}
	subjects := []string{}
	for {
		rows, err := read(ctx, s, func(q *sqlcgen.Queries) ([]sqlcgen.TimelineRow, error) {
			return q.Timeline(ctx, sqlcgen.TimelineParams{Record: id, Below: below, Max: int32(limit) + 1})
		})
		if err != nil {
			return none, fmt.Errorf("read timeline of %s %s: %w", entity, id, err)
		}
		for _, r := range rows {
			if len(out.Items) == limit {
				out.Next = marker(below)
				break
			}
			below = r.N
			if r.TableName != e.Name && e.Parts[r.TableName] == "" || slices.Contains(e.Quiet, r.TableName) || !see.opens(r.TableName) {
				continue
			}
			item, err := see.item(sqlcgen.ChangesOfRow(r))
			if err != nil {
				return none, err
			}
			if item.Op == "updated" && len(item.Fields) == 0 {
				continue // only what the reader may not see, or what says nothing
			}
			item.WhyNot = may.whyNot(e, r.TableName, r.Actor, r.At)
			item.Undoable = item.WhyNot == ""
			out.Items, subjects = append(out.Items, item), append(subjects, r.Actor)
		}
		if out.Next != "" || len(rows) <= limit {
			break
		}
	}
	who, err := s.actors(ctx, subjects)
	if err != nil {
		return none, err
	}
	sealed := false
	for i, subject := range subjects {
		out.Items[i].Actor = who[subject]
		_, closed := e.Sealed[out.Items[i].Entity]
		sealed = sealed || closed
	}
	if sealed {
		err = s.noteSealed(ctx, e, id)
	}
	return out, err
}

// item draws one change for the reader.
func (v sight) item(r sqlcgen.ChangesOfRow) (Item, error) {
	fields, err := v.fields(r.TableName, r.Before, r.After)
	item := Item{ID: strconv.FormatInt(r.N, 10), ChangeSetID: r.ChangeSetID, At: r.At, Via: r.Via, Op: ops[r.Op], Entity: r.TableName,
		EntityID: r.RowID, Fields: fields, OperationID: r.OperationID}
	if r.Reason != nil {
		item.Reason = *r.Reason
	}
	return item, err
}

// undoer is what the caller may undo: their own changes for a while, or anybody's.
type undoer struct {
	subject string
	since   time.Time
	any     bool
	change  func(*Entity) bool
}

// week is how long people may undo what they did themselves, if nobody says otherwise.
const week = 7 * 24 * time.Hour

func (s *Service) mayUndo(ctx context.Context) (undoer, error) {
	who, err := actor.From(ctx)
	if err != nil {
		return undoer{}, err
	}
	known := map[string]bool{}
	change := func(e *Entity) bool {
		if _, asked := known[e.Name]; !asked {
			known[e.Name] = authz.Allowed(ctx, e.Change) == nil
		}
		return known[e.Name]
	}
	return undoer{who.Subject(), s.clock.Now().Add(-s.within), authz.Allowed(ctx, UndoChanges) == nil, change}, nil
}

// of says whether a change set may be undone by the caller.
func (u undoer) of(subject string, at time.Time) error {
	switch {
	case u.any:
		return nil
	case subject != u.subject:
		return ErrNotYours
	case at.Before(u.since):
		return ErrTooOld
	}
	return nil
}

// whyNot says why the caller may not try to undo a change; empty: they may.
func (u undoer) whyNot(e *Entity, table, subject string, at time.Time) string {
	if e.Restore == nil {
		return e.final()
	}
	if table != e.Name && !slices.Contains(e.Follows, table) && !slices.Contains(e.Quiet, table) {
		return partsStay
	}
	if err := u.of(subject, at); err != nil {
		return fault.As(err).Message
	}
	if !u.change(e) {
		return mayNotChange
	}
	return ""
}

const mayNotChange = "You may not change records of this kind."

// marker is a place in a timeline, as the next of a page.
func marker(n int64) string {
	return base64.RawURLEncoding.EncodeToString([]byte("n" + strconv.FormatInt(n, 10)))
}

func position(after string) (int64, error) {
	if after == "" {
		return math.MaxInt64, nil
	}
	text, err := base64.RawURLEncoding.DecodeString(after)
	if err == nil && len(text) > 1 && text[0] == 'n' {
		if n, err := strconv.ParseInt(string(text[1:]), 10, 64); err == nil && n > 0 {
			return n, nil
		}
	}
	return 0, fault.ErrCursor.At("/after")
}
