package webhooks_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/kernel"
	"longhouse/platform/webhooks"
)

func TestAnEndpointIsChangedByWhoeverHasSeenIt(t *testing.T) {
	t.Parallel()
	f := setup(t, with{stopped: true})
	e := f.endpoint("http://127.0.0.1:9/a", "probe.thing_broke.v1", "probe.thing_moved.v1", "probe.thing_broke.v1")
	require.Equal(t, []string{"probe.thing_broke.v1", "probe.thing_moved.v1"}, e.Types)
	require.Equal(t, webhooks.Named{ID: f.User.UUID, Name: "Ann"}, e.Owner)
	path := "/webhooks/endpoints/" + e.ID.String()
	f.api.Patch(path, map[string]any{"description": "Shop"}).Is(428)
	var changed webhooks.Endpoint
	f.api.Patch(path, map[string]any{"description": "Shop", "types": []string{}}, "If-Match", `"1"`).Is(200).JSON(&changed)
	require.Equal(t, "Shop", changed.Description)
	require.Empty(t, changed.Types)
	require.Equal(t, "http://127.0.0.1:9/a", changed.URL)
	f.api.Patch(path, map[string]any{"description": "Late"}, "If-Match", `"1"`).Is(412)
	f.api.Delete(path, "If-Match", `"1"`).Is(412)
	f.api.Delete(path, "If-Match", `"2"`).Is(204)
	f.api.Get(path).Is(404)
	require.Equal(t, 3, f.number("select count(*) from history.change where org_id = $1 and table_name = 'jobs.endpoint'"))
}

func TestWhoeverSendsAnEndpointElsewhereOwnsIt(t *testing.T) {
	t.Parallel()
	f := setup(t, with{stopped: true})
	e := f.endpoint("http://127.0.0.1:9/a")
	boss := uuid.New()
	f.sql("update jobs.endpoint set owner_id = $2 where org_id = $1", boss)
	path := "/webhooks/endpoints/" + e.ID.String()
	f.api.Patch(path, map[string]any{"description": "Shop"}, "If-Match", `"1"`).Is(200).JSON(&e)
	require.Equal(t, boss, e.Owner.ID, "a word changes nothing of where it goes")
	f.api.Patch(path, map[string]any{"url": "http://127.0.0.1:9/b"}, "If-Match", `"2"`).Is(200).JSON(&e)
	require.Equal(t, f.User.UUID, e.Owner.ID, "else it would hear with the rights of somebody who never agreed")
	f.sql("update jobs.endpoint set owner_id = $2 where org_id = $1", boss)
	f.api.Patch(path, map[string]any{"take_over": true}, "If-Match", `"3"`).Is(200).JSON(&e)
	require.Equal(t, f.User.UUID, e.Owner.ID)
}

func TestWrongInputIsNamedField(t *testing.T) {
	t.Parallel()
	f := setup(t, with{stopped: true})
	p := f.api.Post("/webhooks/endpoints", map[string]any{"url": "https://169.254.169.254/", "types": []string{"probe.thing_moved.v1", "crm.deal_eaten.v1"}, "token": uuid.New()}).Is(422).Problem()
	pointers := map[string]string{}
	for _, field := range p.Errors {
		pointers[field.Pointer] = field.Code
	}
	require.Equal(t, map[string]string{"/url": "webhooks.address", "/types/1": "webhooks.unknown_event", "/token": "not_found"}, pointers)
	f.api.Post("/webhooks/endpoints", map[string]any{"url": "https://93.184.215.14/", "secret": "mine"}).Is(422)
	f.api.Post("/webhooks/endpoints/"+uuid.NewString()+"/test", nil).Is(404)
}

func TestRightsOfEndpoints(t *testing.T) {
	t.Parallel()
	f := setup(t, with{stopped: true, roles: []string{"auditor"}})
	f.api.Get("/webhooks/endpoints").Is(200)
	f.api.Get("/webhooks/events").Is(200)
	f.api.Post("/webhooks/endpoints", map[string]any{"url": "http://127.0.0.1:9/"}).Is(403)
	f.api.Post("/webhooks/endpoints/"+uuid.NewString()+"/test", nil).Is(403)
	g := setup(t, with{stopped: true, roles: []string{"crm.lead"}})
	g.api.Get("/webhooks/endpoints").Is(403)
}

func TestEventsSayWhatTheReaderMayRead(t *testing.T) {
	t.Parallel()
	f := setup(t, with{stopped: true, roles: []string{"ops"}})
	var p struct{ Items []webhooks.Kind }
	f.api.Get("/webhooks/events").Is(200).JSON(&p)
	require.Equal(t, webhooks.Kind{Type: "probe.thing_moved.v1", Module: "probe", Entity: "probe.thing"}, p.Items[0])
	require.Len(t, p.Items, 2, "what says of no record that it is about it goes nowhere")
	require.Empty(t, f.svc.Unknown())
	f.svc.Register([]kernel.Event{lost{}}, nil)
	require.Len(t, f.svc.Unknown(), 1)
}

type lost struct{}

func (lost) EventType() string    { return "probe.lost.v1" }
func (lost) About() kernel.Record { return kernel.Record{Entity: "probe.nobody"} }

func TestATestShowsWhatCameBack(t *testing.T) {
	t.Parallel()
	f := setup(t, with{stopped: true, Options: webhooks.Options{Timeout: 200 * time.Millisecond}})
	r := listen(t, func(n int, w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(map[int]int{1: 202, 2: 500}[n])
		_, _ = w.Write([]byte("thank you"))
	})
	e := f.endpoint(r.URL)
	f.act(e, "pause", nil).Is(200) // it works in any state
	var d webhooks.Delivery
	f.act(e, "test", nil).Is(200).JSON(&d)
	h := r.next(t)
	verify(t, h, e.Secret)
	require.Equal(t, "webhooks.test", bodyOf(t, h).Type)
	require.Equal(t, "sent", d.State)
	require.Equal(t, h.body, d.Body)
	require.Equal(t, int32(202), *d.Calls[0].Status)
	require.Equal(t, "thank you", d.Calls[0].Response)
	f.act(e, "test", nil).Is(200).JSON(&d)
	require.Equal(t, "failed", d.State)
	require.Nil(t, f.read(e).FailingSince, "a test counts for nothing")
	require.Equal(t, "webhooks.state", f.api.Post("/webhooks/endpoints/"+e.ID.String()+"/deliveries/"+d.ID.String()+"/replay", nil).Is(409).Code())
	require.Equal(t, 2, f.number("select count(*) from history.fact where org_id = $1 and kind = 'webhooks.tested'"))
}

func TestListsPageThroughTies(t *testing.T) {
	t.Parallel()
	f := setup(t, with{stopped: true})
	e := f.endpoint("http://127.0.0.1:9/")
	for range 4 {
		f.emit(moved{Thing: uuid.New()}, broke{Thing: uuid.New()})
	}
	f.sql("update jobs.webhook set created_at = '2026-01-01' where org_id = $1")
	seen, after := map[uuid.UUID]bool{}, ""
	for range 9 {
		var p struct {
			Items []webhooks.Delivery
			Next  string
		}
		f.api.Get("/webhooks/endpoints/" + e.ID.String() + "/deliveries?limit=1&after=" + after).Is(200).JSON(&p)
		for _, d := range p.Items {
			require.False(t, seen[d.ID])
			seen[d.ID] = true
		}
		if after = p.Next; after == "" {
			break
		}
	}
	require.Len(t, seen, 8)
	require.Len(t, f.log(e, "type=probe.thing_broke.v1"), 4)
	require.Empty(t, f.log(e, "created_at.gte=2026-02-01T00:00:00Z"))
	f.api.Get("/webhooks/endpoints/" + uuid.NewString() + "/deliveries").Is(404)
	for range 2 {
		f.endpoint("http://127.0.0.1:9/")
	}
	var all struct{ Items []webhooks.Endpoint }
	f.api.Get("/webhooks/endpoints?state=on").Is(200).JSON(&all)
	require.Len(t, all.Items, 3)
}

func TestThereAreFiftyEndpointsAndNoMore(t *testing.T) {
	t.Parallel()
	f := setup(t, with{stopped: true})
	f.sql(`insert into jobs.endpoint (org_id, id, url, owner_id) select $1, gen_random_uuid(), 'http://127.0.0.1:9/', gen_random_uuid() from generate_series(1, 50)`)
	require.Equal(t, "webhooks.too_many", f.api.Post("/webhooks/endpoints", map[string]any{"url": "http://127.0.0.1:9/"}).Is(409).Code())
}
