package rest

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"maps"
	"net/http"
	"regexp"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/fault"
)

// Problem is a refusal on the wire (RFC 9457).
type Problem struct {
	Type    string         `json:"type" example:"/problems/inventory.short"`
	Title   string         `json:"title"`
	Status  int            `json:"status"`
	Detail  string         `json:"detail" doc:"A sentence that says what to do"`
	Code    string         `json:"code" doc:"Stable, for programs" example:"inventory.short"`
	Params  map[string]any `json:"params,omitempty" doc:"Numbers that belong to the refusal"`
	Errors  []ProblemField `json:"errors,omitempty" doc:"Faults of single fields"`
	Request string         `json:"request_id,omitempty"`
}

// ProblemField is the fault of one field.
type ProblemField struct {
	Pointer string         `json:"pointer" example:"/lines/0/quantity"`
	Code    string         `json:"code"`
	Detail  string         `json:"detail"`
	Params  map[string]any `json:"params,omitempty"`
}

// Error is for logs.
func (p *Problem) Error() string { return p.Code + ": " + p.Detail }

// GetStatus is the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType says that this is a problem, not the answer that was asked for.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// GetHeaders tells whoever must wait how long, and whoever is late which
// version there is now.
func (p *Problem) GetHeaders() http.Header {
	switch p.Status {
	case http.StatusServiceUnavailable, http.StatusTooManyRequests:
		return http.Header{"Retry-After": {retryAfter(p)}}
	case http.StatusPreconditionFailed:
		if version, ok := p.Params["version"].(int64); ok {
			return http.Header{"Etag": {etag(version)}}
		}
	}
	return nil
}

var statuses = map[fault.Kind]int{
	fault.Malformed: 400, fault.Unauthenticated: 401, fault.Forbidden: 403, fault.NotFound: 404, fault.Conflict: 409,
	fault.Stale: 412, fault.TooLarge: 413, fault.Media: 415, fault.Invalid: 422, fault.Unconditional: 428,
	fault.Limited: 429, fault.Internal: 500, fault.Unavailable: 503,
}

// What a request may be refused for before an operation sees it.
var (
	errMethod     = fault.New(fault.Malformed, "method", "This address does not know that method.")
	errMalformed  = fault.New(fault.Malformed, "malformed", "The request cannot be read.")
	errTooLarge   = fault.New(fault.TooLarge, "too_large", "The request is too large.")
	errMedia      = fault.New(fault.Media, "media_type", "Send application/json.")
	errAcceptable = fault.New(fault.Media, "not_acceptable", "This list cannot be had in that format.")
)

// refusals are those, for the pages that problems point to.
var refusals = []*fault.Error{ErrForeign, errMethod, errMalformed, errTooLarge, errMedia, errAcceptable, errNoFile}

// statusOf are the codes whose status is not their kind's.
var statusOf = map[string]int{errMethod.Code: http.StatusMethodNotAllowed, errAcceptable.Code: http.StatusNotAcceptable}

// problemOf turns any error into a problem. Whatever is no fault is internal:
// logged here, once, and nothing of it is shown.
func problemOf(r *http.Request, err error) *Problem {
	var ready *Problem
	if errors.As(err, &ready) {
		return ready
	}
	f := fault.As(err)
	gone := r.Context().Err() != nil // the client went away, so nobody is refused anything
	if gone {
		slog.DebugContext(r.Context(), "request given up by its client", "method", r.Method, "path", r.URL.Path)
	}
	if f == nil && !gone {
		slog.ErrorContext(r.Context(), "request failed", "method", r.Method, "path", r.URL.Path, "error", err)
	}
	if f == nil {
		f = fault.ErrInternal
	}
	status := statuses[f.Kind]
	if own := statusOf[f.Code]; own != 0 {
		status = own
	}
	if status >= 500 && f != fault.ErrInternal && !gone {
		slog.WarnContext(r.Context(), "request refused", "method", r.Method, "path", r.URL.Path, "error", err)
	}
	p := &Problem{Type: "/problems/" + f.Code, Title: http.StatusText(status), Status: status, Detail: f.Message, Code: f.Code, Params: f.Params}
	if len(f.Fields) == 1 && f.Code == fault.ErrInvalid.Code {
		p.Detail = f.Fields[0].Message
	}
	for _, field := range f.Fields {
		p.Errors = append(p.Errors, ProblemField{field.Pointer, field.Code, field.Message, field.Params})
	}
	if who, err := actor.From(r.Context()); err == nil {
		p.Request = who.Request.String()
	}
	return p
}

// WriteProblem answers with the problem that an error is.
func WriteProblem(w http.ResponseWriter, r *http.Request, err error) {
	p := problemOf(r, err)
	if p.Request == "" {
		p.Request = w.Header().Get("X-Request-Id")
	}
	h := w.Header()
	h.Set("Content-Type", "application/problem+json")
	maps.Copy(h, p.GetHeaders())
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // the client may be gone; there is nobody left to tell
}

func retryAfter(p *Problem) string {
	if s, ok := p.Params["retry_after"].(string); ok {
		return s
	}
	return "2"
}

// newProblem is what huma makes of its own refusals: what cannot be read or
// breaks the schema. It never echoes the value, which may be a secret.
func newProblem(status int, message string, errs ...error) huma.StatusError {
	var given *Problem
	for _, err := range errs {
		if errors.As(err, &given) {
			return given
		}
	}
	p := &Problem{Type: "/problems/invalid", Title: http.StatusText(status), Status: status, Code: "invalid", Detail: fault.ErrInvalid.Message}
	switch status {
	case http.StatusBadRequest:
		p.Type, p.Code, p.Detail = "/problems/malformed", "malformed", "The request cannot be read: "+message+"."
	case http.StatusRequestEntityTooLarge:
		p.Type, p.Code, p.Detail = "/problems/too_large", "too_large", "The request is too large."
	case http.StatusUnsupportedMediaType:
		p.Type, p.Code, p.Detail = "/problems/media_type", "media_type", "Send application/json."
	case http.StatusNotAcceptable:
		p.Type, p.Code, p.Detail = "/problems/not_acceptable", "not_acceptable", "This answers application/json."
	case http.StatusInternalServerError:
		p.Type, p.Code, p.Detail = "/problems/internal", "internal", fault.ErrInternal.Message
	}
	for _, err := range errs {
		var d huma.ErrorDetailer
		if errors.As(err, &d) {
			detail := d.ErrorDetail()
			message := detail.Message
			if detail.Location == "body" && status == http.StatusUnprocessableEntity {
				message = unquoted(message)
			}
			p.Errors = append(p.Errors, ProblemField{Pointer: pointer(detail.Location), Code: codeOf(message), Detail: sentence(message)})
		}
	}
	if len(p.Errors) == 1 {
		p.Detail = p.Errors[0].Detail
	}
	return p
}

// named notes in a problem which request it is of.
func named(ctx context.Context, err huma.StatusError) huma.StatusError {
	if p, ok := err.(*Problem); ok && p.Request == "" {
		if id := RequestID(ctx); id != uuid.Nil {
			p.Request = id.String()
		}
	}
	return err
}

var quoted = regexp.MustCompile(`:? *".*"`)

// unquoted is what a value says that does not read itself from text, without the
// text; what JSON itself says names types of ours.
func unquoted(message string) string {
	switch {
	case strings.HasPrefix(message, "expected "):
		return message
	case strings.HasPrefix(message, "not a "):
		return quoted.ReplaceAllString(message, "")
	}
	return "a value has a form that its field cannot take"
}

var index = regexp.MustCompile(`\[(\d+)\]`)

// pointer turns body.lines[0].quantity into /lines/0/quantity.
func pointer(location string) string {
	location = index.ReplaceAllString(location, ".$1")
	parts := strings.Split(location, ".")
	if len(parts) > 0 && (parts[0] == "body" || parts[0] == "path" || parts[0] == "query" || parts[0] == "header") {
		parts = parts[1:]
	}
	if len(parts) == 0 {
		return ""
	}
	return "/" + strings.Join(parts, "/")
}

func codeOf(message string) string {
	switch {
	case strings.HasPrefix(message, "unexpected property"):
		return "unknown_field"
	case strings.HasPrefix(message, "expected required property"), strings.HasPrefix(message, "required"):
		return "required"
	}
	return "invalid"
}

func sentence(message string) string {
	if name, ok := strings.CutPrefix(message, "expected required property "); ok {
		return "This field is required: " + strings.TrimSuffix(name, " to be present") + "."
	}
	if message == "unexpected property" {
		return "There is no such field here, or it cannot be written."
	}
	if message == "" {
		return message
	}
	return strings.ToUpper(message[:1]) + message[1:] + "."
}
