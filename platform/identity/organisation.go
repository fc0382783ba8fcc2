package identity

import (
	"context"
	"strings"

	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/identity/sqlcgen"
	"longhouse/platform/kernel"
)

// House is an organisation with what its administrators decide about it. Its
// currency and its word in addresses stay: documents and links carry them.
type House struct {
	Organisation
	IdleMinutes int32 `json:"idle_minutes" doc:"After so long without a request one signs in again"`
	Version     int64 `json:"version"`
}

// HouseChange is what may be said of an organisation. A missing field stays.
type HouseChange struct {
	Name        *string `json:"name,omitempty" maxLength:"200"`
	Zone        *string `json:"zone,omitempty" maxLength:"64" doc:"IANA time zone: days, relative dates and schedules go by it" example:"Europe/Berlin"`
	Language    *string `json:"language,omitempty" enum:"en,de" doc:"What its mails say, unless their reader prefers another"`
	IdleMinutes *int32  `json:"idle_minutes,omitempty" minimum:"5" maximum:"480"`
}

// House reads the caller's organisation.
func (s *Service) House(ctx context.Context) (House, error) {
	who, err := actor.From(ctx)
	if err != nil {
		return House{}, err
	}
	return db.House(ctx, s.db, func(tx *db.Tx) (House, error) {
		r, err := query(tx).GetHouse(ctx, who.Org.UUID)
		return houseOf(sqlcgen.LockHouseRow(r)), err
	})
}

// ChangeHouse changes the caller's organisation. This node goes by it at once, and
// others within a minute; schedules on the organisation's clock within one as well.
func (s *Service) ChangeHouse(ctx context.Context, version int64, c HouseChange) (House, error) {
	if err := authz.Allowed(ctx, UpdateOrganisation); err != nil {
		return House{}, err
	}
	who, err := actor.From(ctx)
	if err != nil {
		return House{}, err
	}
	h, err := db.Write(ctx, s.db, func(tx *db.Tx) (House, error) {
		row, err := query(tx).LockHouse(ctx, who.Org.UUID)
		if err != nil {
			return House{}, err
		}
		if row.Version != version {
			return House{}, fault.StaleAt(row.Version)
		}
		was := houseOf(row)
		is, err := c.onto(was)
		if err != nil || is == was {
			return is, err
		}
		is.Version++
		if err := query(tx).SetHouse(ctx, sqlcgen.SetHouseParams{ID: who.Org.UUID, Name: is.Name, Zone: is.Zone, Language: is.Language, IdleMinutes: is.IdleMinutes}); err != nil {
			return House{}, err
		}
		return is, tx.Note(ctx, db.Fact{Kind: "identity.organisation_changed", About: kernel.Record{Entity: "identity.organisation", ID: who.Org.UUID}, Detail: was.changed(is)})
	})
	if err == nil {
		s.organisations.Delete(who.Org)
	}
	return h, err
}

func (c HouseChange) onto(h House) (House, error) {
	if c.Name != nil {
		h.Name = strings.TrimSpace(*c.Name)
	}
	if c.Zone != nil {
		h.Zone = *c.Zone
	}
	if c.Language != nil {
		h.Language = *c.Language
	}
	if c.IdleMinutes != nil {
		h.IdleMinutes = *c.IdleMinutes
	}
	var faults fault.Collector
	faults.Check(h.Name != "", "/name", "required", "Give the organisation a name.")
	faults.Check(zoneExists(h.Zone), "/zone", "invalid", "Use a time zone such as Europe/Berlin.")
	return h, faults.Err()
}

// changed is what was and what is, of the fields that differ.
func (h House) changed(is House) map[string]any {
	out := map[string]any{}
	for name, pair := range map[string][2]any{"name": {h.Name, is.Name}, "zone": {h.Zone, is.Zone}, "language": {h.Language, is.Language}, "idle_minutes": {h.IdleMinutes, is.IdleMinutes}} {
		if pair[0] != pair[1] {
			out[name] = map[string]any{"was": pair[0], "is": pair[1]}
		}
	}
	return out
}

func houseOf(r sqlcgen.LockHouseRow) House {
	return House{organisation(r.ID, r.Slug, r.Name, r.Currency, r.Zone, r.Language, r.Demo), r.IdleMinutes, r.Version}
}
