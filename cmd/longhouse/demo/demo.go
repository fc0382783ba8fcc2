// Package demo makes a believable company: Nordlicht Trading of Hamburg, who
// sell outdoor goods to shops, with a year of people, deals, orders and stock.
// All of it comes in as anybody's data would: by imports and over the REST API.
package demo

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"time"

	"github.com/google/uuid"
)

// Company is the demonstration's name, and its owner's.
const (
	Company = "Nordlicht Trading"
	Owner   = "Alex Petersen"
)

// File is one to be imported; Lines is its second file, if it has one.
type File struct {
	Target, Name string
	Data, Lines  []byte
}

// Into is where a demonstration is made.
type Into struct {
	// Import takes a file through the product's own import.
	Import func(ctx context.Context, f File) error
	// API answers requests of somebody who may do everything in the organisation.
	API http.Handler
	// Token opens it.
	Token string
	// Settle waits until what follows from all that was done is done.
	Settle func(ctx context.Context) error
	Now    time.Time
}

type filling struct {
	Into
	dice  dice
	now   time.Time
	today time.Time
}

// Fill makes the company. What is there already stays as it is, so a run that
// was cut off may be repeated.
func Fill(ctx context.Context, into Into) error {
	f := &filling{Into: into, dice: newDice(), now: into.Now, today: into.Now.Truncate(24 * time.Hour)}
	all, staff, accounts := goods(f.dice), people(f.dice, f.today), customers(f.dice)
	sell, buys := sellers(staff), chooser(accounts)
	deals := dealTable(f.dice, buys, sell, f.today)
	orders, lines, sold := orderTables(f.dice, buys, sell, all, f.today)
	if err := f.bring(ctx, "hr.employees", employeeTable(staff), nil); err != nil {
		return err
	}
	if err := f.positions(ctx, staff); err != nil {
		return fmt.Errorf("positions: %w", err)
	}
	if err := f.pay(ctx, staff); err != nil {
		return fmt.Errorf("pay: %w", err)
	}
	if err := f.logins(ctx, staff); err != nil {
		return fmt.Errorf("sign-ins: %w", err)
	}
	for _, step := range []struct {
		target       string
		table, lines *table
	}{
		{"inventory.suppliers", supplierTable(), nil},
		{"inventory.categories", categoryTable(), nil},
		{"inventory.products", productTable(all), nil},
		{"crm.accounts", accountTable(f.dice, accounts), nil},
		{"crm.contacts", contactTable(f.dice, accounts), nil},
		{"crm.deals", deals, nil},
	} {
		if err := f.bring(ctx, step.target, step.table, step.lines); err != nil {
			return err
		}
	}
	var moved struct{ Items []json.RawMessage }
	if err := f.call(ctx, http.MethodGet, "/inventory/movements?limit=1", nil, &moved); err != nil {
		return err
	}
	if len(moved.Items) == 0 {
		if err := f.stock(ctx, all, sold); err != nil {
			return fmt.Errorf("stock: %w", err)
		}
	}
	if err := f.bring(ctx, "crm.orders", orders, lines); err != nil {
		return err
	}
	if err := f.Settle(ctx); err != nil {
		return err
	}
	if err := f.ship(ctx); err != nil {
		return err
	}
	if err := f.talk(ctx); err != nil {
		return fmt.Errorf("notes: %w", err)
	}
	if err := f.arrange(ctx); err != nil {
		return fmt.Errorf("dashboards: %w", err)
	}
	return nil
}

func (f *filling) bring(ctx context.Context, target string, t, lines *table) error {
	file := File{Target: target, Name: target + ".csv"}
	var err error
	if file.Data, err = t.csv(); err != nil {
		return err
	}
	if lines != nil {
		if file.Lines, err = lines.csv(); err != nil {
			return err
		}
	}
	if err := f.Import(ctx, file); err != nil {
		return fmt.Errorf("%s: %w", target, err)
	}
	return nil
}

// ship sends some of what is ready, one in part, so that orders of every state are there.
func (f *filling) ship(ctx context.Context) error {
	var ready struct {
		Items []struct {
			ID string `json:"id"`
		}
	}
	if err := f.call(ctx, http.MethodGet, "/inventory/deliveries?state=ready&sort=created_at&limit=9", nil, &ready); err != nil {
		return err
	}
	for i, d := range ready.Items {
		body := object{}
		if i%3 == 0 {
			var delivery struct {
				Lines []struct {
					ID string `json:"id"`
				}
			}
			if err := f.call(ctx, http.MethodGet, "/inventory/deliveries/"+d.ID, nil, &delivery); err != nil {
				return err
			}
			body["lines"] = []object{{"id": delivery.Lines[0].ID, "qty": "1"}}
		}
		if err := f.call(ctx, http.MethodPost, "/inventory/deliveries/"+d.ID+"/ship", body, nil); err != nil {
			return err
		}
	}
	return nil
}

// ids reads a whole list, and gives its IDs by another field.
func (f *filling) ids(ctx context.Context, path, by string) (map[string]string, error) {
	out := map[string]string{}
	for after := ""; ; {
		var page struct {
			Items []map[string]any
			Next  string
		}
		if err := f.call(ctx, http.MethodGet, path+"?limit=200&after="+after, nil, &page); err != nil {
			return nil, err
		}
		for _, item := range page.Items {
			out[fmt.Sprint(item[by])] = fmt.Sprint(item["id"])
		}
		if after = page.Next; after == "" {
			return out, nil
		}
	}
}

// bin is the place where goods lie.
func (f *filling) bin(ctx context.Context) (string, error) {
	var places struct {
		Items []struct {
			ID string `json:"id"`
		}
	}
	err := f.call(ctx, http.MethodGet, "/inventory/locations?code=stock", nil, &places)
	if err == nil && len(places.Items) == 0 {
		err = fmt.Errorf("the warehouse has no stock bin")
	}
	if err != nil {
		return "", err
	}
	return places.Items[0].ID, nil
}

// call asks the API, in the process, as any program would ask it.
func (f *filling) call(ctx context.Context, method, path string, body, into any) error {
	return f.send(ctx, method, path, 0, body, into)
}

// change is call on a record whose version was read.
func (f *filling) change(ctx context.Context, method, path string, version int64, body any) error {
	return f.send(ctx, method, path, version, body, nil)
}

func (f *filling) send(ctx context.Context, method, path string, version int64, body, into any) error {
	raw, err := json.Marshal(body)
	if err != nil {
		return err
	}
	r := httptest.NewRequestWithContext(ctx, method, "/api/v1"+path, bytes.NewReader(raw))
	r.Header.Set("Authorization", "Bearer "+f.Token)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Idempotency-Key", uuid.NewString())
	if version > 0 {
		r.Header.Set("If-Match", strconv.Quote(strconv.FormatInt(version, 10)))
	}
	w := httptest.NewRecorder()
	f.API.ServeHTTP(w, r)
	if w.Code >= http.StatusBadRequest {
		return fmt.Errorf("%s %s: %d %s", method, path, w.Code, w.Body)
	}
	if into == nil {
		return nil
	}
	return json.Unmarshal(w.Body.Bytes(), into)
}
