package mail_test

import (
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"longhouse/platform/actor"
	"longhouse/platform/clock"
	"longhouse/platform/config"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/mail"
)

func TestAMailGoesWithTheCommitOrNotAtAll(t *testing.T) {
	t.Parallel()
	s := startSMTP(t, nil)
	f := by(t, s)
	require.ErrorIs(t, db.Changed(f.ctx, f.crm, func(tx *db.Tx) error {
		require.NoError(t, mail.Send(f.ctx, tx, reset()))
		return fault.ErrConflict
	}), fault.ErrConflict)
	f.settle()
	require.Empty(t, s.all())

	f.post(reset())
	f.settle()

	got := s.all()
	require.Len(t, got, 1)
	require.Equal(t, "<erp@oak.example>", got[0].from[:len("<erp@oak.example>")])
	require.Equal(t, "<ann@oak.example>", got[0].to)
	require.Equal(t, "Choose a new password", got[0].subject)
	require.Contains(t, got[0].body, "token=3Dgeheim")
	require.Contains(t, got[0].body, "text/html")
	m := f.only()
	require.Equal(t, []any{"sent", "taken as 1", int32(1), "<" + m.MessageID + ">"}, []any{m.State, m.Answer, m.Attempts, got[0].messageID})
}

func TestTheMessageIDStaysOverRetries(t *testing.T) {
	t.Parallel()
	s := startSMTP(t, func(n int) string {
		if n < 3 {
			return "451 try again later"
		}
		return ""
	})
	f := by(t, s)
	f.post(reset())
	f.settle()

	got := s.all()
	require.Len(t, got, 3)
	require.Equal(t, got[0].messageID, got[1].messageID)
	require.Equal(t, got[0].messageID, got[2].messageID)
	require.Equal(t, "<"+f.strings("select id::text from platform.mail where org_id = $1")[0]+"@oak.example>", got[0].messageID)
	require.Equal(t, []string{"sent 3"}, f.strings("select concat_ws(' ', state, attempts) from platform.mail where org_id = $1"))
}

func TestACrashAfterSendingSendsAgainUnderTheSameID(t *testing.T) {
	t.Parallel()
	var f *fixture
	s := startSMTP(t, func(n int) string {
		if n == 1 { // as if the process had died: its lease is another's before it can write that it sent
			f.damage("update jobs.delivery set lease = gen_random_uuid() where org_id = $1 and state = 'held'")
		}
		return ""
	})
	f = by(t, s)
	f.post(reset())
	f.settle()

	got := s.all()
	require.Len(t, got, 2)
	require.Equal(t, got[0].messageID, got[1].messageID)
	require.Equal(t, "sent", f.only().State)
}

func TestAPermanentRefusalIsDeadAtOnceAndCanBeSentAgain(t *testing.T) {
	t.Parallel()
	var open atomic.Bool
	s := startSMTP(t, func(int) string {
		if open.Load() {
			return ""
		}
		return "550 no such mailbox"
	})
	f := by(t, s)
	plain := reset()
	plain.Secret = false
	f.post(plain)
	f.settle()

	require.Len(t, s.all(), 1)
	m := f.only()
	require.Equal(t, "failed", m.State)
	require.Contains(t, m.Error, "no such mailbox")
	require.Equal(t, []string{"dead 1"}, f.strings("select concat_ws(' ', state, failures) from jobs.delivery where org_id = $1"))
	require.Contains(t, f.strings("select last_error from jobs.delivery where org_id = $1")[0], "refuses it for good")

	open.Store(true)
	f.client().Post("/mail/messages/"+m.ID.String()+"/resend", nil).Is(204)
	f.settle()
	require.Equal(t, "sent", f.only().State)
	require.Equal(t, s.all()[0].messageID, s.all()[1].messageID)
	require.Empty(t, f.strings("select state from jobs.delivery where org_id = $1"), "its dead letter is gone")
	require.Equal(t, []string{"mail.resent"}, f.strings("select kind from history.fact where org_id = $1"))
	f.client().Post("/mail/messages/"+m.ID.String()+"/resend", nil).Is(409)
}

func TestASecretLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	s := startSMTP(t, func(n int) string {
		if n == 1 {
			return "" // taken
		}
		return "550 no such mailbox"
	})
	f := by(t, s)
	f.post(reset())
	f.settle()
	f.post(reset())
	f.settle()

	everything := `select to_jsonb(m)::text from platform.mail m where org_id = $1 union all select to_jsonb(d)::text from jobs.delivery d where org_id = $1
		union all select to_jsonb(d)::text from jobs.finished d where org_id = $1 union all select to_jsonb(a)::text from jobs.attempt a where org_id = $1
		union all select to_jsonb(c)::text from history.change c where org_id = $1`
	rows := f.strings(everything)
	require.GreaterOrEqual(t, len(rows), 4)
	for _, row := range rows {
		require.NotContains(t, row, "geheim")
	}
	id := f.strings("select id::text from platform.mail where org_id = $1 and state = 'failed'")[0]
	f.client().Post("/mail/messages/"+id+"/resend", nil).Is(409)
	sent := f.strings("select id::text from platform.mail where org_id = $1 and state = 'sent'")[0]
	require.NotContains(t, string(f.client().Get("/mail/messages/"+sent).Is(200).Body), "Somebody asked")
}

func TestWithoutAServerMailsAreKept(t *testing.T) {
	t.Parallel()
	for _, shown := range []bool{true, false} {
		f := setup(t, mail.Options{Shown: shown})
		f.post(reset())
		f.settle()
		m := f.only()
		require.Equal(t, "kept", m.State)
		require.Contains(t, m.Text, "Somebody asked")
		require.Equal(t, "Choose a password", m.Label)
		require.Equal(t, !shown, m.Hidden)
		require.Equal(t, shown, m.Link != "", "a link is for a developer's eyes only")
		if !shown {
			require.Equal(t, []string{""}, f.strings("select link from platform.mail where org_id = $1"))
		}
	}
}

func TestAMailIsNotSentAfterItsLinkEnded(t *testing.T) {
	t.Parallel()
	s := startSMTP(t, nil)
	f := by(t, s)
	late := reset()
	late.Until = time.Now().Add(-time.Minute)
	f.post(late)
	f.settle()
	require.Empty(t, s.all())
	require.Equal(t, "failed", f.only().State)
	require.Equal(t, []string{"done"}, f.strings("select outcome from jobs.finished where org_id = $1"), "there is nothing to look after")
}

func TestAMailThatNeverGoesHasFailedInTheEnd(t *testing.T) {
	t.Parallel()
	s := startSMTP(t, func(int) string { return "421 too busy" })
	f := by(t, s)
	f.post(reset())
	f.settle()
	require.Len(t, s.all(), 16)
	require.Equal(t, "failed", f.only().State)
	require.Equal(t, []string{"dead"}, f.strings("select state from jobs.delivery where org_id = $1"))
}

func TestTheLogIsPagedFilteredAndForAdministrators(t *testing.T) {
	t.Parallel()
	f := setup(t, mail.Options{})
	for range 3 {
		f.post(reset())
	}
	f.settle()
	other := reset()
	other.Kind = "test.other"
	f.post(other)
	seen := map[string]bool{}
	for after := ""; ; {
		var p struct {
			Items []mail.Mail
			Next  string
		}
		f.client().Get("/mail/messages?limit=1&kind=test.reset&state=kept&after=" + after).Is(200).JSON(&p)
		for _, m := range p.Items {
			require.False(t, seen[m.ID.String()])
			seen[m.ID.String()] = true
		}
		if after = p.Next; after == "" {
			break
		}
	}
	require.Len(t, seen, 3)
	f.client("crm.rep").Get("/mail/messages").Is(403)
	f.client("ops").Get("/mail/messages").Is(200)
	f.client("auditor").Post("/mail/messages/"+f.strings("select id::text from platform.mail where org_id = $1")[0]+"/resend", nil).Is(403)
	var state mail.State
	f.client().Get("/mail/state").Is(200).JSON(&state)
	require.False(t, state.Sends)
}

func TestTheLogIsSweptAndItsWordsBefore(t *testing.T) {
	t.Parallel()
	f := setup(t, mail.Options{Shown: true})
	f.post(reset())
	f.settle()
	f.damage(`insert into platform.mail (org_id, id, at, kind, address, name, subject, text, label, link, secret, state) select $1, gen_random_uuid(), now(), 'test.old', 'a@b.example', '', 'Sent', '', '', '', false, 'sent'`)
	day := func(n int) {
		s, err := mail.New(mail.Options{DB: f.root, Clock: clock.Fixed(time.Now().AddDate(0, 0, n))})
		require.NoError(t, err)
		require.NoError(t, s.Sweep(actor.Service(f.ctx, f.Org, "mail.sweep", actor.System)))
	}
	states := func() []string { return f.strings("select state from platform.mail where org_id = $1 order by state") }
	day(29)
	require.Equal(t, []string{"kept", "sent"}, states())
	day(31)
	require.Equal(t, []string{"sent"}, states())
	day(91)
	require.Empty(t, states())
}

func TestSettingsAreReadOrRefused(t *testing.T) {
	t.Parallel()
	for url, from := range map[string]string{
		"":                                      "",
		"smtp://mail.oak.example":               "Oak <erp@oak.example>",
		"smtps://u:p@mail.oak.example:465":      "erp@oak.example",
		"smtp://127.0.0.1:25?from=erp@oak.test": "",
	} {
		require.NoError(t, mail.Config{URL: config.Secret(url), From: from}.Check(), url)
	}
	for url, from := range map[string]string{
		"smtp://mail.oak.example":         "",
		"http://mail.oak.example":         "erp@oak.example",
		"smtp://":                         "erp@oak.example",
		"smtp://h:99999":                  "erp@oak.example",
		"smtp://h?form=erp@oak.example":   "erp@oak.example",
		"smtp://u:geheim@h:x":             "erp@oak.example",
		"smtp://127.0.0.1:25?from=nobody": "",
	} {
		err := mail.Config{URL: config.Secret(url), From: from}.Check()
		require.Error(t, err, url)
		require.NotContains(t, err.Error(), "geheim")
	}
}

func TestATryAnswersAtOnce(t *testing.T) {
	t.Parallel()
	s := startSMTP(t, nil)
	answer, err := by(t, s).svc.Try(t.Context(), "ann@oak.example")
	require.NoError(t, err)
	require.Equal(t, "taken as 1", answer)
	_, err = setup(t, mail.Options{}).svc.Try(t.Context(), "ann@oak.example")
	require.ErrorIs(t, err, mail.ErrNoServer)
}
