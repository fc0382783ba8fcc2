package rest_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/actor"
	"longhouse/platform/rest"
)

func TestAnAnswerNamesTheChangeSetAndSaysWhetherItMayBeTakenBack(t *testing.T) {
	t.Parallel()
	set := uuid.New()
	f := setup(t, func(o *rest.Options) {
		o.Gate.Undoable = func(_ context.Context, tables []string) bool { return tables[0] == "test.thing" }
	})
	changes := func(name string, final bool, leaves actor.Trace) {
		rest.Register(f.api.For("trace"), rest.Op{ID: "trace-" + name, Method: http.MethodPut, Path: "/" + name, Needs: rest.SignedIn, Final: final},
			func(ctx context.Context, _ *struct{}) (*rest.Answer[string], error) {
				who, err := actor.From(ctx)
				*who.Trace = leaves // as db.Write does with the commit
				return rest.Say("done"), err
			})
	}
	changes("thing", false, actor.Trace{ChangeSet: set, Tables: []string{"test.thing"}})
	changes("ledger", false, actor.Trace{ChangeSet: set, Tables: []string{"test.ledger"}})
	changes("final", true, actor.Trace{ChangeSet: set, Tables: []string{"test.thing"}})
	changes("several", false, actor.Trace{ChangeSet: set, Tables: []string{"test.thing"}, More: true})
	changes("nothing", false, actor.Trace{})
	for path, want := range map[string][2]string{"thing": {set.String(), "offered"}, "ledger": {set.String(), ""}, "final": {set.String(), ""}, "several": {set.String(), ""}, "nothing": {}} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPut, rest.Base+"/trace/"+path, http.NoBody)
		r.Header.Set("X-User", "ann")
		w := httptest.NewRecorder()
		f.api.Handler().ServeHTTP(w, r)
		require.Equal(t, http.StatusOK, w.Code, path)
		require.Equal(t, want, [2]string{w.Header().Get("Longhouse-Change-Set"), w.Header().Get("Longhouse-Undo")}, path)
	}
}
