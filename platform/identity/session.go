package identity

import (
	"context"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/identity/sqlcgen"
	"longhouse/platform/kernel"
)

// From says where a sign-in comes from.
type From struct{ Address, Browser string }

// How often may it be tried in vain in a quarter of an hour (security.md 2).
const (
	triesPerAddress = 10
	triesPerNetwork = 50
)

// SignIn checks address and password, and opens a session. An unknown address
// costs the same time and gets the same answer as a wrong password.
func (s *Service) SignIn(ctx context.Context, email, password string, from From) (cookie string, err error) {
	try, err := s.brake(ctx, attempts(email, from))
	if err != nil {
		return "", err
	}
	login, orgs, err := s.candidate(ctx, email)
	if err != nil {
		return "", err
	}
	var stored *string
	if login != nil {
		stored = login.PasswordHash
	}
	ok, err := s.matches(ctx, stored, password)
	if err != nil {
		return "", err
	}
	if !ok || login.State != "active" || len(orgs) == 0 {
		if err := s.noteRefusal(ctx, login, orgs, from); err != nil {
			return "", err
		}
		return "", ErrWrong
	}
	cookie, err = s.open(ctx, *login, orgs[0].ID, from, try)
	if err != nil {
		return "", err
	}
	return cookie, s.noteSignIn(ctx, login.ID, orgs[0].ID, from)
}

// attempt is a try to prove an address. It counts before it is evaluated, so
// that many at once do not all find the count low, and no more once it succeeded.
type attempt struct {
	keys []string // of the address, and of the network
	at   time.Time
}

// brake counts the attempt, and refuses when there were too many. It counts in
// PostgreSQL, so that neither a restart nor a second node forgets.
func (s *Service) brake(ctx context.Context, keys []string) (attempt, error) {
	return db.House(ctx, s.db, func(tx *db.Tx) (attempt, error) {
		if err := query(tx).LockAttempts(ctx, keys); err != nil {
			return attempt{}, err
		}
		counted, err := query(tx).CountAttempts(ctx, keys)
		if err != nil {
			return attempt{}, err
		}
		for _, c := range counted {
			limit := int64(triesPerAddress)
			if strings.HasPrefix(c.Key, "net ") {
				limit = triesPerNetwork
			}
			if c.N >= limit {
				return attempt{}, ErrTooMany.With(map[string]any{"retry_after": strconv.Itoa(max(int(c.Wait), 1))})
			}
		}
		at, err := query(tx).AddAttempts(ctx, keys)
		return attempt{keys, at}, err
	})
}

// succeeded takes an attempt back. Whoever proves an address clears its count;
// the failures of others in their network still count, for they may be guesses.
func (a attempt) succeeded(ctx context.Context, tx *db.Tx) error {
	return query(tx).ForgetAttempts(ctx, sqlcgen.ForgetAttemptsParams{Address: a.keys[0], Keys: a.keys, At: a.at})
}

// attempts are the keys under which a try to prove an address counts.
func attempts(email string, from From) []string {
	return []string{"mail " + emailKey(email), "net " + network(from.Address)}
}

// network is the /24 or /56 that an address belongs to.
func network(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	bits := 24
	if a.Is6() && !a.Is4In6() {
		bits = 56
	}
	p, err := a.Unmap().Prefix(bits)
	if err != nil {
		return address
	}
	return p.String()
}

func (s *Service) candidate(ctx context.Context, email string) (*sqlcgen.FindLoginRow, []sqlcgen.OrganisationsOfRow, error) {
	type found struct {
		login *sqlcgen.FindLoginRow
		orgs  []sqlcgen.OrganisationsOfRow
	}
	f, err := db.House(ctx, s.db, func(tx *db.Tx) (found, error) {
		login, err := query(tx).FindLogin(ctx, emailKey(email))
		if none(err) {
			return found{}, nil
		}
		if err != nil {
			return found{}, err
		}
		orgs, err := query(tx).OrganisationsOf(ctx, login.ID)
		return found{&login, orgs}, err
	})
	return f.login, f.orgs, err
}

func (s *Service) open(ctx context.Context, login sqlcgen.FindLoginRow, org uuid.UUID, from From, proof attempt) (string, error) {
	text, hash := secret()
	id := kernel.NewUUID()
	_, err := db.House(ctx, s.db, func(tx *db.Tx) (struct{}, error) {
		q := query(tx)
		if err := proof.succeeded(ctx, tx); err != nil {
			return struct{}{}, err
		}
		if err := q.ForgetOldSessions(ctx); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, q.AddSession(ctx, sqlcgen.AddSessionParams{Sha256: hash, ID: id, LoginID: login.ID, OrgID: org, Epoch: login.Epoch,
			Address: clip(from.Address), Browser: clip(from.Browser)})
	})
	return text, err
}

func clip(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s[:min(len(s), 200)], ""), "\x00", "") // cut first: a cut may fall within a character
}

// SignOut ends one session. A cookie of none is nobody's, and leaves no fact.
func (s *Service) SignOut(ctx context.Context, cookie string) error {
	ended, err := db.House(ctx, s.db, func(tx *db.Tx) (sqlcgen.EndSessionRow, error) { return query(tx).EndSession(ctx, sum(cookie)) })
	if none(err) {
		return nil
	}
	if err != nil {
		return err
	}
	return s.noteSignOut(ctx, ended)
}

// ChangePassword sets a new password and ends all sessions and tokens of the
// person; the caller signs in again.
func (s *Service) ChangePassword(ctx context.Context, user kernel.ID[kernel.User], current, wanted string) error {
	if who, err := actor.From(ctx); err == nil && who.Token != uuid.Nil {
		return fault.ErrForbidden.Say("A token cannot change a password. Sign in to do it.")
	}
	login, err := db.House(ctx, s.db, func(tx *db.Tx) (sqlcgen.GetLoginRow, error) { return query(tx).GetLogin(ctx, user.UUID) })
	if err != nil {
		return err
	}
	// A stolen session must not be a place to guess the password without end.
	try, err := s.brake(ctx, attempts(login.Email, From{})[:1])
	if err != nil {
		return err
	}
	ok, err := s.matches(ctx, login.PasswordHash, current)
	if err != nil {
		return err
	}
	if !ok {
		return s.refused(ctx, ErrWrong.Say("The current password is wrong.").At("/current"))
	}
	if _, err := db.House(ctx, s.db, func(tx *db.Tx) (struct{}, error) { return struct{}{}, try.succeeded(ctx, tx) }); err != nil {
		return err
	}
	if err := s.SetPassword(ctx, user, wanted, login.Name, login.Email); err != nil {
		return err
	}
	s.sayChanged(ctx, user.UUID, login.Name, login.Email, "", "identity.password_changed")
	return nil
}

// SetPassword sets a password without asking for the old one: for the host's
// command line, and after ChangePassword has asked.
func (s *Service) SetPassword(ctx context.Context, user kernel.ID[kernel.User], wanted string, about ...string) error {
	if err := CheckPassword("/new", wanted, about...); err != nil {
		return err
	}
	hash, err := s.hash(ctx, wanted)
	if err != nil {
		return err
	}
	_, err = db.House(ctx, s.db, func(tx *db.Tx) (int32, error) {
		if err := query(tx).EndSessionsOf(ctx, user.UUID); err != nil {
			return 0, err
		}
		return query(tx).SetPassword(ctx, sqlcgen.SetPasswordParams{ID: user.UUID, PasswordHash: &hash})
	})
	return err
}

// ResetPassword gives the person of an address a new password, as whoever runs
// the host may.
func (s *Service) ResetPassword(ctx context.Context, email, wanted string) error {
	login, _, err := s.candidate(ctx, email)
	if err != nil {
		return err
	}
	if login == nil {
		return fault.ErrNotFound.Say("Nobody has this e-mail address.")
	}
	return s.SetPassword(ctx, kernel.IDOf[kernel.User](login.ID), wanted, login.Name, login.Email)
}
