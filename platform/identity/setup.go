package identity

import (
	"bytes"
	"cmp"
	"context"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/identity/sqlcgen"
	"longhouse/platform/kernel"
	"longhouse/platform/words"
)

// Founding is what a new organisation starts with.
type Founding struct {
	Organisation string          `json:"organisation" minLength:"1" maxLength:"200"`
	Slug         string          `json:"slug,omitempty" maxLength:"39" doc:"The word in addresses; made from the name when left out"`
	Currency     kernel.Currency `json:"currency" example:"EUR"`
	Zone         string          `json:"zone" example:"Europe/Berlin"`
	Language     string          `json:"language,omitempty" enum:"en,de" doc:"What its mails say, unless their reader prefers another; English when left out"`
	Name         string          `json:"name" minLength:"1" maxLength:"200" doc:"Of the first owner"`
	Email        string          `json:"email" format:"email" maxLength:"254"`
	Password     string          `json:"password" maxLength:"512"`
	Demo         bool            `json:"-"`
}

// SetupNeeded says whether there is no organisation yet.
func (s *Service) SetupNeeded(ctx context.Context) (bool, error) {
	all, err := s.Organisations(ctx)
	return len(all) == 0, err
}

// SetupLink makes the one-time word that the first start prints. It is good for half an hour.
func (s *Service) SetupLink(ctx context.Context) (string, error) {
	text, hash := secret()
	_, err := db.House(ctx, s.db, func(tx *db.Tx) (struct{}, error) {
		return struct{}{}, query(tx).AddOnce(ctx, sqlcgen.AddOnceParams{Sha256: hash, Kind: "setup"})
	})
	return text, err
}

// Setup founds the first organisation by the one-time link.
func (s *Service) Setup(ctx context.Context, token string, f Founding, from From) (cookie string, err error) {
	if err := f.check(); err != nil { // before the link is used up
		return "", err
	}
	if needed, err := s.SetupNeeded(ctx); err != nil || !needed { // of two links that were printed one is left over
		return "", cmp.Or(err, error(ErrLink))
	}
	_, err = db.House(ctx, s.db, func(tx *db.Tx) (struct{}, error) {
		n, err := query(tx).UseOnce(ctx, sqlcgen.UseOnceParams{Sha256: sum(token), Kind: "setup"})
		if err == nil && n == 0 {
			err = ErrLink
		}
		return struct{}{}, err
	})
	if err != nil {
		return "", err
	}
	if _, _, err := s.Found(ctx, f); err != nil {
		return "", err
	}
	return s.SignIn(ctx, f.Email, f.Password, from)
}

// Found makes an organisation with its first owner, and prepares it in every module.
func (s *Service) Found(ctx context.Context, f Founding) (Organisation, User, error) {
	if err := f.check(); err != nil {
		return Organisation{}, User{}, err
	}
	org := Organisation{ID: kernel.NewID[kernel.Org](), Slug: f.slug(), Name: f.Organisation, Currency: f.Currency, Zone: f.Zone, Language: cmp.Or(f.Language, words.English), Demo: f.Demo}
	login, err := s.loginFor(ctx, f.Email, f.Name, f.Password)
	if err != nil {
		return Organisation{}, User{}, err
	}
	user := User{kernel.IDOf[kernel.User](login.ID), login.Name, login.Email}
	as := actor.With(ctx, actor.Actor{Org: org.ID, User: user.ID, Via: actor.System, Reason: "organisation founded"})
	// The organisation's own row comes last: until it is there nobody sees what a
	// founding that was cut off has left, and the next try founds another.
	if err := s.rights.Bootstrap(as, user.ID, "owner"); err != nil {
		return Organisation{}, User{}, err
	}
	ready, err := s.rights.Attach(as)
	if err != nil {
		return Organisation{}, User{}, err
	}
	if s.created != nil {
		if err := s.created(ready, org); err != nil {
			return Organisation{}, User{}, err
		}
	}
	member := kernel.NewUUID()
	return org, user, db.Changed(as, s.db, func(tx *db.Tx) error {
		err := query(tx).AddOrganisation(ctx, sqlcgen.AddOrganisationParams{ID: org.ID.UUID, Slug: org.Slug, Name: org.Name,
			Currency: string(org.Currency), Zone: org.Zone, Demo: org.Demo, IdleMinutes: idleMinutes(f.Demo), Language: org.Language})
		if err != nil {
			return err
		}
		return query(tx).AddMembership(ctx, sqlcgen.AddMembershipParams{ID: member, LoginID: login.ID})
	})
}

// idleMinutes: a demonstration may lie open on a screen for a working day.
func idleMinutes(demo bool) int32 {
	if demo {
		return 480
	}
	return 30
}

var (
	slugForm  = regexp.MustCompile(`[^a-z0-9]+`)
	slugPlain = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,38}$`)
)

func (f Founding) slug() string {
	if f.Slug != "" {
		return f.Slug
	}
	s := strings.Trim(slugForm.ReplaceAllString(strings.ToLower(f.Organisation), "-"), "-")
	if s == "" {
		return "main"
	}
	return strings.Trim(s[:min(len(s), 39)], "-")
}

func (f Founding) check() error {
	var c fault.Collector
	c.Check(strings.TrimSpace(f.Organisation) != "", "/organisation", "required", "Give the organisation a name.")
	c.Check(strings.TrimSpace(f.Name) != "", "/name", "required", "Give your name.")
	c.Check(strings.Contains(f.Email, "@"), "/email", "invalid", "Give an e-mail address.")
	c.Check(f.Currency.Valid(), "/currency", "invalid", "Use an ISO 4217 code such as EUR.")
	c.Check(f.Language == "" || words.Known(f.Language), "/language", "invalid", "Longhouse can be read in English (en) and German (de).")
	c.Check(slugPlain.MatchString(f.slug()), "/slug", "invalid", "Use small letters, digits and hyphens.")
	if _, err := time.LoadLocation(f.Zone); err != nil || f.Zone == "" {
		c.Add("/zone", "invalid", "Use a time zone such as Europe/Berlin.")
	}
	if err := c.Err(); err != nil {
		return err
	}
	return CheckPassword("/password", f.Password, f.Organisation, f.Name, f.Email)
}

// Organisations lists all of the house, for the command line and the scheduler.
func (s *Service) Organisations(ctx context.Context) ([]Organisation, error) {
	return db.House(ctx, s.db, func(tx *db.Tx) ([]Organisation, error) {
		rows, err := query(tx).AllOrganisations(ctx)
		out := make([]Organisation, len(rows))
		for i, r := range rows {
			out[i] = organisation(r.ID, r.Slug, r.Name, r.Currency, r.Zone, r.Language, r.Demo)
		}
		return out, err
	})
}

// Owner is a person who owns an organisation, for whoever runs the host.
func (s *Service) Owner(ctx context.Context, org kernel.ID[kernel.Org]) (kernel.ID[kernel.User], error) {
	ctx, err := s.rights.Attach(actor.Service(ctx, org, "host", actor.System))
	if err != nil {
		return kernel.ID[kernel.User]{}, err
	}
	held, err := s.rights.AssignedRoles(ctx)
	if err != nil {
		return kernel.ID[kernel.User]{}, err
	}
	for _, user := range slices.SortedFunc(maps.Keys(held), func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) }) {
		if slices.Contains(held[user], "owner") {
			return kernel.IDOf[kernel.User](user), nil
		}
	}
	return kernel.ID[kernel.User]{}, fault.ErrNotFound.Say("The organisation has no owner.")
}

// known is an organisation as it was read a moment ago.
type known struct {
	Organisation
	zone *time.Location
	at   time.Time
}

// fresh is how long an organisation's own facts are believed: nearly every
// request asks for its zone, and nobody moves a company within a minute.
const fresh = time.Minute

func (s *Service) organisation(ctx context.Context, id kernel.ID[kernel.Org]) (Organisation, error) {
	k, err := s.know(ctx, id)
	return k.Organisation, err
}

func (s *Service) know(ctx context.Context, id kernel.ID[kernel.Org]) (known, error) {
	now := s.clock.Now()
	if k, ok := s.organisations.Load(id); ok {
		if k := k.(known); now.Sub(k.at) < fresh { //nolint:forcetypeassert // only known ones are stored
			return k, nil
		}
	}
	o, err := db.House(ctx, s.db, func(tx *db.Tx) (Organisation, error) {
		r, err := query(tx).GetOrganisation(ctx, id.UUID)
		return organisation(r.ID, r.Slug, r.Name, r.Currency, r.Zone, r.Language, r.Demo), err
	})
	if err != nil {
		return known{}, err
	}
	zone, err := time.LoadLocation(o.Zone)
	if err != nil {
		return known{}, err
	}
	k := known{o, zone, now}
	s.organisations.Store(id, k)
	return k, nil
}

// Zone is the time zone of the actor's organisation.
func (s *Service) Zone(ctx context.Context) (*time.Location, error) {
	who, err := actor.From(ctx)
	if err != nil {
		return nil, err
	}
	k, err := s.know(ctx, who.Org)
	return k.zone, err
}

// Currency is the currency of the actor's organisation.
func (s *Service) Currency(ctx context.Context) (kernel.Currency, error) {
	o, err := s.Mine(ctx)
	return o.Currency, err
}

// Mine is the actor's organisation.
func (s *Service) Mine(ctx context.Context) (Organisation, error) {
	who, err := actor.From(ctx)
	if err != nil {
		return Organisation{}, err
	}
	return s.organisation(ctx, who.Org)
}
