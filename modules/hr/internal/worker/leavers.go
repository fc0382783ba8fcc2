package worker

import (
	"context"

	"longhouse/modules/hr"
	"longhouse/modules/hr/internal/app"
	"longhouse/platform/events"
	"longhouse/platform/jobs"
)

// AnnounceLeavers finds, five minutes past each hour of the organisation's day,
// whose last day has passed, and tells others once.
func AnnounceLeavers(s *app.Service) jobs.Handler {
	return jobs.Every("hr.announce_leavers", "5 * * * *", func(ctx context.Context) error {
		for {
			told, err := s.AnnounceLeavers(ctx)
			if err != nil || told == 0 {
				return err
			}
		}
	}).Does("Finds, after each hour, whose last day has passed, and tells other parts once.")
}

// CloseLogin ends sign-in, sessions and tokens of who left. A second delivery
// of the event finds them ended.
func CloseLogin(s *app.Service) events.Subscription {
	return events.React("hr.close_login", func(ctx context.Context, e hr.EmployeeLeft) error {
		return s.CloseLogin(ctx, e)
	}).Does("Ends sign-in, sessions and tokens of somebody who has left.")
}
