package config_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"longhouse/platform/config"
)

const hidden = "hunter2-correct-horse"

type database struct {
	URL         config.Secret `env:"DATABASE_URL" doc:"Where"`
	Connections int32         `env:"LONGHOUSE_CONNECTIONS" envDefault:"16" doc:"How many"`
}

type settings struct {
	DB     database
	Secret config.Secret `env:"LONGHOUSE_SECRET" doc:"What nobody sees"`
	Wait   time.Duration `env:"LONGHOUSE_WAIT" envDefault:"2s" doc:"How long"`
	Plain  string        `env:"LONGHOUSE_PLAIN" doc:"What everybody sees"`
}

func file(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "value")
	require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	return path
}

func TestSettingsComeFromTheEnvironmentAndTheirDefaults(t *testing.T) {
	t.Parallel()
	s, err := config.Load[settings]([]string{"DATABASE_URL=postgres://x", "LONGHOUSE_WAIT=5s", "HOME=/root"})
	require.NoError(t, err)
	require.Equal(t, "postgres://x", s.DB.URL.Reveal())
	require.Equal(t, 5*time.Second, s.Wait)
	require.EqualValues(t, 16, s.DB.Connections)
}

func TestAllMistakesAreReportedAtOnce(t *testing.T) {
	t.Parallel()
	_, err := config.Load[settings]([]string{"LONGHOUSE_WAIT=soon", "LONGHOUSE_CONNECTIONS=many", "LONGHOUSE_SECRET_FILE=/there/is/none", "LONGHOUSE_PLAIN_FILE=/nor/here"})
	require.ErrorContains(t, err, "Wait")
	require.ErrorContains(t, err, "Connections")
	require.ErrorContains(t, err, "LONGHOUSE_SECRET_FILE")
	require.ErrorContains(t, err, "LONGHOUSE_PLAIN_FILE")
}

func TestAValueMayStandInAFile(t *testing.T) {
	t.Parallel()
	s, err := config.Load[settings]([]string{"LONGHOUSE_SECRET_FILE=" + file(t, hidden+"\n"), "DATABASE_URL_FILE=" + file(t, "postgres://y"), "OTHER_FILE=/of/another/program"})
	require.NoError(t, err)
	require.Equal(t, hidden, s.Secret.Reveal())
	require.Equal(t, "postgres://y", s.DB.URL.Reveal())
}

func TestTyposAreMistakes(t *testing.T) {
	t.Parallel()
	known := config.Variables(settings{})
	require.NoError(t, config.Unknown([]string{"LONGHOUSE_SECRET=x", "LONGHOUSE_SECRET_FILE=x", "LONGHOUSE_WAIT=1s", "PATH=/bin", "LONGHOUSES=1"}, known))
	err := config.Unknown([]string{"LONGHOUSE_SECRTE=" + hidden, "LONGHOUSE_WAITS=1s"}, known)
	require.ErrorContains(t, err, "LONGHOUSE_SECRTE")
	require.ErrorContains(t, err, "LONGHOUSE_WAITS")
	require.NotContains(t, err.Error(), hidden)
}

func TestVariablesListAllSettingsWithTheirDefaults(t *testing.T) {
	t.Parallel()
	require.Equal(t, []config.Variable{
		{Name: "DATABASE_URL", Doc: "Where", Secret: true},
		{Name: "LONGHOUSE_CONNECTIONS", Default: "16", Doc: "How many"},
		{Name: "LONGHOUSE_PLAIN", Doc: "What everybody sees"},
		{Name: "LONGHOUSE_SECRET", Doc: "What nobody sees", Secret: true},
		{Name: "LONGHOUSE_WAIT", Default: "2s", Doc: "How long"},
	}, config.Variables(settings{}))
}

func TestASecretShowsNowhere(t *testing.T) {
	t.Parallel()
	s := settings{Secret: hidden, DB: database{URL: hidden}}
	var out bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d", "%t", "%10.3s"} {
		fmt.Fprintf(&out, verb+" "+verb+" "+verb+"\n", s, s.Secret, &s)
	}
	fmt.Fprintln(&out, s, s.Secret, []config.Secret{s.Secret}, map[string]config.Secret{"a": s.Secret})
	require.NoError(t, json.NewEncoder(&out).Encode(s))
	slog.New(slog.NewJSONHandler(&out, nil)).Info("start", "config", s, "secret", s.Secret)
	slog.New(slog.NewTextHandler(&out, nil)).Info("start", "config", s, "secret", s.Secret)
	require.NotContains(t, out.String(), hidden)
	require.NotContains(t, out.String(), fmt.Sprintf("%x", hidden))
	require.Contains(t, out.String(), "***")
	require.Equal(t, hidden, s.Secret.Reveal())
}
