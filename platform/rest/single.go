package rest

import (
	"context"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"longhouse/platform/fault"
)

// single is an operation on one record as a run over many calls it: with the
// checks that a request meets, and without a request. after is the record's
// version then, where the operation tells it.
type single struct {
	op    Op
	takes bool // a body
	check func(body []byte) (json.RawMessage, error)
	do    func(ctx context.Context, id uuid.UUID, version int64, body json.RawMessage) (after int64, err error)
}

// singly keeps an operation on {id} for runs over many; nil: it is none.
func singly[I, O any](a *API, op Op, h func(context.Context, *I) (*O, error)) *single {
	in := reflect.TypeFor[I]()
	match, matched := in.FieldByName("IfMatch")
	at := idIn(in)
	if !op.changes() || !matched || match.Tag.Get("header") != "If-Match" || at == nil || len(placeholder.FindAllString(op.Path, -1)) != 1 {
		return nil
	}
	body, takes := in.FieldByName("Body")
	s := &single{op: op, takes: takes, check: func([]byte) (json.RawMessage, error) { return nil, nil }}
	if takes {
		schema := a.huma.OpenAPI().Components.Schemas.Schema(body.Type, true, op.ID+"-body")
		s.check = func(raw []byte) (json.RawMessage, error) {
			return checked(a.huma.OpenAPI().Components.Schemas, schema, body.Type, raw)
		}
	}
	s.do = func(ctx context.Context, id uuid.UUID, version int64, given json.RawMessage) (int64, error) {
		if err := a.gate.May(ctx, op.Needs); err != nil {
			return 0, err
		}
		in := new(I)
		v := reflect.ValueOf(in).Elem()
		v.FieldByIndex(match.Index).SetString(etag(version))
		if err := v.FieldByIndex(at).Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(id.String())); err != nil { //nolint:forcetypeassert // idIn looked
			return 0, fault.ErrNotFound
		}
		if takes && given != nil {
			if err := json.Unmarshal(given, v.FieldByIndex(body.Index).Addr().Interface()); err != nil {
				return 0, fault.ErrInvalid.Because(err)
			}
		}
		out, err := h(ctx, in)
		if errors.Is(err, fault.ErrMoved) {
			if ctx, err = a.decide(ctx, op); err == nil {
				out, err = h(ctx, in)
			}
		}
		if err != nil {
			return 0, err
		}
		return versionOf(out), nil
	}
	return s
}

// idIn finds the field that takes {id} up, if it reads itself from text.
func idIn(in reflect.Type) []int {
	for _, f := range reflect.VisibleFields(in) {
		if f.Tag.Get("path") == "id" && reflect.PointerTo(f.Type).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()) {
			return f.Index
		}
	}
	return nil
}

func versionOf(out any) int64 {
	v := reflect.ValueOf(out)
	if v.Kind() != reflect.Pointer || v.IsNil() {
		return 0
	}
	tag := v.Elem().FieldByName("ETag")
	if !tag.IsValid() || tag.Kind() != reflect.String {
		return 0
	}
	text, err := strconv.Unquote(tag.String())
	if err != nil {
		return 0
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// checked reads a body as the operation's own request would: null clears, and
// what breaks the schema is refused with pointers.
func checked(known huma.Registry, schema *huma.Schema, into reflect.Type, raw []byte) (json.RawMessage, error) {
	raw, err := cleared(raw)
	if err != nil {
		return nil, err
	}
	if err := checkJSON(raw); err != nil {
		return nil, err
	}
	var value any
	if err := json.Unmarshal(raw, &value); err != nil {
		return nil, errMalformed.Because(err)
	}
	res := &huma.ValidateResult{}
	huma.Validate(known, schema, huma.NewPathBuffer([]byte("body"), len("body")), huma.ModeWriteToServer, value, res)
	if len(res.Errors) == 0 {
		// Some values read themselves from text, and only they know what they take.
		if err := json.Unmarshal(raw, reflect.New(into).Interface()); err != nil {
			res.Add(huma.NewPathBuffer([]byte("body"), len("body")), nil, err.Error())
		}
	}
	if len(res.Errors) == 0 {
		return raw, nil
	}
	f := fault.ErrInvalid
	var p *Problem
	if errors.As(newProblem(http.StatusUnprocessableEntity, "", res.Errors...), &p) {
		for _, e := range p.Errors {
			f = f.Field(e.Pointer, e.Code, e.Detail)
		}
	}
	return nil, f
}

// mustSingle finds an operation that a list names for runs over many.
func (a *API) mustSingle(list, id string) *single {
	s := a.singles[id]
	if s == nil {
		panic(fmt.Sprintf("%s does %s to many, which is no operation on one record with a version", list, id)) //nolint:forbidigo // a defect that must keep the server from starting
	}
	return s
}
