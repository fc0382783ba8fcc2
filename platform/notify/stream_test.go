package notify_test

import (
	"bufio"
	"context"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/notify"
	"longhouse/platform/rest"
)

func TestTheStreamTellsWhatOthersChangedAndNotTheTabsOwn(t *testing.T) {
	t.Parallel()
	f := setup(t, quick)
	me := inTab(f.me())
	f.account(me) // before it listened: no news
	them, _ := f.somebody("owner")
	l := f.listen(f.client(me).Handler())
	require.Equal(t, "text/event-stream", l.res.Header.Get("Content-Type"))
	require.Equal(t, "no", l.res.Header.Get("X-Accel-Buffering"))
	require.Equal(t, "no-store", l.res.Header.Get("Cache-Control"))

	f.account(me)
	theirs := f.account(them)
	e := l.next()
	require.Equal(t, notify.Changed{Entity: "crm.account", ID: theirs}, e.changed(t))
	require.JSONEq(t, `{"entity":"crm.account","id":"`+theirs.String()+`"}`, e.data, "a hint, never data")
	require.NotEmpty(t, e.id)

	require.NoError(t, db.Changed(them, f.crm, func(tx *db.Tx) error {
		_, err := tx.Exec(them, "insert into crm.address (id, account_id, city, created_at) values ($1, $2, 'Riga', now())", kernel.NewUUID(), theirs)
		return err
	}))
	require.Equal(t, theirs, l.next().changed(t).ID, "a part tells of the record that it belongs to")
}

// What a person did in one tab, or by a job or a program, their other tabs do not know.
func TestAPersonsOtherTabsAreToldWhatTheyChanged(t *testing.T) {
	t.Parallel()
	f := setup(t, quick)
	one, two := inTab(f.me()), inTab(f.me())
	first, second := f.listen(f.client(one).Handler()), f.listen(f.client(two).Handler())
	byOne, byTwo, byNone := f.account(one), f.account(two), f.account(f.me())
	require.ElementsMatch(t, []uuid.UUID{byTwo, byNone}, []uuid.UUID{first.next().changed(t).ID, first.next().changed(t).ID})
	require.ElementsMatch(t, []uuid.UUID{byOne, byNone}, []uuid.UUID{second.next().changed(t).ID, second.next().changed(t).ID})
}

// A tab's word is its person's: nobody hides a change from somebody else by it.
func TestAForeignTabOfTheSameNameIsTold(t *testing.T) {
	t.Parallel()
	f := setup(t, quick)
	me := inTab(f.me())
	theirs, _ := f.somebody("owner")
	who, err := actor.From(theirs)
	require.NoError(t, err)
	mine, err := actor.From(me)
	require.NoError(t, err)
	who.Tab = mine.Tab
	l := f.listen(f.client(me).Handler())
	require.Equal(t, f.account(actor.With(theirs, who)), l.next().changed(t).ID)
}

func TestTheStreamTellsNothingOfWhatItsReaderMayNotRead(t *testing.T) {
	t.Parallel()
	f := setup(t, quick)
	reader, d := f.somebody("hr.self")
	l := f.listen(f.client(reader).Handler())
	f.account(f.me())
	elm := setup(t, quick)
	elm.account(elm.me())
	f.send(f.User, "for somebody else")
	f.send(d.User, "for the reader")
	e := l.next()
	require.Equal(t, "message", e.kind, "it came after the others")
	require.Contains(t, e.data, "for the reader")
}

// The first row was written before another transaction's that committed
// earlier: a position would have passed it by.
func TestWhatCommitsLateIsTold(t *testing.T) {
	t.Parallel()
	f := setup(t, quick)
	them, _ := f.somebody("owner")
	l := f.listen(f.client(f.me()).Handler())
	slow := kernel.NewUUID()
	require.NoError(t, db.Changed(them, f.crm, func(tx *db.Tx) error {
		if _, err := tx.Exec(them, "insert into crm.account (id, name, created_at, updated_at) values ($1, 'Slow', now(), now())", slow); err != nil {
			return err
		}
		fast := f.account(them)
		require.Equal(t, fast, l.next().changed(t).ID)
		return nil
	}))
	require.Equal(t, slow, l.next().changed(t).ID)
}

func TestItsOwnCommitsAreToldAtOnce(t *testing.T) {
	t.Parallel()
	f := setup(t, quiet) // it looks by itself once an hour
	them, _ := f.somebody("owner")
	l := f.listen(f.client(f.me()).Handler())
	require.Equal(t, f.account(them), l.next().changed(t).ID)
}

func TestProgressGoesToThePersonWhoseJobItIs(t *testing.T) {
	t.Parallel()
	f := setup(t, quiet)
	them, d := f.somebody("owner")
	mine, theirs := f.listen(f.client(f.me()).Handler()), f.listen(f.client(them).Handler())
	id := uuid.New()
	f.hub.Progress(f.Org, f.User, "imports.run", id, "running", 5, 10)
	f.hub.Progress(f.Org, d.User, "crm.export", id, "done", 7, 7)
	require.JSONEq(t, `{"import":"`+id.String()+`","kind":"imports.run","done":5,"total":10,"state":"running"}`, mine.next().data)
	require.JSONEq(t, `{"job":"`+id.String()+`","kind":"crm.export","done":7,"total":7,"state":"done"}`, theirs.next().data)
}

func TestAClientThatComesBackGetsWhatItMissed(t *testing.T) {
	t.Parallel()
	f := setup(t, quick)
	them, _ := f.somebody("owner")
	l := f.listen(f.client(f.me()).Handler())
	first := f.account(them)
	last := l.next()
	require.Equal(t, first, last.changed(t).ID)
	_ = l.res.Body.Close()

	missed := f.account(them)
	f.send(f.User, "missed too")
	again := f.listen(f.client(f.me()).Handler(), "Last-Event-ID", last.id)
	seen := map[string]bool{}
	for range 3 {
		seen[again.next().data] = true
	}
	require.Len(t, seen, 3)
	require.True(t, seen[`{"entity":"crm.account","id":"`+missed.String()+`"}`])

	old := strconv.FormatInt(time.Now().Add(-time.Hour).UnixMicro(), 10)
	stale := f.listen(f.client(f.me()).Handler(), "Last-Event-ID", old)
	next := f.account(them)
	require.Equal(t, next, stale.next().changed(t).ID, "after an hour it begins with now")
}

func TestWhoeverJoinsOthersIsToldOnlyWhatComesLater(t *testing.T) {
	t.Parallel()
	f := setup(t, quiet)
	them, _ := f.somebody("owner")
	first := f.listen(f.client(f.me()).Handler())
	unheard := *f
	unheard.crm = f.Root.For("crm") // another process: the hub has not looked yet
	before := unheard.account(them)

	second := f.listen(f.client(f.me()).Handler())
	require.Equal(t, before, first.next().changed(t).ID)
	for range 2 {
		after := f.account(them)
		require.Equal(t, after, first.next().changed(t).ID)
		require.Equal(t, after, second.next().changed(t).ID)
	}
}

func TestAQuietStreamBeats(t *testing.T) {
	t.Parallel()
	f := setup(t, notify.Options{Poll: time.Hour, Beat: 5 * time.Millisecond})
	l := f.listen(f.client(f.me()).Handler())
	for range 3 {
		require.Equal(t, ": still here", l.line())
		l.line()
	}
}

func TestTheStreamEndsWithTheHub(t *testing.T) {
	t.Parallel()
	f := setup(t, quiet)
	l := f.listen(f.client(f.me()).Handler())
	f.stop()
	l.ended()
	require.Equal(t, "notify.stopping", f.client(f.me()).Get("/notify/stream").Is(503).Code())
}

// gate lets a test end a session, and counts how it is asked.
type gate struct {
	as     context.Context //nolint:containedctx // what the session stands for
	ended  atomic.Bool
	who    atomic.Int32
	rights atomic.Value
}

func (g *gate) api(f *fixture) http.Handler {
	a := rest.New(rest.Options{Version: "test", Gate: rest.Gate{
		Who: func(ctx context.Context, r *http.Request) (context.Context, error) {
			g.who.Add(1)
			return g.still(ctx, r)
		},
		Still: g.still, May: authz.Allowed}})
	f.hub.Routes(a.For("notify"))
	return a.Handler()
}

func (g *gate) still(ctx context.Context, _ *http.Request) (context.Context, error) {
	if g.ended.Load() {
		return ctx, fault.New(fault.Unauthenticated, "test.ended", "The session has ended.")
	}
	if as, ok := g.rights.Load().(*context.Context); ok {
		return known{ctx, *as}, nil
	}
	return known{ctx, g.as}, nil
}

type known struct {
	context.Context
	as context.Context //nolint:containedctx // its values are what a gate would have put in
}

func (k known) Value(key any) any {
	if v := k.Context.Value(key); v != nil {
		return v
	}
	return k.as.Value(key)
}

func TestTheStreamEndsWithTheSession(t *testing.T) {
	t.Parallel()
	f := setup(t, notify.Options{Poll: time.Hour, Check: 5 * time.Millisecond})
	g := &gate{as: f.me()}
	l := f.listen(g.api(f))
	g.ended.Store(true)
	l.ended()
	require.Equal(t, int32(1), g.who.Load(), "to ask whether it lasts is no use of the session")
}

func TestNobodyStreamsWithoutASession(t *testing.T) {
	t.Parallel()
	f := setup(t, quiet)
	g := &gate{as: f.me()}
	g.ended.Store(true)
	l := f.listen(g.api(f))
	require.Equal(t, http.StatusUnauthorized, l.res.StatusCode)
	require.Equal(t, "application/problem+json", l.res.Header.Get("Content-Type"), "a problem before the first byte")
}

func TestARightThatIsTakenAwayEndsTheHints(t *testing.T) {
	t.Parallel()
	f := setup(t, notify.Options{Poll: 10 * time.Millisecond, Check: 5 * time.Millisecond})
	reader, d := f.somebody("owner")
	g := &gate{as: reader}
	l := f.listen(g.api(f))
	require.Equal(t, f.account(f.me()), l.next().changed(t).ID)

	less := d.With(t, context.WithoutCancel(d.Context(t)), authz.TestPolicy{}, "hr.self")
	g.rights.Store(&less)
	for hinted := true; hinted; { // until the stream has asked again
		f.account(f.me())
		f.send(d.User, "mark")
		hinted = false
		for l.next().kind == "changed" {
			hinted = true
		}
	}
}

// looks counts how often the hub reads the history.
type looks struct{ n atomic.Int32 }

func (l *looks) TraceQueryStart(ctx context.Context, _ *pgx.Conn, data pgx.TraceQueryStartData) context.Context {
	if strings.Contains(data.SQL, "RecentSets") {
		l.n.Add(1)
	}
	return ctx
}

func (l *looks) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

func TestNothingIsReadWhileNobodyListens(t *testing.T) {
	t.Parallel()
	l := &looks{}
	f := tracedBy(t, notify.Options{Poll: time.Millisecond}, l)
	for range 5 {
		f.account(f.me())
	}
	require.Zero(t, l.n.Load())

	them, _ := f.somebody("owner")
	open := f.listen(f.client(f.me()).Handler())
	id := f.account(them)
	require.Equal(t, id, open.next().changed(t).ID)
	require.NotZero(t, l.n.Load())
}

func TestAClientThatDoesNotReadIsCutOff(t *testing.T) {
	t.Parallel()
	f := setup(t, quiet)
	l := f.listen(f.client(f.me()).Handler())
	for i := range int64(100_000) {
		f.hub.Progress(f.Org, f.User, "crm.export", uuid.Nil, "running", i, 100_000)
	}
	n := 0
	for l.lines.Scan() {
		n++
	}
	require.NoError(t, l.lines.Err(), "the server ended it")
	require.Less(t, n, 300_000, "and not for lack of events")
}

func TestTheServersWriteTimeoutDoesNotEndAStream(t *testing.T) {
	t.Parallel()
	f := setup(t, notify.Options{Poll: time.Hour, Beat: 10 * time.Millisecond})
	srv := httptest.NewUnstartedServer(f.client(f.me()).Handler())
	srv.Config.WriteTimeout = 20 * time.Millisecond
	srv.Start()
	t.Cleanup(srv.Close)
	ctx, hangUp := context.WithTimeout(context.WithoutCancel(t.Context()), 20*time.Second)
	t.Cleanup(hangUp)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, srv.URL+rest.Base+"/notify/stream", nil)
	require.NoError(t, err)
	res, err := srv.Client().Do(r)
	require.NoError(t, err)
	t.Cleanup(func() { _ = res.Body.Close() })
	lines := bufio.NewScanner(res.Body)
	for range 20 { // ten beats: five times the timeout
		require.True(t, lines.Scan(), "%v", lines.Err())
	}
}

func TestAPersonHasSoManyStreamsAndNoMore(t *testing.T) {
	t.Parallel()
	f := setup(t, quiet)
	h := f.client(f.me()).Handler()
	for range 32 {
		f.listen(h)
	}
	require.Equal(t, http.StatusTooManyRequests, f.listen(h).res.StatusCode)
}
