package main

import (
	"context"
	"fmt"
	"io"
	"sort"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"longhouse/platform/backup"
	"longhouse/platform/embedded"
)

func backupCommand(c Config) *cobra.Command {
	var withoutKeys bool
	cmd := &cobra.Command{
		Use: "backup FILE", Short: "Write the whole house into one file, while it serves", Args: cobra.ExactArgs(1),
		Long: "Writes one file with all that a house is made of, as of one moment, while the server serves: the database, by pg_dump,\n" +
			"the files that hang on records, and the keys that the data folder of a private server keeps. Nobody but its owner may read the file; whoever has it has\n" +
			"all data and those keys, so keep it as safe as the server. --without-keys leaves them out: then keep them apart, since\n" +
			"seals are checked by them. Settings of the environment, secrets too, are never in it.\n\n" +
			"The file has its name when it is whole. Uses LONGHOUSE_MIGRATE_URL if given; the login must be a superuser, or have\n" +
			"bypassrls and pg_read_all_data.",
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, out := cmd.Context(), cmd.OutOrStdout()
			s, err := findServers(ctx, c, false)
			if err != nil {
				return err
			}
			defer s.close(ctx) //nolint:errcheck // what the command did is done
			keys, left, err := s.keys(withoutKeys)
			if err != nil {
				return err
			}
			m, err := backup.Write(ctx, args[0], backup.Options{URL: s.above(c), Binaries: c.Own.Postgres, Longhouse: version, Keys: keys, Content: c.content})
			if err != nil {
				return err
			}
			fmt.Fprintf(out, "%s is whole: %s\n", args[0], describeBackup(m))
			tellKeys(out, keys, withoutKeys)
			if len(left) > 0 {
				fmt.Fprintf(out, "Not in it, and still in %s: %s.\n", s.data, strings.Join(left, ", "))
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&withoutKeys, "without-keys", false, "leave out the keys that the data folder keeps")
	cmd.AddCommand(verifyCommand(c))
	return cmd
}

func verifyCommand(c Config) *cobra.Command {
	return &cobra.Command{
		Use: "verify FILE", Short: "Check a backup without a database: its sums, and that pg_restore can read it", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			f, err := backup.Open(args[0])
			if err != nil {
				return err
			}
			defer f.Close() //nolint:errcheck // it was only read
			if err := f.Verify(cmd.Context(), c.Own.Postgres); err != nil {
				return fmt.Errorf("%s: %w", args[0], err)
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%s is whole: %s\n", args[0], describeBackup(f.Manifest))
			return nil
		},
	}
}

func describeBackup(m backup.Manifest) string {
	var size int64
	for _, p := range m.Parts {
		size += p.Size
	}
	return fmt.Sprintf("%d rows in %d tables of PostgreSQL %s, as of %s, by longhouse %s, %.1f MB, taken in %.1f s.",
		m.Rows(), len(m.Tables), m.Server.Full, m.TakenAt.UTC().Format(time.RFC3339), m.Longhouse, float64(size)/1e6, m.Seconds)
}

// content opens a file that hangs on a record.
func (c Config) content(ctx context.Context, org uuid.UUID, sum string) (io.ReadCloser, error) {
	return c.store().Open(ctx, org, sum)
}

// keys are what the data folder of a private server keeps beside the database.
func (s *servers) keys(without bool) (keys []backup.Key, left []string, err error) {
	if !s.ours {
		return nil, nil, nil
	}
	files, left, err := embedded.Kept(s.data)
	if err != nil {
		return nil, nil, err
	}
	for name, content := range files {
		if without {
			left = append(left, name)
		} else {
			keys = append(keys, backup.Key{Name: name, Bytes: content})
		}
	}
	sort.Slice(keys, func(i, j int) bool { return keys[i].Name < keys[j].Name })
	sort.Strings(left)
	return keys, left, nil
}

func tellKeys(out io.Writer, keys []backup.Key, without bool) {
	switch {
	case len(keys) > 0:
		names := make([]string, len(keys))
		for i, k := range keys {
			names[i] = k.Name
		}
		fmt.Fprintf(out, "It holds keys of the data folder (%s) beside all data: keep it as safe as the server, or use --without-keys.\n", strings.Join(names, ", "))
	case without:
		fmt.Fprintln(out, "It holds no keys: keep those apart.")
	default:
		fmt.Fprintln(out, "It holds all data, and no secret of the environment: keep both, apart.")
	}
}
