// Package desk keeps what people arrange for themselves: how they want to see a
// list, and the dashboards that lists are counted on. Both are shared with a team
// or the organisation by those who may, and show nobody more than their own
// rights do. And what they keep at hand: their favourites.
package desk

import (
	"context"

	"github.com/google/uuid"

	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/desk/sqlcgen"
	"longhouse/platform/fault"
	"longhouse/platform/history"
	"longhouse/platform/kernel"
)

// The rights to make, change and delete what others see.
const (
	ShareViews      kernel.Permission = "desk.view.share"
	ShareDashboards kernel.Permission = "desk.dashboard.share"
)

// Permissions lists them for the policy.
var Permissions = []kernel.Permission{ShareViews, ShareDashboards}

// Resources describe them for the policy's editor.
var Resources = []kernel.Resource{
	{Name: "desk.view", Label: "Views of lists", Actions: kernel.Actions("share"), Scopes: kernel.AllOnly},
	{Name: "desk.dashboard", Label: "Dashboards", Actions: kernel.Actions("share"), Scopes: kernel.AllOnly},
}

// The refusals of this package.
var (
	ErrList     = fault.New(fault.NotFound, "desk.unknown_list", "There is no such list, or you may not see it.")
	ErrLocked   = fault.New(fault.Conflict, "desk.view_locked", "This view is locked. Unlock it first, or save a view of your own.")
	ErrTooMany  = fault.New(fault.Conflict, "desk.too_many_views", "A list has at most 100 views of your own and 100 that are shared. Delete one that nobody needs.")
	ErrNoPerson = fault.New(fault.Forbidden, "desk.needs_a_person", "A view belongs to a person, and a service is none. Sign in, or use an API token.")

	ErrDashboardLocked = fault.New(fault.Conflict, "desk.dashboard_locked", "This dashboard is locked. Unlock it first, or make one of your own.")
	ErrManyFavourites  = fault.New(fault.Conflict, "desk.too_many_favourites", "You have 50 favourites. Take one away that you no longer need.")
	ErrManyDashboards  = fault.New(fault.Conflict, "desk.too_many_dashboards", "There are at most 100 dashboards of your own and 100 that are shared. Delete one that nobody needs.")
)

// Errors lists the faults for the golden file.
var Errors = []*fault.Error{ErrList, ErrLocked, ErrTooMany, ErrNoPerson, ErrDashboardLocked, ErrManyDashboards, ErrManyFavourites}

// most is how many views of a kind a list has, and how many dashboards of a kind there are.
const most = 100

// Options make a service.
type Options struct {
	DB *db.Root
	// Lists is the right that a list needs: crm.deals. False: there is no such list.
	Lists func(list string) (kernel.Permission, bool)
	// Teamed says of somebody whether they are of the caller's teams, or the caller of theirs.
	Teamed func(ctx context.Context) (func(user uuid.UUID) bool, error)
	// Titles tells what records of any kind are called; it leaves out what the caller may not see.
	Titles func(ctx context.Context, records []kernel.Record) (map[kernel.Record]string, error)
	// Names tells who people are.
	Names func(ctx context.Context, users []uuid.UUID) (map[uuid.UUID]string, error)
}

// Service keeps views and dashboards.
type Service struct {
	o  Options
	db *db.Pool
}

// New makes a service.
func New(o Options) *Service { return &Service{o: o, db: o.DB.For("platform")} }

func query(tx *db.Tx) *sqlcgen.Queries { return sqlcgen.New(tx) }

// Entities are the records of this package that have a timeline and can be undone.
func (s *Service) Entities() []history.Entity {
	return []history.Entity{
		{Name: "desk.view", Label: "View", Read: ShareViews, Change: ShareViews, Restore: s.restore("desk.view", ShareViews),
			Visible: func(ctx context.Context, id uuid.UUID) error {
				_, err := s.View(ctx, id)
				return err
			},
			Title: func(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]string, error) {
				return s.titles(ctx, func(tx *db.Tx, see eyes, out map[uuid.UUID]string) error {
					found, err := query(tx).GetViews(ctx, ids)
					for _, r := range found {
						if see.may(row(r)) {
							out[r.ID] = r.Name
						}
					}
					return err
				})
			}},
		{Name: "desk.dashboard", Label: "Dashboard", Read: ShareDashboards, Change: ShareDashboards, Restore: s.restore("desk.dashboard", ShareDashboards),
			Visible: func(ctx context.Context, id uuid.UUID) error {
				_, err := s.Dashboard(ctx, id)
				return err
			},
			Title: func(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]string, error) {
				return s.titles(ctx, func(tx *db.Tx, see eyes, out map[uuid.UUID]string) error {
					found, err := query(tx).GetDashboards(ctx, ids)
					for _, r := range found {
						if see.mayDashboard(board(r)) {
							out[r.ID] = r.Name
						}
					}
					return err
				})
			}},
	}
}

// restore gives what is shared its old values back; one's own is changed by hand.
func (s *Service) restore(table string, right kernel.Permission) func(ctx context.Context, id uuid.UUID, was kernel.Past) error {
	return func(ctx context.Context, id uuid.UUID, was kernel.Past) error {
		if err := authz.Allowed(ctx, right); err != nil {
			return err
		}
		return db.Changed(ctx, s.db, func(tx *db.Tx) error {
			return tx.PutBack(ctx, table, []kernel.PastPart{{Table: table, ID: id, Old: was.Old, Gone: was.Gone}})
		})
	}
}

// titles names those that the caller may see.
func (s *Service) titles(ctx context.Context, find func(*db.Tx, eyes, map[uuid.UUID]string) error) (map[uuid.UUID]string, error) {
	see, err := s.eyes(ctx)
	if err != nil {
		return nil, err
	}
	return db.Read(ctx, s.db, func(tx *db.Tx) (map[uuid.UUID]string, error) {
		out := map[uuid.UUID]string{}
		return out, find(tx, see, out)
	})
}
