package notes

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/notes/sqlcgen"
)

// About is what the head of a record shows of what is said there.
type About struct {
	Following bool     `json:"following" doc:"You hear of what happens here"`
	Followers []Person `json:"followers" doc:"At most 500"`
	Tags      []Tag    `json:"tags"`
	Notes     int32    `json:"notes" doc:"At most 100, which means 100 or more; the same of the others"`
	OpenTasks int32    `json:"open_tasks"`
	Files     int32    `json:"files"`
	Pinned    []Note   `json:"pinned" doc:"Newest first, at most 20"`
	MayWrite  bool     `json:"may_write"`
	MostBytes int64    `json:"most_bytes" doc:"How large a file may be"`
}

// About reads it.
func (s *Service) About(ctx context.Context, r kernel.Record) (About, error) {
	if err := s.open(ctx, r); err != nil {
		return About{}, err
	}
	var entries []Entry
	a, err := db.Read(ctx, s.db, func(tx *db.Tx) (a About, err error) {
		q := query(tx)
		counts, err := q.Counts(ctx, sqlcgen.CountsParams{Entity: r.Entity, Record: r.ID})
		if err != nil {
			return a, err
		}
		a = About{Followers: []Person{}, Tags: []Tag{}, Pinned: []Note{}, Notes: counts.Notes, OpenTasks: counts.OpenTasks, Files: counts.Files, MostBytes: s.o.Files.Most()}
		followers, err := q.Followers(ctx, sqlcgen.FollowersParams{Entity: r.Entity, Record: r.ID})
		if err != nil {
			return a, err
		}
		for _, f := range followers {
			a.Followers = append(a.Followers, Person{ID: f.UserID})
		}
		tags, err := q.TagsOf(ctx, sqlcgen.TagsOfParams{Entity: r.Entity, Record: r.ID})
		if err != nil {
			return a, err
		}
		for _, t := range tags {
			a.Tags = append(a.Tags, Tag(t))
		}
		pinned, err := q.Pinned(ctx, sqlcgen.PinnedParams{Entity: r.Entity, Record: r.ID})
		for _, n := range pinned {
			entries = append(entries, Entry{Kind: "note", ID: n.ID, At: n.At, Note: noteOf(sqlcgen.NotesOfRow(n))})
		}
		return a, err
	})
	if err != nil {
		return a, err
	}
	if err := s.dress(ctx, entries); err != nil {
		return a, err
	}
	for _, e := range entries {
		a.Pinned = append(a.Pinned, *e.Note)
	}
	people := make([]*Person, len(a.Followers))
	for i := range a.Followers {
		people[i] = &a.Followers[i]
	}
	if err := s.name(ctx, people); err != nil {
		return a, err
	}
	if me, err := person(ctx); err == nil {
		a.Following = slices.ContainsFunc(a.Followers, func(p Person) bool { return p.ID == me })
	}
	err = authz.Allowed(ctx, Write)
	a.MayWrite = err == nil
	if fault.As(err) != nil {
		err = nil
	}
	return a, err
}

// Follow says whether the caller wants to hear of a record. Whoever does not
// want to is not made to follow it by writing there.
func (s *Service) Follow(ctx context.Context, r kernel.Record, follows bool) error {
	me, err := person(ctx)
	if err != nil {
		return err
	}
	if err := s.open(ctx, r); err != nil {
		return err
	}
	return db.Changed(ctx, s.db, func(tx *db.Tx) error {
		return query(tx).Follow(ctx, sqlcgen.FollowParams{ID: kernel.NewUUID(), Entity: r.Entity, Record: r.ID, Person: me, Follows: follows, At: s.o.Clock.Now()})
	})
}

// followers of a record, without some.
func (s *Service) followers(ctx context.Context, r kernel.Record, without ...uuid.UUID) ([]uuid.UUID, error) {
	return db.Read(ctx, s.db, func(tx *db.Tx) ([]uuid.UUID, error) {
		rows, err := query(tx).Followers(ctx, sqlcgen.FollowersParams{Entity: r.Entity, Record: r.ID})
		var out []uuid.UUID
		for _, f := range rows {
			if !slices.Contains(without, f.UserID) {
				out = append(out, f.UserID)
			}
		}
		return out, err
	})
}
