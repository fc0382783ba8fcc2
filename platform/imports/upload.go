package imports

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"strings"
)

// unwrap finds the file in a request: the part "file" of a form, or the whole
// body, whose name is in the query.
func unwrap(contentType, name string, body []byte) (string, []byte, error) {
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil || !strings.HasPrefix(kind, "multipart/") {
		return name, body, nil //nolint:nilerr // a body of no known type is the file itself
	}
	form := multipart.NewReader(bytes.NewReader(body), params["boundary"])
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return "", nil, ErrNoUpload
		}
		if err != nil {
			return "", nil, ErrNoUpload.Because(err)
		}
		if part.FormName() != "file" {
			continue
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return "", nil, ErrNoUpload.Because(err)
		}
		if name == "" {
			name = part.FileName()
		}
		return name, data, nil
	}
}
