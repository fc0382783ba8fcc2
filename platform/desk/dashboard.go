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

// Dashboard is what somebody keeps an eye on, as the caller sees it.
type Dashboard struct {
	ID         uuid.UUID `json:"id"`
	Name       string    `json:"name"`
	Owner      Named     `json:"owner"`
	Sharing    string    `json:"sharing" enum:"private,team,organisation"`
	Roles      []string  `json:"roles" doc:"Who sees one of the organisation; empty: everybody"`
	Locked     bool      `json:"locked" doc:"Nobody changes it until it is unlocked"`
	DefaultFor []string  `json:"default_for" doc:"Whose Today begins with it: me, everybody, or roles"`
	Opens      bool      `json:"opens" doc:"The caller's Today begins with it: their own default, else their role's, else everybody's"`
	MayChange  bool      `json:"may_change" doc:"The caller may change it, if it is not locked"`
	Position   int32     `json:"position"`
	Count      int       `json:"count" doc:"How many widgets it has"`
	Widgets    []Shown   `json:"widgets,omitempty" doc:"In the answer about one dashboard"`
	Version    int64     `json:"version"`
	UpdatedAt  time.Time `json:"updated_at"`
}

type board = sqlcgen.GetDashboardRow

// mayDashboard says whether a dashboard is there for the caller. Whoever may share
// sees those of every role, so that they can be looked after.
func (e eyes) mayDashboard(r board) bool {
	switch {
	case r.OwnerID == e.me:
		return true
	case r.Sharing == Team:
		return e.teamed(r.OwnerID)
	}
	return r.Sharing == Organisation && (len(r.Roles) == 0 || e.boards || e.holds(r.Roles))
}

func (e eyes) mayChangeDashboard(sharing string, owner uuid.UUID) bool {
	return sharing == Private && owner == e.me || e.boards
}

func (e eyes) dashboard(r board) (Dashboard, []Widget, error) {
	widgets, err := readWidgets(r.Widgets)
	return Dashboard{ID: r.ID, Name: r.Name, Owner: Named{ID: r.OwnerID}, Sharing: r.Sharing, Roles: r.Roles, Locked: r.Locked, DefaultFor: r.DefaultFor,
		MayChange: e.mayChangeDashboard(r.Sharing, r.OwnerID), Position: r.Position, Count: len(widgets), Version: r.Version, UpdatedAt: r.UpdatedAt}, widgets, err
}

// Dashboards lists those that the caller may see, in their order and without
// their widgets. Today begins with one of them at most.
func (s *Service) Dashboards(ctx context.Context) ([]Dashboard, error) {
	see, err := s.eyes(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := db.Read(ctx, s.db, func(tx *db.Tx) ([]sqlcgen.ListDashboardsRow, error) { return query(tx).ListDashboards(ctx, see.me) })
	if err != nil {
		return nil, err
	}
	out, opens := []Dashboard{}, nearest{at: -1}
	for _, r := range rows {
		if !see.mayDashboard(board(r)) {
			continue
		}
		d, _, err := see.dashboard(board(r))
		if err != nil {
			return nil, err
		}
		// One for roles that the caller does not hold is theirs to look after, not to begin with.
		theirs := len(r.Roles) == 0 || r.OwnerID == see.me || see.holds(r.Roles)
		if theirs {
			opens.see(see.rank(r.DefaultFor, r.OwnerID), len(out))
		}
		out = append(out, d)
	}
	if opens.at >= 0 {
		out[opens.at].Opens = true
	}
	return out, name(ctx, s, out, func(d *Dashboard) *Named { return &d.Owner })
}

// Dashboard reads one that the caller may see, with its widgets. Whether Today
// begins with it is said in the list alone.
func (s *Service) Dashboard(ctx context.Context, id uuid.UUID) (Dashboard, error) {
	see, err := s.eyes(ctx)
	if err != nil {
		return Dashboard{}, err
	}
	d, err := db.Read(ctx, s.db, func(tx *db.Tx) (Dashboard, error) {
		r, err := query(tx).GetDashboard(ctx, id)
		if err == nil && !see.mayDashboard(r) {
			err = fault.ErrNotFound
		}
		if err != nil {
			return Dashboard{}, err
		}
		d, widgets, err := see.dashboard(r)
		if err != nil {
			return d, err
		}
		views, err := s.viewsOf(ctx, tx, see, widgets)
		if err != nil {
			return d, err
		}
		d.Widgets, err = see.show(widgets, views)
		return d, err
	})
	if err != nil {
		return Dashboard{}, err
	}
	one := []Dashboard{d}
	err = name(ctx, s, one, func(d *Dashboard) *Named { return &d.Owner })
	return one[0], err
}

// Plan is what a dashboard is to be.
type Plan struct {
	Name       string
	Sharing    string
	Roles      []string
	Locked     bool
	DefaultFor []string
	Position   int32
	Widgets    []Widget
}

// check looks at a plan as a whole.
func (p Plan) check() error {
	var faults fault.Collector
	for _, word := range p.DefaultFor {
		if p.Sharing == Private {
			faults.Check(word == Me, "/default_for", "invalid", "A dashboard of your own is on your Today alone. Share it with the organisation first.")
		} else {
			faults.Check(word != Me && p.Sharing == Organisation, "/default_for", "invalid", "A dashboard on the Today of others is shared with the whole organisation.")
		}
	}
	faults.Check(p.Sharing == Organisation || len(p.Roles) == 0, "/roles", "invalid", "Roles choose who sees a dashboard of the organisation.")
	faults.Check(p.Sharing != Private || !p.Locked, "/locked", "invalid", "Only dashboards that are shared are locked.")
	if err := faults.Err(); err != nil {
		return err
	}
	return checkWidgets(p.Widgets)
}

// dashboards is the word under which they are changed one after the other; no list has that name.
const dashboards = "dashboards"

// CreateDashboard makes a dashboard that belongs to the caller. To share it needs ShareDashboards.
func (s *Service) CreateDashboard(ctx context.Context, p Plan) (Dashboard, error) {
	see, err := s.eyes(ctx)
	if err != nil {
		return Dashboard{}, err
	}
	if !see.mayChangeDashboard(p.Sharing, see.me) {
		return Dashboard{}, authz.Refusal(ShareDashboards)
	}
	if p.Widgets, err = see.merged(nil, p.Widgets); err != nil {
		return Dashboard{}, err
	}
	if err := p.check(); err != nil {
		return Dashboard{}, err
	}
	id, err := db.Write(ctx, s.db, func(tx *db.Tx) (uuid.UUID, error) {
		id := kernel.NewUUID()
		if err := query(tx).LockList(ctx, dashboards); err != nil {
			return id, err
		}
		n, err := query(tx).CountDashboards(ctx, see.me)
		if err == nil && (p.Sharing == Private && n.Own >= most || p.Sharing != Private && n.Shared >= most) {
			err = ErrManyDashboards
		}
		if err == nil {
			err = s.checkViews(ctx, tx, see, nil, p.Widgets)
		}
		if err != nil {
			return id, err
		}
		widgets, err := json.Marshal(p.Widgets)
		if err != nil {
			return id, fmt.Errorf("widgets of a dashboard: %w", err)
		}
		err = query(tx).AddDashboard(ctx, sqlcgen.AddDashboardParams{ID: id, Name: p.Name, OwnerID: see.me, Sharing: p.Sharing, Roles: words(p.Roles), Locked: p.Locked,
			DefaultFor: words(p.DefaultFor), Position: n.Last + 1, Widgets: widgets})
		if err != nil {
			return id, err
		}
		return id, onlyToday(ctx, tx, see.me, id, p)
	})
	if err != nil {
		return Dashboard{}, err
	}
	return s.Dashboard(ctx, id)
}

// onlyToday takes the words of a dashboard's default from the others.
func onlyToday(ctx context.Context, tx *db.Tx, me, id uuid.UUID, p Plan) error {
	if len(p.DefaultFor) == 0 {
		return nil
	}
	return query(tx).NoLongerToday(ctx, sqlcgen.NoLongerTodayParams{Words: p.DefaultFor, ID: id, Me: me})
}

// DashboardChange is a merge patch: what is nil stays.
type DashboardChange struct {
	Name       *string
	Sharing    *string
	Roles      *[]string
	Locked     *bool
	DefaultFor *[]string
	Position   *int32
	Widgets    *[]Widget
}

// ChangeDashboard changes one that the caller has seen in a version. A locked one
// is unlocked by the same change, or stays as it is. Widgets that the caller may
// not see stay what they are, unless they are left out.
func (s *Service) ChangeDashboard(ctx context.Context, id uuid.UUID, version int64, c DashboardChange) (Dashboard, error) {
	see, err := s.eyes(ctx)
	if err != nil {
		return Dashboard{}, err
	}
	err = s.dashboardChanged(ctx, see, id, version, func(tx *db.Tx, r board) error {
		has, err := readWidgets(r.Widgets)
		if err != nil {
			return err
		}
		p := Plan{Name: r.Name, Sharing: r.Sharing, Roles: r.Roles, Locked: r.Locked, DefaultFor: r.DefaultFor, Position: r.Position, Widgets: has}
		set(&p.Name, c.Name)
		set(&p.Sharing, c.Sharing)
		set(&p.Roles, c.Roles)
		set(&p.Locked, c.Locked)
		set(&p.DefaultFor, c.DefaultFor)
		set(&p.Position, c.Position)
		if r.Locked && p.Locked {
			return ErrDashboardLocked
		}
		if !see.mayChangeDashboard(p.Sharing, r.OwnerID) || p.Sharing == Private && r.OwnerID != see.me {
			return authz.Refusal(ShareDashboards)
		}
		if c.Widgets != nil {
			if p.Widgets, err = see.merged(has, *c.Widgets); err != nil {
				return err
			}
			if err := s.checkViews(ctx, tx, see, has, p.Widgets); err != nil {
				return err
			}
		}
		if err := p.check(); err != nil {
			return err
		}
		widgets, err := json.Marshal(p.Widgets)
		if err != nil {
			return fmt.Errorf("widgets of dashboard %s: %w", id, err)
		}
		err = query(tx).ChangeDashboard(ctx, sqlcgen.ChangeDashboardParams{ID: id, Name: p.Name, Sharing: p.Sharing, Roles: words(p.Roles), Locked: p.Locked,
			DefaultFor: words(p.DefaultFor), Position: p.Position, Widgets: widgets})
		if err != nil {
			return err
		}
		return onlyToday(ctx, tx, see.me, id, p)
	})
	if err != nil {
		return Dashboard{}, err
	}
	return s.Dashboard(ctx, id)
}

// dashboardChanged runs fn on one that is as the caller has seen it, and theirs to change.
func (s *Service) dashboardChanged(ctx context.Context, see eyes, id uuid.UUID, version int64, fn func(*db.Tx, board) error) error {
	return db.Changed(ctx, s.db, func(tx *db.Tx) error {
		if err := query(tx).LockList(ctx, dashboards); err != nil {
			return err
		}
		r, err := query(tx).GetDashboard(ctx, id)
		switch {
		case err != nil:
			return err
		case !see.mayDashboard(r):
			return fault.ErrNotFound
		case !see.mayChangeDashboard(r.Sharing, r.OwnerID):
			return authz.Refusal(ShareDashboards)
		case r.Version != version:
			return fault.StaleAt(r.Version)
		}
		return fn(tx, r)
	})
}

// DeleteDashboard removes one that is not locked.
func (s *Service) DeleteDashboard(ctx context.Context, id uuid.UUID, version int64) error {
	see, err := s.eyes(ctx)
	if err != nil {
		return err
	}
	return s.dashboardChanged(ctx, see, id, version, func(tx *db.Tx, r board) error {
		if r.Locked {
			return ErrDashboardLocked
		}
		return query(tx).DeleteDashboard(ctx, id)
	})
}
