package jobs

import "time"

// Spec is the cron line of a schedule, empty for every other handler.
func (h Handler) Spec() string { return h.spec }

// Next is when a cron line comes round after an instant, by the clock on the wall of a zone.
func Next(spec string, zone *time.Location, after time.Time) (time.Time, error) {
	c, err := parseCron(spec)
	if err != nil {
		return time.Time{}, err
	}
	return c.next(after, zone), nil
}
