package jobs

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestScheduleIsSaidInWords(t *testing.T) {
	t.Parallel()
	for spec, words := range map[string]string{
		"0 2 * * *":       "Every day at 02:00",
		"5 * * * *":       "Every hour, 5 minutes past",
		"0 * * * *":       "Every hour, on the hour",
		"* * * * *":       "Every minute",
		"*/15 * * * *":    "Every 15 minutes",
		"*/15 * * * 1-5":  "Every 15 minutes, Monday to Friday",
		"0 */6 * * *":     "Every 6 hours, on the hour",
		"30 4 * * 1-5":    "Monday to Friday at 04:30",
		"30 4 * * mon":    "Every Monday at 04:30",
		"0 8,17 * * 7":    "Every Sunday at 08:00 and 17:00",
		"0 3 1 * *":       "On day 1 of the month at 03:00",
		"0 3 1,15 * 1":    "On day 1 and 15 of the month or every Monday at 03:00",
		"0 3 1 1 *":       "On day 1 of the month in January at 03:00",
		"0 3 * 6-7 *":     "Every day in June and July at 03:00",
		"1,2,3 1,2,3 * *": "1,2,3 1,2,3 * *",
		"1,2,3 1,2 * * *": "Every day at the minutes 1, 2 and 3 of the hours 1 and 2",
		"nonsense":        "nonsense",
	} {
		require.Equal(t, words, inWords(spec), spec)
	}
}

func TestMaskLeavesWhatIsAboutNobody(t *testing.T) {
	t.Parallel()
	got := masked([]byte(`{"id": "01a22904-6b5e-7a74-a963-6534c983a7e7", "name": "Ann", "pay": "12500.00", "born": "1990-01-02", "n": 3, "yes": true, "none": null, "empty": "",
		"lines": [{"who": "Bob"}, "x"]}`))
	require.JSONEq(t, `{"id": "01a22904-6b5e-7a74-a963-6534c983a7e7", "name": "•••", "pay": "•••", "born": "•••", "n": 3, "yes": true, "none": null, "empty": "",
		"lines": [{"who": "•••"}, "•••"]}`, string(got))
	require.JSONEq(t, `"•••"`, string(masked([]byte(`no json`))))
}
