package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/desk/sqlcgen"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// View is a view as the caller sees it.
type View struct {
	ID         uuid.UUID `json:"id"`
	List       string    `json:"list" example:"crm.deals"`
	Name       string    `json:"name"`
	Owner      Named     `json:"owner"`
	Sharing    string    `json:"sharing" enum:"private,team,organisation"`
	Locked     bool      `json:"locked" doc:"Nobody changes it until it is unlocked"`
	DefaultFor []string  `json:"default_for" doc:"me, everybody, or roles"`
	Opens      bool      `json:"opens" doc:"The caller's list opens with it: their own default, else their role's, else everybody's"`
	MayChange  bool      `json:"may_change" doc:"The caller may change it, if it is not locked"`
	Position   int32     `json:"position"`
	State      State     `json:"state"`
	Version    int64     `json:"version"`
	UpdatedAt  time.Time `json:"updated_at"`
}

type row = sqlcgen.GetViewRow

// may says whether a view is there for the caller.
func (e eyes) may(r row) bool {
	shared := r.Sharing == Organisation || r.Sharing == Team && e.teamed(r.OwnerID)
	return (r.OwnerID == e.me || shared) && e.lists(r.List)
}

func (e eyes) mayChange(sharing string, owner uuid.UUID) bool {
	return sharing == Private && owner == e.me || e.share
}

func (e eyes) view(r row) (View, error) {
	v := View{ID: r.ID, List: r.List, Name: r.Name, Owner: Named{ID: r.OwnerID}, Sharing: r.Sharing, Locked: r.Locked, DefaultFor: r.DefaultFor,
		MayChange: e.mayChange(r.Sharing, r.OwnerID), Position: r.Position, Version: r.Version, UpdatedAt: r.UpdatedAt}
	if err := json.Unmarshal(r.State, &v.State); err != nil {
		return v, fmt.Errorf("state of view %s: %w", r.ID, err)
	}
	return v, nil
}

// Views lists the views of a list that the caller may see, in their order. One
// of them at most opens by itself.
func (s *Service) Views(ctx context.Context, list string) ([]View, error) {
	see, err := s.eyes(ctx)
	if err != nil {
		return nil, err
	}
	if !see.lists(list) {
		return nil, ErrList
	}
	out, opens := []View{}, nearest{at: -1}
	rows, err := db.Read(ctx, s.db, func(tx *db.Tx) ([]sqlcgen.ListViewsRow, error) {
		return query(tx).ListViews(ctx, sqlcgen.ListViewsParams{List: list, Me: see.me})
	})
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		if !see.may(row(r)) {
			continue
		}
		v, err := see.view(row(r))
		if err != nil {
			return nil, err
		}
		opens.see(see.rank(r.DefaultFor, r.OwnerID), len(out))
		out = append(out, v)
	}
	if opens.at >= 0 {
		out[opens.at].Opens = true
	}
	return out, name(ctx, s, out, func(v *View) *Named { return &v.Owner })
}

// View reads one view that the caller may see.
func (s *Service) View(ctx context.Context, id uuid.UUID) (View, error) {
	see, err := s.eyes(ctx)
	if err != nil {
		return View{}, err
	}
	r, err := db.Read(ctx, s.db, func(tx *db.Tx) (row, error) { return query(tx).GetView(ctx, id) })
	if err == nil && !see.may(r) {
		err = fault.ErrNotFound
	}
	if err != nil {
		return View{}, err
	}
	v, err := see.view(r)
	if err != nil {
		return v, err
	}
	one := []View{v}
	err = name(ctx, s, one, func(v *View) *Named { return &v.Owner })
	return one[0], err
}

// Draft is what a view is to be.
type Draft struct {
	List       string
	Name       string
	Sharing    string
	Locked     bool
	DefaultFor []string
	Position   int32
	State      State
}

// check looks at a draft as a whole.
func (d Draft) check() error {
	var faults fault.Collector
	for _, word := range d.DefaultFor {
		if d.Sharing == Private {
			faults.Check(word == Me, "/default_for", "invalid", "A view of your own is a default for you alone. Share it with the organisation first.")
		} else {
			faults.Check(word != Me && d.Sharing == Organisation, "/default_for", "invalid", "A default for others is shared with the whole organisation.")
		}
	}
	faults.Check(d.Sharing != Private || !d.Locked, "/locked", "invalid", "Only views that are shared are locked.")
	if err := faults.Err(); err != nil {
		return err
	}
	return d.State.check()
}

// Create makes a view that belongs to the caller. To share it needs ShareViews.
func (s *Service) Create(ctx context.Context, d Draft) (View, error) {
	see, err := s.eyes(ctx)
	if err != nil {
		return View{}, err
	}
	if !see.lists(d.List) {
		return View{}, ErrList
	}
	if !see.mayChange(d.Sharing, see.me) {
		return View{}, authz.Refusal(ShareViews)
	}
	if err := d.check(); err != nil {
		return View{}, err
	}
	state, err := json.Marshal(d.State)
	if err != nil {
		return View{}, fmt.Errorf("state of a view: %w", err)
	}
	id, err := db.Write(ctx, s.db, func(tx *db.Tx) (uuid.UUID, error) {
		id := kernel.NewUUID()
		if err := query(tx).LockList(ctx, d.List); err != nil {
			return id, err
		}
		n, err := query(tx).CountViews(ctx, sqlcgen.CountViewsParams{List: d.List, Me: see.me})
		if err == nil && (d.Sharing == Private && n.Own >= most || d.Sharing != Private && n.Shared >= most) {
			err = ErrTooMany
		}
		if err != nil {
			return id, err
		}
		err = query(tx).AddView(ctx, sqlcgen.AddViewParams{ID: id, List: d.List, Name: d.Name, OwnerID: see.me, Sharing: d.Sharing, Locked: d.Locked,
			DefaultFor: words(d.DefaultFor), Position: n.Last + 1, State: state})
		if err != nil {
			return id, err
		}
		return id, onlyDefault(ctx, tx, see.me, id, d)
	})
	if err != nil {
		return View{}, err
	}
	return s.View(ctx, id)
}

// onlyDefault takes the words of a view's default from the other views of its list.
func onlyDefault(ctx context.Context, tx *db.Tx, me, id uuid.UUID, d Draft) error {
	if len(d.DefaultFor) == 0 {
		return nil
	}
	return query(tx).NoLongerDefault(ctx, sqlcgen.NoLongerDefaultParams{Words: d.DefaultFor, List: d.List, ID: id, Me: me})
}

// Change is a merge patch: what is nil stays.
type Change struct {
	Name       *string
	Sharing    *string
	Locked     *bool
	DefaultFor *[]string
	Position   *int32
	State      *State
}

// Change changes a view that the caller has seen in a version. A locked one is
// unlocked by the same change, or stays as it is.
func (s *Service) Change(ctx context.Context, id uuid.UUID, version int64, c Change) (View, error) {
	see, err := s.eyes(ctx)
	if err != nil {
		return View{}, err
	}
	err = s.changed(ctx, see, id, version, func(tx *db.Tx, r row, v View) error {
		d := Draft{List: r.List, Name: r.Name, Sharing: r.Sharing, Locked: r.Locked, DefaultFor: r.DefaultFor, Position: r.Position, State: v.State}
		set(&d.Name, c.Name)
		set(&d.Sharing, c.Sharing)
		set(&d.Locked, c.Locked)
		set(&d.DefaultFor, c.DefaultFor)
		set(&d.Position, c.Position)
		set(&d.State, c.State)
		if r.Locked && d.Locked {
			return ErrLocked
		}
		if !see.mayChange(d.Sharing, r.OwnerID) || d.Sharing == Private && r.OwnerID != see.me {
			return authz.Refusal(ShareViews)
		}
		if err := d.check(); err != nil {
			return err
		}
		state, err := json.Marshal(d.State)
		if err != nil {
			return fmt.Errorf("state of view %s: %w", id, err)
		}
		err = query(tx).ChangeView(ctx, sqlcgen.ChangeViewParams{ID: id, Name: d.Name, Sharing: d.Sharing, Locked: d.Locked, DefaultFor: words(d.DefaultFor), Position: d.Position, State: state})
		if err != nil {
			return err
		}
		return onlyDefault(ctx, tx, see.me, id, d)
	})
	if err != nil {
		return View{}, err
	}
	return s.View(ctx, id)
}

// changed runs fn on a view that is as the caller has seen it, and theirs to change.
func (s *Service) changed(ctx context.Context, see eyes, id uuid.UUID, version int64, fn func(*db.Tx, row, View) error) error {
	return db.Changed(ctx, s.db, func(tx *db.Tx) error {
		r, err := query(tx).GetView(ctx, id)
		if err != nil {
			return err
		}
		if err := query(tx).LockList(ctx, r.List); err != nil {
			return err
		}
		if r, err = query(tx).GetView(ctx, id); err != nil { // as it is now that nobody else changes it
			return err
		}
		switch {
		case !see.may(r):
			return fault.ErrNotFound
		case !see.mayChange(r.Sharing, r.OwnerID):
			return authz.Refusal(ShareViews)
		case r.Version != version:
			return fault.StaleAt(r.Version)
		}
		v, err := see.view(r)
		if err != nil {
			return err
		}
		return fn(tx, r, v)
	})
}

// Delete removes a view that is not locked.
func (s *Service) Delete(ctx context.Context, id uuid.UUID, version int64) error {
	see, err := s.eyes(ctx)
	if err != nil {
		return err
	}
	return s.changed(ctx, see, id, version, func(tx *db.Tx, r row, _ View) error {
		if r.Locked {
			return ErrLocked
		}
		return query(tx).DeleteView(ctx, id)
	})
}
