package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"longhouse/platform/backup"
	"longhouse/platform/config"
	"longhouse/platform/migrate"
)

// commands is the command line.
func commands(c Config) *cobra.Command {
	root := &cobra.Command{
		Use: "longhouse", Short: "ERP and CRM in one binary",
		Long: "Longhouse is an ERP and CRM in one binary: CRM, HR and inventory under one roof.\n\n" +
			"Without DATABASE_URL it runs a private PostgreSQL of its own, without REDIS_URL a Redis inside the process.\n" +
			"Settings come from the environment; `longhouse check` prints them all.",
		SilenceUsage: true, SilenceErrors: true,
		CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: true},
	}
	root.AddCommand(serveCommand(c), workerCommand(c), migrateCommand(c), userCommand(c), policyCommand(c), seedCommand(c), importCommand(c), jobsCommand(c), mailCommand(c),
		auditCommand(c), backupCommand(c), restoreCommand(c), openapiCommand(c), checkCommand(c), versionCommand())
	return root
}

func migrateCommand(c Config) *cobra.Command {
	var dry bool
	cmd := &cobra.Command{
		Use: "migrate", Short: "Bring the database to this binary's schema", Args: cobra.NoArgs,
		Long: "Applies the steps that the database lacks, each once, also when several processes try at the same time.\n" +
			"It may be repeated, and goes on where a stopped run ended. Uses LONGHOUSE_MIGRATE_URL if given.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			if c.DB.MigrateURL != "" {
				c.DB.URL = c.DB.MigrateURL
			}
			s, err := findServers(ctx, c, false)
			if err != nil {
				return err
			}
			defer s.close(ctx) //nolint:errcheck // what the command did is done
			if err := backup.Unfinished(ctx, s.database); err != nil {
				return err
			}
			do := migrate.Up
			if dry {
				do = migrate.Pending
			}
			steps, err := do(ctx, s.database, schema)
			for _, step := range steps {
				fmt.Fprintf(cmd.OutOrStdout(), "%-10s %s\n", step.Module, step.File)
			}
			if err == nil && len(steps) == 0 {
				fmt.Fprintln(cmd.OutOrStdout(), "The schema is up to date.")
			}
			return err
		},
	}
	cmd.Flags().BoolVar(&dry, "dry-run", false, "only list what is missing")
	return cmd
}

func openapiCommand(c Config) *cobra.Command {
	return &cobra.Command{
		Use: "openapi", Short: "Print the OpenAPI document of the REST API", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			document, err := describe(cmd.Context(), c)
			if err == nil {
				_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s\n", document)
			}
			return err
		},
	}
}

func versionCommand() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the version", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintln(cmd.OutOrStdout(), "longhouse", version)
			return err
		},
	}
}

func checkCommand(c Config) *cobra.Command {
	var data bool
	cmd := &cobra.Command{
		Use: "check", Short: "Print the settings in force, and say what keeps the server from starting", Args: cobra.NoArgs,
		Long: "Prints the settings in force, and says what keeps the server from starting: a database that is away, an older schema,\n" +
			"a fence between organisations that is down. With --data it also compares every sum with its ledger, in every\n" +
			"organisation; that reads all of them, and is meant for after a restore.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			out := cmd.OutOrStdout()
			for _, v := range config.Variables(c) {
				value, from := c.getenv(v.Name), "environment"
				switch {
				case value == "" && c.getenv(v.Name+"_FILE") != "":
					value, from = "***", "file"
				case value == "":
					value, from = v.Default, "default"
				case v.Secret:
					value = "***"
				}
				fmt.Fprintf(out, "%-28s %-24s %-12s %s\n", v.Name, value, from, v.Doc)
			}
			s, err := findServers(cmd.Context(), c, false)
			if err != nil {
				return err
			}
			defer s.close(cmd.Context()) //nolint:errcheck // nothing was written
			fmt.Fprintf(out, "\nPostgreSQL: %s\nRedis: %s\n", whose(c.DB.URL == "", "ours, in "+s.data, "DATABASE_URL"), whose(c.Jobs.Redis == "", "inside the process", "REDIS_URL"))
			fmt.Fprintf(out, "Mail: %s\n", whose(c.Mail.Sends(), "sent by LONGHOUSE_MAIL_URL", "kept, for administrators to read under Administration, Mail"))
			if err := s.migrated(cmd.Context()); err != nil {
				return err
			}
			organisations, warnings, err := inspect(cmd.Context(), c, s, data)
			if err != nil {
				return err
			}
			for _, w := range warnings {
				fmt.Fprintln(out, "Warning:", w)
			}
			if data {
				fmt.Fprintf(out, "In %d organisations every sum is that of its ledger.\n", organisations)
			}
			fmt.Fprintln(out, "The server can start.")
			return nil
		},
	}
	cmd.Flags().BoolVar(&data, "data", false, "also compare every sum with its ledger")
	return cmd
}

func whose(ours bool, yes, no string) string {
	if ours {
		return yes
	}
	return no
}
