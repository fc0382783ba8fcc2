package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"longhouse/platform/actor"
	"longhouse/platform/history"
)

func auditCommand(c Config) *cobra.Command {
	cmd := &cobra.Command{Use: "audit", Short: "The proof of history, for whoever runs the host"}
	var org, anchor string
	var asJSON bool
	verify := &cobra.Command{
		Use: "verify", Short: "Recompute all seals, and name the first record that was altered", Args: cobra.NoArgs,
		Long: "Recomputes the seals of all organisations, or of one, from the rows that are there now. It needs the key that\n" +
			"sealed them (LONGHOUSE_SEAL_KEY, older keys behind the current one), and compares with the anchors if there are any.\n" +
			"Of history that was cut off, as it was older than LONGHOUSE_HISTORY_YEARS, it verifies what stands for it.\n\n" +
			"Exit code: 0 everything is as it was sealed, 1 something was altered, 2 it could not be told.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			out := cmd.OutOrStdout()
			var reports []history.Report
			err := withHouse(cmd.Context(), c, func(ctx context.Context, h *House) (err error) {
				reports, err = h.verify(ctx, c, org, anchor)
				return err
			})
			if err != nil {
				fmt.Fprintln(cmd.ErrOrStderr(), "longhouse: it cannot be told:", sentence(err))
				return exit(2)
			}
			if asJSON {
				err = json.NewEncoder(out).Encode(map[string]any{"organisations": reports})
			} else {
				tellReports(out, reports)
			}
			return errors.Join(err, verdict(reports))
		},
	}
	verify.Flags().StringVar(&org, "org", "", "the short name of one organisation; all of them if not given")
	verify.Flags().StringVar(&anchor, "anchor", "", "a file of anchors; if not given, the one in LONGHOUSE_ANCHORS")
	verify.Flags().BoolVar(&asJSON, "json", false, "for programs")
	cmd.AddCommand(verify)
	return cmd
}

// verify verifies whole chains.
func (h *House) verify(ctx context.Context, c Config, org, anchor string) ([]history.Report, error) {
	if err := h.Sealer.Ready(ctx); err != nil {
		return nil, err
	}
	anchors, err := readAnchors(c, anchor)
	if err != nil {
		return nil, err
	}
	ids, err := h.Sealer.Organisations(ctx)
	if err != nil {
		return nil, err
	}
	if org != "" {
		id, err := h.organisation(ctx, org)
		if err != nil {
			return nil, err
		}
		ids = []uuid.UUID{id.UUID}
	}
	reports := []history.Report{}
	for _, id := range ids {
		r, err := h.Sealer.Verify(ctx, id, anchors[id])
		if err != nil {
			return nil, fmt.Errorf("verify %s: %w", id, err)
		}
		reports = append(reports, r)
	}
	return reports, nil
}

func readAnchors(c Config, file string) (map[uuid.UUID][]history.Anchor, error) {
	given := file != ""
	if !given && c.History.Anchors == "" {
		return nil, nil
	}
	if !given {
		file = filepath.Join(c.History.Anchors, history.AnchorFile)
	}
	f, err := os.Open(file)
	if !given && errors.Is(err, fs.ErrNotExist) {
		return nil, nil // nothing was anchored yet
	}
	if err != nil {
		return nil, err
	}
	out, err := history.ReadAnchors(f)
	return out, errors.Join(err, f.Close())
}

func tellReports(out io.Writer, reports []history.Report) {
	for _, r := range reports {
		word := "sound"
		switch {
		case len(r.Findings) > 0:
			word = "ALTERED"
		case len(r.Untold) > 0:
			word = "not all can be told"
		}
		fmt.Fprintf(out, "%s  %d seals, %d records, up to %s: %s\n", r.Org, r.Seals, r.Records, r.UpTo.UTC().Format(time.RFC3339), word)
		if r.KeptSince != nil {
			fmt.Fprintf(out, "  kept since %s: what is older was cut off\n", r.KeptSince.UTC().Format(time.RFC3339))
		}
		for _, f := range r.Findings {
			id := "-"
			if f.ID != nil {
				id = f.ID.String()
			}
			fmt.Fprintf(out, "  %-18s %s  %s\n", f.What, id, f.Detail)
		}
		for _, u := range r.Untold {
			fmt.Fprintln(out, "  "+u)
		}
	}
	if len(reports) == 0 {
		fmt.Fprintln(out, "There is no history yet.")
	}
}

// verdict is the exit code: 1 for something that was altered, 2 for what could not be told.
func verdict(reports []history.Report) error {
	untold := false
	for _, r := range reports {
		if len(r.Findings) > 0 {
			return exit(1)
		}
		untold = untold || len(r.Untold) > 0
	}
	if untold {
		return exit(2)
	}
	return nil
}

// auditHistory is what must not be in an organisation's history: gaps and, where there is a key, broken seals.
func (h *House) auditHistory(ctx context.Context) ([]string, error) {
	out, err := h.History.Gaps(ctx)
	if err != nil || h.Sealer.Ready(ctx) != nil { // check and readyz say that nothing is sealed
		return out, err
	}
	who, err := actor.From(ctx)
	if err != nil {
		return out, err
	}
	r, err := h.Sealer.Verify(ctx, who.Org.UUID, nil)
	for _, f := range r.Findings {
		out = append(out, strings.Join([]string{"seal broken", f.What, f.Detail}, ": "))
	}
	return out, err
}
