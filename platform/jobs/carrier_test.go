package jobs

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRedisThatIsOldOrDropsKeysIsRefused(t *testing.T) {
	t.Parallel()
	info := func(version string) string {
		return "# Server\r\nredis_version:" + version + "\r\nredis_mode:standalone\r\n"
	}
	for _, version := range []string{"6.2.0", "6.2.14", "7.0.15", "10.0.0"} {
		require.NoError(t, fit(info(version), "noeviction"), version)
	}
	require.NoError(t, fit("", ""), "one that does not tell")
	require.ErrorContains(t, fit(info("6.0.16"), "noeviction"), "6.2")
	require.ErrorContains(t, fit(info("5.0.0"), ""), "6.2")
	require.ErrorContains(t, fit(info("7.0.15"), "allkeys-lru"), "noeviction")
}

func TestPointersThatAreNoneAreRefused(t *testing.T) {
	t.Parallel()
	pos, gen, err := readPointer(pointerTo(1<<40, 7))
	require.NoError(t, err)
	require.Equal(t, []any{int64(1 << 40), 7}, []any{pos, gen})
	for _, s := range []string{"", "1", "1:", ":1", "a:b", "1:2:3"} {
		_, _, err := readPointer(s)
		require.Error(t, err, s)
	}
}

func TestBackoffGrowsToAnHour(t *testing.T) {
	t.Parallel()
	for failures, seconds := range map[int]float64{0: 5, 1: 10, 5: 160, 10: 3600, 1000: 3600} {
		require.InDelta(t, seconds, backoff(failures).Seconds(), seconds*0.21)
	}
}

func TestHandlersThatCannotBeAreRefused(t *testing.T) {
	t.Parallel()
	ok := Every("probe.a", "0 2 * * *", nil)
	same, none := Every("probe.a", "0 2 * * *", nil), Handler{Name: "probe.b", Lane: LaneJob}
	lane, misfire := Every("probe.c", "0 2 * * *", nil), Every("probe.d", "0 2 * * *", nil)
	lane.Lane, misfire.Misfire = "fast", "sometimes"
	e := &Engine{handlers: map[string]*registered{}, events: map[string][]*registered{}, jobs: map[string]*registered{}}

	err := e.Register(nil, ok, same, none, lane, misfire, Every("probe.e", "0 2 * *", nil), Join(), Join(ok, Handler{Name: "probe.f"}))

	for _, want := range []string{"is taken", "something to hear", `no lane "fast"`, `no misfire "sometimes"`, "instead of five", "no handlers", "one name and one kind"} {
		require.ErrorContains(t, err, want)
	}
	require.Len(t, e.handlers, 1)
}
