package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"longhouse/platform/backup"
	"longhouse/platform/config"
	"longhouse/platform/embedded"
	"longhouse/platform/files"
	"longhouse/platform/migrate"
)

func restoreCommand(c Config) *cobra.Command {
	var database string
	var withoutKeys bool
	cmd := &cobra.Command{
		Use: "restore FILE", Short: "Make a house of a backup, and prove it", Args: cobra.ExactArgs(1),
		Long: "Fills an empty database from a backup: that of DATABASE_URL, a new one on the same server with --database, or without\n" +
			"DATABASE_URL a private server in a new data folder. It writes over nothing. The file's sums are compared first; then\n" +
			"every row, grant and fence is compared with what the file says of itself, the schema is brought to this binary's, and\n" +
			"each module's sums are compared with their ledgers. A restore that was killed is seen by serve, which refuses it, and\n" +
			"is done anew by the same command. Uses LONGHOUSE_MIGRATE_URL if given; the login must be a superuser.",
		RunE: func(cmd *cobra.Command, args []string) error {
			began := time.Now()
			f, err := backup.Open(args[0])
			if err != nil {
				return err
			}
			defer f.Close() //nolint:errcheck // it was only read
			r := &restoring{c: c, out: cmd.OutOrStdout(), file: f, database: database, withoutKeys: withoutKeys}
			r.say("The file is whole: %s", describeBackup(f.Manifest))
			if err := r.run(cmd.Context()); err != nil {
				return err
			}
			r.say("Restored and proved in %.1f s. What was done after %s is not in it: %s ago.", time.Since(began).Seconds(),
				f.TakenAt.UTC().Format(time.RFC3339), time.Since(f.TakenAt).Round(time.Second))
			return nil
		},
	}
	cmd.Flags().StringVar(&database, "database", "", "make a database of this name on the server, and restore into it")
	cmd.Flags().BoolVar(&withoutKeys, "without-keys", false, "leave the keys of the data folder in the file")
	return cmd
}

// restoring is one run of the command.
type restoring struct {
	c           Config
	out         io.Writer
	file        *backup.File
	database    string
	withoutKeys bool
}

func (r *restoring) say(format string, args ...any) { fmt.Fprintf(r.out, format+"\n", args...) }

func (r *restoring) run(ctx context.Context) (err error) {
	s, err := findServers(ctx, r.c, r.database == "", r.keep)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close(ctx)) }()
	target := backup.Target{URL: s.above(r.c), Binaries: r.c.Own.Postgres}
	if r.database != "" {
		if s.database, err = backup.OnServer(s.database, r.database); err != nil {
			return err
		}
		if target.URL, err = backup.MakeDatabase(ctx, target.URL, r.database); err != nil {
			return err
		}
	}
	if target.Login, err = servingLogin(s.database, target.URL); err != nil {
		return err
	}
	if target.Latest, err = migrate.Latest(schema); err != nil {
		return err
	}
	restored, err := r.file.Restore(ctx, target)
	if err != nil {
		return err
	}
	r.say("Proved: %d rows in %d tables, each table's content, and all grants, fences and sequences are as in the backup.", r.file.Rows(), len(r.file.Tables))
	if err := r.prove(ctx, s, target.URL); err != nil {
		return err
	}
	r.sayKeys(s)
	if err := r.attach(ctx); err != nil {
		return err
	}
	if err := restored.Finish(ctx); err != nil {
		return err
	}
	if len(restored.Mute) > 0 {
		r.say("These roles were made without a password and may not log in: %s.", strings.Join(restored.Mute, ", "))
	}
	if restored.Open > 0 {
		r.say("%d deliveries were open, and go on when a server starts on it, mails and webhooks too: keep a rehearsal from the network.", restored.Open)
	}
	return nil
}

// prove brings the schema to this binary's and asks everybody whether all is well.
func (r *restoring) prove(ctx context.Context, s *servers, above config.Secret) error {
	migrating := above
	if s.ours {
		migrating = s.database
	}
	steps, err := migrate.Up(ctx, migrating, schema)
	if err != nil {
		return err
	}
	r.say("The schema is this binary's; %d steps were applied.", len(steps))
	if err := migrate.Fences(ctx, s.database); err != nil {
		return err
	}
	h, err := build(ctx, r.c.with(s), s.database, s.redis)
	if err != nil {
		return err
	}
	defer h.Root.Close()
	if _, err := h.healthy(ctx, false); err != nil {
		return err
	}
	n, err := h.audit(ctx)
	if err == nil {
		r.say("Proved: organisations are fenced off, the policy is read, and in %d organisations every sum is that of its ledger.", n)
	}
	return err
}

// attach puts the files that hang on records into the folder of files. They
// are named by what they are, so it writes over none that is another.
func (r *restoring) attach(ctx context.Context) error {
	if len(r.file.Contents) == 0 {
		return nil
	}
	folder := r.c.store().Root()
	store := files.New(folder, 1<<50) // whatever the limit is now, these were attached
	for _, c := range r.file.Contents {
		came, err := store.Receive(ctx, r.file.Read(c))
		if err != nil {
			return err
		}
		if came.Sum != c.Sum {
			return errors.Join(fmt.Errorf("the file %s is damaged in the backup", c.Sum), came.Done())
		}
		if err := errors.Join(came.Keep(c.Org), came.Done()); err != nil {
			return err
		}
	}
	r.say("%d files of records are in %s again.", len(r.file.Contents), folder)
	return nil
}

// keep writes the keys into the data folder of a private server that is new,
// before the house would make other ones: what they sealed is proved with them.
func (r *restoring) keep(data string) error {
	if r.database != "" || r.withoutKeys {
		return nil
	}
	for _, k := range r.file.Keys {
		if err := embedded.Keep(data, k.Name, k.Bytes); err != nil {
			return err
		}
	}
	return nil
}

func (r *restoring) sayKeys(s *servers) {
	switch {
	case len(r.file.Keys) == 0:
	case !s.ours || r.database != "" || r.withoutKeys:
		r.say("The keys in the file (%d) were left there: `tar xf FILE keys` takes them out.", len(r.file.Keys))
	default:
		r.say("%d keys are in %s again.", len(r.file.Keys), s.data)
	}
}

// servingLogin is the login of an address, unless it is that of the other.
func servingLogin(serving, above config.Secret) (string, error) {
	var names [2]string
	for i, address := range []config.Secret{serving, above} {
		u, err := url.Parse(address.Reveal())
		if err != nil || u.User == nil {
			return "", errors.New("DATABASE_URL and LONGHOUSE_MIGRATE_URL must look like postgres://login@host/database for a restore, which hands the database to the login")
		}
		names[i] = u.User.Username()
	}
	if names[0] == names[1] {
		return "", nil
	}
	return names[0], nil
}
