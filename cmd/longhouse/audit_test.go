package main

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/history"
)

func TestAVerificationEndsWithACodeThatProgramsUnderstand(t *testing.T) {
	t.Parallel()
	id := uuid.MustParse("018f0000-0000-7000-8000-000000000001")
	sound := history.Report{Org: id, Sound: true, Seals: 3, Records: 5}
	untold := history.Report{Org: id, Untold: []string{"seal 4 was made with another key"}}
	altered := history.Report{Org: id, Findings: []history.Finding{{What: history.Changed, ID: &id, Seal: 2, Detail: "the fact does not say what it said"}}}

	require.NoError(t, verdict([]history.Report{sound}))
	require.Equal(t, exit(2), verdict([]history.Report{sound, untold}))
	require.Equal(t, exit(1), verdict([]history.Report{untold, altered}), "what was altered weighs more than what cannot be told")

	var out bytes.Buffer
	tellReports(&out, []history.Report{sound, altered, untold})
	require.Contains(t, out.String(), "3 seals, 5 records")
	require.Contains(t, out.String(), "ALTERED\n  changed            018f0000-0000-7000-8000-000000000001  the fact does not say what it said")
	require.Contains(t, out.String(), "another key")
	b, err := json.Marshal(altered)
	require.NoError(t, err)
	require.Contains(t, string(b), `"what":"changed"`)
}
