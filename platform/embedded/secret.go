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

// Secret is a secret of this installation, made the first time somebody asks
// and kept in the data folder ever after, readable by its owner alone.
func Secret(data, name string) (string, error) {
	path := filepath.Join(data, name)
	for {
		content, err := os.ReadFile(path)
		if err == nil {
			return strings.TrimSpace(string(content)), nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return "", fmt.Errorf("read the secret %s: %w", name, err)
		}
		if err := keepSecret(data, path, rand.Text()+rand.Text()); err != nil && !errors.Is(err, fs.ErrExist) {
			return "", fmt.Errorf("keep the secret %s: %w", name, err)
		}
	}
}

// keepSecret writes the file whole or not at all, and never over one that another process has made.
func keepSecret(data, path, secret string) error {
	f, err := os.CreateTemp(data, "secret-") // makes it 0600
	if err != nil {
		return err
	}
	_, err = f.WriteString(secret + "\n")
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Link(f.Name(), path)
	}
	return errors.Join(err, os.Remove(f.Name()))
}
