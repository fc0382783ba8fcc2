package page

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/fault"
)

// Request is what a caller asks of a list: filter, order and page.
type Request struct {
	Filter map[string][]string // field or field.operator → values
	Tree   json.RawMessage     // the nested filter, if any
	Query  string              // free text
	Near   bool                // the text may be mistyped; a list that knows nothing of closeness is then empty
	IDs    []uuid.UUID         // only these records; nil: any
	Sort   string
	After  string
	Limit  int
	Count  bool
	Scope  Relation // narrows the list to what is the caller's own, their team's or department's; None does not
	Group  []string // of a summary: fields, dates with a step: created_at:month
	Of     []string // of a summary: sum:amount
	// Now is the caller's present in their zone, for relative dates. Zero: they are refused.
	Now time.Time
	// Mates are the people of the caller's teams. Nil: they are not known, and my_team is refused.
	Mates []uuid.UUID
	// Custom are the fields that the organisation has added to the records, where the request names one.
	Custom []Extra
}

// ParseRequest reads a query string. Names in ignore belong to the operation itself.
func ParseRequest(values url.Values, ignore ...string) (Request, error) {
	r := Request{Filter: map[string][]string{}, Limit: defaultLimit}
	var faults fault.Collector
	for name, given := range values {
		value := given[len(given)-1]
		switch name {
		case "limit":
			n, err := strconv.Atoi(value)
			faults.Check(err == nil && n >= 1 && n <= maxLimit, "/limit", "invalid", "The limit is a number from 1 to 200.")
			r.Limit = n
		case "after":
			r.After = value
		case "sort":
			r.Sort = value
		case "q":
			r.Query = strings.TrimSpace(value)
		case "count":
			r.Count = value == "1" || value == "true"
		case "scope":
			r.Scope = ParseRelation(value)
			faults.Check(r.Scope >= Own && r.Scope <= Dept, "/scope", "invalid", "The scope is own, team or dept.")
		case "filter":
			r.Tree = json.RawMessage(value)
		case "group":
			r.Group = words(value)
		case "of":
			r.Of = words(value)
		case "ids":
			r.IDs = []uuid.UUID{}
			for _, text := range strings.Split(value, ",") {
				id, err := uuid.Parse(text)
				faults.Check(err == nil && len(r.IDs) < maxLimit, "/ids", "invalid", "These are up to 200 IDs, with commas between them.")
				r.IDs = append(r.IDs, id)
			}
		case "format", "columns":
		default:
			r.Filter[name] = given
		}
	}
	for _, name := range ignore {
		delete(r.Filter, name)
	}
	return r, faults.Err()
}

func words(list string) []string {
	if list == "" {
		return nil
	}
	return strings.Split(list, ",")
}

type cursor struct {
	Sort  string    `json:"s"`
	Value string    `json:"v"`
	ID    uuid.UUID `json:"i"`
}

func (c cursor) String() string {
	b, err := json.Marshal(c)
	if err != nil {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

func parseCursor(text, sort string) (cursor, error) {
	var c cursor
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || json.Unmarshal(b, &c) != nil || c.Sort != sort {
		return c, fault.ErrCursor.At("/after")
	}
	return c, nil
}

// Page is one page of a list. Next is absent on the last one.
type Page[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty" doc:"Send as after to get the next page"`
	Total *Total `json:"total,omitempty" doc:"Only with count=1"`
}

// Total counts the rows that match, exactly up to 10,000.
type Total struct {
	Count int  `json:"count"`
	Exact bool `json:"exact"`
}

// CountLimit is how far totals are counted; count queries stop one row later.
const CountLimit = 10_000

// NewTotal makes a total of what a count query found.
func NewTotal(n int64) *Total {
	if n > CountLimit {
		return &Total{Count: CountLimit}
	}
	return &Total{Count: int(n), Exact: true}
}

// Cut makes a page of rows that were read with Query.Max: one more than asked
// for. key gives a row's page_key and ID, view its shape for the caller.
func Cut[R, V any](q *Query, rows []R, key func(R) (string, uuid.UUID), view func(R) V) Page[V] {
	p := Page[V]{Items: make([]V, 0, min(len(rows), q.limit))}
	for i, row := range rows {
		if i == q.limit {
			value, id := key(rows[i-1])
			p.Next = cursor{Sort: q.sort, Value: value, ID: id}.String()
			break
		}
		p.Items = append(p.Items, view(row))
	}
	return p
}
