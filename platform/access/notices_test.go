package access_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/access"
	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/clock"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
)

// heard keeps what people are told, as the house would, each word once.
type heard struct {
	kinds map[uuid.UUID][]string
	said  map[string]bool
	last  kernel.Message
}

func (h *heard) tell(_ context.Context, _ *db.Tx, people []uuid.UUID, t kernel.Message) error {
	for _, p := range people {
		if t.Once != "" && h.said[p.String()+t.Once] {
			continue
		}
		h.said[p.String()+t.Once] = t.Once != ""
		h.kinds[p] = append(h.kinds[p], t.Kind.Name)
		h.last = t
	}
	return nil
}

// listening is an organisation in which somebody notes what people are told.
func listening(t *testing.T) (*fixture, *heard) {
	t.Helper()
	f := setup(t)
	h := &heard{kinds: map[uuid.UUID][]string{}, said: map[string]bool{}}
	f.svc = f.teller(clock.Clock{}, h)
	return f, h
}

func (f *fixture) teller(c clock.Clock, h *heard) *access.Service {
	return access.New(access.Options{DB: f.d.Root, Rights: f.engine, Clock: c, Tell: h.tell,
		People:   func(context.Context) ([]access.Person, error) { return slices.Clone(f.people), nil },
		Proven:   func(context.Context) error { return nil },
		Managers: func(context.Context, []uuid.UUID) (map[uuid.UUID]uuid.UUID, error) { return f.leads, nil }})
}

func TestWhoeverMayApproveIsToldOfADraft(t *testing.T) {
	t.Parallel()
	f, h := listening(t)
	eve, app := f.person("Eve Editor", "access.editor"), f.person("App Rover", "access.approver")
	v := f.submitted(f.ann, access.Change{AddRules: []authz.Rule{allow("r:crm.rep", "crm:deal", "export", "own")}})
	require.Equal(t, map[uuid.UUID][]string{f.bob.ID: {"access.draft_waiting"}, app.ID: {"access.draft_waiting"}}, h.kinds)
	require.Equal(t, "Ann Owner asks you to approve a draft of the access policy.", h.last.Title)
	_, err := f.svc.Publish(f.as(f.bob), v.ID, v.Version, "")
	require.NoError(t, err)
	require.Equal(t, []string{"access.draft_decided"}, h.kinds[f.ann.ID])
	require.Empty(t, h.kinds[eve.ID])
}

func TestWhoeverMayApproveIsToldOfARoleAndWhoeverAskedOfTheAnswer(t *testing.T) {
	t.Parallel()
	f, h := listening(t)
	rep := f.person("Rep", "crm.rep")
	end := time.Now().AddDate(0, 0, 20)
	r, err := f.svc.Ask(f.as(rep), access.Grant{Role: "crm.lead", To: &end, Reason: "Holiday cover"})
	require.NoError(t, err)
	require.Equal(t, map[uuid.UUID][]string{f.ann.ID: {"access.request_waiting"}, f.bob.ID: {"access.request_waiting"}}, h.kinds)
	require.Equal(t, "Rep asks for the role Sales lead.", h.last.Title)
	_, err = f.svc.Decide(f.as(f.ann), r.ID, r.Version, true, "")
	require.NoError(t, err)
	require.Equal(t, []string{"access.request_decided"}, h.kinds[rep.ID])
	require.Equal(t, "Ann Owner approved the role Sales lead for Rep.", h.last.Title)
}

func TestAllAdministratorsAreToldOfAnEmergency(t *testing.T) {
	t.Parallel()
	f, h := listening(t)
	ops, app := f.person("Ops", "ops"), f.person("App Rover", "access.approver")
	_, err := f.svc.BreakGlass(f.as(ops), "The dock stands still", 30)
	require.NoError(t, err)
	for _, p := range []access.Person{f.ann, f.bob, app} {
		require.Equal(t, []string{"access.emergency_used"}, h.kinds[p.ID])
	}
	require.Empty(t, h.kinds[ops.ID])
	require.True(t, h.last.Kind.Urgent)
	require.Equal(t, "For 30 minutes. Reason: The dock stands still", h.last.Text)
}

func TestARoleThatEndsIsCalledToMindOnceAWeekBefore(t *testing.T) {
	t.Parallel()
	f, h := listening(t)
	rep := f.person("Rep", "crm.rep")
	end := time.Now().AddDate(0, 0, 30)
	_, err := f.svc.Give(f.as(f.ann), access.Grant{User: rep.ID, Role: "crm.reader", To: &end})
	require.NoError(t, err)
	remind := func(c clock.Clock) {
		ctx, err := f.engine.Attach(actor.Service(t.Context(), f.d.Org, "access.remind", actor.System))
		require.NoError(t, err)
		require.NoError(t, f.teller(c, h).Remind(ctx))
	}
	remind(clock.Fixed(end.AddDate(0, 0, -8)))
	require.Empty(t, h.kinds)
	for range 3 {
		remind(clock.Fixed(end.AddDate(0, 0, -6)))
	}
	require.Equal(t, map[uuid.UUID][]string{rep.ID: {"access.grant_ends"}, f.ann.ID: {"access.grant_ends"}}, h.kinds)
	remind(clock.Fixed(end.AddDate(0, 0, 1)))
	require.Len(t, h.kinds, 2)
}

func TestAReviewIsCalledToMindToThoseWhoHaveNotDecided(t *testing.T) {
	t.Parallel()
	f, h := listening(t)
	lead, rep := f.person("Lead", "crm.lead"), f.person("Rep", "crm.rep")
	f.leads[rep.ID] = lead.ID
	due := kernel.DateIn(time.Now(), time.UTC).AddDays(30)
	_, err := f.svc.StartReview(f.as(f.ann), "Fourth quarter", due)
	require.NoError(t, err)
	ctx, err := f.engine.Attach(actor.Service(t.Context(), f.d.Org, "access.remind", actor.System))
	require.NoError(t, err)
	require.NoError(t, f.svc.Remind(ctx))
	require.Empty(t, h.kinds, "there is time")
	for range 2 {
		require.NoError(t, f.teller(clock.Fixed(due.AddDays(-3).Time()), h).Remind(ctx))
	}
	require.Equal(t, map[uuid.UUID][]string{lead.ID: {"access.review_due"}, f.ann.ID: {"access.review_due"}, f.bob.ID: {"access.review_due"}}, h.kinds)
}
