package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"longhouse/cmd/longhouse/demo"
	"longhouse/platform/identity"
)

// The demonstration's organisation and sign-in.
const (
	demoSlug  = "demo"
	demoEmail = "admin@demo.example"
)

// welcome tells whoever started the server where it is and how to get in.
func (h *House) welcome(ctx context.Context, c Config, s *servers, address string, demonstrate bool, out io.Writer) error {
	at := "http://" + address
	if c.REST.URL != "" {
		at = c.address()
	}
	needed, err := h.Identity.SetupNeeded(ctx)
	if err != nil {
		return err
	}
	switch {
	case demonstrate:
		password, err := h.demonstration(ctx, s, needed)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "\n  Longhouse is at   %s\n  E-mail            %s\n  Password          %s\n\n  %s@demo.example, with the same password, approves what you prepare, once the made-up data is there.\n\n", at, demoEmail, password, secondLocal)
	case needed:
		link, err := h.Identity.SetupLink(ctx)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "\n  Longhouse is at   %s\n  Begin here, within half an hour:\n  %s/setup?token=%s\n\n", at, at, link)
	default:
		fmt.Fprintf(out, "\n  Longhouse is at   %s\n\n", at)
	}
	return nil
}

// demonstration makes the demo organisation once, and keeps its random sign-in
// in the data folder, readable by its owner alone.
func (h *House) demonstration(ctx context.Context, s *servers, needed bool) (password string, err error) {
	if !s.ours {
		return "", errors.New("--demo makes made-up data: it uses the private PostgreSQL, so leave DATABASE_URL out")
	}
	kept := filepath.Join(s.data, "demo-password")
	text, err := os.ReadFile(kept)
	switch {
	case err == nil && !needed:
		return string(text), nil
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return "", err
	case !needed:
		return "(the one you chose)", nil
	}
	password = randomPassword()
	if err := os.WriteFile(kept, []byte(password), 0o600); err != nil {
		return "", err
	}
	_, _, err = h.Identity.Found(ctx, identity.Founding{Organisation: demo.Company, Slug: demoSlug, Currency: "EUR", Zone: "Europe/Berlin",
		Name: demo.Owner, Email: demoEmail, Password: password, Demo: true})
	return password, err
}

// populate fills the demonstration, once. A start that is cut off leaves it to
// the next, since what is there stays.
func (h *House) populate(ctx context.Context, s *servers) error {
	done := filepath.Join(s.data, "demo-filled")
	if _, err := os.Stat(done); err == nil || !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	as, err := h.asOwner(ctx, demoSlug)
	if err != nil {
		return err
	}
	password, err := os.ReadFile(filepath.Join(s.data, "demo-password"))
	if err != nil {
		return err
	}
	if err := h.fill(as, string(password)); err != nil {
		return fmt.Errorf("make the demonstration's data: %w", err)
	}
	return os.WriteFile(done, nil, 0o600)
}
