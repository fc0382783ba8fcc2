package embedded

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// The two logins, and the database that the first one owns.
const (
	login     = "longhouse"
	superuser = "postgres"
	database  = "longhouse"
)

// passwords of the two logins, kept in DATA/pgpass.
type passwords struct{ login, superuser string }

func newPasswords() passwords { return passwords{login: rand.Text(), superuser: rand.Text()} }

// readPasswords returns the zero value when there is no file.
func readPasswords(data string) (passwords, error) {
	content, err := os.ReadFile(filepath.Join(data, "pgpass"))
	if errors.Is(err, fs.ErrNotExist) {
		return passwords{}, nil
	}
	if err != nil {
		return passwords{}, fmt.Errorf("read the passwords of PostgreSQL: %w", err)
	}
	var p passwords
	for line := range strings.Lines(string(content)) {
		name, password, _ := strings.Cut(strings.TrimPrefix(strings.TrimSpace(line), "*:*:*:"), ":")
		switch name {
		case login:
			p.login = password
		case superuser:
			p.superuser = password
		}
	}
	if p.login == "" || p.superuser == "" {
		return passwords{}, nil
	}
	return p, nil
}

// keep writes the file whole or not at all.
func (p passwords) keep(data string) error {
	content := fmt.Sprintf("*:*:*:%s:%s\n*:*:*:%s:%s\n", login, p.login, superuser, p.superuser)
	f, err := os.CreateTemp(data, "pgpass-") // makes it 0600
	if err != nil {
		return fmt.Errorf("keep the passwords of PostgreSQL: %w", err)
	}
	_, err = f.WriteString(content)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), filepath.Join(data, "pgpass"))
	}
	if err != nil {
		return errors.Join(fmt.Errorf("keep the passwords of PostgreSQL: %w", err), os.Remove(f.Name()))
	}
	return nil
}
