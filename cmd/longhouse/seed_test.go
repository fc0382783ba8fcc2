package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/platform/pgtest"
)

func TestTheMadeUpCompanyFillsItsPositionsAndSeedingAgainChangesNothing(t *testing.T) {
	t.Parallel()
	p := begin(t, pgtest.Fresh(t)) // the made-up people's e-mails are the same everywhere
	t.Cleanup(p.kill)
	c := found(t, p)
	seed := func() (people, positions []object) {
		out, code := command(t, c.p.url, "", "seed", "--org", c.slug)
		require.Zero(t, code, out)
		return c.items("/hr/employees"), c.items("/hr/positions")
	}
	people, positions := seed()

	require.Len(t, people, 39)
	vacant := 0.0
	for _, p := range positions {
		require.NotEmpty(t, p["grade"], p["title"])
		require.LessOrEqual(t, p["filled"], p["headcount"], p["title"])
		vacant += p["headcount"].(float64) - p["filled"].(float64)
	}
	require.Positive(t, vacant, "somebody is always wanted")
	for _, e := range people {
		require.NotEmpty(t, c.items("/hr/employees/"+e["id"].(string)+"/facts/pay"), "%v is paid", e["name"])
		if e["status"] == "active" {
			require.Equal(t, e["title"], e["position"].(object)["title"], "%v", e["name"])
		}
	}

	again, same := seed()
	require.Equal(t, versions(people), versions(again))
	require.Equal(t, versions(positions), versions(same))
}

func versions(records []object) map[any]any {
	out := map[any]any{}
	for _, r := range records {
		out[r["id"]] = r["version"]
	}
	return out
}
