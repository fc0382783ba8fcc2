package custom

import (
	"context"
	"strings"

	"github.com/google/uuid"

	"longhouse/platform/fault"
)

// lookup finds people and records that cells name, each text once. What it
// could not ask is in err: such a batch is tried again and refuses nobody.
type lookup struct {
	*Service
	known  map[string]found
	people map[uuid.UUID]Person
	err    error
}

type found struct {
	id uuid.UUID
	no *bad
}

func (s *Service) lookup() *lookup { return &lookup{Service: s, known: map[string]found{}} }

// find is the one that a text means.
func (d *lookup) find(ctx context.Context, f Field, text string) (uuid.UUID, *bad) {
	word := f.target() + " " + strings.ToLower(text)
	a, asked := d.known[word]
	if asked {
		return a.id, a.no
	}
	ids, err := d.meant(ctx, f, text)
	switch {
	case err != nil:
		d.err = err
		return uuid.Nil, nil
	case len(ids) == 1:
		a.id = ids[0]
	case len(ids) == 0:
		a.no = &bad{"custom.not_found", "Nobody and nothing here is called that, or you may not see it."}
	default:
		a.no = &bad{"custom.ambiguous", "Several are called that. Write the e-mail address, the code or the ID."}
	}
	d.known[word] = a
	return a.id, a.no
}

func (d *lookup) meant(ctx context.Context, f Field, text string) ([]uuid.UUID, error) {
	if f.Kind == PersonOf {
		return d.person(ctx, text)
	}
	return d.record(ctx, f.EntityOf, text)
}

// person are the active people of an address or a name.
func (d *lookup) person(ctx context.Context, text string) (ids []uuid.UUID, err error) {
	if d.people == nil {
		if d.people, err = d.Service.people(ctx); err != nil {
			return nil, err
		}
	}
	for id, p := range d.people {
		if p.Active && (strings.EqualFold(p.Email, text) || strings.EqualFold(p.Name, text)) {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// record are the records that a text means: by ID, or those that a search finds
// under just this name or code.
func (d *lookup) record(ctx context.Context, entity, text string) ([]uuid.UUID, error) {
	if id, err := uuid.Parse(text); err == nil {
		there, err := d.sees(ctx, entity, id)
		if err != nil || !there {
			return nil, err
		}
		return []uuid.UUID{id}, nil
	}
	find := d.finds[entity]
	if find == nil {
		return nil, nil
	}
	hits, err := find(ctx, text, 20)
	if fault.KindOf(err) == fault.Forbidden {
		return nil, nil
	}
	var ids []uuid.UUID
	for _, h := range hits {
		exact := strings.EqualFold(h.Title, text)
		for word := range strings.SplitSeq(h.Subtitle, " · ") {
			exact = exact || strings.EqualFold(word, text)
		}
		if exact {
			ids = append(ids, h.ID)
		}
	}
	return ids, err
}
