package notify_test

import (
	"context"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/db"
	"longhouse/platform/jobs"
	"longhouse/platform/kernel"
	"longhouse/platform/mail"
	"longhouse/platform/notify"
)

// Kinds of the tests, one for each way to be told.
var (
	due    = notify.Kind{Name: "test.due", Label: "Something is due", Default: kernel.ByMail, Because: "you asked for it"}
	news   = notify.Kind{Name: "test.news", Label: "News", Default: kernel.InDigest, Because: "you follow it"}
	alarm  = notify.Kind{Name: "test.alarm", Label: "Alarm", Default: kernel.ByMail, Because: "you look after the house", System: true, Urgent: true, Stays: true}
	secret = notify.Kind{Name: "test.secret", Label: "Secret", Default: kernel.InApp, Because: "you may", Needs: "access.policy.publish"}
)

// posted is a house whose messages are mailed, and kept there.
type posted struct {
	*fixture
	engine *jobs.Engine
	mails  *mail.Service
}

// mailing makes a house of which nothing runs before settle, whose people read English or what is said.
func mailing(t *testing.T, reads ...string) *posted {
	t.Helper()
	o := quiet
	o.Contacts = func(_ context.Context, people []uuid.UUID) (map[uuid.UUID]notify.Contact, error) {
		out := map[uuid.UUID]notify.Contact{}
		for _, p := range people {
			out[p] = notify.Contact{Name: "Ann", Address: p.String() + "@oak.example", Language: strings.Join(reads, "")}
		}
		return out, nil
	}
	o.Home = func(context.Context) (string, error) { return "http://localhost/o/oak", nil }
	p := &posted{fixture: setup(t, o)}
	require.NoError(t, p.hub.Register(won, due, news, alarm, secret))
	var err error
	p.mails, err = mail.New(mail.Options{DB: p.root, Shown: true})
	require.NoError(t, err)
	p.engine, err = jobs.New(p.root, jobs.Options{RedisURL: os.Getenv("REDIS_URL"), Only: p.Org, Lease: time.Second, Grace: 10 * time.Second})
	require.NoError(t, err)
	p.root.SetOutbox(p.engine)
	require.NoError(t, p.engine.Register(p.root.For("platform"), append(p.hub.Handlers(), p.mails.Handlers()...)...))
	stop := sync.OnceFunc(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		if err := p.engine.Stop(ctx); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(stop)
	return p
}

func (p *posted) tell(m notify.Message) {
	p.t.Helper()
	if m.Title == "" {
		m.Title = "It is said."
	}
	require.NoError(p.t, db.Changed(p.me(), p.crm, func(tx *db.Tx) error { return notify.Send(p.me(), tx, p.User, m) }))
}

// later lets the five minutes pass.
func (p *posted) later() {
	p.t.Helper()
	p.behind("update jobs.delivery set due_at = clock_timestamp() where org_id = $1 and state = 'ready'")
}

func (p *posted) behind(sql string) {
	p.t.Helper()
	_, err := p.Superuser(p.t).Exec(p.t.Context(), sql, p.Org)
	require.NoError(p.t, err)
}

func (p *posted) settle() {
	p.t.Helper()
	if err := p.engine.Start(p.t.Context()); err != nil {
		require.ErrorContains(p.t, err, "runs already")
	}
	ctx, cancel := context.WithTimeout(p.t.Context(), 30*time.Second)
	defer cancel()
	require.NoError(p.t, p.engine.Settle(ctx, p.Org))
}

// subjects are those of the mails that were written, the first first.
func (p *posted) subjects() []string {
	p.t.Helper()
	return p.column("select subject from platform.mail where org_id = $1 order by at")
}

func (p *posted) column(sql string) []string {
	p.t.Helper()
	rows, err := p.Superuser(p.t).Query(p.t.Context(), sql, p.Org)
	require.NoError(p.t, err)
	defer rows.Close()
	out := []string{}
	for rows.Next() {
		var s string
		require.NoError(p.t, rows.Scan(&s))
		out = append(out, s)
	}
	require.NoError(p.t, rows.Err())
	return out
}

func (p *posted) prefer(choices ...notify.Choice) {
	p.t.Helper()
	p.client(p.me()).Put("/notify/preferences", map[string]any{"items": choices}).Is(204)
}

func TestAPreferenceDecidesTheWay(t *testing.T) {
	t.Parallel()
	p := mailing(t)
	c := p.client(p.me())
	p.tell(notify.Message{Kind: due, Title: "Due by itself."})
	p.prefer(notify.Choice{Kind: due.Name, Channel: kernel.NoChannel}, notify.Choice{Kind: won.Name, Channel: kernel.ByMail})
	p.tell(notify.Message{Kind: due, Title: "Nobody wants this."})
	p.tell(notify.Message{Kind: won, Title: "Won by mail."})
	p.prefer(notify.Choice{Kind: due.Name, Channel: kernel.InApp})
	p.tell(notify.Message{Kind: due, Title: "Only here."})
	p.tell(notify.Message{Kind: won, Title: "As the kind says."})
	p.later()
	p.settle()

	require.ElementsMatch(t, []string{"Due by itself", "Won by mail"}, p.subjects())
	var titles []string
	for _, m := range inbox(c, "").Items {
		titles = append(titles, m.Title)
	}
	require.Equal(t, []string{"As the kind says.", "Only here.", "Won by mail.", "Due by itself."}, titles)
	require.Equal(t, []string{"test.due app"}, p.column("select kind || ' ' || channel from platform.preference where org_id = $1"), "only what differs is kept")
	p.prefer(notify.Choice{Kind: due.Name, Channel: kernel.ByMail})
	require.Empty(t, p.column("select kind from platform.preference where org_id = $1"))
}

func TestWhatIsReadWithinFiveMinutesIsNotMailed(t *testing.T) {
	t.Parallel()
	p := mailing(t)
	c := p.client(p.me())
	p.tell(notify.Message{Kind: due, Title: "Read in time."})
	p.tell(notify.Message{Kind: due, Title: "Dropped in time."})
	p.tell(notify.Message{Kind: due, Title: "Nobody looked."})
	require.Equal(t, []string{"t", "t", "t"}, p.column("select (due_at between created_at + interval '4 minutes 59 seconds' and created_at + interval '5 minutes 1 second')::text::char(1) from jobs.delivery where org_id = $1"))
	items := inbox(c, "").Items
	c.Post("/notify/messages/"+items[2].ID.String()+"/read", nil).Is(204)
	c.Delete("/notify/messages/" + items[1].ID.String()).Is(204)
	p.later()
	p.settle()
	require.Equal(t, []string{"Nobody looked"}, p.subjects())
	require.Len(t, inbox(c, "").Items, 2)
}

func TestWhatIsUrgentIsMailedAtOnceAndStays(t *testing.T) {
	t.Parallel()
	p := mailing(t)
	c := p.client(p.me())
	about := kernel.Record{Entity: "crm.deal", ID: uuid.New()}
	c.Post("/notify/mutes", map[string]any{"entity": about.Entity, "entity_id": about.ID}).Is(201)
	c.Put("/notify/preferences", map[string]any{"items": []notify.Choice{{Kind: alarm.Name, Channel: kernel.NoChannel}}}).Is(422)
	p.tell(notify.Message{Kind: alarm, Title: "The house burns.", About: about})
	p.settle()
	require.Equal(t, []string{"The house burns"}, p.subjects())
	got := inbox(c, "?tab=system").Items
	require.Len(t, got, 1)
	require.True(t, got[0].Urgent)
	require.Empty(t, inbox(c, "?tab=mine").Items)
}

func TestOfAMutedRecordNothingIsSaid(t *testing.T) {
	t.Parallel()
	p := mailing(t)
	c := p.client(p.me())
	about := kernel.Record{Entity: "crm.deal", ID: uuid.New()}
	var m, again notify.Mute
	c.Post("/notify/mutes", map[string]any{"entity": about.Entity, "entity_id": about.ID, "title": "Lab extension"}).Is(201).JSON(&m)
	c.Post("/notify/mutes", map[string]any{"entity": about.Entity, "entity_id": about.ID, "title": "Lab extension"}).Is(201).JSON(&again)
	require.Equal(t, m.ID, again.ID)
	p.tell(notify.Message{Kind: won, About: about})
	p.tell(notify.Message{Kind: won, About: kernel.Record{Entity: "crm.deal", ID: uuid.New()}})
	require.Len(t, inbox(c, "").Items, 1)
	other, _ := p.somebody("owner")
	p.client(other).Delete("/notify/mutes/" + m.ID.String()).Is(404)
	c.Delete("/notify/mutes/" + m.ID.String()).Is(204)
	p.tell(notify.Message{Kind: won, About: about})
	require.Len(t, inbox(c, "").Items, 2)
	var muted struct{ Items []notify.Mute }
	c.Get("/notify/mutes").Is(200).JSON(&muted)
	require.Empty(t, muted.Items)
}

func TestWhatIsSaidOnceIsNotSaidAgain(t *testing.T) {
	t.Parallel()
	p := mailing(t)
	c := p.client(p.me())
	for range 3 {
		p.tell(notify.Message{Kind: due, Once: "grant 1"})
	}
	p.tell(notify.Message{Kind: due, Once: "grant 2"})
	items := inbox(c, "").Items
	require.Len(t, items, 2)
	c.Delete("/notify/messages/" + items[0].ID.String()).Is(204)
	p.tell(notify.Message{Kind: due, Once: "grant 2"})
	require.Len(t, inbox(c, "").Items, 1)
	require.Equal(t, []string{"2"}, p.column("select count(*)::text from jobs.delivery where org_id = $1"))
}

func TestADigestHoldsWhatIsUnreadAndIsSentOnce(t *testing.T) {
	t.Parallel()
	p := mailing(t)
	c := p.client(p.me())
	deal := kernel.Record{Entity: "crm.deal", ID: uuid.New()}
	p.tell(notify.Message{Kind: news, Title: "First of the deal.", About: deal})
	p.tell(notify.Message{Kind: news, Title: "Read already."})
	p.tell(notify.Message{Kind: news, Title: "Second of the deal.", About: deal})
	p.tell(notify.Message{Kind: won, Title: "Only in the app."})
	c.Post("/notify/messages/"+inbox(c, "").Items[2].ID.String()+"/read", nil).Is(204)
	ctx := p.AsService(t, "notify.digest")
	require.NoError(t, p.hub.Digest(ctx))
	require.NoError(t, p.hub.Digest(ctx), "whoever got theirs gets nothing")
	p.settle()
	require.Equal(t, []string{"2 messages wait for you"}, p.subjects())
	text := p.column("select text from platform.mail where org_id = $1")[0]
	require.Contains(t, text, "• Second of the deal.\n    First of the deal.", "one record is one point")
	require.NotContains(t, text, "Read already")
	require.NotContains(t, text, "Only in the app")
}

func TestMailsAreWrittenInTheLanguageOfTheirReader(t *testing.T) {
	t.Parallel()
	p := mailing(t, "de")
	p.tell(notify.Message{Kind: news, Title: "Ben has joined Acme."})
	p.tell(notify.Message{Kind: news, Title: "Your role Auditor ends on 3 May 2026."})
	require.NoError(t, p.hub.Digest(p.AsService(t, "notify.digest")))
	p.tell(notify.Message{Kind: due, Title: "Ben uses emergency access.", Text: "For 5 minutes. Reason: fire"})
	p.later()
	p.settle()
	require.ElementsMatch(t, []string{"2 Nachrichten warten auf Sie", "Ben nutzt Notfallzugriff"}, p.subjects())
	text := strings.Join(p.column("select text from platform.mail where org_id = $1"), "\n")
	require.Contains(t, text, "Guten Morgen Ann")
	require.Contains(t, text, "• Ben ist Acme beigetreten.")
	require.Contains(t, text, "• Ihre Rolle Prüfer endet am 3. Mai 2026.")
	require.Contains(t, text, "Für 5 Minuten. Grund: fire\n\nGrund für diese E-Mail: Sie haben darum gebeten.")
	require.Equal(t, []string{"de", "de"}, p.column("select language from platform.mail where org_id = $1"))
}

func TestTheDigestComesAtSevenByTheClockOnTheWall(t *testing.T) {
	t.Parallel()
	var spec string
	for _, h := range mailing(t).hub.Handlers() {
		if h.Name == "notify.digest" {
			spec = h.Spec()
		}
	}
	for zone, days := range map[string][]string{ // around the days on which clocks are set
		"Europe/Berlin":       {"2026-03-28", "2026-03-29", "2026-03-30", "2026-10-24", "2026-10-25", "2026-10-26"},
		"America/New_York":    {"2026-03-07", "2026-03-08", "2026-10-31", "2026-11-01"},
		"Australia/Lord_Howe": {"2026-04-04", "2026-04-05", "2026-10-03", "2026-10-04"},
	} {
		place, err := time.LoadLocation(zone)
		require.NoError(t, err)
		for _, day := range days {
			midnight, err := time.ParseInLocation(time.DateOnly, day, place)
			require.NoError(t, err)
			next, err := jobs.Next(spec, place, midnight)
			require.NoError(t, err)
			require.Equal(t, day+" 07:00", next.In(place).Format("2006-01-02 15:04"), zone)
		}
	}
}

func TestAMailSaysWhyAndGoesToMembersOnly(t *testing.T) {
	t.Parallel()
	p := mailing(t)
	p.tell(notify.Message{Kind: alarm})
	p.tell(notify.Message{Kind: alarm, Because: "you own it"})
	p.settle()
	texts := p.column("select text from platform.mail where org_id = $1 order by at")
	require.Len(t, texts, 2)
	both := strings.Join(texts, "\n") // each is a job of its own, in no order
	require.Contains(t, both, "You get this because you look after the house.")
	require.Contains(t, both, "You get this because you own it.")
	require.Equal(t, []string{p.User.String() + "@oak.example", p.User.String() + "@oak.example"}, p.column("select address from platform.mail where org_id = $1"))
}

func TestKindsAreListedForThoseWhoMayGetThem(t *testing.T) {
	t.Parallel()
	p := mailing(t)
	names := func(ctx context.Context) []string {
		var kinds struct{ Items []notify.KindView }
		p.client(ctx).Get("/notify/kinds").Is(200).JSON(&kinds)
		var out []string
		for _, k := range kinds.Items {
			out = append(out, k.Name)
		}
		return out
	}
	all := []string{"test.won", "test.due", "test.news", "test.alarm"}
	rep, _ := p.somebody("crm.rep")
	require.Equal(t, all, names(rep))
	approver, _ := p.somebody("access.approver")
	require.Equal(t, append(all, "test.secret"), names(approver))
	p.client(rep).Put("/notify/preferences", map[string]any{"items": []notify.Choice{{Kind: "test.unheard", Channel: kernel.InApp}}}).Is(422)
	var prefs struct{ Items []notify.Preference }
	p.client(rep).Get("/notify/preferences").Is(200).JSON(&prefs)
	require.Equal(t, kernel.ByMail, prefs.Items[1].Channel)
	require.Equal(t, "test", prefs.Items[1].Module)
}

func TestAKindThatIsNotWholeIsRefused(t *testing.T) {
	t.Parallel()
	p := mailing(t)
	for _, k := range []notify.Kind{
		{Name: "due", Label: "x", Because: "x", Default: kernel.InApp},
		{Name: "test.more", Because: "x", Default: kernel.InApp},
		{Name: "test.more", Label: "x", Default: kernel.InApp},
		{Name: "test.more", Label: "x", Because: "x"},
		{Name: "test.more", Label: "x", Because: "x", Default: kernel.NoChannel, Stays: true},
		due,
	} {
		require.Error(t, p.hub.Register(k))
	}
}

func TestWhatWasReadCanBeMarkedUnread(t *testing.T) {
	t.Parallel()
	p := mailing(t)
	c := p.client(p.me())
	p.tell(notify.Message{Kind: won})
	id := inbox(c, "").Items[0].ID.String()
	c.Post("/notify/messages/"+id+"/read", nil).Is(204)
	require.Zero(t, inbox(c, "").Unread)
	c.Post("/notify/messages/"+id+"/unread", nil).Is(204)
	require.Equal(t, int32(1), inbox(c, "").Unread)
	other, _ := p.somebody("owner")
	p.client(other).Post("/notify/messages/"+id+"/unread", nil).Is(404)
	p.client(other).Delete("/notify/messages/" + id).Is(404)
}
