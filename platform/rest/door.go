package rest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

const maxBody = 1 << 20

type operationKey struct{}

// noteOperation remembers which operation a request turned out to be, for log and metrics.
func noteOperation(ctx context.Context, id string) {
	if p, ok := ctx.Value(operationKey{}).(*string); ok {
		*p = id
	}
}

// RequestID is the ID that we gave the request; problems and logs name it.
func RequestID(ctx context.Context) uuid.UUID {
	id, _ := ctx.Value(requestKey{}).(uuid.UUID)
	return id
}

type requestKey struct{}

// door is what every request passes, known address or not.
func door(proxies Proxies, observe func(operation, method string, status int, seconds float64)) []gin.HandlerFunc {
	foreign := http.NewCrossOriginProtection()
	return []gin.HandlerFunc{
		func(c *gin.Context) {
			started := time.Now() //nolint:forbidigo // measures, decides nothing
			id, operation := kernel.NewUUID(), ""
			ctx := context.WithValue(context.WithValue(c.Request.Context(), operationKey{}, &operation), requestKey{}, id)
			c.Request = c.Request.WithContext(ctx)
			c.Request.RemoteAddr = proxies.client(c.Request) // from here on there is one answer to where it came from
			h := c.Writer.Header()
			h.Set("X-Request-Id", id.String())
			h.Set("X-Content-Type-Options", "nosniff")
			h.Set("Referrer-Policy", "same-origin")
			h.Set("Cross-Origin-Opener-Policy", "same-origin")
			h.Set("Cache-Control", "no-store")
			h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
			if Encrypted(c.Request) {
				h.Set("Strict-Transport-Security", "max-age=31536000")
			}
			defer func() {
				seconds := time.Since(started).Seconds()
				if observe != nil {
					observe(operation, c.Request.Method, c.Writer.Status(), seconds)
				}
				slog.DebugContext(ctx, "request", "operation", operation, "method", c.Request.Method, "path", c.Request.URL.Path,
					"status", c.Writer.Status(), "seconds", seconds, "request", id)
			}()
			c.Next()
		},
		func(c *gin.Context) {
			defer func() {
				if v := recover(); v != nil {
					if v == http.ErrAbortHandler { //nolint:errorlint // a panic's value, compared as net/http does
						panic(v) //nolint:forbidigo // hands it on to net/http, which cuts the connection
					}
					slog.ErrorContext(c.Request.Context(), "panic", "value", fmt.Sprint(v), "stack", string(debug.Stack()))
					if !c.Writer.Written() {
						WriteProblem(c.Writer, c.Request, fault.ErrInternal)
					}
					c.Abort()
				}
			}()
			c.Next()
		},
		func(c *gin.Context) {
			if err := sameOrigin(foreign, c.Request); err != nil {
				WriteProblem(c.Writer, c.Request, err)
				c.Abort()
				return
			}
			c.Next()
		},
	}
}

// ErrForeign refuses what another site makes a browser send.
var ErrForeign = fault.New(fault.Forbidden, "csrf", "This request came from another site, or without the header X-Longhouse: 1 that requests with a cookie need.")

// sameOrigin refuses forged requests. A bearer token is not sent by a browser
// on its own, so requests with one are not in danger.
func sameOrigin(p *http.CrossOriginProtection, r *http.Request) error {
	if r.Method == http.MethodGet || r.Method == http.MethodHead || r.Method == http.MethodOptions || r.Header.Get("Authorization") != "" {
		return nil
	}
	if err := p.Check(r); err != nil {
		return ErrForeign.Because(err)
	}
	if r.Header.Get("Cookie") != "" && r.Header.Get("X-Longhouse") == "" {
		return ErrForeign
	}
	return nil
}

// withKey puts the Idempotency-Key and a fingerprint of the request into the actor.
func withKey(ctx context.Context, r *http.Request, op Op) (context.Context, error) {
	text := r.Header.Get("Idempotency-Key")
	if text == "" {
		if op.KeyRequired {
			return ctx, fault.ErrKeyRequired
		}
		return ctx, nil
	}
	id, err := uuid.Parse(text)
	if err != nil {
		return ctx, fault.ErrKeyRequired.Say("The Idempotency-Key header must be a UUID.")
	}
	who, err := actor.From(ctx)
	if err != nil { // a public operation: nobody to claim for
		return ctx, nil //nolint:nilerr // no actor means no claim, which is right here
	}
	var body []byte
	if !op.streams {
		if body, err = readBody(r); err != nil {
			return ctx, err
		}
	}
	sum := sha256.New()
	_, _ = fmt.Fprintf(sum, "%s %s\n", r.Method, r.URL.RequestURI()) // a hash never fails
	sum.Write(body)
	who.Key = actor.Key{ID: id, Fingerprint: hex.EncodeToString(sum.Sum(nil)), State: &actor.KeyState{}}
	return actor.With(ctx, who), nil
}

func readBody(r *http.Request) ([]byte, error) {
	body, err := io.ReadAll(r.Body)
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return nil, errTooLarge.With(map[string]any{"limit": tooLarge.Limit})
	}
	if err != nil {
		return nil, errMalformed.Say("The request ended too early.").Because(err)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	return body, nil
}

// nullsClear makes JSON Merge Patch's null mean "clear": fields of ours are
// texts, and the empty text is no value.
func nullsClear(r *http.Request) error {
	body, err := readBody(r)
	if err != nil {
		return err
	}
	body, err = cleared(body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	r.ContentLength = int64(len(body))
	return err
}

func cleared(body []byte) ([]byte, error) {
	var fields map[string]json.RawMessage
	if json.Unmarshal(body, &fields) != nil {
		return body, nil //nolint:nilerr // whoever reads it says what is wrong with it
	}
	found := false
	for name, value := range fields {
		if string(value) == "null" {
			fields[name], found = json.RawMessage(`""`), true
		}
	}
	if !found {
		return body, nil
	}
	return json.Marshal(fields)
}
