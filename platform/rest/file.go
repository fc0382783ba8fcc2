package rest

import (
	"context"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"longhouse/platform/clock"
	"longhouse/platform/fault"
)

// slow is how long a file may take to come or go: over a bad line it is minutes.
const slow = 10 * time.Minute

// Upload is a file that comes with a request: read it once, to its end.
type Upload struct {
	Name    string // as the client calls it
	Content io.Reader
}

var errNoFile = fault.New(fault.Malformed, "no_file", "The request holds no file. Send it as the part \"file\" of a form, or as the body with its name in the query.")

// RegisterUpload adds an operation that takes one file: as the part "file" of
// a form, or as the whole body with its name in the query. The file is read
// while it comes; a repeated request is told by its address and its key, and
// not by what is in the file.
func RegisterUpload[I, O any](a *API, op Op, h func(context.Context, *I, Upload) (*O, error)) {
	reads(op, reflect.TypeFor[I]())
	op.streams = true
	op.Doc = join(op.Doc, "The file is the part `file` of a form, or the whole body with its name in the query.")
	o := traces(a.operation(op), op, reflect.TypeFor[O]())
	huma.Register(a.huma, o, func(ctx context.Context, in *I) (*O, error) {
		x, ok := ctx.Value(exchangeKey{}).(*exchange)
		if !ok {
			return nil, problemOf(requestOf(ctx), fault.ErrInternal)
		}
		if err := unhurried(http.NewResponseController(x.w).SetReadDeadline); err != nil {
			return nil, problemOf(x.r, err)
		}
		var out *O
		file, err := sent(x.r)
		if err == nil {
			out, err = h(ctx, in, file)
		}
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			err = errTooLarge.With(map[string]any{"limit": tooLarge.Limit})
		}
		if err != nil {
			a.gate.refused(ctx, op.ID, err)
			return nil, problemOf(x.r, err)
		}
		replayed(ctx)
		a.traced(ctx, op)
		return out, nil
	})
	// Said afterwards: huma would read the body itself where it knows that there is one.
	binary := &huma.Schema{Type: "string", Format: "binary"}
	a.huma.OpenAPI().Paths[o.Path].Post.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"application/octet-stream": {Schema: binary},
		"multipart/form-data": {Schema: &huma.Schema{Type: "object", Properties: map[string]*huma.Schema{"file": binary}, Required: []string{"file"}}}}}
}

// sent finds the file in a request.
func sent(r *http.Request) (Upload, error) {
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || !strings.HasPrefix(kind, "multipart/") {
		return Upload{r.URL.Query().Get("name"), r.Body}, nil //nolint:nilerr // a body of no known type is the file itself
	}
	form := multipart.NewReader(r.Body, params["boundary"])
	for {
		part, err := form.NextPart()
		if err != nil {
			return Upload{}, errNoFile.Because(err)
		}
		if part.FormName() == "file" {
			return Upload{part.FileName(), part}, nil
		}
	}
}

// Download is a file on its way to a client.
type Download struct {
	Name    string
	Type    string
	Size    int64
	Sum     string // names the content: its ETag
	Content io.ReadCloser
}

type fileOut struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Length      string `header:"Content-Length"`
	Policy      string `header:"Content-Security-Policy"`
	Caching     string `header:"Cache-Control"`
	Tag         string `header:"ETag"`
	Body        func(huma.Context)
}

// RegisterFile adds an operation that answers a file. Whatever is in it, a
// browser saves it, guesses no other type, and runs nothing of it.
func RegisterFile[I any](a *API, op Op, h func(context.Context, *I) (Download, error)) {
	reads(op, reflect.TypeFor[I]())
	o := a.operation(op)
	o.Responses = map[string]*huma.Response{"200": {Description: "The file", Content: map[string]*huma.MediaType{
		"application/octet-stream": {Schema: &huma.Schema{Type: "string", Format: "binary"}}}}}
	huma.Register(a.huma, o, func(ctx context.Context, in *I) (*fileOut, error) {
		d, err := h(ctx, in)
		if err != nil {
			a.gate.refused(ctx, op.ID, err)
			return nil, problemOf(requestOf(ctx), err)
		}
		return &fileOut{ContentType: d.Type, Disposition: disposition(d.Name), Length: strconv.FormatInt(d.Size, 10), Tag: `"` + d.Sum + `"`,
			Policy: "default-src 'none'; frame-ancestors 'none'; sandbox", Caching: "private, no-cache", Body: func(hc huma.Context) {
				defer d.Content.Close() //nolint:errcheck // it was only read
				if x, ok := ctx.Value(exchangeKey{}).(*exchange); ok {
					_ = unhurried(http.NewResponseController(x.w).SetWriteDeadline) // then the server's own holds
				}
				if _, err := io.CopyN(hc.BodyWriter(), d.Content, d.Size); err != nil {
					// Half a file must not look like a whole one: cut the connection.
					panic(http.ErrAbortHandler) //nolint:forbidigo // the documented way to do that
				}
			}}, nil
	})
}

// disposition names a file in any language, and plainly for clients that know no other.
func disposition(name string) string {
	if d := mime.FormatMediaType("attachment", map[string]string{"filename": name}); d != "" {
		return d
	}
	return "attachment"
}

func unhurried(set func(time.Time) error) error {
	err := set(clock.Clock{}.Now().Add(slow))
	if errors.Is(err, http.ErrNotSupported) {
		return nil // a recorder in a test
	}
	return err
}
