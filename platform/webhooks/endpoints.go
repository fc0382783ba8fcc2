package webhooks

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
	"longhouse/platform/webhooks/sqlcgen"
)

// most is how many endpoints an organisation may have: each event is written for each of them.
const most = 50

// Named is somebody or something with a name.
type Named struct {
	ID   uuid.UUID `json:"id"`
	Name string    `json:"name"`
}

// Endpoint is an address of another system that hears events.
type Endpoint struct {
	ID            uuid.UUID        `json:"id"`
	URL           string           `json:"url" example:"https://example.com/hooks"`
	Description   string           `json:"description"`
	Types         []string         `json:"types" doc:"The events that it hears; none: all"`
	Owner         Named            `json:"owner" doc:"Whose rights decide what is sent"`
	Token         *Named           `json:"token,omitempty" doc:"The owner's API token that narrows their rights"`
	State         string           `json:"state" enum:"on,paused,disabled"`
	Reason        string           `json:"reason,omitempty" enum:"gone,failing" doc:"Why it was disabled: it answered 410, or took nothing for five days"`
	StateAt       time.Time        `json:"state_at"`
	CreatedAt     time.Time        `json:"created_at"`
	LastSuccessAt *time.Time       `json:"last_success_at,omitempty" doc:"Within ten seconds"`
	LastFailureAt *time.Time       `json:"last_failure_at,omitempty"`
	FailingSince  *time.Time       `json:"failing_since,omitempty" doc:"The first failure after the last success"`
	Failures      int32            `json:"failures" doc:"Calls that failed since the last success"`
	Version       int64            `json:"version"`
	Secret        string           `json:"secret,omitempty" doc:"Shown once: when the endpoint is made, and when the secret is rotated"`
	OldSecretEnds *time.Time       `json:"old_secret_ends,omitempty" doc:"Until then both secrets sign"`
	Counts        map[string]int64 `json:"counts,omitempty" doc:"Webhooks of the last 30 days by state; only for one endpoint"`
}

var endpointList = page.Spec{
	Columns: map[string]page.Column{
		"state":      {Expr: "e.state", Cast: "text", Ops: page.OneOf},
		"created_at": {Expr: "e.created_at", Cast: "timestamptz", Ops: page.Range, Sort: true},
	},
	Tie: "e.id", Default: "-created_at",
}

func view(r sqlcgen.GetEndpointRow) Endpoint {
	e := Endpoint{ID: r.ID, URL: r.Url, Description: r.Description, Types: r.Types, Owner: Named{ID: r.OwnerID}, State: r.State, Reason: r.Reason, StateAt: r.StateAt,
		CreatedAt: r.CreatedAt, LastSuccessAt: r.LastSuccessAt, LastFailureAt: r.LastFailureAt, FailingSince: r.FailingSince, Failures: r.Failures, Version: r.Version}
	if r.TokenID != nil {
		e.Token = &Named{ID: *r.TokenID}
	}
	return e
}

// Endpoints lists them, the newest first.
func (s *Service) Endpoints(ctx context.Context, r page.Request) (page.Page[Endpoint], error) {
	q, err := endpointList.Compile(r, page.Everything()) // the organisation's, which its door has let the caller see
	if err != nil {
		return page.Page[Endpoint]{}, err
	}
	p, err := db.Read(ctx, s.db, func(tx *db.Tx) (page.Page[Endpoint], error) {
		rows, err := sqlcgen.New(q.On(tx)).ListEndpoints(ctx, q.Max())
		return page.Cut(q, rows, func(r sqlcgen.ListEndpointsRow) (string, uuid.UUID) { return r.PageKey, r.ID }, func(r sqlcgen.ListEndpointsRow) Endpoint {
			return view(sqlcgen.GetEndpointRow{ID: r.ID, Url: r.Url, Description: r.Description, Types: r.Types, OwnerID: r.OwnerID, TokenID: r.TokenID, State: r.State, Reason: r.Reason,
				StateAt: r.StateAt, Version: r.Version, CreatedAt: r.CreatedAt, LastSuccessAt: r.LastSuccessAt, LastFailureAt: r.LastFailureAt, FailingSince: r.FailingSince, Failures: r.Failures})
		}), err
	})
	if err != nil {
		return p, err
	}
	return p, s.name(ctx, p.Items)
}

// name says who owns endpoints.
func (s *Service) name(ctx context.Context, endpoints []Endpoint) error {
	owners := make([]uuid.UUID, len(endpoints))
	for i, e := range endpoints {
		owners[i] = e.Owner.ID
	}
	names, err := s.o.Names(ctx, owners)
	if err != nil {
		return err
	}
	tokens := map[uuid.UUID]map[uuid.UUID]string{}
	for i := range endpoints {
		e := &endpoints[i]
		if e.Owner.Name = names[e.Owner.ID]; e.Owner.Name == "" {
			e.Owner.Name = "Somebody who has left"
		}
		if e.Token == nil {
			continue
		}
		if tokens[e.Owner.ID] == nil {
			if tokens[e.Owner.ID], err = s.o.Tokens(ctx, e.Owner.ID); err != nil {
				return err
			}
		}
		if e.Token.Name = tokens[e.Owner.ID][e.Token.ID]; e.Token.Name == "" {
			e.Token.Name = "A token that is gone"
		}
	}
	return nil
}

func (s *Service) row(ctx context.Context, id uuid.UUID) (sqlcgen.GetEndpointRow, error) {
	return db.Read(ctx, s.db, func(tx *db.Tx) (sqlcgen.GetEndpointRow, error) { return query(tx).GetEndpoint(ctx, id) })
}

// titles names endpoints for timelines.
func (s *Service) titles(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	return db.Read(ctx, s.db, func(tx *db.Tx) (map[uuid.UUID]string, error) {
		rows, err := query(tx).NamesOf(ctx, ids)
		out := make(map[uuid.UUID]string, len(rows))
		for _, r := range rows {
			out[r.ID] = nameOf(r.Description, r.Url)
		}
		return out, err
	})
}

// Endpoint reads one, with how its webhooks fare.
func (s *Service) Endpoint(ctx context.Context, id uuid.UUID) (Endpoint, error) {
	e, err := db.Read(ctx, s.db, func(tx *db.Tx) (Endpoint, error) {
		r, err := query(tx).GetEndpoint(ctx, id)
		if err != nil {
			return Endpoint{}, err
		}
		e := view(r)
		secrets, err := query(tx).DescribeSecrets(ctx, id)
		if err != nil {
			return e, err
		}
		for _, secret := range secrets {
			if secret.EndsAt != nil {
				e.OldSecretEnds = secret.EndsAt
			}
		}
		counts, err := query(tx).CountByState(ctx, id)
		e.Counts = make(map[string]int64, len(counts))
		for _, c := range counts {
			e.Counts[c.State] = c.N
		}
		return e, err
	})
	if err != nil {
		return e, err
	}
	one := []Endpoint{e}
	err = s.name(ctx, one)
	return one[0], err
}

// Draft is what somebody wants an endpoint to be.
type Draft struct {
	URL         string
	Description string
	Types       []string
	Token       uuid.UUID // of the caller's own, to narrow what is sent
}

// check looks at a draft as a whole.
func (s *Service) check(ctx context.Context, d Draft, owner uuid.UUID) error {
	var faults fault.Collector
	if err := s.client.guard.Check(ctx, d.URL); err != nil {
		f := fault.As(err)
		if f == nil {
			return err
		}
		faults.Add("/url", f.Code, f.Message)
	}
	for i, t := range d.Types {
		known := slices.ContainsFunc(s.kinds, func(k Kind) bool { return k.Type == t })
		faults.Check(known, fmt.Sprintf("/types/%d", i), ErrNoEvent.Code, "There is no event called "+t+".")
	}
	if d.Token != uuid.Nil {
		tokens, err := s.o.Tokens(ctx, owner)
		if err != nil {
			return err
		}
		_, own := tokens[d.Token]
		faults.Check(own, "/token", "not_found", "You have no such API token.")
	}
	return faults.Err()
}

// sorted is each event once.
func sorted(types []string) []string {
	out := append([]string{}, types...)
	slices.Sort(out)
	return slices.Compact(out)
}

// person is the caller, whose rights an endpoint takes on.
func person(ctx context.Context) (actor.Actor, error) {
	who, err := actor.From(ctx)
	if err == nil && who.User.IsZero() {
		err = ErrNoOwner
	}
	return who, err
}

// Create makes an endpoint that belongs to the caller, and shows its secret once.
func (s *Service) Create(ctx context.Context, d Draft) (Endpoint, error) {
	who, err := person(ctx)
	if err != nil {
		return Endpoint{}, err
	}
	if who.Token != uuid.Nil { // a program makes endpoints that reach as far as itself
		d.Token = who.Token
	}
	if err := s.check(ctx, d, who.User.UUID); err != nil {
		return Endpoint{}, err
	}
	id, secret := kernel.NewUUID(), newSecret()
	ctx = actor.Unkeyed(ctx) // the answer holds a secret, so nothing of it is kept to be given again
	err = db.Changed(ctx, s.db, func(tx *db.Tx) error {
		n, err := query(tx).CountEndpoints(ctx)
		if err == nil && n >= most {
			err = ErrTooMany
		}
		if err != nil {
			return err
		}
		if err := query(tx).AddEndpoint(ctx, sqlcgen.AddEndpointParams{ID: id, Url: d.URL, Description: d.Description, Types: sorted(d.Types), OwnerID: who.User.UUID, TokenID: pointer(d.Token)}); err != nil {
			return err
		}
		return query(tx).AddSecret(ctx, sqlcgen.AddSecretParams{ID: kernel.NewUUID(), EndpointID: id, Secret: secret})
	})
	if err != nil {
		return Endpoint{}, err
	}
	e, err := s.Endpoint(ctx, id)
	e.Secret = secretText(secret)
	return e, err
}

func pointer(id uuid.UUID) *uuid.UUID {
	if id == uuid.Nil {
		return nil
	}
	return &id
}

// Change is a merge patch: what is nil stays.
type Change struct {
	URL         *string
	Description *string
	Types       *[]string
	TakeOver    bool // the caller becomes its owner
}

// Change changes an endpoint. Whoever sends it elsewhere vouches for that with
// their own rights: they become its owner.
func (s *Service) Change(ctx context.Context, id uuid.UUID, version int64, c Change) (Endpoint, error) {
	who, err := person(ctx)
	if err != nil {
		return Endpoint{}, err
	}
	was, err := s.row(ctx, id)
	if err != nil {
		return Endpoint{}, err
	}
	d := Draft{URL: was.Url, Description: was.Description, Types: was.Types}
	set(&d.URL, c.URL)
	set(&d.Description, c.Description)
	set(&d.Types, c.Types)
	if err := s.check(ctx, d, who.User.UUID); err != nil {
		return Endpoint{}, err
	}
	owner, token := was.OwnerID, was.TokenID
	if c.TakeOver || d.URL != was.Url && owner != who.User.UUID {
		owner, token = who.User.UUID, pointer(who.Token)
	}
	err = s.changed(ctx, id, version, func(tx *db.Tx, _ sqlcgen.LockEndpointRow) error {
		return query(tx).ChangeEndpoint(ctx, sqlcgen.ChangeEndpointParams{ID: id, Url: d.URL, Description: d.Description, Types: sorted(d.Types), OwnerID: owner, TokenID: token})
	})
	if err != nil {
		return Endpoint{}, err
	}
	return s.Endpoint(ctx, id)
}

func set[T any](to *T, from *T) {
	if from != nil {
		*to = *from
	}
}

// changed runs fn on an endpoint that is as the caller has seen it.
func (s *Service) changed(ctx context.Context, id uuid.UUID, version int64, fn func(*db.Tx, sqlcgen.LockEndpointRow) error) error {
	return db.Changed(ctx, s.db, func(tx *db.Tx) error {
		e, err := query(tx).LockEndpoint(ctx, id)
		if err != nil {
			return err
		}
		if e.Version != version {
			return fault.StaleAt(e.Version)
		}
		return fn(tx, e)
	})
}

// Delete removes an endpoint with its log. What was on its way to it is not sent.
func (s *Service) Delete(ctx context.Context, id uuid.UUID, version int64) error {
	return s.changed(ctx, id, version, func(tx *db.Tx, _ sqlcgen.LockEndpointRow) error { return query(tx).DeleteEndpoint(ctx, id) })
}
