package main

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"longhouse/platform/config"
	"longhouse/platform/db"
	"longhouse/platform/embedded"
	"longhouse/platform/fault"
	"longhouse/platform/files"
	"longhouse/platform/history"
	"longhouse/platform/mail"
	"longhouse/platform/rest"
	"longhouse/platform/telemetry"
	"longhouse/platform/webhooks"
)

// Config is all that the environment says, one part for each owner.
type Config struct {
	DB      db.Config
	REST    rest.Config
	Log     telemetry.Config
	Own     Own
	Mail    mail.Config
	History history.Config
	Jobs    struct {
		Redis  config.Secret `env:"REDIS_URL" doc:"Redis 6.2 or later; empty: one inside this process"`
		Work   string        `env:"LONGHOUSE_WORK" envDefault:"on" doc:"off: serve hands background work out and does none, beside nodes that run longhouse worker"`
		Probes bool          `env:"LONGHOUSE_PROBES" doc:"true: numbered probes of the background work may be written, by longhouse jobs probe; for tests"`
	}

	Webhooks webhooks.Config
	Files    files.Config

	environ []string
}

// Own is about the servers that the process brings along.
type Own struct {
	Data     string `env:"LONGHOUSE_DATA" doc:"Where the private PostgreSQL keeps its data; root: /var/lib/longhouse, others: longhouse in their data folder"`
	Postgres string `env:"LONGHOUSE_POSTGRES" doc:"Folder of PostgreSQL's programs; empty: looked for, else fetched"`
}

// load reads the environment, and reports all its mistakes at once.
func load(environ []string) (Config, error) {
	c, err := config.Load[Config](environ)
	c.environ = environ
	return c, errors.Join(err, config.Unknown(environ, config.Variables(c)), c.Mail.Check(), c.Files.Check(), c.reach(), c.works(), c.History.Check())
}

// store is where attachments are.
func (c Config) store() *files.Store {
	folder := c.Files.Folder
	if folder == "" {
		folder = filepath.Join(embedded.DataFolder(c.getenv, os.Geteuid() == 0), "files")
	}
	return files.New(folder, c.Files.Most())
}

// private says whether nobody but who sits at this machine reaches the server.
func (c Config) private() bool {
	return rest.Loopback(c.REST.Address) && (c.REST.URL == "" || strings.HasPrefix(c.REST.URL, "http://")) // reach lets http be loopback only
}

// reach refuses to send passwords of other people in the clear.
func (c Config) reach() error {
	u, err := url.Parse(c.REST.URL)
	if err != nil {
		return fmt.Errorf("LONGHOUSE_URL: %w", err)
	}
	if c.REST.URL != "" && (u.Scheme != "https" && u.Scheme != "http" || u.Host == "") {
		return fmt.Errorf("LONGHOUSE_URL: %q is no address such as https://erp.example.com", c.REST.URL)
	}
	if rest.Loopback(c.REST.Address) || u.Scheme == "https" || u.Scheme == "http" && rest.Loopback(u.Hostname()+":0") {
		return nil
	}
	return fmt.Errorf("LONGHOUSE_ADDR is %s, which others can reach: set LONGHOUSE_URL to the https address that they use, or listen on 127.0.0.1", c.REST.Address)
}

// works refuses a node that hands work to nobody.
func (c Config) works() error {
	switch {
	case c.Jobs.Work != "on" && c.Jobs.Work != "off":
		return fmt.Errorf("LONGHOUSE_WORK: %q is neither on nor off", c.Jobs.Work)
	case c.Jobs.Work == "off" && c.Jobs.Redis == "":
		return errors.New("LONGHOUSE_WORK is off: set REDIS_URL to the Redis of the nodes that run `longhouse worker`; nobody takes work from one inside this process")
	}
	return nil
}

// with is the configuration with the secrets that were found beside the servers.
func (c Config) with(s *servers) Config {
	c.History.SealKey = s.sealKey
	return c
}

// getenv looks a variable up in what the process was started with.
func (c Config) getenv(name string) string {
	for _, e := range c.environ {
		if k, v, ok := strings.Cut(e, "="); ok && k == name {
			return v
		}
	}
	return ""
}

// sentence is what a person at a terminal reads of an error.
func sentence(err error) string {
	f := fault.As(err)
	if f == nil {
		return err.Error()
	}
	out := f.Message
	for _, field := range f.Fields {
		out += "\n  " + strings.TrimPrefix(field.Pointer, "/") + ": " + field.Message
	}
	return out
}
