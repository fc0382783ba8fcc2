package rest

import (
	"cmp"
	"html/template"
	"net/http"
	"strings"

	"longhouse/platform/fault"
)

var problemTemplate = template.Must(template.New("problem").Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<title>{{.Code}} · Longhouse</title>
<style nonce="__CSP_NONCE__">body{font:1rem/1.6 system-ui,sans-serif;max-width:40rem;margin:15vh auto;padding:0 1.5rem}code{font-size:.95em}small{opacity:.7}</style></head>
<body><small>Problem · status {{.Status}}</small><h1><code>{{.Code}}</code></h1><p>{{.Message}}</p>
<p><small>Answers of this kind are <code>application/problem+json</code> (RFC 9457). Programs should look at <code>code</code>, which is stable, and at <code>errors[].pointer</code>, which names the field.</small></p>
<p><a href="/reference">API reference</a></p></body></html>`))

// problemPage explains a code: the address that a problem's type leads to.
func problemPage(codes []*fault.Error) http.HandlerFunc {
	known := map[string]*fault.Error{}
	for _, f := range codes {
		known[f.Code] = f
	}
	return func(w http.ResponseWriter, r *http.Request) {
		f := known[r.PathValue("code")]
		if f == nil {
			WriteProblem(w, r, fault.ErrNotFound.Say("There is no problem of that code."))
			return
		}
		var b strings.Builder
		if err := problemTemplate.Execute(&b, map[string]any{"Code": f.Code, "Message": f.Message, "Status": cmp.Or(statusOf[f.Code], statuses[f.Kind])}); err != nil {
			WriteProblem(w, r, err)
			return
		}
		sendPage(w, r, []byte(b.String()))
	}
}
