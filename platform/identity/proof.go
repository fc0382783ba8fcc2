package identity

import (
	"context"

	"longhouse/platform/actor"
	"longhouse/platform/db"
	"longhouse/platform/identity/sqlcgen"
)

// Prove notes that the caller has just proved who they are. It counts for five
// minutes, in this session. A stolen session is no place to guess without end.
func (s *Service) Prove(ctx context.Context, password string) error {
	who, err := actor.From(ctx)
	if err != nil {
		return err
	}
	login, err := db.House(ctx, s.db, func(tx *db.Tx) (sqlcgen.GetLoginRow, error) { return query(tx).GetLogin(ctx, who.User.UUID) })
	if err != nil {
		return err
	}
	try, err := s.brake(ctx, attempts(login.Email, From{})[:1])
	if err != nil {
		return err
	}
	ok, err := s.matches(ctx, login.PasswordHash, password)
	if err != nil {
		return err
	}
	if !ok {
		return s.refused(ctx, ErrWrong.Say("The password is wrong.").At("/password"))
	}
	_, err = db.House(ctx, s.db, func(tx *db.Tx) (int64, error) {
		if err := try.succeeded(ctx, tx); err != nil {
			return 0, err
		}
		return query(tx).ProveSession(ctx, sqlcgen.ProveSessionParams{ID: who.Session, LoginID: who.User.UUID})
	})
	if err != nil {
		return err
	}
	return s.noteOwn(ctx, who, "identity.proved", who.Session)
}

// Proven fails unless the caller has proved within five minutes who they are.
func (s *Service) Proven(ctx context.Context) error {
	who, err := actor.From(ctx)
	if err != nil {
		return err
	}
	fresh, err := db.House(ctx, s.db, func(tx *db.Tx) (bool, error) {
		return query(tx).ProvenSession(ctx, sqlcgen.ProvenSessionParams{ID: who.Session, LoginID: who.User.UUID})
	})
	if err == nil && !fresh {
		err = ErrProof
	}
	return err
}
