package webhooks_test

import (
	"encoding/base64"
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/webhooks"
)

func secretOf(t *testing.T, text string) []byte {
	t.Helper()
	b, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(text, "whsec_"))
	require.NoError(t, err)
	return b
}

// The vectors of the Standard Webhooks specification and of its libraries (Web-1).
func TestSignaturesAreThoseOfTheSpecification(t *testing.T) {
	t.Parallel()
	for _, v := range []struct {
		secret, id, body, signature string
		at                          int64
	}{
		{"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", `{"test": 2432232314}`, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", 1614265330},
		{"whsec_plJ3nmyCDGBKInavdOK15jsl", "msg_loFOjxBNrRLzqYUf", `{"event_type":"ping","data":{"success":true}}`, "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=", 1731705121},
	} {
		require.Equal(t, v.signature, webhooks.Sign([][]byte{secretOf(t, v.secret)}, v.id, time.Unix(v.at, 0), []byte(v.body)))
	}
}

// verify is what the other side does.
func verify(t *testing.T, h heard, secrets ...string) {
	t.Helper()
	at, err := strconv.ParseInt(h.header.Get("webhook-timestamp"), 10, 64)
	require.NoError(t, err)
	require.WithinDuration(t, time.Now(), time.Unix(at, 0), time.Minute)
	keys := make([][]byte, len(secrets))
	for i, s := range secrets {
		keys[i] = secretOf(t, s)
	}
	require.Equal(t, webhooks.Sign(keys, h.header.Get("webhook-id"), time.Unix(at, 0), []byte(h.body)), h.header.Get("webhook-signature"))
}

func TestBothSecretsSignWhileOneTakesOverFromTheOther(t *testing.T) {
	t.Parallel()
	f := setup(t, with{})
	r := listen(t, nil)
	first := f.endpoint(r.URL)
	require.Len(t, secretOf(t, first.Secret), 32)
	require.Empty(t, f.read(first).Secret, "it was shown once")

	f.emit(moved{Thing: uuid.New()})
	verify(t, r.next(t), first.Secret)

	var second webhooks.Endpoint
	f.act(first, "rotate", map[string]any{"keep_hours": 24}).Is(200).JSON(&second)
	require.NotEqual(t, first.Secret, second.Secret)
	require.WithinDuration(t, time.Now().Add(24*time.Hour), *second.OldSecretEnds, time.Minute)
	f.emit(moved{Thing: uuid.New()})
	verify(t, r.next(t), second.Secret, first.Secret)

	f.sql("update jobs.endpoint_secret set ends_at = now() where org_id = $1 and ends_at is not null")
	f.emit(moved{Thing: uuid.New()})
	verify(t, r.next(t), second.Secret)
	f.act(first, "end-old-secret", nil).Is(409)

	var third webhooks.Endpoint
	f.act(first, "rotate", map[string]any{}).Is(200).JSON(&third)
	f.act(first, "end-old-secret", nil).Is(200)
	f.emit(moved{Thing: uuid.New()})
	verify(t, r.next(t), third.Secret)
	f.settle()
}

func TestAnOldProofRotatesNoSecret(t *testing.T) {
	t.Parallel()
	f := setup(t, with{stopped: true})
	e := f.endpoint("http://127.0.0.1:9/")
	f.unproven = true
	require.Equal(t, "fresh_proof_required", f.act(e, "rotate", map[string]any{}).Is(403).Code())
	require.Equal(t, 1, f.number("select count(*) from jobs.endpoint_secret where org_id = $1"))
}

func TestNoSecretLeavesTheHouse(t *testing.T) {
	t.Parallel()
	f := setup(t, with{})
	r := listen(t, nil)
	e := f.endpoint(r.URL)
	f.emit(moved{Thing: uuid.New()})
	signature := r.next(t).header.Get("webhook-signature")
	f.settle()
	raw, err := json.Marshal([]any{f.read(e), f.whole(e, f.log(e)[0])})
	require.NoError(t, err)
	require.NotContains(t, string(raw), strings.TrimPrefix(e.Secret, "whsec_"))
	require.NotContains(t, string(raw), signature)
	for _, table := range []string{"history.change", "history.fact", "jobs.delivery", "jobs.finished", "platform.idempotency", "jobs.webhook", "jobs.webhook_attempt"} {
		require.Zero(t, f.number("select count(*) from "+table+" x where org_id = $1 and (x::text like '%' || $2 || '%' or x::text like '%' || $3 || '%')",
			strings.TrimPrefix(e.Secret, "whsec_"), strings.TrimPrefix(signature, "v1,")), table)
	}
}

// A secret is shown once, so no key of a request brings an answer with it back.
func TestARequestThatIsRepeatedMakesASecretOfItsOwn(t *testing.T) {
	t.Parallel()
	f := setup(t, with{stopped: true})
	var first, second webhooks.Endpoint
	key := uuid.NewString()
	for _, e := range []*webhooks.Endpoint{&first, &second} {
		f.api.Post("/webhooks/endpoints", map[string]any{"url": "http://127.0.0.1:9/", "types": []string{}}, "Idempotency-Key", key).Is(201).JSON(e)
	}
	require.NotEmpty(t, first.Secret)
	require.NotEqual(t, first.Secret, second.Secret)
	require.NotEqual(t, first.ID, second.ID)
}

func TestOnlyTheRoleThatSignsReadsSecrets(t *testing.T) {
	t.Parallel()
	f := setup(t, with{stopped: true})
	f.endpoint("http://127.0.0.1:9/")
	for role, may := range map[string]bool{"longhouse_platform": false, "longhouse_crm": false, "longhouse_identity": false, "longhouse_relay": true} {
		conn := f.Superuser(t)
		_, err := conn.Exec(f.ctx, "select set_config('app.org_id', $1, false)", f.Org.String())
		require.NoError(t, err)
		_, err = conn.Exec(f.ctx, "set role "+role)
		require.NoError(t, err)
		var secret []byte
		err = conn.QueryRow(f.ctx, "select secret from jobs.endpoint_secret").Scan(&secret)
		require.Equal(t, may, err == nil, "%s: %v", role, err)
	}
}
