package rest

import (
	"bytes"
	"encoding/json"
	"mime"
	"net/http"
	"unicode/utf8"

	"longhouse/platform/fault"
)

// maxJSONDepth is how deep a body may be nested.
const maxJSONDepth = 32

// strictJSON refuses a body that two readers could understand differently: a
// key that stands twice, text that is not UTF-8; and one that is nested without
// measure. What is no JSON at all is left to the operation's own reading.
func strictJSON(r *http.Request) error {
	if r.Body == nil || r.Body == http.NoBody || r.ContentLength == 0 {
		return nil
	}
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err == nil && kind != "application/json" && kind != "application/merge-patch+json" {
		return nil
	}
	body, err := readBody(r)
	if err != nil {
		return err
	}
	if !utf8.Valid(body) {
		return fault.ErrInvalid.Field("", "invalid", "The request is not UTF-8.")
	}
	return checkJSON(body)
}

// level is an object or, without keys, a list that is open.
type level struct {
	keys map[string]bool
	name string
	key  bool // a key comes next
}

func checkJSON(body []byte) error {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var open []level
	for {
		token, err := d.Token()
		if err != nil {
			return nil //nolint:nilerr // the end, or no JSON: the operation says what is wrong with it
		}
		if token == json.Delim('}') || token == json.Delim(']') {
			open = open[:len(open)-1]
			continue
		}
		if n := len(open); n > 0 && open[n-1].keys != nil {
			top := &open[n-1]
			if name, ok := token.(string); ok && top.key {
				if top.keys[name] {
					return fault.ErrInvalid.Field(pointerTo(open[:n-1], name), "duplicate", "This field stands twice.")
				}
				top.keys[name], top.name, top.key = true, name, false
				continue
			}
			top.key = true
		}
		switch token {
		case json.Delim('{'):
			open = append(open, level{keys: map[string]bool{}, key: true})
		case json.Delim('['):
			open = append(open, level{})
		}
		if len(open) > maxJSONDepth {
			return fault.ErrInvalid.Field("", "invalid", "The request is nested too deeply.")
		}
	}
}

// pointerTo names a field by the objects that it lies in.
func pointerTo(within []level, name string) string {
	p := ""
	for _, l := range within {
		if l.keys != nil {
			p += "/" + l.name
		}
	}
	return p + "/" + name
}
