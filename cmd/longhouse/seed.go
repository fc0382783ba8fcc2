package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/spf13/cobra"

	"longhouse/cmd/longhouse/demo"
	"longhouse/platform/actor"
	"longhouse/platform/imports"
	"longhouse/platform/kernel"
)

func seedCommand(c Config) *cobra.Command {
	var org string
	cmd := &cobra.Command{
		Use: "seed", Short: "Fill an organisation with a year of a made-up company", Args: cobra.NoArgs,
		Long: "Fills an organisation with a year of a made-up company: people, products, stock, customers, deals and orders.\n" +
			"It may be repeated: what is there stays. `longhouse serve --demo` does it by itself.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withHouse(cmd.Context(), c, func(ctx context.Context, h *House) (err error) {
				ctx, err = h.asOwner(ctx, org)
				if err != nil {
					return err
				}
				if err := h.Jobs.Start(ctx); err != nil {
					return err
				}
				defer func() { err = errors.Join(err, h.Jobs.Stop(ctx)) }()
				if err := h.fill(ctx, randomPassword()); err != nil {
					return err
				}
				fmt.Fprintln(cmd.OutOrStdout(), "The made-up company is there.")
				return nil
			})
		},
	}
	cmd.Flags().StringVar(&org, "org", "", "short name of the organisation; the only one if not given")
	return cmd
}

// fill makes the demonstration company in the actor's organisation. It needs
// running jobs. password is its second administrator's.
func (h *House) fill(ctx context.Context, password string) error {
	who, err := actor.From(ctx)
	if err != nil {
		return err
	}
	mine, _, err := h.Rights.Mine(ctx)
	if err != nil {
		return err
	}
	if err := h.showWebhooks(ctx); err != nil {
		return err
	}
	now := h.Health.Now()
	token, err := h.Identity.MakeToken(ctx, "Demonstration data", kernel.DateIn(now.AddDate(0, 0, 2), time.UTC), mine)
	if err != nil {
		return err
	}
	err = demo.Fill(ctx, demo.Into{
		Import: h.bring, API: h.API.Handler(), Token: token.Secret, Now: now,
		Settle: func(ctx context.Context) error { return h.Jobs.Settle(ctx, who.Org) },
	})
	if err := errors.Join(err, h.Identity.Revoke(ctx, token.ID)); err != nil {
		return err
	}
	if ctx, err = h.anew(ctx); err != nil {
		return err
	}
	return h.showAccess(ctx, "demo.example", password)
}

// bring imports one file, and insists that every row of it is good.
func (h *House) bring(ctx context.Context, f demo.File) error {
	files := []imports.Upload{{Name: f.Name, Data: f.Data}}
	if f.Lines != nil {
		files = append(files, imports.Upload{Name: "lines of " + f.Name, Data: f.Lines})
	}
	result, err := h.Imports.ImportFile(ctx, f.Target, files, imports.Draft{}, nil)
	if err != nil {
		return err
	}
	for _, row := range result.Errors {
		return fmt.Errorf("row %d of %s is refused: %v", row.Line, f.Name, row.Errors)
	}
	slog.InfoContext(ctx, "demonstration data", "import", f.Target, "created", result.Counts.Create, "unchanged", result.Counts.Unchanged)
	return nil
}
