package identity

import (
	"context"
	"time"

	"longhouse/platform/actor"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/identity/sqlcgen"
	"longhouse/platform/kernel"
	"longhouse/platform/words"
)

// Settings are how a person likes to read. They go with the person into every
// organisation. What is left out is as the browser or the organisation says.
type Settings struct {
	Language   string `json:"language,omitempty" enum:"en,de" doc:"Left out: the browser's on screen, the organisation's in mails"`
	Zone       string `json:"zone,omitempty" maxLength:"64" doc:"IANA time zone that instants are shown in; left out: the organisation's" example:"Europe/Lisbon"`
	WeekStart  *int16 `json:"week_start,omitempty" minimum:"0" maximum:"6" doc:"0 is Sunday; left out: as in the language"`
	Hours      string `json:"hours,omitempty" enum:"12,24" doc:"A clock of 12 or 24 hours; left out: as in the language"`
	Theme      string `json:"theme" enum:"auto,light,dark"`
	Density    string `json:"density" enum:"comfortable,regular,dense" doc:"How high the rows of lists are"`
	SingleKeys bool   `json:"single_keys" doc:"Single letters are commands (WCAG 2.1.4)"`
}

// standard is what somebody has who never said anything.
var standard = Settings{Theme: "auto", Density: "regular", SingleKeys: true}

// Settings reads the caller's own.
func (s *Service) Settings(ctx context.Context) (Settings, error) {
	who, err := actor.From(ctx)
	if err != nil {
		return Settings{}, err
	}
	return db.House(ctx, s.db, func(tx *db.Tx) (Settings, error) { return settingsIn(ctx, tx, who.User) })
}

// PersonalZone is the zone in which the actor reads: their own choice, else the organisation's.
func (s *Service) PersonalZone(ctx context.Context) (*time.Location, error) {
	who, err := actor.From(ctx)
	if err != nil {
		return nil, err
	}
	if !who.User.IsZero() {
		own, err := s.Settings(ctx)
		if err != nil {
			return nil, err
		}
		if own.Zone != "" {
			return time.LoadLocation(own.Zone)
		}
	}
	return s.Zone(ctx)
}

func settingsIn(ctx context.Context, tx *db.Tx, user kernel.ID[kernel.User]) (Settings, error) {
	r, err := query(tx).GetSettings(ctx, user.UUID)
	if none(err) {
		return standard, nil
	}
	return Settings{deref(r.Language), deref(r.Zone), r.WeekStart, deref(r.Hours), r.Theme, r.Density, r.SingleKeys}, err
}

// Set keeps the caller's own. It replaces all of them, so what is left out is
// left to the browser and the organisation again.
func (s *Service) Set(ctx context.Context, wanted Settings) error {
	who, err := actor.From(ctx)
	if err != nil {
		return err
	}
	if err := wanted.check(); err != nil {
		return err
	}
	_, err = db.House(ctx, s.db, func(tx *db.Tx) (struct{}, error) {
		return struct{}{}, query(tx).SetSettings(ctx, sqlcgen.SetSettingsParams{LoginID: who.User.UUID, Language: given(wanted.Language), Zone: given(wanted.Zone),
			WeekStart: wanted.WeekStart, Hours: given(wanted.Hours), Theme: wanted.Theme, Density: wanted.Density, SingleKeys: wanted.SingleKeys})
	})
	return err
}

func (w Settings) check() error {
	var c fault.Collector
	c.Check(w.Zone == "" || zoneExists(w.Zone), "/zone", "invalid", "Use a time zone such as Europe/Berlin.")
	return c.Err()
}

// zoneExists is true for a place of the tz database; Local is the machine's own and nobody's.
func zoneExists(name string) bool {
	_, err := time.LoadLocation(name)
	return err == nil && name != "" && name != "Local"
}

// languageOf is what a person reads: their own language, else the organisation's.
func (s *Service) languageOf(ctx context.Context, org kernel.ID[kernel.Org], user kernel.ID[kernel.User]) string {
	language, err := db.House(ctx, s.db, func(tx *db.Tx) (string, error) {
		return query(tx).LanguageOf(ctx, sqlcgen.LanguageOfParams{LoginID: user.UUID, OrgID: org.UUID})
	})
	if err != nil { // a mail in English is better than none
		return words.English
	}
	return language
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func given(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
