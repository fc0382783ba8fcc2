package main

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/google/uuid"
)

// kind is one sort of call, as the API gets it and as pgbench replays it.
type kind struct {
	name string
	aim  float64 // of pgbench
	bare float64 // of the bare handler; 0: it has none
	// call makes call n.
	call func(n int) request
	// known are the values of call n that differ from call to call.
	known func(n int) []sub
	// variables set :n, and what known says, for each transaction of pgbench.
	variables string
	// once: each n can be used once, and these are taken in a row.
	once bool
	most int // calls in a cell, with the work that they leave; 0: as many as fit in the time
	role string
}

const random = "\\set n random(1, 100000)\n"

// inRow takes rows one after the other, each client from a part of its own.
const inRow = "\\set n :first + :client_id * :span + :i\n"

const each = "\\set i :i + 1\n\\set u :base + :client_id * 1000000 + :i\n"

func byRow(n int) []sub {
	return []sub{{rowID(account, n), rowSQL(account)}, {fmt.Sprintf("C%07d", n), "('C' || lpad(:n::text, 7, '0'))"}}
}

func word(n int) string { return fmt.Sprintf("%s %03d", nouns[n%len(nouns)], n/len(nouns)%100) }

var countries = []string{"DE", "FR", "IT", "AT", "PL", "PT"}

// kinds are what is measured. drafts is how many orders a cell may confirm.
func kinds(drafts int) []kind {
	crm := "longhouse_crm"
	return []kind{
		{
			name: "read one account", bare: 0.6, variables: random, known: byRow, role: crm,
			call: func(n int) request {
				return request{method: http.MethodGet, path: "/api/v1/crm/accounts/" + rowID(account, n)}
			},
		}, {
			name: "list 50 of 100,000, filtered, sorted", bare: 0.6, variables: random, role: crm,
			call: func(n int) request {
				return request{method: http.MethodGet, path: "/api/v1/crm/accounts?lifecycle=customer&sort=-created_at&limit=50&country=" + countries[n%len(countries)]}
			},
			known: func(n int) []sub {
				return []sub{{countries[n%len(countries)], "(array['" + strings.Join(countries, "','") + "'])[1 + :n::int % 6]"}}
			},
		}, {
			name: "search a text", variables: random, role: crm,
			call: func(n int) request {
				return request{method: http.MethodGet, path: "/api/v1/crm/accounts?limit=50&q=" + strings.ReplaceAll(word(n), " ", "%20")}
			},
			known: func(n int) []sub {
				return []sub{{word(n), "((array['" + strings.Join(nouns, "','") + "'])[1 + :n::int % 25] || ' ' || lpad((:n::int / 25 % 100)::text, 3, '0'))"}}
			},
		}, {
			name: "create an account", aim: 0.4, variables: random, role: crm, known: func(int) []sub { return nil },
			call: func(n int) request {
				body := fmt.Sprintf(`{"name":"Made %s","lifecycle":"customer","industry":"Food","email":"office@new.example"}`, word(n))
				return request{http.MethodPost, "/api/v1/crm/accounts", body, map[string]string{"Idempotency-Key": uuid.Must(uuid.NewV7()).String()}}
			},
		}, {
			name: "update an account", aim: 0.4, variables: inRow, known: byRow, role: crm, once: true,
			call: func(n int) request {
				return request{http.MethodPatch, "/api/v1/crm/accounts/" + rowID(account, n), `{"industry":"Shipping"}`, map[string]string{"If-Match": `"1"`}}
			},
		}, {
			name: "confirm an order of 3 lines", aim: 0.75, variables: inRow, role: crm, once: true, most: drafts,
			call: func(n int) request {
				return request{http.MethodPost, "/api/v1/crm/orders/" + rowID(order, n) + "/confirm", "", map[string]string{"If-Match": `"1"`, "Idempotency-Key": uuid.Must(uuid.NewV7()).String()}}
			},
			known: func(n int) []sub {
				subs := []sub{}
				for k := order; k < order+4; k++ {
					subs = append(subs, sub{rowID(k, n), rowSQL(k)})
				}
				return subs
			},
		},
	}
}
