package demo

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"net/http"
)

// employee is what the directory says of somebody.
type employee struct {
	ID      string `json:"id"`
	Number  string `json:"number"`
	Login   string `json:"login_id"`
	Version int64  `json:"version"`
}

// directory is everybody by number.
func (f *filling) directory(ctx context.Context) (map[string]employee, error) {
	var all struct{ Items []employee }
	if err := f.call(ctx, http.MethodGet, "/hr/employees?limit=200", nil, &all); err != nil {
		return nil, err
	}
	out := map[string]employee{}
	for _, e := range all.Items {
		out[e.Number] = e
	}
	return out, nil
}

// logins gives the sellers and the owner a sign-in each, so that deals and
// orders belong to different people. Nobody knows the sellers' passwords.
func (f *filling) logins(ctx context.Context, staff []person) error {
	by, err := f.directory(ctx)
	if err != nil {
		return err
	}
	var me struct {
		User struct {
			ID string `json:"id"`
		}
	}
	if err := f.call(ctx, http.MethodGet, "/identity/me", nil, &me); err != nil {
		return err
	}
	if err := f.link(ctx, by[staff[0].number], me.User.ID); err != nil {
		return err
	}
	for _, p := range sellers(staff) {
		if by[p.number].Login != "" {
			continue
		}
		user, err := f.invite(ctx, p)
		if err != nil {
			return err
		}
		if err := f.link(ctx, by[p.number], user); err != nil {
			return err
		}
	}
	return nil
}

func (f *filling) invite(ctx context.Context, p person) (user string, err error) {
	var invitation struct {
		Token string `json:"token"`
	}
	err = f.call(ctx, http.MethodPost, "/identity/invitations", object{"email": p.email(), "name": p.name, "roles": []string{"crm.rep", "hr.self", "inventory.reader"}}, &invitation)
	if err != nil {
		return "", err
	}
	secret := make([]byte, 24)
	_, _ = rand.Read(secret) // crypto/rand never fails; it ends the program instead
	var joined struct {
		User struct {
			ID string `json:"id"`
		}
	}
	err = f.call(ctx, http.MethodPost, "/identity/invitations/accept", object{"token": invitation.Token, "name": p.name, "password": base64.RawURLEncoding.EncodeToString(secret)}, &joined)
	return joined.User.ID, err
}

func (f *filling) link(ctx context.Context, e employee, user string) error {
	if e.Login != "" {
		return nil
	}
	return f.change(ctx, http.MethodPost, "/hr/employees/"+e.ID+"/login", e.Version, object{"login_id": user})
}
