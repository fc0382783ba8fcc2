package backup

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"longhouse/platform/config"
)

// asWritten makes every value look the same on any server, and every row show or fail.
const asWritten = `set timezone = 'UTC'; set datestyle = 'ISO'; set intervalstyle = 'postgres'; set extra_float_digits = 1; set bytea_output = 'hex';
	set search_path = ''; set row_security = off; set statement_timeout = 0; set idle_in_transaction_session_timeout = 0; set lock_timeout = '30s'; set client_min_messages = warning`

func connect(ctx context.Context, address config.Secret) (*pgx.Conn, error) {
	conn, err := pgx.Connect(ctx, address.Reveal())
	if err != nil {
		return nil, fmt.Errorf("connect to PostgreSQL: %w", err)
	}
	if _, err := conn.Exec(ctx, asWritten); err != nil {
		return nil, errors.Join(fmt.Errorf("prepare the connection: %w", err), conn.Close(ctx))
	}
	return conn, nil
}

// quoted makes names fit for a statement.
func quoted(names ...string) string {
	return pgx.Identifier(names).Sanitize()
}

func closing(ctx context.Context, conn *pgx.Conn) {
	_ = conn.Close(context.WithoutCancel(ctx)) // what mattered was committed, or is to be rolled back
}

func serverVersion(ctx context.Context, conn *pgx.Conn) (v Version, err error) {
	var number string
	err = conn.QueryRow(ctx, "select current_setting('server_version'), current_setting('server_version_num')").Scan(&v.Full, &number)
	if err != nil {
		return v, fmt.Errorf("ask for the server's version: %w", err)
	}
	n, err := strconv.Atoi(number)
	v.Major = n / 10000
	return v, err
}

// OnServer is the address of another database on the same server.
func OnServer(address config.Secret, database string) (config.Secret, error) {
	u, err := url.Parse(address.Reveal())
	if err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" {
		return "", errors.New("the database's address must look like postgres://login@host/database to name another database by it")
	}
	u.Path = "/" + database
	return config.Secret(u.String()), nil
}

// settings are what libpq calls the parameters of an address that pgx and it both know.
var settings = map[string]string{
	"sslmode": "PGSSLMODE", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY", "sslrootcert": "PGSSLROOTCERT", "sslsni": "PGSSLSNI",
	"passfile": "PGPASSFILE", "connect_timeout": "PGCONNECT_TIMEOUT", "krbsrvname": "PGKRBSRVNAME", "channel_binding": "PGCHANNELBINDING",
}

// environment tells a program of PostgreSQL where the database is. Nothing of it
// is an argument, which everybody on the machine could read.
func environment(address config.Secret) ([]string, error) {
	c, err := pgx.ParseConfig(address.Reveal())
	if err != nil {
		return nil, fmt.Errorf("read the database's address: %w", err)
	}
	env := []string{
		"LC_ALL=C", "TZ=UTC", "PATH=/usr/bin:/bin", "PGAPPNAME=" + application,
		"PGHOST=" + c.Host, "PGPORT=" + strconv.Itoa(int(c.Port)), "PGUSER=" + c.User, "PGPASSWORD=" + c.Password, "PGDATABASE=" + c.Database,
	}
	for _, e := range os.Environ() {
		if name, _, _ := strings.Cut(e, "="); name == "HOME" || strings.HasPrefix(name, "PGSSL") {
			env = append(env, e)
		}
	}
	for name, value := range parameters(address.Reveal()) {
		if known, ok := settings[name]; ok {
			env = append(env, known+"="+value)
		}
	}
	return env, nil
}

// application is how the programs that we start call themselves in pg_stat_activity.
const application = "longhouse backup"

// parameters are those of an address, or of a list of words as host=db sslmode=require.
func parameters(address string) map[string]string {
	out := map[string]string{}
	if u, err := url.Parse(address); err == nil && u.Scheme != "" {
		for name, values := range u.Query() {
			out[name] = values[0]
		}
		return out
	}
	for _, word := range strings.Fields(address) {
		if name, value, ok := strings.Cut(word, "="); ok {
			out[name] = strings.Trim(value, "'")
		}
	}
	return out
}
