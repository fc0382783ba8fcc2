package main

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"
)

func jobsCommand(c Config) *cobra.Command {
	cmd := &cobra.Command{Use: "jobs", Short: "Background work, for whoever runs the host"}
	var asJSON bool
	stats := &cobra.Command{
		Use: "stats", Short: "Count open work by handler and state", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withHouse(cmd.Context(), c, func(ctx context.Context, h *House) error {
				s, err := h.Jobs.Stats(ctx)
				if err != nil {
					return err
				}
				out := cmd.OutOrStdout()
				if asJSON {
					return json.NewEncoder(out).Encode(s)
				}
				for _, n := range s.Counts {
					fmt.Fprintf(out, "%-36s %-10s %d\n", n.Handler, n.State, n.Count)
				}
				if len(s.Counts) == 0 {
					fmt.Fprintln(out, "Nothing is open.")
				}
				fmt.Fprintf(out, "\nThe oldest has been due for %.0f s, the relay is %.0f s late, %d schedules are late. Redis: %s.\n", s.OldestReadySeconds, s.RelayLagSeconds, s.SchedulesLate, s.Redis)
				if s.Orphans > 0 {
					fmt.Fprintf(out, "%d are for handlers that this version does not know.\n", s.Orphans)
				}
				return nil
			})
		},
	}
	stats.Flags().BoolVar(&asJSON, "json", false, "for programs")
	cmd.AddCommand(stats, probeCommand(c))
	return cmd
}
