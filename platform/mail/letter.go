package mail

import (
	"html/template"
	"strings"

	"longhouse/platform/words"
)

// frame is all the HTML that mails have: paragraphs, one button, and a line
// that says where it came from. It loads nothing from anywhere.
var frame = template.Must(template.New("mail").Parse(`<!doctype html>
<html lang="{{.Language}}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{.Subject}}</title></head>
<body style="margin:0;padding:24px;background:#f4f4f2;font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;color:#1c1c1a">
<div style="max-width:560px;margin:0 auto;padding:32px;background:#ffffff;border:1px solid #e2e2de;border-radius:8px;line-height:1.55;font-size:15px">
{{range .Paragraphs}}<p style="margin:0 0 16px">{{range $i, $line := .}}{{if $i}}<br>{{end}}{{$line}}{{end}}</p>
{{end}}{{if .URL}}<p style="margin:24px 0"><a href="{{.URL}}" style="display:inline-block;padding:10px 18px;background:#1f5f4a;color:#ffffff;text-decoration:none;border-radius:6px;font-weight:600">{{.Label}}</a></p>
<p style="margin:0 0 16px;font-size:13px;color:#5c5c58">{{.Else}}<br>{{.URL}}</p>
{{end}}</div>
<p style="max-width:560px;margin:16px auto 0;font-size:12px;color:#6f6f6a">{{.From}}</p>
</body></html>
`))

// plain is the mail for readers without HTML.
func plain(text, label, url string) string {
	if url == "" {
		return text + "\n"
	}
	return text + "\n\n" + label + ":\n" + url + "\n"
}

func rich(language, subject, text, label, url string) (string, error) {
	view := struct {
		Language, Subject, Label, URL, Else, From string
		Paragraphs                                [][]string
	}{Language: language, Subject: subject, Label: label, URL: url,
		Else: words.Say(language, "If the button does not work, copy this address into your browser:"), From: words.Say(language, "Sent by Longhouse.")}
	for _, p := range strings.Split(text, "\n\n") {
		view.Paragraphs = append(view.Paragraphs, strings.Split(p, "\n"))
	}
	var b strings.Builder
	err := frame.Execute(&b, view)
	return b.String(), err
}
