package webhooks

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"longhouse/platform/authz"
	"longhouse/platform/history"
	"longhouse/platform/kernel"
)

// Kind is a type of event that endpoints may hear.
type Kind struct {
	Type     string `json:"type" example:"crm.deal_won.v1"`
	Module   string `json:"module" example:"crm"`
	Entity   string `json:"entity" doc:"The kind of record that it is about" example:"crm.deal"`
	Readable bool   `json:"readable" doc:"You may read such records. What the owner of an endpoint may not read is withheld from it."`
}

// Register adds the events and the records of a module. It is called while
// wiring. An event that does not say which record it is about goes nowhere.
func (s *Service) Register(events []kernel.Event, entities []history.Entity) {
	for _, e := range entities {
		s.entities[e.Name] = e
	}
	for _, e := range events {
		about, ok := e.(kernel.About)
		if !ok {
			continue
		}
		module, _, _ := strings.Cut(e.EventType(), ".")
		s.kinds = append(s.kinds, Kind{Type: e.EventType(), Module: module, Entity: about.About().Entity})
		s.decoders[e.EventType()] = decoder(reflect.TypeOf(e))
	}
}

// decoder reads from a stored event which record it is about.
func decoder(t reflect.Type) func([]byte) (kernel.Record, error) {
	return func(payload []byte) (kernel.Record, error) {
		v := reflect.New(t)
		if err := json.Unmarshal(payload, v.Interface()); err != nil {
			return kernel.Record{}, fmt.Errorf("read the event: %w", err)
		}
		about, _ := v.Elem().Interface().(kernel.About)
		return about.About(), nil
	}
}

// Kinds lists the events, and which of them are about records that the caller may read.
func (s *Service) Kinds(ctx context.Context) []Kind {
	out := slices.Clone(s.kinds)
	for i := range out {
		e, known := s.entities[out[i].Entity]
		out[i].Readable = known && authz.Allowed(ctx, e.Read) == nil
	}
	return out
}

// Unknown names events whose records nobody described: nobody could be allowed to hear of them.
func (s *Service) Unknown() []string {
	var out []string
	for _, k := range s.kinds {
		if _, known := s.entities[k.Entity]; !known {
			out = append(out, k.Type+" is about "+k.Entity)
		}
	}
	return out
}
