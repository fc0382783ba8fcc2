package access

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// What people are told of access. All of its words stand in this file, to be
// translated in one place.
var (
	draftWaiting = kernel.Notice{Name: "access.draft_waiting", Label: "A draft of the policy waits for approval", Default: kernel.ByMail,
		Because: "you may approve access policies", Needs: PublishPolicy}
	draftDecided = kernel.Notice{Name: "access.draft_decided", Label: "A draft of yours was published or sent back", Default: kernel.InApp,
		Because: "you worked on it", Needs: EditPolicy}
	requestWaiting = kernel.Notice{Name: "access.request_waiting", Label: "A role waits for approval", Default: kernel.ByMail,
		Because: "you may approve roles", Needs: ApproveRoles}
	requestDecided = kernel.Notice{Name: "access.request_decided", Label: "A role that you asked for was approved or refused", Default: kernel.ByMail,
		Because: "you asked for it"}
	emergencyUsed = kernel.Notice{Name: "access.emergency_used", Label: "Somebody uses emergency access", Default: kernel.ByMail,
		Because: "you look after access", Needs: ReviewEmergencies, System: true, Urgent: true, Stays: true}
	aloneAllowed = kernel.Notice{Name: "access.alone_allowed", Label: "One person may approve alone", Default: kernel.ByMail,
		Because: "you look after access", Needs: UpdateSettings, System: true, Stays: true}
	grantEnds = kernel.Notice{Name: "access.grant_ends", Label: "A role ends within a week", Default: kernel.ByMail,
		Because: "it is yours"}
	reviewDue = kernel.Notice{Name: "access.review_due", Label: "A review of access is due", Default: kernel.ByMail,
		Because: "you decide in it"}
)

// Notices lists them for the preferences of people.
var Notices = []kernel.Notice{draftWaiting, draftDecided, requestWaiting, requestDecided, emergencyUsed, aloneAllowed, grantEnds, reviewDue}

// sendTold leaves the message with the commit, for each person once.
func (s *Service) sendTold(ctx context.Context, tx *db.Tx, people []uuid.UUID, t kernel.Message) error {
	if s.tell == nil {
		return nil
	}
	return s.tell(ctx, tx, people, t)
}

// holders are the active people who have a right on others' records, without some.
func (s staff) holders(now *authz.Snapshot, without []uuid.UUID, rights ...kernel.Permission) []uuid.UUID {
	var out []uuid.UUID
	for _, p := range s.active() {
		may := slices.ContainsFunc(rights, func(right kernel.Permission) bool { return now.Reach(now.Subjects(p.ID), right).Can(page.All) })
		if may && !slices.Contains(without, p.ID) {
			out = append(out, p.ID)
		}
	}
	return out
}

// Holders are the active people of the organisation who have a right, whoever it is about.
func (s *Service) Holders(ctx context.Context, right kernel.Permission) ([]uuid.UUID, error) {
	people, err := s.staff(ctx)
	if err != nil {
		return nil, err
	}
	now, err := authz.Now(ctx)
	if err != nil {
		return nil, err
	}
	return people.holders(now, nil, right), nil
}

func (s *Service) tellDraftWaits(ctx context.Context, tx *db.Tx, people staff, v Version, authors []uuid.UUID, reason string) error {
	now, err := authz.Now(ctx)
	if err != nil {
		return err
	}
	return s.sendTold(ctx, tx, people.holders(now, authors, PublishPolicy), kernel.Message{Kind: draftWaiting,
		Title: fmt.Sprintf("%s asks you to approve a draft of the access policy.", people.name(tx.Who().User.UUID)), Text: reason,
		About: kernel.Record{Entity: "access.draft", ID: v.ID}})
}

func (s *Service) tellDraftDecided(ctx context.Context, tx *db.Tx, people staff, draft uuid.UUID, authors []uuid.UUID, published bool, reason string) error {
	me := tx.Who().User.UUID
	t := kernel.Message{Kind: draftDecided, Title: people.name(me) + " sent your draft of the access policy back.", Text: reason, About: kernel.Record{Entity: "access.draft", ID: draft}}
	if published {
		t.Title, t.About.Entity = people.name(me)+" approved your draft: it decides now who may do what.", "access.version"
	}
	return s.sendTold(ctx, tx, slices.DeleteFunc(slices.Clone(authors), func(a uuid.UUID) bool { return a == me || !people[a].Active }), t)
}

func (s *Service) tellRequestWaits(ctx context.Context, tx *db.Tx, people staff, now *authz.Snapshot, request uuid.UUID, g Grant, by uuid.UUID) error {
	title := fmt.Sprintf("%s asks for the role %s.", people.name(g.User), now.RoleName(g.Role))
	if by != g.User {
		title = fmt.Sprintf("%s wants to give %s the role %s.", people.name(by), people.name(g.User), now.RoleName(g.Role))
	}
	return s.sendTold(ctx, tx, people.holders(now, []uuid.UUID{by, g.User}, ApproveRoles), kernel.Message{Kind: requestWaiting, Title: title, Text: g.Reason,
		About: kernel.Record{Entity: "access.request", ID: request}})
}

func (s *Service) tellRequestDecided(ctx context.Context, tx *db.Tx, people staff, r Request) error {
	me := tx.Who().User.UUID
	t := kernel.Message{Kind: requestDecided, Text: r.Note, About: kernel.Record{Entity: "access.request", ID: r.ID}}
	switch r.State {
	case "withdrawn":
		return nil
	case "approved":
		t.Title = fmt.Sprintf("%s approved the role %s for %s.", people.name(me), r.RoleName, r.User.Name)
	default:
		t.Title = fmt.Sprintf("%s refused the role %s for %s.", people.name(me), r.RoleName, r.User.Name)
	}
	if err := s.sendTold(ctx, tx, []uuid.UUID{r.By.ID}, t); err != nil || r.User.ID == r.By.ID || r.State != "approved" {
		return err
	}
	t.Title, t.Because = fmt.Sprintf("You have the role %s now.", r.RoleName), "it is yours"
	return s.sendTold(ctx, tx, []uuid.UUID{r.User.ID}, t)
}

func (s *Service) tellEmergency(ctx context.Context, tx *db.Tx, people staff, now *authz.Snapshot, e Emergency, minutes int) error {
	return s.sendTold(ctx, tx, people.holders(now, []uuid.UUID{e.User.ID}, ReviewEmergencies, PublishPolicy), kernel.Message{Kind: emergencyUsed,
		Title: fmt.Sprintf("%s uses emergency access.", e.User.Name), Text: fmt.Sprintf("For %s. Reason: %s", counted(minutes, "minute"), e.Reason),
		About: kernel.Record{Entity: "access.emergency", ID: e.ID}})
}

func (s *Service) tellAlone(ctx context.Context, tx *db.Tx, people staff, now *authz.Snapshot, reason string) error {
	return s.sendTold(ctx, tx, people.holders(now, nil, UpdateSettings), kernel.Message{Kind: aloneAllowed,
		Title: fmt.Sprintf("%s may approve alone from now on.", people.name(tx.Who().User.UUID)), Text: "Reason: " + reason})
}

// soon is how long before its end a role, or a review, is called to mind.
const soon = 7 * 24 * time.Hour

func (s *Service) tellGrantEnds(ctx context.Context, tx *db.Tx, people staff, role string, a Assignment) error {
	on := a.To.UTC().Format("2 January 2006")
	t := kernel.Message{Kind: grantEnds, Title: fmt.Sprintf("Your role %s ends on %s.", role, on), Text: "Ask for it again if you still need it.",
		About: kernel.Record{Entity: "identity.user", ID: a.User.ID}, Once: fmt.Sprintf("access.grant_ends %s %s", a.ID, a.To.UTC().Format(time.RFC3339))}
	if err := s.sendTold(ctx, tx, []uuid.UUID{a.User.ID}, t); err != nil {
		return err
	}
	giver, err := uuid.Parse(strings.TrimPrefix(a.GrantedBy, "u:"))
	if err != nil || giver == a.User.ID || !people[giver].Active {
		return nil //nolint:nilerr // given by the house, or by somebody who is not here any more
	}
	t.Title, t.Text, t.Because = fmt.Sprintf("The role %s of %s ends on %s.", role, a.User.Name, on), "Give it again if it is still needed.", "you gave it"
	return s.sendTold(ctx, tx, []uuid.UUID{giver}, t)
}

func (s *Service) tellReviewDue(ctx context.Context, tx *db.Tx, reviewer uuid.UUID, r Review, undecided int) error {
	return s.sendTold(ctx, tx, []uuid.UUID{reviewer}, kernel.Message{Kind: reviewDue, Title: fmt.Sprintf("The review of access %s is due on %s.", r.Name, r.DueOn.Time().Format("2 January 2006")),
		Text:  fmt.Sprintf("%s for you to decide. What nobody confirms ends when the review is closed.", waits(undecided)),
		About: kernel.Record{Entity: "access.review", ID: r.ID}, Once: "access.review_due " + r.ID.String()})
}

func waits(n int) string {
	if n == 1 {
		return "1 role waits"
	}
	return fmt.Sprintf("%d roles wait", n)
}

func counted(n int, of string) string {
	if n == 1 {
		return "1 " + of
	}
	return fmt.Sprintf("%d %ss", n, of)
}
