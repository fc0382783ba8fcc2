package webhooks_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/db"
	"longhouse/platform/webhooks"
)

// sent is a body as the other side reads it.
type sent struct {
	Type      string    `json:"type"`
	Timestamp time.Time `json:"timestamp"`
	Data      struct {
		Organisation uuid.UUID `json:"organisation"`
		Entity       string    `json:"entity"`
		ID           uuid.UUID `json:"id"`
		Event        uuid.UUID `json:"event"`
		Seq          int64     `json:"seq"`
	} `json:"data"`
}

func bodyOf(t *testing.T, h heard) (s sent) {
	t.Helper()
	require.NoError(t, json.Unmarshal([]byte(h.body), &s))
	return s
}

func TestAnEndpointHearsWhatHappenedAndNoMoreThanIDs(t *testing.T) {
	t.Parallel()
	f := setup(t, with{})
	r := listen(t, nil)
	e := f.endpoint(r.URL)
	thing := uuid.New()
	f.emit(moved{Thing: thing, Price: "12.00"})
	h := r.next(t)
	verify(t, h, e.Secret)
	s := bodyOf(t, h)
	require.Equal(t, "probe.thing_moved.v1", s.Type)
	require.Equal(t, f.Org.UUID, s.Data.Organisation)
	require.Equal(t, "probe.thing", s.Data.Entity)
	require.Equal(t, thing, s.Data.ID)
	require.WithinDuration(t, time.Now(), s.Timestamp, time.Minute)
	require.NotContains(t, h.body, "12.00")
	require.Equal(t, "application/json", h.header.Get("Content-Type"))
	f.settle()
	d := f.whole(e, f.log(e)[0])
	require.Equal(t, h.header.Get("webhook-id"), d.ID.String())
	require.Equal(t, "sent", d.State)
	require.Equal(t, h.body, d.Body)
	require.Equal(t, int32(204), *d.Calls[0].Status)
	require.NotContains(t, d.Calls[0].RequestHeaders, "webhook-signature")
	require.NotNil(t, f.read(e).LastSuccessAt)
}

func TestTheEventsOfARecordAreNumbered(t *testing.T) {
	t.Parallel()
	f := setup(t, with{})
	r := listen(t, nil)
	f.endpoint(r.URL)
	thing, seqs := uuid.New(), map[string]int64{}
	f.emit(moved{Thing: thing}, broke{Thing: thing})
	for range 2 {
		s := bodyOf(t, r.next(t))
		seqs[s.Type] = s.Data.Seq
	}
	require.Less(t, seqs["probe.thing_moved.v1"], seqs["probe.thing_broke.v1"])
	f.emit(moved{Thing: thing})
	require.Greater(t, bodyOf(t, r.next(t)).Data.Seq, seqs["probe.thing_broke.v1"])
	f.settle()
}

func TestEveryTryHasTheSameIDAndBody(t *testing.T) {
	t.Parallel()
	f := setup(t, with{})
	r := listen(t, func(n int, w http.ResponseWriter, _ *http.Request) {
		if n < 3 {
			w.WriteHeader(http.StatusInternalServerError)
		}
	})
	e := f.endpoint(r.URL)
	f.emit(moved{Thing: uuid.New()})
	first, second, third := r.next(t), r.next(t), r.next(t)
	f.settle()
	for _, h := range []heard{second, third} {
		require.Equal(t, first.header.Get("webhook-id"), h.header.Get("webhook-id"))
		require.Equal(t, first.body, h.body)
	}
	d := f.whole(e, f.log(e)[0])
	require.Equal(t, "sent", d.State)
	require.Len(t, d.Calls, 3)
	require.Equal(t, "It answered 500.", d.Calls[2].Error)
	require.Nil(t, f.read(e).FailingSince, "the last one went well")
}

func TestAnEndpointHearsOnlyTheEventsItNames(t *testing.T) {
	t.Parallel()
	f := setup(t, with{})
	all, some, none := listen(t, nil), listen(t, nil), listen(t, nil)
	everything, broken, other := f.endpoint(all.URL), f.endpoint(some.URL, "probe.thing_broke.v1"), f.endpoint(none.URL, "probe.thing_broke.v1")
	f.emit(moved{Thing: uuid.New()}, private{})
	f.settle()
	require.Len(t, f.log(everything), 1, "what is nobody else's goes nowhere, and leaves nothing")
	require.Empty(t, f.log(broken))
	f.emit(broke{Thing: uuid.New()})
	f.settle()
	require.Len(t, f.log(everything), 2)
	require.Len(t, f.log(broken), 1)
	require.Len(t, f.log(other), 1)
	require.NotEqual(t, f.log(broken)[0].ID, f.log(other)[0].ID)
}

func TestARolledBackChangeIsNeverHeardOf(t *testing.T) {
	t.Parallel()
	f := setup(t, with{})
	r := listen(t, nil)
	e := f.endpoint(r.URL)
	ctx, changedMind := f.Context(t), errors.New("changed my mind")
	require.ErrorIs(t, db.Changed(ctx, f.crm, func(tx *db.Tx) error {
		require.NoError(t, tx.Emit(ctx, moved{Thing: uuid.New()}))
		return changedMind
	}), changedMind)
	f.settle()
	require.Empty(t, f.log(e))
	require.Empty(t, r.calls)
}

func TestWhatWasCommittedIsSentByWhoeverComesNext(t *testing.T) {
	t.Parallel()
	f := setup(t, with{stopped: true}) // the node that wrote it never sends it
	r := listen(t, nil)
	e := f.endpoint(r.URL)
	f.emit(moved{Thing: uuid.New()})
	require.Equal(t, "pending", f.log(e)[0].State, "the commit left it")
	f.start()
	require.Equal(t, f.log(e)[0].ID.String(), r.next(t).header.Get("webhook-id"))
	f.settle()
}

func TestWhatTheOwnerMayNotReadIsWithheld(t *testing.T) {
	t.Parallel()
	f := setup(t, with{})
	r := listen(t, nil)
	e := f.endpoint(r.URL)
	state := func() webhooks.Delivery {
		f.settle()
		all := f.log(e)
		return all[len(all)-1]
	}
	hidden := uuid.New()
	f.hidden[hidden] = true
	f.emit(moved{Thing: hidden})
	require.Equal(t, "withheld", state().State)
	require.Contains(t, state().Why, "may not see it")

	f.mu.Lock()
	f.roles = []string{"hr.self"}
	f.mu.Unlock()
	f.emit(moved{Thing: uuid.New()})
	require.Equal(t, "withheld", state().State)
	require.Contains(t, state().Why, "crm.deal.read")

	f.mu.Lock()
	f.roles, f.gone = []string{"crm.lead"}, true
	f.mu.Unlock()
	f.emit(moved{Thing: uuid.New()})
	require.Contains(t, state().Why, "may not sign in")
	require.Empty(t, r.calls)

	f.mu.Lock()
	f.gone = false
	f.mu.Unlock()
	f.api.Post("/webhooks/endpoints/"+e.ID.String()+"/deliveries/"+state().ID.String()+"/replay", nil).Is(202)
	require.Equal(t, "sent", state().State, "rights are asked at each sending")
}

func TestAWebhookUnderWayAsksForRightsAgainAtEachTry(t *testing.T) {
	t.Parallel()
	f := setup(t, with{})
	thing := uuid.New()
	r := listen(t, func(_ int, w http.ResponseWriter, _ *http.Request) {
		f.mu.Lock()
		f.hidden[thing] = true // taken away between two tries
		f.mu.Unlock()
		w.WriteHeader(http.StatusBadGateway)
	})
	e := f.endpoint(r.URL)
	f.emit(moved{Thing: thing})
	f.settle()
	require.Equal(t, "withheld", f.log(e)[0].State)
	require.Len(t, r.calls, 1)
}
