package webhooks

import (
	"context"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/webhooks/sqlcgen"
)

// mostAtOnce is how many webhooks one request sends again.
const mostAtOnce = 10_000

// Pause keeps events waiting for an endpoint instead of sending them.
func (s *Service) Pause(ctx context.Context, id uuid.UUID, version int64) (Endpoint, error) {
	err := s.changed(ctx, id, version, func(tx *db.Tx, e sqlcgen.LockEndpointRow) error {
		if e.State != "on" {
			return ErrState
		}
		return query(tx).SetState(ctx, sqlcgen.SetStateParams{ID: id, State: "paused"})
	})
	if err != nil {
		return Endpoint{}, err
	}
	return s.Endpoint(ctx, id)
}

// Resume sends an endpoint that was paused or disabled what has waited for it,
// the oldest first, and all that comes.
func (s *Service) Resume(ctx context.Context, id uuid.UUID, version int64) (Endpoint, error) {
	err := s.changed(ctx, id, version, func(tx *db.Tx, e sqlcgen.LockEndpointRow) error {
		if e.State == "on" {
			return ErrState
		}
		if err := query(tx).SetState(ctx, sqlcgen.SetStateParams{ID: id, State: "on"}); err != nil {
			return err
		}
		// All of them: what did not fit would wait for ever.
		_, err := query(tx).SendAgain(ctx, sqlcgen.SendAgainParams{EndpointID: id, Since: time.Unix(0, 0), States: []string{stateHeld}, Most: 1 << 30})
		return err
	})
	if err != nil {
		return Endpoint{}, err
	}
	return s.Endpoint(ctx, id)
}

// Rotate gives an endpoint a new secret, shown once. The one before goes on
// signing beside it for a while, so that the other side can change over.
func (s *Service) Rotate(ctx context.Context, id uuid.UUID, version int64, keep time.Duration) (Endpoint, error) {
	if err := s.o.Proven(ctx); err != nil {
		return Endpoint{}, err
	}
	secret, now := newSecret(), s.o.Clock.Now()
	ctx = actor.Unkeyed(ctx) // the answer holds a secret
	err := s.changed(ctx, id, version, func(tx *db.Tx, e sqlcgen.LockEndpointRow) error {
		for _, step := range []func() error{
			func() error { return query(tx).ForgetOldSecrets(ctx, id) },
			func() error {
				return query(tx).RetireSecret(ctx, sqlcgen.RetireSecretParams{EndpointID: id, EndsAt: now.Add(keep)})
			},
			func() error {
				return query(tx).AddSecret(ctx, sqlcgen.AddSecretParams{ID: kernel.NewUUID(), EndpointID: id, Secret: secret})
			},
			func() error { return s.touch(ctx, tx, e) },
		} {
			if err := step(); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return Endpoint{}, err
	}
	e, err := s.Endpoint(ctx, id)
	e.Secret = secretText(secret)
	return e, err
}

// touch moves the version on, and changes nothing else.
func (s *Service) touch(ctx context.Context, tx *db.Tx, e sqlcgen.LockEndpointRow) error {
	return query(tx).ChangeEndpoint(ctx, sqlcgen.ChangeEndpointParams{ID: e.ID, Url: e.Url, Description: e.Description, Types: e.Types, OwnerID: e.OwnerID, TokenID: e.TokenID})
}

// EndOldSecret ends the secret before the present one at once: it has leaked, or everybody has changed over.
func (s *Service) EndOldSecret(ctx context.Context, id uuid.UUID, version int64) (Endpoint, error) {
	err := s.changed(ctx, id, version, func(tx *db.Tx, e sqlcgen.LockEndpointRow) error {
		secrets, err := query(tx).DescribeSecrets(ctx, id)
		if err != nil {
			return err
		}
		if len(secrets) < 2 {
			return ErrNoSecret
		}
		if err := query(tx).ForgetOldSecrets(ctx, id); err != nil {
			return err
		}
		return s.touch(ctx, tx, e)
	})
	if err != nil {
		return Endpoint{}, err
	}
	return s.Endpoint(ctx, id)
}

// Replay sends one webhook again, under its ID. One that waits for its next try is tried now.
func (s *Service) Replay(ctx context.Context, endpoint, id uuid.UUID) (Delivery, error) {
	err := db.Changed(ctx, s.db, func(tx *db.Tx) error {
		if err := on(ctx, tx, endpoint); err != nil {
			return err
		}
		w, err := query(tx).GetWebhook(ctx, sqlcgen.GetWebhookParams{EndpointID: endpoint, ID: id})
		if err == nil && w.Type == testType {
			err = ErrState.Say("A test is not sent again. Make a new one.")
		}
		if err != nil {
			return err
		}
		if _, err := query(tx).SendAgain(ctx, sqlcgen.SendAgainParams{EndpointID: endpoint, One: &id, Since: time.Unix(0, 0), States: every, Most: 1}); err != nil {
			return err
		}
		return tx.Note(ctx, db.Fact{Kind: "webhooks.replayed", About: kernel.Record{Entity: "jobs.endpoint", ID: endpoint}, Detail: map[string]any{"webhook": id}})
	})
	if err != nil {
		return Delivery{}, err
	}
	return s.Delivery(ctx, endpoint, id)
}

var every = []string{statePending, stateSent, stateFailed, stateHeld, stateWithheld}

// ReplayFailed sends again what failed since a moment, and tries at once what waits for its next try.
func (s *Service) ReplayFailed(ctx context.Context, endpoint uuid.UUID, since time.Time) (int64, error) {
	return db.Write(ctx, s.db, func(tx *db.Tx) (int64, error) {
		if err := on(ctx, tx, endpoint); err != nil {
			return 0, err
		}
		n, err := query(tx).SendAgain(ctx, sqlcgen.SendAgainParams{EndpointID: endpoint, Since: since, States: []string{stateFailed, statePending}, Most: mostAtOnce})
		if err != nil {
			return 0, err
		}
		return n, tx.Note(ctx, db.Fact{Kind: "webhooks.replayed", About: kernel.Record{Entity: "jobs.endpoint", ID: endpoint}, Detail: map[string]any{"since": since, "count": n}})
	})
}

// on fails unless the endpoint takes webhooks now.
func on(ctx context.Context, tx *db.Tx, id uuid.UUID) error {
	e, err := query(tx).LockEndpoint(ctx, id)
	if err == nil && e.State != "on" {
		err = ErrState.Say("The endpoint takes nothing now. Resume it first: what waits for it is sent then.")
	}
	return err
}
