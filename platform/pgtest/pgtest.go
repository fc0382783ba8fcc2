// Package pgtest gives tests a real PostgreSQL. Each test gets an organisation
// of its own in one shared, migrated database, which needs no cleaning and
// tests the fence between organisations all day long.
package pgtest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"longhouse/migrations"
	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/config"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/migrate"
	"longhouse/policies"
)

// DB is the shared database with an organisation for one test.
type DB struct {
	Root *db.Root
	URL  config.Secret
	Org  kernel.ID[kernel.Org]
	User kernel.ID[kernel.User]
}

var shared struct {
	once sync.Once
	url  config.Secret
	root *db.Root
	err  error
}

// New returns the shared database and a new organisation with a user.
func New(t testing.TB) *DB {
	t.Helper()
	shared.once.Do(func() { shared.url, shared.root, shared.err = open() })
	require.NoError(t, shared.err, "a test needs PostgreSQL")
	d := &DB{Root: shared.root, URL: shared.url, Org: kernel.NewID[kernel.Org](), User: kernel.NewID[kernel.User]()}
	return d
}

// Context is a context in which the test's user acts through the API.
func (d *DB) Context(t testing.TB) context.Context {
	t.Helper()
	return actor.With(t.Context(), d.Actor())
}

// As is a context in which the test's user holds shipped roles: As(t, "crm.rep").
func (d *DB) As(t testing.TB, roles ...string) context.Context {
	t.Helper()
	return d.With(t, d.Context(t), authz.TestPolicy{}, roles...)
}

// AsService is a context in which a service acts with the rights that the shipped policy gives it.
func (d *DB) AsService(t testing.TB, name string) context.Context {
	t.Helper()
	return d.With(t, actor.Service(t.Context(), d.Org, name, actor.Job), authz.TestPolicy{})
}

// With gives the context's actor shipped roles, with teams, departments or
// resources of the test's choice.
func (d *DB) With(t testing.TB, ctx context.Context, p authz.TestPolicy, roles ...string) context.Context { //nolint:revive // t first, as everywhere in tests
	t.Helper()
	if p.Roles == "" {
		p.Model, p.Roles = policies.Model, policies.Roles
	}
	subjects := make([]string, len(roles))
	for i, r := range roles {
		subjects[i] = "r:" + r
	}
	return authz.ForTest(ctx, t, p, subjects...)
}

// Actor is the test's user.
func (d *DB) Actor() actor.Actor {
	return actor.Actor{Org: d.Org, User: d.User, Via: actor.API, Request: kernel.NewUUID()}
}

// Shared is the address of the database that all tests use, for commands and
// for servers that do no work on it.
func Shared(t testing.TB) config.Secret { t.Helper(); return New(t).URL }

// templateSuffix names the database that nobody ever connects to, and that new ones are copied from.
const templateSuffix = "_template"

// Fresh returns an empty, migrated database for the few tests that change what
// all others share. It is gone when the test ends.
func Fresh(t testing.TB) config.Secret {
	t.Helper()
	base := New(t).URL
	name := "longhouse_fresh_" + strings.ReplaceAll(uuid.NewString(), "-", "")
	admin(t, "create database "+name+" template "+databaseName(base)+templateSuffix)
	admin(t, "alter database "+name+" set timezone = 'Canada/Newfoundland'")
	t.Cleanup(func() { admin(t, "drop database if exists "+name+" with (force)") })
	return withDatabase(base, name)
}

// House returns a migrated database for a server that does the work of all organisations in it: on the database of the
// other tests it would do theirs. It stays until drop.
func House(t testing.TB) (url config.Secret, drop func() error) {
	t.Helper()
	base := New(t).URL
	name := "longhouse_house_" + strings.ReplaceAll(uuid.NewString(), "-", "")
	admin(t, "create database "+name+" template "+databaseName(base)+templateSuffix)
	admin(t, "alter database "+name+" set timezone = 'Canada/Newfoundland'")
	return withDatabase(base, name), func() error {
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		defer cancel()
		conn, err := pgx.Connect(ctx, withDatabase(base, "postgres").Reveal())
		if err != nil {
			return err
		}
		_, err = conn.Exec(ctx, "drop database if exists "+name+" with (force)")
		return errors.Join(err, conn.Close(ctx))
	}
}

// Empty returns a database without any schema. It is gone when the test ends.
func Empty(t testing.TB) config.Secret {
	t.Helper()
	base := New(t).URL
	name := "longhouse_empty_" + strings.ReplaceAll(uuid.NewString(), "-", "")
	admin(t, "create database "+name)
	t.Cleanup(func() { admin(t, "drop database if exists "+name+" with (force)") })
	return withDatabase(base, name)
}

// Superuser runs SQL behind the fences, to damage something or to look at it.
func (d *DB) Superuser(t testing.TB) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), d.URL.Reveal())
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close(context.WithoutCancel(t.Context())) })
	return conn
}

func admin(t testing.TB, sql string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), 30*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, withDatabase(shared.url, "postgres").Reveal())
	require.NoError(t, err)
	defer func() { _ = conn.Close(ctx) }()
	_, err = conn.Exec(ctx, sql)
	require.NoError(t, err)
}

// open finds a server, and makes the shared database of these very migrations
// unless another test process has made it.
func open() (config.Secret, *db.Root, error) {
	ctx := context.Background()
	server, err := serverURL()
	if err != nil {
		return "", nil, err
	}
	hash, err := migrations.Hash()
	if err != nil {
		return "", nil, err
	}
	own := withDatabase(server, "longhouse_shared_"+hash)
	if err := create(ctx, server, own); err != nil {
		return "", nil, err
	}
	root, err := db.Open(ctx, own, db.Options{StatementTimeout: 5 * time.Second})
	if err == nil {
		root.SetSensitive(authz.Hold, authz.Redecide) // as the house does
		root.SetPolicy(authz.InForce)
	}
	return own, root, err
}

func serverURL() (config.Secret, error) {
	if u := os.Getenv("DATABASE_URL"); u != "" {
		return config.Secret(u), nil
	}
	return "", errors.New("DATABASE_URL is not set: run `.ci/services go test ./...`, or `make test`")
}

func create(ctx context.Context, server, own config.Secret) error {
	conn, err := pgx.Connect(ctx, withDatabase(server, "postgres").Reveal())
	if err != nil {
		return fmt.Errorf("connect to the test server: %w", err)
	}
	defer func() { _ = conn.Close(ctx) }()
	// One process makes it; the others wait for the lock and find it made.
	if _, err := conn.Exec(ctx, "select pg_advisory_lock(727002)"); err != nil {
		return err
	}
	var exists bool
	name := databaseName(own)
	if err := conn.QueryRow(ctx, "select exists (select from pg_database where datname = $1)", name).Scan(&exists); err != nil || exists {
		return err
	}
	// A process that was killed here has left a template that may be half made.
	template := name + templateSuffix
	for _, sql := range []string{
		"drop database if exists " + template,
		"create database " + template + " lc_collate 'C.UTF-8' lc_ctype 'C.UTF-8' template template0",
		// Hostile on purpose: a zone with half an hour in it finds code that trusts the server's.
		"alter database " + template + " set timezone = 'Canada/Newfoundland'",
	} {
		if _, err := conn.Exec(ctx, sql); err != nil {
			return err
		}
	}
	if _, err := migrate.Up(ctx, withDatabase(server, template), migrate.Source{Folders: migrations.Folders, For: migrations.For}); err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, "create database "+name+" template "+template); err != nil {
		return err
	}
	_, err = conn.Exec(ctx, "alter database "+name+" set timezone = 'Canada/Newfoundland'")
	return err
}

func withDatabase(u config.Secret, name string) config.Secret {
	parsed, err := url.Parse(u.Reveal())
	if err != nil {
		return u
	}
	parsed.Path = "/" + name
	return config.Secret(parsed.String())
}

func databaseName(u config.Secret) string {
	parsed, err := url.Parse(u.Reveal())
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(parsed.Path, "/")
}
