package rest

import (
	"context"
	"errors"
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"

	"longhouse/platform/actor"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// Op describes an operation. Needs is the right it asks for; an operation
// without one keeps the server from starting.
type Op struct {
	ID      string // crm-win-deal, unique
	Method  string
	Path    string // below the module's prefix: /deals/{id}/win
	Summary string // a sentence for the reference
	Doc     string // units, formats, sources of rules
	Needs   kernel.Permission
	Export  kernel.Permission // for lists: who may take the list out as a file
	Status  int               // 200, and 201 for a POST that makes something
	// KeyRequired: the operation posts to a ledger, moves money or mails, so it
	// must carry an Idempotency-Key.
	KeyRequired bool
	// Final: what it does cannot be taken back, so no undo of it is offered.
	Final   bool
	MaxBody int64
	// Custom: the kind of the list's records, if an organisation may add fields to them: crm.account.
	Custom  string
	Faults  []*fault.Error // its own refusals, for the reference
	streams bool           // its body is a file, which is not held in memory
}

// Register adds an operation. The door checks the right, puts the actor into
// the context, calls h, and turns its error into a problem.
func Register[I, O any](a *API, op Op, h func(context.Context, *I) (*O, error)) {
	reads(op, reflect.TypeFor[I]())
	if s := singly(a, op, h); s != nil {
		a.singles[op.ID] = s
	}
	huma.Register(a.huma, traces(a.operation(op), op, reflect.TypeFor[O]()), func(ctx context.Context, in *I) (*O, error) {
		out, err := h(ctx, in)
		if errors.Is(err, fault.ErrMoved) {
			if ctx, err = a.decide(ctx, op); err == nil {
				out, err = h(ctx, in)
			}
		}
		if err != nil {
			a.gate.refused(ctx, op.ID, err)
			return nil, problemOf(requestOf(ctx), err)
		}
		replayed(ctx)
		a.traced(ctx, op)
		return out, nil
	})
}

// decide decides anew: the policy that allowed a sensitive act has changed
// before its transaction began, so nothing was done and it may be tried once more.
func (a *API) decide(ctx context.Context, op Op) (context.Context, error) {
	ctx, err := a.gate.anew(ctx)
	if err == nil && op.Needs != SignedIn && op.Needs != Public {
		err = a.gate.May(ctx, op.Needs)
	}
	return ctx, err
}

var placeholder = regexp.MustCompile(`\{([a-z_]+)\}`)

// reads keeps the server from starting when an operation's input does not take
// up what its address names: huma passes over embedded types that are not
// exported, and the operation would work on the zero ID.
func reads(op Op, in reflect.Type) {
	for _, m := range placeholder.FindAllStringSubmatch(op.Path, -1) {
		if !takesUp(in, m[1]) {
			panic("operation " + op.ID + " does not read {" + m[1] + "}") //nolint:forbidigo // a defect that must keep the server from starting
		}
	}
}

func takesUp(in reflect.Type, name string) bool {
	for i := range in.NumField() {
		f := in.Field(i)
		if f.IsExported() && (f.Tag.Get("path") == name || f.Anonymous && f.Type.Kind() == reflect.Struct && takesUp(f.Type, name)) {
			return true
		}
	}
	return false
}

func (a *API) operation(op Op) huma.Operation {
	if op.Needs == "" {
		panic("operation " + op.ID + " names no right") //nolint:forbidigo // a defect that must keep the server from starting
	}
	full := a.prefix + op.Path
	for _, other := range *a.ops {
		if other.ID == op.ID {
			panic("two operations are called " + op.ID) //nolint:forbidigo // likewise
		}
	}
	*a.ops = append(*a.ops, Registered{op.ID, op.Method, full, op.Needs, op.Export})
	doc := op.Doc
	if op.Needs != Public && op.Needs != SignedIn {
		doc = join(doc, "Needs the right `"+string(op.Needs)+"`.")
	}
	if op.Export != "" {
		doc = join(doc, "As a file (`format=csv` or `xlsx`) it needs `"+string(op.Export)+"`.")
	}
	for _, f := range op.Faults {
		a.codes[f.Code] = f
		doc = join(doc, "`"+f.Code+"`: "+f.Message)
	}
	o := huma.Operation{OperationID: op.ID, Method: op.Method, Path: full, Summary: op.Summary, Description: doc, DefaultStatus: op.Status, MaxBodyBytes: op.MaxBody}
	if op.MaxBody > maxBody {
		o.BodyReadTimeout = 10 * time.Minute // huma's 5 s are for small bodies; an upload may come over a slow line
	}
	if a.tag != "" {
		o.Tags = []string{a.tag}
	}
	if op.Needs == Public {
		o.Security = []map[string][]string{{}}
	}
	if op.KeyRequired || op.Method == http.MethodPost {
		o.Parameters = append(o.Parameters, &huma.Param{Name: "Idempotency-Key", In: "header", Required: op.KeyRequired,
			Description: "A UUID; repeating the request with it changes nothing and gives the same answer for 24 hours.", Schema: &huma.Schema{Type: "string", Format: "uuid"}})
	}
	o.Metadata = map[string]any{"custom": op.Custom}
	o.Middlewares = huma.Middlewares{a.enter(op)}
	return o
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + "\n\n" + b
}

// enter is the door: who is it, may they, and have they asked this before.
func (a *API) enter(op Op) func(huma.Context, func(huma.Context)) {
	return func(hc huma.Context, next func(huma.Context)) {
		c := humagin.Unwrap(hc)
		ctx := c.Request.Context()
		refuse := func(err error) { WriteProblem(c.Writer, c.Request, err) }
		noteOperation(ctx, op.ID)
		if op.Needs != Public {
			known, err := a.gate.Who(ctx, c.Request)
			if err != nil {
				refuse(err)
				return
			}
			ctx = known
			c.Request = c.Request.WithContext(ctx)
			if op.Needs != SignedIn {
				if err := a.gate.May(ctx, op.Needs); err != nil {
					a.gate.refused(ctx, op.ID, err)
					refuse(err)
					return
				}
			}
			if err := a.gate.passed(ctx, op.ID, c.Request.URL.Path, host(c.Request.RemoteAddr)); err != nil {
				refuse(err)
				return
			}
		}
		limit := op.MaxBody
		if limit == 0 {
			limit = maxBody
		}
		c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, limit)
		if !op.streams {
			if err := strictJSON(c.Request); err != nil {
				refuse(err)
				return
			}
		}
		if op.Method == http.MethodPatch {
			if err := nullsClear(c.Request); err != nil {
				refuse(err)
				return
			}
		}
		if op.Method == http.MethodPost {
			keyed, err := withKey(ctx, c.Request, op)
			if err != nil {
				refuse(err)
				return
			}
			ctx = keyed
		}
		if op.changes() {
			ctx = tracing(ctx)
		}
		ctx = context.WithValue(ctx, exchangeKey{}, &exchange{c.Writer, c.Request.WithContext(ctx), a.gate})
		c.Request = c.Request.WithContext(ctx)
		next(hc)
	}
}

type exchangeKey struct{}

// exchange lets rest itself, and nobody else, reach the request behind a context.
type exchange struct {
	w    http.ResponseWriter
	r    *http.Request
	gate Gate
}

func requestOf(ctx context.Context) *http.Request {
	if x, ok := ctx.Value(exchangeKey{}).(*exchange); ok {
		return x.r
	}
	return (&http.Request{}).WithContext(ctx)
}

func replayed(ctx context.Context) {
	x, ok := ctx.Value(exchangeKey{}).(*exchange)
	if !ok {
		return
	}
	if who, err := actor.From(ctx); err == nil && who.Key.State != nil && who.Key.State.Replayed {
		x.w.Header().Set("Idempotency-Replayed", "true")
	}
}

// Match is embedded by inputs of changes to an existing record.
type Match struct {
	IfMatch string `header:"If-Match" doc:"The record's ETag, as \"7\""`
}

// Version is what the caller has seen. Without it the change is refused (428).
func (m Match) Version() (int64, error) {
	if m.IfMatch == "" {
		return 0, fault.ErrIfMatch
	}
	text, err := strconv.Unquote(m.IfMatch)
	if err != nil {
		text = m.IfMatch
	}
	v, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, fault.ErrIfMatch.Say(`If-Match is the record's ETag, as "7".`)
	}
	return v, nil
}

// Tagged is an answer that carries the record's version.
type Tagged[T any] struct {
	ETag string `header:"ETag"`
	Body T
}

// Tag makes an answer with a version.
func Tag[T any](version int64, body T) *Tagged[T] {
	return &Tagged[T]{ETag: etag(version), Body: body}
}

func etag(version int64) string { return `"` + strconv.FormatInt(version, 10) + `"` }

// Answer is an answer without a version.
type Answer[T any] struct{ Body T }

// Say makes an answer without a version.
func Say[T any](body T) *Answer[T] { return &Answer[T]{Body: body} }

// Done is an answer without a body (204).
type Done struct{}

// Codes lists the faults that operations declare.
func (a *API) Codes() []*fault.Error {
	out := make([]*fault.Error, 0, len(a.codes))
	for _, f := range a.codes {
		out = append(out, f)
	}
	slices.SortFunc(out, func(x, y *fault.Error) int {
		if x.Code < y.Code {
			return -1
		}
		return 1
	})
	return out
}
