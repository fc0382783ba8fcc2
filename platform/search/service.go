package search

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/authz"
	"longhouse/platform/fault"
	"longhouse/platform/rest"
)

// Options make a service.
type Options struct {
	// Patience is how long a source may take: 300 ms.
	Patience time.Duration
	// Hits is how many records a source may name: 5.
	Hits int
}

// Service asks every source that the caller may read.
type Service struct {
	o       Options
	sources []Source
}

// New makes a service without sources.
func New(o Options) *Service {
	if o.Patience == 0 {
		o.Patience = 300 * time.Millisecond
	}
	if o.Hits == 0 {
		o.Hits = 5
	}
	return &Service{o: o}
}

// Register adds sources; their order is the order of the groups. It is called
// while wiring, before any request.
func (s *Service) Register(sources ...Source) { s.sources = append(s.sources, sources...) }

// Answer is what was found, by kind.
type Answer struct {
	Groups []Group  `json:"groups"`
	Late   []string `json:"late,omitempty" doc:"Kinds that did not answer in time and are left out"`
}

// Group is what one kind of record has to offer, the best first.
type Group struct {
	Entity string `json:"entity" example:"crm.account"`
	Label  string `json:"label"`
	Items  []Item `json:"items"`
}

// Item is a record that was found.
type Item struct {
	ID       uuid.UUID `json:"id"`
	Title    string    `json:"title"`
	Subtitle string    `json:"subtitle,omitempty"`
}

// least is the shortest text that is looked up.
const least = 2

// Find asks all sources side by side for at most so many records each. One that
// is late or broken is left out and named; the others' hits stand. A text of one
// letter finds nothing. Kinds, if there are any, are the only ones asked.
func (s *Service) Find(ctx context.Context, text string, most int, kinds ...string) Answer {
	out := Answer{Groups: []Group{}}
	text = strings.TrimSpace(text)
	if len([]rune(text)) < least {
		return out
	}
	limit, cancel := context.WithTimeout(ctx, s.o.Patience)
	defer cancel()
	found, failed := make([][]Hit, len(s.sources)), make([]error, len(s.sources))
	var asked sync.WaitGroup
	for i, source := range s.sources {
		if authz.Allowed(ctx, source.Needs) != nil || len(kinds) > 0 && !slices.Contains(kinds, source.Entity) {
			continue
		}
		asked.Go(func() { found[i], failed[i] = source.ask(limit, text, most) })
	}
	asked.Wait()
	for i, source := range s.sources {
		switch err := failed[i]; {
		case err == nil && len(found[i]) > 0:
			out.Groups = append(out.Groups, group(source, found[i][:min(len(found[i]), most)]))
		case err == nil || fault.KindOf(err) == fault.Forbidden:
		case limit.Err() != nil:
			out.Late = append(out.Late, source.Label)
		default:
			slog.ErrorContext(ctx, "search source failed", "entity", source.Entity, "error", err)
			out.Late = append(out.Late, source.Label)
		}
	}
	return out
}

// ask keeps a source that panics from taking the others with it.
func (s Source) ask(ctx context.Context, text string, limit int) (hits []Hit, err error) {
	defer func() {
		if v := recover(); v != nil {
			slog.ErrorContext(ctx, "search source panicked", "entity", s.Entity, "value", v)
			err = errPanicked
		}
	}()
	return s.Find(ctx, text, limit)
}

var errPanicked = errors.New("the source panicked")

func group(s Source, hits []Hit) Group {
	g := Group{Entity: s.Entity, Label: s.Label, Items: make([]Item, len(hits))}
	for i, h := range hits {
		g.Items[i] = Item(h)
	}
	return g
}

type findIn struct {
	Q     string   `query:"q" maxLength:"200" doc:"A few letters; fewer than two find nothing"`
	Limit int      `query:"limit" minimum:"1" maximum:"50" doc:"Records of each kind; 5 unless said otherwise"`
	Kinds []string `query:"kinds" doc:"Only records of these kinds, by comma" example:"crm.account,crm.contact"`
}

// Routes adds the search over everything.
func (s *Service) Routes(a *rest.API) {
	rest.Register(a, rest.Op{ID: "search", Method: "GET", Path: "", Needs: rest.SignedIn, Summary: "Find records of every kind that you may read",
		Doc: "The best first; a mistyped name finds the closest."},
		func(ctx context.Context, in *findIn) (*rest.Answer[Answer], error) {
			most := s.o.Hits
			if in.Limit > 0 {
				most = in.Limit
			}
			return rest.Say(s.Find(ctx, in.Q, most, in.Kinds...)), nil
		})
}
