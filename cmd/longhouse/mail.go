package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
)

func mailCommand(c Config) *cobra.Command {
	cmd := &cobra.Command{Use: "mail", Short: "Mail out, for whoever runs the host"}
	cmd.AddCommand(&cobra.Command{
		Use: "test ADDRESS", Short: "Send a test mail at once, and print what the mail server answers", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return withHouse(cmd.Context(), c, func(ctx context.Context, h *House) error {
				answer, err := h.Mail.Try(ctx, args[0])
				if err == nil {
					fmt.Fprintf(cmd.OutOrStdout(), "Sent. The mail server said: %s\n", answer)
				}
				return err
			})
		},
	})
	return cmd
}
