package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"longhouse/migrations"
	"longhouse/platform/backup"
	"longhouse/platform/config"
	"longhouse/platform/embedded"
	"longhouse/platform/migrate"
)

// servers are PostgreSQL and Redis, whoever runs them.
type servers struct {
	database  config.Secret
	superuser config.Secret // of a private PostgreSQL
	redis     config.Secret
	ours      bool   // PostgreSQL is private to this installation
	data      string // the data folder, when it is
	sealKey   config.Secret
	settle    []func(data string) error
	stop      []func(context.Context) error
}

var schema = migrate.Source{Folders: migrations.Folders, For: migrations.For}

// findServers uses the servers that the environment names, and starts what it does not.
// A command beside a running `serve` uses the server that that one runs. settle, if any, puts into the data folder of a
// private server what is to be there before the house makes secrets of its own.
func findServers(ctx context.Context, c Config, alone bool, settle ...func(data string) error) (*servers, error) {
	s := &servers{database: c.DB.URL, redis: c.Jobs.Redis, sealKey: c.History.SealKey, settle: settle}
	if s.database == "" {
		if err := s.private(ctx, c, alone); err != nil {
			return nil, err
		}
	}
	if s.redis == "" {
		r, err := embedded.StartRedis()
		if err != nil {
			return nil, errors.Join(fmt.Errorf("start the in-process Redis: %w", err), s.close(ctx))
		}
		s.redis = config.Secret(r.URL())
		s.stop = append(s.stop, func(context.Context) error { r.Stop(); return nil })
	}
	return s, nil
}

func (s *servers) private(ctx context.Context, c Config, alone bool) error {
	s.ours = true
	s.data = embedded.DataFolder(c.getenv, os.Geteuid() == 0)
	if !alone {
		if url, ok := embedded.Running(ctx, s.data); ok {
			above, _ := embedded.RunningSuperuser(ctx, s.data)
			s.database, s.superuser = config.Secret(url), config.Secret(above)
			return s.secrets()
		}
	}
	p, err := embedded.StartPostgres(ctx, embedded.PostgresOptions{Data: s.data, Binaries: c.Own.Postgres, Log: os.Stderr})
	if err != nil {
		return err
	}
	s.database, s.superuser = config.Secret(p.URL()), config.Secret(p.SuperuserURL())
	s.stop = append(s.stop, p.Stop)
	if err := s.secrets(); err != nil {
		return errors.Join(err, s.close(ctx))
	}
	return nil
}

// above is the login for what row level security must not bind: backups. On
// somebody else's server it is the one that migrates.
func (s *servers) above(c Config) config.Secret {
	if s.ours {
		return s.superuser
	}
	if c.DB.MigrateURL != "" {
		return c.DB.MigrateURL
	}
	return s.database
}

// secrets are made once with the private server, unless the environment has them.
func (s *servers) secrets() error {
	for _, settle := range s.settle {
		if err := settle(s.data); err != nil {
			return err
		}
	}
	if s.sealKey != "" {
		return nil
	}
	key, err := embedded.Secret(s.data, "seal-key")
	s.sealKey = config.Secret(key)
	return err
}

// migrated brings a private database to this binary's schema. Somebody else's
// is only looked at: changing it is `longhouse migrate`, on purpose.
func (s *servers) migrated(ctx context.Context) error {
	if err := backup.Unfinished(ctx, s.database); err != nil {
		return err
	}
	if s.ours {
		_, err := migrate.Up(ctx, s.database, schema)
		return err
	}
	waiting, err := migrate.Pending(ctx, s.database, schema)
	if err == nil && len(waiting) > 0 {
		err = fmt.Errorf("the database lacks %d steps of its schema, the first is %s %d: run `longhouse migrate`", len(waiting), waiting[0].Module, waiting[0].Version)
	}
	return err
}

// close stops what was started here, the last first.
func (s *servers) close(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
	defer cancel()
	var errs []error
	for i := len(s.stop) - 1; i >= 0; i-- {
		errs = append(errs, s.stop[i](ctx))
	}
	return errors.Join(errs...)
}
