package notes

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/google/uuid"

	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// mention is how a text names a person: @[Ana Blum](u:0192…).
var mention = regexp.MustCompile(`@\[([^\]\n]{0,200})\]\(u:([0-9a-fA-F-]{36})\)`)

const mostMentions = 20

// mentioned are the people whom a text names, each once.
func mentioned(text string) []uuid.UUID {
	var out []uuid.UUID
	for _, m := range mention.FindAllStringSubmatch(text, -1) {
		if id, err := uuid.Parse(m[2]); err == nil && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// said checks a text before it is kept. Whoever is named in it must be able to
// read the record, and is called what they are called here: a text cannot give
// somebody another name.
func (s *Service) said(ctx context.Context, r kernel.Record, text string) (string, []uuid.UUID, error) {
	text = strings.TrimRight(strings.ReplaceAll(text, "\r\n", "\n"), " \t\n")
	var faults fault.Collector
	faults.Check(strings.TrimSpace(text) != "", "/text", "required", "Write something.")
	people := mentioned(text)
	faults.Check(len(people) <= mostMentions, "/text", "too_many", fmt.Sprintf("A note can name %d people.", mostMentions))
	if err := faults.Err(); err != nil || len(people) == 0 {
		return text, nil, err
	}
	names, err := s.mayRead(ctx, r, people, "/text")
	if err != nil {
		return "", nil, err
	}
	text = mention.ReplaceAllStringFunc(text, func(m string) string {
		id, err := uuid.Parse(mention.FindStringSubmatch(m)[2])
		if err != nil {
			return m
		}
		return "@[" + plain.Replace(names[id]) + "](u:" + id.String() + ")"
	})
	return text, people, nil
}

// plain keeps a name from ending the brackets that it stands in.
var plain = strings.NewReplacer("[", "(", "]", ")", "\n", " ")

// mayRead names people, and fails unless all of them may read the record.
func (s *Service) mayRead(ctx context.Context, r kernel.Record, people []uuid.UUID, pointer string) (map[uuid.UUID]string, error) {
	names, err := s.o.Names(ctx, people)
	if err != nil {
		return nil, err
	}
	readers, err := s.readers(ctx, r, people)
	if err != nil {
		return nil, err
	}
	for _, p := range people {
		if _, may := readers[p]; !may {
			name := names[p]
			if name == "" {
				name = "This person"
			}
			return nil, ErrCannotRead.Field(pointer, ErrCannotRead.Code, name+" may not read this record, and would not hear of it.")
		}
	}
	return names, nil
}

// excerpt is a text as a message shows it: names without their marks, cut after some characters.
func excerpt(text string) string {
	text = strings.Join(strings.Fields(mention.ReplaceAllString(text, "@$1")), " ")
	if r := []rune(text); len(r) > 240 {
		return strings.TrimSpace(string(r[:239])) + "…"
	}
	return text
}

// asked is how many people are asked at most whether they may read a record, for one answer of the picker.
const asked = 60

// People finds those who may read a record, by the beginnings of their names.
func (s *Service) People(ctx context.Context, r kernel.Record, typed string, limit int) ([]Person, error) {
	out := []Person{}
	if err := s.open(ctx, r); err != nil {
		return out, err
	}
	all, err := s.o.People(ctx)
	if err != nil {
		return out, err
	}
	words := strings.Fields(strings.ToLower(typed))
	tried := 0
	for _, p := range all {
		if !fits(p.Name, words) {
			continue
		}
		if tried++; tried > asked || len(out) == limit {
			break
		}
		may, err := s.readers(ctx, r, []uuid.UUID{p.ID})
		if err != nil {
			return nil, err
		}
		if len(may) > 0 {
			out = append(out, p)
		}
	}
	return out, nil
}

// fits says whether each word begins a part of a name.
func fits(name string, words []string) bool {
	parts := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return r == ' ' || r == '-' || r == '.' })
	for _, w := range words {
		if !slices.ContainsFunc(parts, func(part string) bool { return strings.HasPrefix(part, w) }) {
			return false
		}
	}
	return true
}
