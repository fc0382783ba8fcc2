package demo

import (
	"context"
	"fmt"
	"net/http"
)

// said is what the company's people wrote about deals, the newest deal first.
var said = []struct {
	note   string
	pinned bool
	task   string
	days   int
	tag    string
}{
	{"Spoke with their buyer:\n\n- wants **two deliveries** instead of one\n- asks for the new catalogue\n\nDecides after the fair.", true, "Send the new catalogue", 0, "Key customer"},
	{"Price is fine, the term of payment is not. They ask for 45 days.", false, "Ask finance about 45 days", -2, "At risk"},
	{"Met them at the fair. Very interested in the *winter* range, less in tents.", false, "Call about the winter range", 3, ""},
	{"> We buy where the samples came first.\n\nSo: samples today.", false, "Check that the samples arrived", 6, "Key customer"},
}

// talk says something about some deals, gives tasks and puts tags on, so that
// a record has more to show than its changes.
func (f *filling) talk(ctx context.Context) error {
	var deals, tags struct {
		Items []struct {
			ID   string `json:"id"`
			Name string `json:"name"`
		}
	}
	if err := f.call(ctx, http.MethodGet, fmt.Sprintf("/crm/deals?status=open&sort=-created_at&limit=%d", len(said)), nil, &deals); err != nil {
		return err
	}
	if err := f.call(ctx, http.MethodGet, "/notes/tags", nil, &tags); err != nil || len(tags.Items) > 0 {
		return err // this was done before
	}
	known := map[string]string{}
	for i, d := range deals.Items {
		s, at := said[i], "/notes/records/crm.deal/"+d.ID
		if err := f.call(ctx, http.MethodPost, at+"/notes", object{"text": s.note, "pinned": s.pinned}, nil); err != nil {
			return err
		}
		due := f.today.AddDate(0, 0, s.days).Format("2006-01-02")
		if err := f.call(ctx, http.MethodPost, at+"/tasks", object{"title": s.task, "due_on": due}, nil); err != nil {
			return err
		}
		if s.tag == "" {
			continue
		}
		if known[s.tag] == "" {
			colour := map[string]string{"Key customer": "success", "At risk": "danger"}[s.tag]
			var made struct {
				ID string `json:"id"`
			}
			if err := f.call(ctx, http.MethodPost, "/notes/tags", object{"name": s.tag, "colour": colour}, &made); err != nil {
				return err
			}
			known[s.tag] = made.ID
		}
		if err := f.call(ctx, http.MethodPut, at+"/tags/"+known[s.tag], nil, nil); err != nil {
			return err
		}
	}
	return nil
}
