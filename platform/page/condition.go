package page

import (
	"bytes"
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

var rangeOps = map[string]string{"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}

// asker is who asks a list, and when: what me, my_team and this_week stand for.
type asker struct {
	Scope
	mates []uuid.UUID
	now   time.Time
}

func (r Request) asker(scope Scope) asker { return asker{scope, r.Mates, r.Now} }

// condition compiles one field=value or field.op=value; why is a sentence when it cannot.
func (c Column) condition(op, value string, who asker) (f fragment, why string) {
	expr := "(" + c.Expr + ")"
	switch {
	case op == "during" && c.Ops&Range != 0:
		return c.during(value, who.now)
	case op == "under" && c.Tree != nil:
		return c.under(value)
	case op == "empty" && c.Ops&Empty != 0:
		yes, err := strconv.ParseBool(value)
		if err != nil {
			return f, "Say true or false."
		}
		return fragment{sql: "(((" + c.held() + ") is null) = " + strconv.FormatBool(yes) + ")"}, ""
	case rangeOps[op] != "" && c.Ops&Range != 0:
		if !valid(c.Cast, value) {
			return f, "This needs " + form(c.Cast) + "."
		}
		return fragment{"(" + expr + " " + rangeOps[op] + " " + param + "::text::" + c.Cast + ")", []any{value}}, ""
	case op == "" && c.Ops&Prefix != 0:
		if !storable(value) {
			return f, "This needs a text."
		}
		return prefix(expr, value), ""
	case op == "" && c.Ops&Flag != 0:
		yes, err := strconv.ParseBool(value)
		if err != nil {
			return f, "Say true or false."
		}
		if c.Lookup != nil {
			return c.holding([]any{yes}), ""
		}
		return fragment{sql: "(" + expr + " = " + strconv.FormatBool(yes) + ")"}, ""
	case (op == "" || op == "not") && c.Ops&OneOf != 0:
		values, why := c.values(value, who)
		if why != "" {
			return f, why
		}
		f := fragment{"(" + expr + " = any(" + param + "::text[]::" + c.Cast + "[]))", []any{values}}
		if c.Lookup != nil {
			held := make([]any, len(values))
			for i, v := range values {
				held[i] = v
			}
			f = c.holding(held)
		}
		if op == "not" {
			f.sql = "(not coalesce(" + f.sql + ", false))"
		}
		return f, ""
	}
	return f, "This field cannot be compared like that."
}

// values reads a list of values; of people some are told by a word.
func (c Column) values(list string, who asker) (values []string, why string) {
	if c.Lookup != nil {
		c.Cast = c.Lookup.Cast
	}
	for v := range strings.SplitSeq(list, ",") {
		switch {
		case v == "me" && c.Cast == "uuid":
			values = append(values, who.Me.String())
		case v == "my_team" && c.Cast == "uuid" && who.mates != nil:
			for _, mate := range who.mates {
				values = append(values, mate.String())
			}
		case !valid(c.Cast, v):
			return nil, "This needs " + form(c.Cast) + "."
		default:
			values = append(values, v)
		}
	}
	if values == nil {
		values = []string{}
	}
	return values, ""
}

// under compiles field.under=<id>: the record and all below it, or several of them.
func (c Column) under(list string) (f fragment, why string) {
	ids := strings.Split(list, ",")
	for _, id := range ids {
		if !valid("uuid", id) {
			return f, "This needs an ID."
		}
	}
	return fragment{"((" + c.Tree.Of + ") in (with recursive branch(id) as (select unnest(" + param + "::text[]::uuid[]) union select t.id from " + c.Tree.Table +
		" t join branch on t." + c.Tree.Parent + " = branch.id) select id from branch))", []any{ids}}, ""
}

func valid(cast, value string) bool {
	var err error
	switch cast {
	case "uuid":
		_, err = uuid.Parse(value)
		return err == nil && len(value) == 36 // it also reads forms that PostgreSQL does not
	case "timestamptz":
		return instant(value)
	case "date":
		_, err = kernel.ParseDate(value)
	case "numeric":
		_, err = kernel.ParseDecimal(value)
	case "bigint":
		_, err = strconv.ParseInt(value, 10, 64)
	case "int":
		_, err = strconv.ParseInt(value, 10, 32)
	case "boolean":
		_, err = strconv.ParseBool(value)
	default:
		return storable(value)
	}
	return err == nil
}

// storable says whether PostgreSQL can take a text.
func storable(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }

// instant says whether PostgreSQL reads a text as the instant that we read.
func instant(value string) bool {
	for _, form := range []string{time.RFC3339Nano, "2006-01-02 15:04:05.999999Z07", "2006-01-02 15:04:05.999999Z07:00"} {
		if t, err := time.Parse(form, value); err == nil {
			_, offset := t.Zone()
			const widest = 15 * 60 * 60
			return t.Year() >= 1 && offset >= -widest && offset <= widest && !strings.Contains(value, ",")
		}
	}
	return false
}

func form(cast string) string {
	switch cast {
	case "uuid":
		return "an ID"
	case "timestamptz":
		return "an instant like 2026-11-22T10:00:00Z"
	case "date":
		return "a day like 2026-11-22"
	case "numeric":
		return "a number like 12.5"
	case "bigint", "int":
		return "a whole number"
	case "boolean":
		return "true or false"
	}
	return "a text"
}

const (
	maxDepth      = 6
	maxConditions = 100
)

// node is one step of a nested filter: and, or, not, or a comparison.
type node struct {
	And   []node          `json:"and"`
	Or    []node          `json:"or"`
	Not   *node           `json:"not"`
	Field string          `json:"field"`
	Op    string          `json:"op"`
	Value json.RawMessage `json:"value"`
}

// kinds counts what a node is at once; what is two things would be read as one
// of them, and show other rows than were meant.
func (n node) kinds() int {
	k := 0
	for _, is := range []bool{n.And != nil, n.Or != nil, n.Not != nil, n.Field != "" || n.Op != "" || n.Value != nil} {
		if is {
			k++
		}
	}
	return k
}

var errTree = fault.ErrInvalid.Field("/filter", "invalid", `The filter is a tree of {"and": […]}, {"or": […]}, {"not": …} and {"field", "op", "value"}, at most 6 deep with at most 100 conditions.`)

func (s *Spec) tree(r Request, who asker) (fragment, error) {
	var root node
	d := json.NewDecoder(bytes.NewReader(r.Tree))
	d.DisallowUnknownFields()
	if d.Decode(&root) != nil {
		return fragment{}, errTree
	}
	if _, err := d.Token(); err != io.EOF {
		return fragment{}, errTree
	}
	left := maxConditions
	return s.node(root, r, who, maxDepth, &left)
}

func (s *Spec) node(n node, r Request, who asker, depth int, left *int) (fragment, error) {
	if depth == 0 || n.kinds() != 1 {
		return fragment{}, errTree
	}
	switch {
	case n.And != nil || n.Or != nil:
		children, with := n.And, " and "
		if n.And == nil {
			children, with = n.Or, " or "
		}
		parts := make([]fragment, len(children))
		for i, child := range children {
			var err error
			if parts[i], err = s.node(child, r, who, depth-1, left); err != nil {
				return fragment{}, err
			}
		}
		if len(parts) == 0 {
			return fragment{}, errTree
		}
		return join(parts, with), nil
	case n.Not != nil:
		f, err := s.node(*n.Not, r, who, depth-1, left)
		return fragment{"(not coalesce(" + f.sql + ", false))", f.args}, err
	}
	if *left--; *left < 0 {
		return fragment{}, errTree
	}
	c, ok := s.column(n.Field, r)
	if !ok || c.Ops == 0 {
		return fragment{}, fault.ErrUnknownField.Field("/filter", "unknown_field", "This list cannot be filtered by "+n.Field+".")
	}
	if !who.MayRead(c.Class) {
		return fragment{}, who.refuse(n.Field, c.Class)
	}
	f, why := c.condition(operator(n.Op), text(n.Value), who)
	if why != "" {
		return fragment{}, fault.ErrInvalid.Field("/filter", "invalid", n.Field+": "+why)
	}
	return f, nil
}

// operator is a tree's word as the query string spells it: there equality has none.
func operator(word string) string {
	if word == "is" {
		return ""
	}
	return word
}

// text is a JSON value as the query string would spell it.
func text(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	var many []json.RawMessage
	if json.Unmarshal(raw, &many) == nil && many != nil {
		words := make([]string, len(many))
		for i, one := range many {
			words[i] = text(one)
		}
		return strings.Join(words, ",")
	}
	return string(raw)
}
