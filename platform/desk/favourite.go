package desk

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"longhouse/platform/db"
	"longhouse/platform/desk/sqlcgen"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// mostFavourites is how many fit beside the menu.
const mostFavourites = 50

// The kinds of this package that are favourites by its own rules.
const (
	viewKind      = "desk.view"
	dashboardKind = "desk.dashboard"
)

// Favourite is something that the caller keeps at hand.
type Favourite struct {
	Entity string    `json:"entity" example:"crm.account" doc:"A kind of record, desk.view or desk.dashboard"`
	ID     uuid.UUID `json:"id"`
	Title  string    `json:"title"`
	List   string    `json:"list,omitempty" doc:"Of a view: its list"`
}

// Favourites lists the caller's own, in their order. What is gone, or hidden
// from them by now, is left out without a word, and is there again if it comes back.
func (s *Service) Favourites(ctx context.Context) ([]Favourite, error) {
	see, err := s.eyes(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := db.Read(ctx, s.db, func(tx *db.Tx) ([]sqlcgen.ListFavouritesRow, error) { return query(tx).ListFavourites(ctx, see.me) })
	if err != nil {
		return nil, err
	}
	records := make([]kernel.Record, len(rows))
	for i, r := range rows {
		records[i] = kernel.Record{Entity: r.Entity, ID: r.RecordID}
	}
	known, err := s.called(ctx, see, records)
	if err != nil {
		return nil, err
	}
	out := []Favourite{}
	for _, r := range records {
		if f, ok := known[r]; ok {
			out = append(out, f)
		}
	}
	return out, nil
}

// called says what records are called, as far as the caller sees them.
func (s *Service) called(ctx context.Context, see eyes, records []kernel.Record) (map[kernel.Record]Favourite, error) {
	out := map[kernel.Record]Favourite{}
	var views, boards []uuid.UUID
	var others []kernel.Record
	for _, r := range records {
		switch r.Entity {
		case viewKind:
			views = append(views, r.ID)
		case dashboardKind:
			boards = append(boards, r.ID)
		default:
			others = append(others, r)
		}
	}
	err := s.own(ctx, see, views, boards, out)
	if err != nil || len(others) == 0 {
		return out, err
	}
	names, err := s.o.Titles(ctx, others)
	for r, title := range names {
		out[r] = Favourite{Entity: r.Entity, ID: r.ID, Title: title}
	}
	return out, err
}

// own adds the views and dashboards that the caller sees.
func (s *Service) own(ctx context.Context, see eyes, views, boards []uuid.UUID, to map[kernel.Record]Favourite) error {
	if len(views)+len(boards) == 0 {
		return nil
	}
	_, err := db.Read(ctx, s.db, func(tx *db.Tx) (struct{}, error) {
		found, err := query(tx).GetViews(ctx, views)
		if err != nil {
			return struct{}{}, err
		}
		for _, r := range found {
			if see.may(row(r)) {
				to[kernel.Record{Entity: viewKind, ID: r.ID}] = Favourite{Entity: viewKind, ID: r.ID, Title: r.Name, List: r.List}
			}
		}
		shown, err := query(tx).GetDashboards(ctx, boards)
		for _, r := range shown {
			if see.mayDashboard(board(r)) {
				to[kernel.Record{Entity: dashboardKind, ID: r.ID}] = Favourite{Entity: dashboardKind, ID: r.ID, Title: r.Name}
			}
		}
		return struct{}{}, err
	})
	return err
}

// Keep puts something that the caller sees among their favourites, behind the
// others. What is there already stays where it is.
func (s *Service) Keep(ctx context.Context, r kernel.Record) error {
	see, err := s.eyes(ctx)
	if err != nil {
		return err
	}
	known, err := s.called(ctx, see, []kernel.Record{r})
	if err != nil {
		return err
	}
	if _, ok := known[r]; !ok {
		return fault.ErrNotFound
	}
	has, err := s.Favourites(ctx)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(has, func(f Favourite) bool { return f.Entity == r.Entity && f.ID == r.ID }) {
		return nil
	}
	if len(has) >= mostFavourites {
		return ErrManyFavourites
	}
	return db.Changed(ctx, s.db, func(tx *db.Tx) error {
		return query(tx).AddFavourite(ctx, sqlcgen.AddFavouriteParams{ID: kernel.NewUUID(), Me: see.me, Entity: r.Entity, RecordID: r.ID})
	})
}

// LetGo takes something from the caller's favourites. What is not among them is no error.
func (s *Service) LetGo(ctx context.Context, r kernel.Record) error {
	see, err := s.eyes(ctx)
	if err != nil {
		return err
	}
	return db.Changed(ctx, s.db, func(tx *db.Tx) error {
		return query(tx).DropFavourite(ctx, sqlcgen.DropFavouriteParams{Me: see.me, Entity: r.Entity, RecordID: r.ID})
	})
}

// Order puts the caller's favourites in an order. Those that are not named come
// after, as they were; names of others are passed over.
func (s *Service) Order(ctx context.Context, wanted []kernel.Record) error {
	see, err := s.eyes(ctx)
	if err != nil {
		return err
	}
	return db.Changed(ctx, s.db, func(tx *db.Tx) error {
		rows, err := query(tx).ListFavourites(ctx, see.me)
		if err != nil {
			return err
		}
		place := func(r sqlcgen.ListFavouritesRow) int {
			if i := slices.Index(wanted, kernel.Record{Entity: r.Entity, ID: r.RecordID}); i >= 0 {
				return i
			}
			return len(wanted)
		}
		slices.SortStableFunc(rows, func(a, b sqlcgen.ListFavouritesRow) int { return place(a) - place(b) })
		for i, r := range rows {
			if err := query(tx).PlaceFavourite(ctx, sqlcgen.PlaceFavouriteParams{ID: r.ID, Position: int32(i + 1)}); err != nil {
				return err
			}
		}
		return nil
	})
}
