package history

import (
	"context"
	"encoding/json"
	"log/slog"
	"math/rand/v2"
	"time"

	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/history/sqlcgen"
	"longhouse/platform/jobs"
	"longhouse/platform/rest"
)

// Proof says how far the organisation's history is sealed, and how the last verification ended.
type Proof struct {
	State      string     `json:"state" enum:"sealed,late,unsealed" doc:"unsealed: the operator gave no key"`
	Seals      int64      `json:"seals"`
	Waiting    int64      `json:"waiting" doc:"Change sets and facts that wait for their seal"`
	UpTo       *time.Time `json:"up_to,omitempty" doc:"All that was committed until then is sealed"`
	Key        string     `json:"key_id,omitempty" doc:"Which key seals"`
	KeptSince  *time.Time `json:"kept_since,omitempty" doc:"What is older was cut off, as the operator does not keep it for ever"`
	VerifiedAt *time.Time `json:"verified_at,omitempty" doc:"The last verification"`
	Sound      *bool      `json:"sound,omitempty" doc:"Whether it found everything as it was sealed"`
	Finding    *Finding   `json:"finding,omitempty" doc:"What it found first, if not"`
}

func (s *Service) sealRoutes(a *rest.API) {
	rest.Register(a, rest.Op{ID: "history-read-proof", Method: "GET", Path: "/proof", Needs: ReadChanges, Summary: "How far history is sealed, and how the last verification ended"},
		func(ctx context.Context, _ *struct{}) (*rest.Answer[Proof], error) {
			p, err := s.Proof(ctx)
			return rest.Say(p), err
		})
	rest.Register(a, rest.Op{ID: "history-verify", Method: "POST", Path: "/proof/verify", Needs: ReadChanges, Status: 200, Summary: "Recompute the seals of the last day",
		Doc: "The whole chain is verified by `longhouse audit verify` on the host.", Faults: []*fault.Error{ErrNoProof}},
		func(ctx context.Context, _ *struct{}) (*rest.Answer[Proof], error) {
			if err := s.verifyBetween(actor.Unkeyed(ctx), s.clock.Now().Add(-24*time.Hour), s.clock.Now()); err != nil {
				return nil, err
			}
			p, err := s.Proof(ctx)
			return rest.Say(p), err
		})
}

// Kinds of facts about the proof itself.
const (
	factVerified = "history.verified"
	factBroken   = "history.seal_broken"
)

// Proof reads how far the caller's organisation is sealed.
func (s *Service) Proof(ctx context.Context) (Proof, error) {
	if err := authz.Allowed(ctx, ReadChanges); err != nil {
		return Proof{}, err
	}
	type now struct {
		sqlcgen.SealStatusRow
		good, bad []sqlcgen.LastFactRow
	}
	n, err := read(ctx, s, func(q *sqlcgen.Queries) (n now, err error) {
		if n.SealStatusRow, err = q.SealStatus(ctx); err != nil {
			return n, err
		}
		if n.good, err = q.LastFact(ctx, factVerified); err != nil {
			return n, err
		}
		n.bad, err = q.LastFact(ctx, factBroken)
		return n, err
	})
	if err != nil {
		return Proof{}, err
	}
	p := Proof{State: "sealed", Seals: n.N, Waiting: n.Waiting}
	switch {
	case s.sealer == nil || s.sealer.Ready(ctx) != nil:
		p.State = "unsealed"
	default:
		p.Key = s.sealer.keys.Name()
		upTo := s.clock.Now().UTC().Add(-time.Duration(n.Oldest * float64(time.Second)))
		p.UpTo = &upTo
		if n.Oldest > sealLate.Seconds() {
			p.State = "late"
		}
	}
	if n.KeptSince.Unix() > 0 {
		p.KeptSince = &n.KeptSince
	}
	yes, no := true, false
	if len(n.good) > 0 {
		p.VerifiedAt, p.Sound = &n.good[0].At, &yes
	}
	if len(n.bad) > 0 && (p.VerifiedAt == nil || n.bad[0].At.After(*p.VerifiedAt)) {
		p.VerifiedAt, p.Sound, p.Finding = &n.bad[0].At, &no, &Finding{}
		if err := json.Unmarshal(n.bad[0].Detail, p.Finding); err != nil {
			return p, err
		}
	}
	return p, nil
}

// verifyBetween recomputes what the caller's organisation sealed in a time. How
// it ended is a fact; that history was altered is an alarm, too.
func (s *Service) verifyBetween(ctx context.Context, since, until time.Time) error {
	who, err := actor.From(ctx)
	if err != nil {
		return err
	}
	if s.sealer == nil || s.sealer.Ready(ctx) != nil {
		return ErrNoProof
	}
	r, err := s.sealer.VerifyBetween(ctx, who.Org.UUID, since, until)
	if err != nil {
		return err
	}
	if len(r.Findings) > 0 {
		return s.alarm(ctx, r.Findings)
	}
	return db.Note(authz.Unheld(ctx), s.db, db.Fact{Kind: factVerified, Detail: map[string]any{"since": since.UTC(), "until": until.UTC(), "seals": r.Seals, "records": r.Records}})
}

// alarm says that history was altered: in the log, as a figure, and as a fact.
func (s *Service) alarm(ctx context.Context, findings []Finding) error {
	first := findings[0]
	s.broken.Add(1)
	slog.ErrorContext(ctx, "history was altered", "what", first.What, "id", first.ID, "seal", first.Seal, "detail", first.Detail, "findings", len(findings))
	return db.Note(authz.Unheld(ctx), s.db, db.Fact{Kind: factBroken, Detail: map[string]any{"what": first.What, "id": first.ID, "seal": first.Seal, "detail": first.Detail}})
}

// Handlers are the jobs of this package: each night the last day and a random one are verified, and what is too old is cut off.
func (s *Service) Handlers() []jobs.Handler {
	verifies := jobs.Every("history.verify_seals", "23 2 * * *", s.VerifyNightly).Does("Verifies the seals of the last day, and those of a day at random.")
	cuts := jobs.Every("history.cut", "53 2 * * *", s.KeepNightly).Does("Verifies history that is older than the operator keeps it, and cuts it off.")
	verifies.Limit, cuts.Limit = 30*time.Minute, 30*time.Minute
	return []jobs.Handler{verifies, cuts}
}

// VerifyNightly recomputes the seals of the last day, and those of a day at random.
func (s *Service) VerifyNightly(ctx context.Context) error {
	if s.sealer == nil || !s.sealer.Keyed() {
		return nil // the operator knows: the house says that it is degraded
	}
	who, err := actor.From(ctx)
	if err != nil {
		return err
	}
	now := s.clock.Now()
	if err := s.verifyBetween(ctx, now.Add(-24*time.Hour), now); err != nil {
		return err
	}
	began, err := s.sealer.began(ctx, who.Org.UUID)
	if err != nil || now.Sub(began) < 48*time.Hour {
		return err
	}
	day := began.Add(time.Duration(rand.Int64N(int64(now.Sub(began))))) //nolint:gosec // any day will do
	return s.verifyBetween(ctx, day, day.Add(24*time.Hour))
}

// Broken counts the verifications of this process that found history altered.
func (s *Service) Broken() int64 { return s.broken.Load() }

// ErrNoProof says that there is nothing to verify.
var ErrNoProof = fault.New(fault.Conflict, "history.not_sealed", "History is not sealed here. Whoever runs the server sets LONGHOUSE_SEAL_KEY.")
