package identity

import (
	"context"
	"fmt"
	"hash/crc32"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/identity/sqlcgen"
	"longhouse/platform/kernel"
)

// Token is a key for a program. It can do at most what its permissions say,
// and never more than its owner.
type Token struct {
	ID          uuid.UUID                    `json:"id"`
	Name        string                       `json:"name"`
	Owner       User                         `json:"owner"`
	CreatedAt   time.Time                    `json:"created_at"`
	ExpiresAt   time.Time                    `json:"expires_at"`
	LastUsedAt  *time.Time                   `json:"last_used_at,omitempty"`
	Permissions map[kernel.Permission]string `json:"permissions" doc:"Right → the widest scope it may use: own, team, dept or all"`
	Secret      string                       `json:"secret,omitempty" doc:"Shown once, when the token is made"`
}

// MakeToken makes a token for the caller. rights maps permissions to the widest
// scope the token may use; each must be one that the caller has.
func (s *Service) MakeToken(ctx context.Context, name string, expires kernel.Date, rights map[kernel.Permission]string) (Token, error) {
	who, err := actor.From(ctx)
	if err != nil {
		return Token{}, err
	}
	if who.Token != uuid.Nil {
		return Token{}, fault.ErrForbidden.Say("A token cannot make tokens. Sign in to make one.")
	}
	now := s.clock.Now()
	until := expires.AddDays(1).Time()
	if !until.After(now) || until.After(now.AddDate(1, 0, 2)) {
		return Token{}, ErrTokenDate.At("/expires_on")
	}
	if len(rights) == 0 {
		return Token{}, fault.ErrInvalid.Field("/permissions", "required", "Choose what the token may do.")
	}
	text, _ := secret()
	id := kernel.NewUUID()
	body := tokenPrefix + id.String()[24:] + "_" + text
	text = fmt.Sprintf("%s%08x", body, crc32.ChecksumIEEE([]byte(body)))
	login, err := db.House(ctx, s.db, func(tx *db.Tx) (sqlcgen.GetLoginRow, error) { return query(tx).GetLogin(ctx, who.User.UUID) })
	if err != nil {
		return Token{}, err
	}
	ctx = actor.Unkeyed(ctx)                                        // the answer holds a secret, so nothing of it is kept to be given again
	if err := s.rights.SetTokenRules(ctx, id, rights); err != nil { // a token without its row opens nothing
		return Token{}, err
	}
	t := Token{ID: id, Name: name, Owner: User{who.User, login.Name, login.Email}, CreatedAt: now, ExpiresAt: until, Permissions: rights, Secret: text}
	return db.Write(ctx, s.db, func(tx *db.Tx) (Token, error) {
		return t, query(tx).AddToken(ctx, sqlcgen.AddTokenParams{ID: id, LoginID: who.User.UUID, Sha256: sum(text), Name: name, Epoch: login.Epoch, ExpiresAt: until})
	})
}

// Tokens lists the caller's tokens, or everybody's for who may read them.
func (s *Service) Tokens(ctx context.Context) ([]Token, error) {
	who, err := actor.From(ctx)
	if err != nil {
		return nil, err
	}
	everybody := authz.Allowed(ctx, ReadTokens) == nil
	rights, err := s.rights.TokenRules(ctx)
	if err != nil {
		return nil, err
	}
	return db.Read(ctx, s.db, func(tx *db.Tx) ([]Token, error) {
		rows, err := query(tx).ListTokens(ctx, sqlcgen.ListTokensParams{LoginID: who.User.UUID, Everybody: everybody})
		out := make([]Token, len(rows))
		for i, r := range rows {
			out[i] = Token{ID: r.ID, Name: r.Name, Owner: User{ID: kernel.IDOf[kernel.User](r.LoginID), Name: r.Owner}, CreatedAt: r.CreatedAt, ExpiresAt: r.ExpiresAt, LastUsedAt: r.LastUsedAt, Permissions: rights[r.ID]}
		}
		return out, err
	})
}

// Revoke kills a token at once.
func (s *Service) Revoke(ctx context.Context, id uuid.UUID) error {
	who, err := actor.From(ctx)
	if err != nil {
		return err
	}
	everybody := authz.Allowed(ctx, RevokeTokens) == nil
	return db.Changed(ctx, s.db, func(tx *db.Tx) error {
		n, err := query(tx).RevokeToken(ctx, sqlcgen.RevokeTokenParams{ID: id, LoginID: who.User.UUID, Everybody: everybody})
		if err == nil && n == 0 {
			err = fault.ErrNotFound
		}
		return err
	})
}

// Stands fails with ErrNotAMember unless a person may sign in here, and with
// ErrTokenExpired unless the token that is named, if any, is theirs and alive.
// It asks for no right: the house asks it before it acts for them.
func (s *Service) Stands(ctx context.Context, user kernel.ID[kernel.User], token uuid.UUID) error {
	stands := func(token *uuid.UUID) (bool, error) {
		return db.Read(ctx, s.db, func(tx *db.Tx) (bool, error) {
			return query(tx).Stands(ctx, sqlcgen.StandsParams{LoginID: user.UUID, Token: token})
		})
	}
	ok, err := stands(nil)
	switch {
	case err != nil:
		return err
	case !ok:
		return ErrNotAMember.Say("This person may not sign in any more.")
	case token == uuid.Nil:
		return nil
	}
	if ok, err = stands(&token); err == nil && !ok {
		err = ErrTokenExpired.Say("The API token has ended or was revoked.")
	}
	return err
}

// TokenNames names a person's tokens that still open something.
func (s *Service) TokenNames(ctx context.Context, user uuid.UUID) (map[uuid.UUID]string, error) {
	return db.Read(ctx, s.db, func(tx *db.Tx) (map[uuid.UUID]string, error) {
		rows, err := query(tx).TokensOf(ctx, user)
		out := make(map[uuid.UUID]string, len(rows))
		for _, r := range rows {
			out[r.ID] = r.Name
		}
		return out, err
	})
}
