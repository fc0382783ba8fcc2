package notify

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/notify/sqlcgen"
)

// Preference is how a person hears of a kind of message.
type Preference struct {
	KindView
	Channel kernel.Channel `json:"channel" enum:"none,app,digest,mail" doc:"app: here only · digest: here, and in the mail of the next morning if unread · mail: here, and by mail if unread for five minutes"`
}

// Choice is a person's word on one kind.
type Choice struct {
	Kind    string         `json:"kind"`
	Channel kernel.Channel `json:"channel" enum:"none,app,digest,mail"`
}

// Preferences says how the caller hears of each kind.
func (h *Hub) Preferences(ctx context.Context) ([]Preference, error) {
	who, err := person(ctx)
	if err != nil {
		return nil, err
	}
	own, err := db.Read(ctx, h.db, func(tx *db.Tx) (map[string]kernel.Channel, error) {
		rows, err := sqlcgen.New(tx).Preferences(ctx, who)
		out := make(map[string]kernel.Channel, len(rows))
		for _, r := range rows {
			out[r.Kind] = kernel.Channel(r.Channel)
		}
		return out, err
	})
	if err != nil {
		return nil, err
	}
	kinds := h.Kinds(ctx)
	out := make([]Preference, len(kinds))
	for i, k := range kinds {
		out[i] = Preference{k, k.Default}
		if c, ok := own[k.Name]; ok && (!k.Stays || c != kernel.NoChannel) {
			out[i].Channel = c
		}
	}
	return out, nil
}

// Prefer takes the caller's word on kinds. What it does not name is as the
// kind says, and what it names as the kind says is not kept.
func (h *Hub) Prefer(ctx context.Context, choices []Choice) error {
	who, err := person(ctx)
	if err != nil {
		return err
	}
	var c fault.Collector
	for i, choice := range choices {
		at := fmt.Sprintf("/items/%d", i)
		k := h.kind(choice.Kind)
		switch {
		case k == nil:
			return ErrUnknownKind.Field(at+"/kind", "unknown", "There is no kind of message "+choice.Kind+".")
		case k.Stays && choice.Channel == kernel.NoChannel:
			return ErrKindStays.At(at + "/channel")
		}
		c.Check(slices.Contains(channels, choice.Channel), at+"/channel", "invalid", "Choose none, app, digest or mail.")
	}
	if err := c.Err(); err != nil {
		return err
	}
	return db.Changed(ctx, h.db, func(tx *db.Tx) error {
		q, kept := sqlcgen.New(tx), []string{}
		for _, choice := range choices {
			if h.kind(choice.Kind).Default == choice.Channel {
				continue
			}
			kept = append(kept, choice.Kind)
			if err := q.SetPreference(ctx, sqlcgen.SetPreferenceParams{ID: kernel.NewUUID(), Person: who, Kind: choice.Kind, Channel: string(choice.Channel)}); err != nil {
				return err
			}
		}
		return q.DropPreferences(ctx, sqlcgen.DropPreferencesParams{Person: who, But: kept})
	})
}

// Mute is a record of which a person wants to hear nothing.
type Mute struct {
	ID       uuid.UUID `json:"id"`
	Entity   string    `json:"entity" example:"crm.deal"`
	EntityID uuid.UUID `json:"entity_id"`
	Title    string    `json:"title" doc:"What it was when it was muted"`
	At       time.Time `json:"at"`
}

// Mutes lists the records that the caller has muted.
func (h *Hub) Mutes(ctx context.Context) ([]Mute, error) {
	who, err := person(ctx)
	if err != nil {
		return nil, err
	}
	return db.Read(ctx, h.db, func(tx *db.Tx) ([]Mute, error) {
		rows, err := sqlcgen.New(tx).Mutes(ctx, who)
		out := make([]Mute, len(rows))
		for i, r := range rows {
			out[i] = Mute{r.ID, r.Entity, r.EntityID, r.Title, r.At}
		}
		return out, err
	})
}

// Hush mutes a record for the caller. Only what cannot be switched off still
// comes. Doing it twice changes nothing.
func (h *Hub) Hush(ctx context.Context, about kernel.Record, title string) (Mute, error) {
	who, err := person(ctx)
	if err != nil {
		return Mute{}, err
	}
	id := kernel.NewUUID()
	return db.Write(ctx, h.db, func(tx *db.Tx) (Mute, error) {
		row, err := sqlcgen.New(tx).AddMute(ctx, sqlcgen.AddMuteParams{ID: id, Person: who, Entity: about.Entity, EntityID: about.ID, Title: title})
		return Mute{row.ID, about.Entity, about.ID, title, row.At}, err
	})
}

// Unmute lets the caller hear of a record again.
func (h *Hub) Unmute(ctx context.Context, id uuid.UUID) error {
	who, err := person(ctx)
	if err != nil {
		return err
	}
	return db.Changed(ctx, h.db, func(tx *db.Tx) error {
		n, err := sqlcgen.New(tx).DropMute(ctx, sqlcgen.DropMuteParams{ID: id, Person: who})
		if err == nil && n == 0 {
			err = fault.ErrNotFound
		}
		return err
	})
}
