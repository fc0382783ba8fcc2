package rest

import (
	"context"
	"net/http"
	"reflect"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"longhouse/platform/actor"
)

// What an answer says of what its request left in the history.
const (
	changeSetHeader = "Longhouse-Change-Set"
	undoHeader      = "Longhouse-Undo"
)

// changes says whether the operation may change something for somebody who is known.
func (o Op) changes() bool { return o.Method != http.MethodGet && o.Needs != Public }

// tracing lets db.Write tell what the request has changed.
func tracing(ctx context.Context) context.Context {
	who, err := actor.From(ctx)
	if err != nil {
		return ctx
	}
	who.Trace = &actor.Trace{}
	return actor.With(ctx, who)
}

// traced names the change set that the request left, so that whoever asked can
// take it back, and says whether they may try.
func (a *API) traced(ctx context.Context, op Op) {
	x, ok := ctx.Value(exchangeKey{}).(*exchange)
	who, err := actor.From(ctx)
	if !ok || err != nil || who.Trace == nil || len(who.Trace.Tables) == 0 {
		return
	}
	h := x.w.Header()
	h.Set(changeSetHeader, who.Trace.ChangeSet.String())
	if !op.Final && !who.Trace.More && a.gate.Undoable != nil && a.gate.Undoable(ctx, who.Trace.Tables) {
		h.Set(undoHeader, "offered")
	}
}

// traces says in the reference that an answer may carry the headers.
func traces(o huma.Operation, op Op, out reflect.Type) huma.Operation {
	if !op.changes() {
		return o
	}
	status := op.Status
	if status == 0 {
		status = http.StatusNoContent
		if _, says := out.FieldByName("Body"); says {
			status = http.StatusOK
		}
	}
	h := map[string]*huma.Param{changeSetHeader: {Description: "What the history calls this change; missing if nothing changed.", Schema: &huma.Schema{Type: "string", Format: "uuid"}}}
	if !op.Final {
		h[undoHeader] = &huma.Param{Description: "`offered`: you may try to take it back, by `POST /api/v1/history/undo`.", Schema: &huma.Schema{Type: "string"}}
	}
	o.Responses = map[string]*huma.Response{strconv.Itoa(status): {Headers: h}}
	return o
}
