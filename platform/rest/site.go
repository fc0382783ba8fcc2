package rest

import (
	"bytes"
	"compress/gzip"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"slices"
	"strings"

	"longhouse/platform/fault"
)

// Site is all that the listener serves: the API, the UI's files, the health of
// the process, a page for each problem, and the API's reference.
type Site struct {
	API    *API
	UI     fs.FS          // the built UI; its assets carry a hash in their names
	Codes  []*fault.Error // every fault that the house knows, for /problems/<code>
	Health *Health
}

// asset is a file of the UI as it is sent.
type asset struct {
	kind          string
	plain, zipped []byte
}

// Handler reads the UI's files once and serves everything.
func (s Site) Handler() (http.Handler, error) {
	assets, err := readAssets(s.UI)
	if err != nil {
		return nil, err
	}
	document, err := s.API.Document()
	if err != nil {
		return nil, err
	}
	pages := map[string][]byte{}
	for _, name := range []string{"index.html", "reference.html"} {
		if pages[name], err = fs.ReadFile(s.UI, name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	if pages["index.html"] == nil {
		pages["index.html"] = []byte(unbuilt)
	}
	document = append(document, '\n')
	mux := http.NewServeMux()
	mux.Handle("/api/", s.API.Handler())
	mux.HandleFunc("GET /api/v1/openapi.json", func(w http.ResponseWriter, r *http.Request) {
		send(w, r, asset{kind: "application/json", plain: document}, "no-cache")
	})
	mux.HandleFunc("GET /healthz", s.Health.live)
	mux.HandleFunc("GET /readyz", s.Health.ready)
	mux.HandleFunc("GET /problems/{code}", problemPage(slices.Concat(s.Codes, refusals, fault.Common)))
	mux.HandleFunc("GET /reference", func(w http.ResponseWriter, r *http.Request) { sendPage(w, r, pages["reference.html"]) })
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if a, ok := assets[strings.TrimPrefix(path.Clean(r.URL.Path), "/")]; ok {
			keep := "no-cache"
			if strings.HasPrefix(r.URL.Path, "/assets/") {
				keep = "public, max-age=31536000, immutable"
			}
			send(w, r, a, keep)
			return
		}
		if strings.HasPrefix(r.URL.Path, "/assets/") { // a file of another version: not the page under its name
			http.NotFound(w, r)
			return
		}
		sendPage(w, r, pages["index.html"])
	})
	return secured(mux), nil
}

const unbuilt = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Longhouse</title>
<p>The server runs, but this binary was built without the web UI. Run <code>make web</code>, then build again.`

// secured adds what every answer of the site carries. The API sets its own,
// stricter policy on top.
func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		next.ServeHTTP(w, r)
	})
}

// sendPage sends HTML whose scripts are files and whose styles carry a nonce that
// is new each time: text that slipped into a page could run nothing.
func sendPage(w http.ResponseWriter, r *http.Request, html []byte) {
	if html == nil {
		http.NotFound(w, r)
		return
	}
	raw := make([]byte, 16)
	_, _ = rand.Read(raw) // crypto/rand never fails; it ends the program instead
	nonce := base64.RawURLEncoding.EncodeToString(raw)
	w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-"+nonce+
		"'; img-src 'self' data: blob:; frame-src blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	send(w, r, asset{kind: "text/html; charset=utf-8", plain: bytes.ReplaceAll(html, []byte("__CSP_NONCE__"), []byte(nonce))}, "no-store")
}

func send(w http.ResponseWriter, r *http.Request, a asset, keep string) {
	h := w.Header()
	h.Set("Content-Type", a.kind)
	h.Set("Cache-Control", keep)
	h.Add("Vary", "Accept-Encoding")
	body := a.plain
	if a.zipped != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		body = a.zipped
	}
	h.Set("Content-Length", fmt.Sprint(len(body)))
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the browser may be gone; there is nobody left to tell
	}
}

// readAssets keeps the files in memory, compressed once: they are few, and the
// binary holds them anyway.
func readAssets(files fs.FS) (map[string]asset, error) {
	out := map[string]asset{}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(name, ".html") || strings.HasPrefix(path.Base(name), ".") || strings.HasPrefix(name, ".") {
			return err
		}
		plain, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		a := asset{kind: mime.TypeByExtension(path.Ext(name)), plain: plain}
		switch path.Ext(name) {
		case ".js", ".css", ".svg", ".json", ".webmanifest":
			if a.zipped, err = zipped(plain); err != nil {
				return err
			}
		}
		if a.kind == "" {
			a.kind = "application/octet-stream"
		}
		out[name] = a
		return nil
	})
	return out, err
}

func zipped(plain []byte) ([]byte, error) {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(plain); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	if b.Len() >= len(plain) {
		return nil, nil
	}
	return b.Bytes(), nil
}
