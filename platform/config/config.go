// Package config reads settings from the environment: one struct per owner,
// read once, all mistakes reported together.
package config

import (
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"sort"
	"strings"

	"github.com/caarlos0/env/v11"
)

// Load fills a struct from the environment. A variable NAME may also be given
// as NAME_FILE, a file that holds the value, which keeps secrets out of process lists.
func Load[T any](environ []string) (T, error) {
	vars, unread := withFiles(env.ToMap(environ))
	out, err := env.ParseAsWithOptions[T](env.Options{Environment: vars})
	return out, errors.Join(unread, err)
}

func withFiles(vars map[string]string) (map[string]string, error) {
	var faults []error
	for name, path := range vars {
		base, ok := strings.CutSuffix(name, "_FILE")
		if !ok || !strings.HasPrefix(name, "LONGHOUSE_") && base != "DATABASE_URL" && base != "REDIS_URL" {
			continue
		}
		value, err := os.ReadFile(path)
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", name, err))
			continue
		}
		vars[base] = strings.TrimSpace(string(value))
	}
	return vars, errors.Join(faults...)
}

// Variable describes one setting, for `longhouse check` and the documentation.
type Variable struct {
	Name, Default, Doc string
	Secret             bool // its value is never shown
}

// Variables lists what a struct reads, from its env, envDefault and doc tags.
func Variables(of any) []Variable {
	var out []Variable
	t := reflect.TypeOf(of)
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Type.Kind() == reflect.Struct && f.Tag.Get("env") == "" {
			out = append(out, Variables(reflect.New(f.Type).Elem().Interface())...)
			continue
		}
		name, _, _ := strings.Cut(f.Tag.Get("env"), ",")
		if name != "" {
			out = append(out, Variable{name, f.Tag.Get("envDefault"), f.Tag.Get("doc"), f.Type == reflect.TypeFor[Secret]()})
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Name < out[j].Name })
	return out
}

// Unknown names the LONGHOUSE_ variables that nobody reads: most are typos.
func Unknown(environ []string, known []Variable) error {
	names := map[string]bool{}
	for _, v := range known {
		names[v.Name], names[v.Name+"_FILE"] = true, true
	}
	var faults []error
	for _, e := range environ {
		name, _, _ := strings.Cut(e, "=")
		if strings.HasPrefix(name, "LONGHOUSE_") && !names[name] {
			faults = append(faults, fmt.Errorf("%s: there is no such setting", name))
		}
	}
	return errors.Join(faults...)
}

// Secret is a value that never shows: not in logs, JSON or formatted text.
type Secret string

// String hides the value.
func (Secret) String() string { return "***" }

// Format hides the value whatever the verb: %v, %#v, and %d by mistake.
func (Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "***") } // whoever formats has no use for the error

// MarshalText hides the value from JSON and slog.
func (Secret) MarshalText() ([]byte, error) { return []byte("***"), nil }

// Reveal gives the value to the one who needs it.
func (s Secret) Reveal() string { return string(s) }
