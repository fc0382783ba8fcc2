package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"longhouse/platform/actor"
	"longhouse/platform/identity"
	"longhouse/platform/kernel"
)

func userCommand(c Config) *cobra.Command {
	cmd := &cobra.Command{Use: "user", Short: "Organisations and their people, for whoever runs the host"}
	cmd.AddCommand(foundCommand(c), addUserCommand(c), passwordCommand(c), listCommand(c))
	return cmd
}

// foundCommand makes an organisation with its first owner.
func foundCommand(c Config) *cobra.Command {
	var f identity.Founding
	var currency string
	cmd := &cobra.Command{
		Use: "found", Short: "Make an organisation with its first owner", Args: cobra.NoArgs,
		Long: "Makes an organisation with its first owner. The password is read from standard input.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			f.Currency = kernel.Currency(currency)
			return withHouse(cmd.Context(), c, func(ctx context.Context, h *House) error {
				var err error
				if f.Password, err = readPassword(cmd.InOrStdin()); err != nil {
					return err
				}
				org, user, err := h.Identity.Found(ctx, f)
				if err == nil {
					fmt.Fprintf(cmd.OutOrStdout(), "%s is there, and %s is its owner.\n", org.Slug, user.Email)
				}
				return err
			})
		},
	}
	cmd.Flags().StringVar(&f.Organisation, "organisation", "", "its name")
	cmd.Flags().StringVar(&f.Slug, "slug", "", "the word in addresses; made from the name if not given")
	cmd.Flags().StringVar(&currency, "currency", "EUR", "ISO 4217 code")
	cmd.Flags().StringVar(&f.Zone, "zone", "Europe/Berlin", "IANA time zone")
	cmd.Flags().StringVar(&f.Language, "language", "en", "what its mails say: en or de")
	cmd.Flags().StringVar(&f.Name, "name", "", "the owner's name")
	cmd.Flags().StringVar(&f.Email, "email", "", "the owner's e-mail address")
	for _, name := range []string{"organisation", "name", "email"} {
		_ = cmd.MarkFlagRequired(name) // fails only for a flag that is not there
	}
	return cmd
}

// addUserCommand prints an invitation: nobody but its receiver knows the password.
func addUserCommand(c Config) *cobra.Command {
	var org, email, name string
	var roles []string
	cmd := &cobra.Command{
		Use: "invite", Short: "Print a link by which somebody joins an organisation", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withHouse(cmd.Context(), c, func(ctx context.Context, h *House) error {
				ctx, err := h.asOwner(ctx, org)
				if err != nil {
					return err
				}
				i, err := h.Identity.Invite(ctx, email, name, roles)
				if err == nil {
					fmt.Fprintf(cmd.OutOrStdout(), "%s/join?token=%s\nIt works once, until %s.\n", c.address(), i.Token, i.ExpiresAt.Format("2 January 2006 15:04 MST"))
				}
				return err
			})
		},
	}
	cmd.Flags().StringVar(&org, "org", "", "short name of the organisation; the only one if not given")
	cmd.Flags().StringVar(&email, "email", "", "their e-mail address")
	cmd.Flags().StringVar(&name, "name", "", "their name")
	cmd.Flags().StringSliceVar(&roles, "role", nil, "a role, as crm.rep; may be given several times")
	_ = cmd.MarkFlagRequired("email") // fails only for a flag that is not there
	return cmd
}

func passwordCommand(c Config) *cobra.Command {
	return &cobra.Command{
		Use: "password EMAIL", Short: "Give a person a new password, read from standard input; ends their sessions", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return withHouse(cmd.Context(), c, func(ctx context.Context, h *House) error {
				password, err := readPassword(cmd.InOrStdin())
				if err != nil {
					return err
				}
				if err := h.Identity.ResetPassword(ctx, args[0], password); err != nil {
					return err
				}
				fmt.Fprintln(cmd.OutOrStdout(), "The password is changed, and all sessions of the person have ended.")
				return nil
			})
		},
	}
}

func listCommand(c Config) *cobra.Command {
	return &cobra.Command{
		Use: "organisations", Short: "List the organisations", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withHouse(cmd.Context(), c, func(ctx context.Context, h *House) error {
				all, err := h.Identity.Organisations(ctx)
				for _, o := range all {
					fmt.Fprintf(cmd.OutOrStdout(), "%-24s %-40s %s %s\n", o.Slug, o.Name, o.Currency, o.Zone)
				}
				return err
			})
		},
	}
}

// withHouse runs fn beside a running server, or without one.
func withHouse(ctx context.Context, c Config, fn func(context.Context, *House) error) error {
	s, err := findServers(ctx, c, false)
	if err != nil {
		return err
	}
	defer s.close(ctx) //nolint:errcheck // what fn did is done
	h, err := open(ctx, c, s)
	if err != nil {
		return err
	}
	defer h.Root.Close()
	return fn(ctx, h)
}

// asOwner acts for the first owner of an organisation, as somebody on the host may.
func (h *House) asOwner(ctx context.Context, slug string) (context.Context, error) {
	all, err := h.Identity.Organisations(ctx)
	if err != nil {
		return ctx, err
	}
	for _, o := range all {
		if o.Slug != slug && (slug != "" || len(all) != 1) {
			continue
		}
		owner, err := h.Identity.Owner(ctx, o.ID)
		if err != nil {
			return ctx, err
		}
		return h.Rights.Attach(actor.With(ctx, actor.Actor{Org: o.ID, User: owner, Via: actor.System, Request: kernel.NewUUID(), Reason: "command line"}))
	}
	if slug == "" && len(all) > 1 {
		return ctx, errors.New("there are several organisations: name one with --org")
	}
	return ctx, fmt.Errorf("there is no organisation %q: see `longhouse user organisations`", slug)
}

// address is where people reach the server.
func (c Config) address() string {
	if c.REST.URL != "" {
		return strings.TrimSuffix(c.REST.URL, "/")
	}
	return "http://" + c.REST.Address
}

func readPassword(in io.Reader) (string, error) {
	line, err := bufio.NewReader(in).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("read the password from standard input: %w", err)
	}
	return strings.TrimRight(line, "\r\n"), nil
}

// randomPassword is good enough for any account.
func randomPassword() string {
	b := make([]byte, 15)
	_, _ = rand.Read(b) // crypto/rand never fails; it ends the program instead
	return base64.RawURLEncoding.EncodeToString(b)
}
