package rest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"longhouse/platform/clock"
	"longhouse/platform/fault"
)

// Events is a stream of server-sent events that is open.
type Events struct {
	w     http.ResponseWriter
	rc    *http.ResponseController
	still func(context.Context) (context.Context, error)
	ctx   context.Context //nolint:containedctx // the request's, as it came through the door
}

// patience is how long a client may take to accept one event before we give it up.
const patience = 30 * time.Second

// Send writes one event; data is JSON. id may be empty. An error says that the client is gone.
func (e *Events) Send(id, event string, data any) error {
	b, err := json.Marshal(data)
	if err != nil {
		return fmt.Errorf("write event %s: %w", event, err)
	}
	var text strings.Builder
	if id != "" {
		text.WriteString("id: " + id + "\n")
	}
	text.WriteString("event: " + event + "\ndata: " + string(b) + "\n\n")
	return e.write(text.String())
}

// Beat writes a comment, which keeps proxies from closing a quiet line and
// tells us when the client is gone.
func (e *Events) Beat() error { return e.write(": still here\n\n") }

func (e *Events) write(text string) error {
	if err := e.deadline(); err != nil {
		return err
	}
	if _, err := e.w.Write([]byte(text)); err != nil {
		return fmt.Errorf("write to the stream: %w", err)
	}
	if err := e.rc.Flush(); err != nil {
		return fmt.Errorf("flush the stream: %w", err)
	}
	return nil
}

// deadline replaces the server's own, which is meant for answers that end.
func (e *Events) deadline() error {
	err := e.rc.SetWriteDeadline(clock.Clock{}.Now().Add(patience))
	if errors.Is(err, http.ErrNotSupported) {
		return nil // a recorder in a test
	}
	return err
}

// Still asks again who the caller is, and returns a context with their rights
// of now. It fails when the session has ended. To ask is no use of the session:
// an open page alone does not keep it alive.
func (e *Events) Still() (context.Context, error) { return e.still(e.ctx) }

// RegisterStream adds an operation that answers server-sent events. h checks
// the request, and may refuse it with a problem as any operation; what it
// returns then writes events until the context or the stream ends. kinds
// describes the events: their names, and an example of what each carries.
func RegisterStream[I any](a *API, op Op, kinds map[string]any, h func(context.Context, *I) (func(context.Context, *Events), error)) {
	reads(op, reflect.TypeFor[I]())
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		b, err := json.Marshal(kinds[kind])
		if err == nil {
			op.Doc = join(op.Doc, "Event `"+kind+"`: `"+string(b)+"`")
		}
	}
	o := a.operation(op)
	o.Responses = map[string]*huma.Response{"200": {Description: "Events until one side hangs up",
		Content: map[string]*huma.MediaType{"text/event-stream": {Schema: &huma.Schema{Type: huma.TypeString}}}}}
	huma.Register(a.huma, o, func(ctx context.Context, in *I) (*huma.StreamResponse, error) {
		run, err := h(ctx, in)
		if err != nil {
			return nil, problemOf(requestOf(ctx), err)
		}
		x, ok := ctx.Value(exchangeKey{}).(*exchange)
		if !ok {
			return nil, problemOf(requestOf(ctx), fault.ErrInternal)
		}
		return &huma.StreamResponse{Body: func(huma.Context) {
			header := x.w.Header()
			header.Set("Content-Type", "text/event-stream")
			header.Set("X-Accel-Buffering", "no") // proxies must not keep events to themselves
			e := &Events{w: x.w, rc: http.NewResponseController(x.w), ctx: ctx, still: a.still(x.r)}
			x.w.WriteHeader(http.StatusOK) // leaves with the first event or beat
			run(ctx, e)
		}}, nil
	})
}

func (a *API) still(r *http.Request) func(context.Context) (context.Context, error) {
	ask := a.gate.Still
	if ask == nil {
		ask = a.gate.Who
	}
	return func(ctx context.Context) (context.Context, error) { return ask(ctx, r) }
}
