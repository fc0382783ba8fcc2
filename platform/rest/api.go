// Package rest is the only place that knows HTTP: gin serves, huma turns Go
// types into typed operations and an OpenAPI document, and one door stands in
// front of both. Handlers see neither.
package rest

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// Gate recognises callers and decides what they may do. rest knows neither
// how: wire.go hands in identity.Who and authz.Allowed.
type Gate struct {
	// Who puts the actor into the context, or fails with an Unauthenticated fault.
	Who func(ctx context.Context, r *http.Request) (context.Context, error)
	// Still is Who for a request that stays open: it does not count as a use of
	// the session. Nil: Who.
	Still func(ctx context.Context, r *http.Request) (context.Context, error)
	// May fails with a Forbidden fault when no rule allows p in any scope.
	May func(ctx context.Context, p kernel.Permission) error
	// Through narrows what ctx reaches to what p reaches too. Nil: it stays.
	Through func(ctx context.Context, p kernel.Permission) context.Context
	// Anew reads the policy again, for a request in whose middle it changed. Nil: the request fails.
	Anew func(ctx context.Context) (context.Context, error)
	// Passed hears of each operation that somebody may do, before it is done. Nil: nobody does.
	Passed func(ctx context.Context, operation, path, address string) error
	// Refused hears of each operation that somebody's rights do not allow. Nil: nobody does.
	Refused func(ctx context.Context, operation string, why *fault.Error)
	// Exported hears of each list that is taken out as a file, before the first
	// byte is sent: what cannot be noted is not sent. Nil: nobody does.
	Exported func(ctx context.Context, e Export) error
	// Undoable says whether the caller may try to take back a change of these tables. Nil: never.
	Undoable func(ctx context.Context, tables []string) bool
	// Now is the caller's present in their zone, for words like this_week in a filter. Nil: such words are refused.
	Now func(ctx context.Context) (time.Time, error)
	// Mates are the people of the caller's teams, for the word my_team. Nil: it is refused.
	Mates func(ctx context.Context) ([]uuid.UUID, error)
	// Custom are the fields that the organisation has added to a kind of record. Nil: there are none.
	Custom func(ctx context.Context, entity string) ([]page.Extra, error)
}

// Export is a list on its way out.
type Export struct {
	Operation string              // crm-list-deals
	Format    string              // csv, xlsx
	Filter    map[string][]string // with q and scope, if there were any
	Columns   []string
	Rows      int  // counted to 10,000
	More      bool // there are more than that
}

func (g Gate) refused(ctx context.Context, operation string, err error) {
	f := fault.As(err)
	if g.Refused == nil || f == nil || f.Kind != fault.Forbidden {
		return
	}
	g.Refused(ctx, operation, f)
}

func (g Gate) exported(ctx context.Context, e Export) error {
	if g.Exported == nil {
		return nil
	}
	return g.Exported(ctx, e)
}

func (g Gate) through(ctx context.Context, p kernel.Permission) context.Context {
	if g.Through == nil {
		return ctx
	}
	return g.Through(ctx, p)
}

func (g Gate) anew(ctx context.Context) (context.Context, error) {
	if g.Anew == nil {
		return ctx, fault.ErrMoved
	}
	return g.Anew(ctx)
}

func (g Gate) passed(ctx context.Context, operation, path, address string) error {
	if g.Passed == nil {
		return nil
	}
	return g.Passed(ctx, operation, path, address)
}

// Rights of operations that need no particular one.
const (
	Public   kernel.Permission = "public"    // nobody needs to be signed in
	SignedIn kernel.Permission = "signed_in" // anybody who is
)

// Options make an API.
type Options struct {
	Version string
	Gate    Gate
	// Proxies may say where a request came from; none by default.
	Proxies Proxies
	// XLSX writes a sheet; imports provides it. Nil: lists answer JSON and CSV only.
	XLSX SheetWriter
	// Bulk keeps runs over many records; bulk provides it. Nil: records are changed one by one only.
	Bulk BulkDesk
	// Observe hears of every request, for metrics.
	Observe func(operation, method string, status int, seconds float64)
}

// API collects operations. For gives each module its own prefix.
type API struct {
	huma   huma.API
	gin    *gin.Engine
	gate   Gate
	xlsx   SheetWriter
	bulk   BulkDesk
	prefix string
	tag    string
	ops    *[]Registered
	codes  map[string]*fault.Error
	// What is registered, for runs over many records.
	lists   map[string]*listed
	singles map[string]*single
}

// Registered is an operation with the right it needs, for goldens and guards.
type Registered struct {
	ID, Method, Path string
	Needs            kernel.Permission
	Export           kernel.Permission
}

// Base is where the API lives.
const Base = "/api/v1"

// libraries are told once how we want them: their settings are global.
var libraries sync.Once

// New makes an API that has no operations yet.
func New(o Options) *API {
	libraries.Do(func() {
		huma.NewError = newProblem
		huma.NewErrorWithContext = func(ctx huma.Context, status int, message string, errs ...error) huma.StatusError {
			return named(ctx.Context(), newProblem(status, message, errs...))
		}
		huma.DefaultArrayNullable = false // lists of ours are empty, never null
		huma.ValidateStrictCasing = true  // "NAME" would pass beside "name" unchecked, and win
		gin.SetMode(gin.ReleaseMode)
	})
	engine := gin.New()
	engine.HandleMethodNotAllowed = true
	engine.RedirectTrailingSlash = false
	if err := engine.SetTrustedProxies(nil); err != nil {
		panic(err) //nolint:forbidigo // nil cannot be refused
	}
	config := huma.DefaultConfig("Longhouse", o.Version)
	config.CreateHooks = nil
	config.DocsPath, config.SchemasPath, config.OpenAPIPath = "", "", ""
	config.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	config.Info.Description = description
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"token":   {Type: "http", Scheme: "bearer", Description: "An API token, made on the page API tokens."},
		"session": {Type: "apiKey", In: "cookie", Name: "__Host-longhouse"},
	}
	config.Security = []map[string][]string{{"token": {}}, {"session": {}}}
	a := &API{gin: engine, gate: o.Gate, xlsx: o.XLSX, bulk: o.Bulk, prefix: Base, ops: &[]Registered{}, codes: map[string]*fault.Error{},
		lists: map[string]*listed{}, singles: map[string]*single{}}
	engine.Use(door(o.Proxies, o.Observe)...)
	a.huma = humagin.New(engine, config)
	engine.NoRoute(func(c *gin.Context) {
		WriteProblem(c.Writer, c.Request, fault.ErrNotFound.Say("There is nothing at this address."))
	})
	engine.NoMethod(func(c *gin.Context) {
		WriteProblem(c.Writer, c.Request, errMethod)
	})
	return a
}

// For returns the API with a module's prefix: /api/v1/crm.
func (a *API) For(module string) *API {
	b := *a
	b.prefix, b.tag = Base+"/"+module, module
	return &b
}

// Operations lists what is registered.
func (a *API) Operations() []Registered { return *a.ops }

// Handler serves the API.
func (a *API) Handler() http.Handler { return a.gin }

// Document is the OpenAPI document, as web/openapi.json holds it.
func (a *API) Document() ([]byte, error) {
	raw, err := a.huma.OpenAPI().MarshalJSON()
	if err != nil {
		return nil, err
	}
	var v any
	if err := json.Unmarshal(raw, &v); err != nil {
		return nil, err
	}
	return json.MarshalIndent(v, "", "  ")
}

const description = "The API of Longhouse. All that the web app does goes through it.\n\n" +
	"Amounts and quantities are decimal numbers as text, instants are RFC 3339 in UTC, days are `2026-11-22`, IDs are UUIDs. " +
	"Lists take `limit`, `after`, `sort`, `q`, `count`, `filter` and the fields they name, and answer `{items, next}`. " +
	"Changes of an existing record need its ETag as `If-Match`; a POST with an `Idempotency-Key` may be repeated. " +
	"Refusals are `application/problem+json` (RFC 9457) with a stable `code` and pointers to the fields at fault."

// schemaName names a type by its module and name, so that two modules may each
// have a Line: CrmLine, InventoryLine; Page[crm.Deal] is CrmDealPage.
func schemaName(t reflect.Type, hint string) string {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	name := t.Name()
	if name == "" {
		name = hint
	}
	if name == "" { // a list of values in a query has neither
		return ""
	}
	if outer, inner, ok := strings.Cut(name, "["); ok {
		inner = strings.TrimSuffix(inner, "]")
		i := strings.LastIndexByte(inner, '.')
		return moduleWord(inner[:max(i, 0)]) + inner[i+1:] + outer
	}
	return moduleWord(t.PkgPath()) + strings.ToUpper(name[:1]) + name[1:]
}

func moduleWord(path string) string {
	parts := strings.Split(path, "/")
	if len(parts) < 3 || parts[0] != "longhouse" {
		return ""
	}
	word := parts[2]
	if word == "kernel" || word == "page" || word == "rest" {
		return ""
	}
	return strings.ToUpper(word[:1]) + word[1:]
}
