package main

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/kernel"
)

// What a successful request of each mutating operation leaves behind: one change
// set with its rows, or one fact.
const (
	leavesChanges = `
access-add-conflict access-add-test access-approve-request access-ask-role access-begin-draft access-change-setting access-change-test
access-close-review access-decide-review-item access-discard-draft access-drop-conflict access-drop-test access-edit-draft
access-end-emergency access-give-role access-refuse-request access-review-emergency access-send-back-draft access-start-review
access-submit-draft access-take-role access-withdraw-request
crm-add-account-contact-point crm-add-address crm-add-contact-point crm-affiliate-contact crm-cancel-order crm-confirm-order
crm-create-account crm-create-contact crm-create-deal crm-create-lost-reason crm-create-order crm-create-pipeline crm-delete-account
crm-delete-account-contact-point crm-delete-address crm-delete-contact crm-delete-contact-point crm-delete-deal crm-delete-order
crm-end-affiliation crm-hold-deal crm-hold-order crm-lose-deal crm-move-deal crm-release-order crm-reopen-deal crm-replace-address
crm-replace-order-lines crm-update-account crm-update-contact crm-update-deal crm-update-lost-reason crm-update-order
crm-update-pipeline crm-update-settings crm-win-deal
hr-archive-unit hr-change-job hr-change-pay hr-correct-job hr-correct-manager hr-correct-pay hr-create-position hr-create-unit
hr-end-employment hr-hire hr-link-login hr-move-job hr-rehire hr-remove-job hr-remove-manager hr-remove-pay hr-set-manager
hr-update-employee hr-update-position hr-update-unit
identity-accept-invitation identity-disable-user identity-enable-user identity-invite identity-make-token identity-revoke-token
identity-set-roles identity-setup identity-update-organisation identity-withdraw-invitation
imports-change imports-create imports-delete
custom-archive-field custom-change-field custom-create-field custom-order-fields custom-restore-field
desk-change-dashboard desk-change-view desk-create-dashboard desk-create-view desk-delete-dashboard desk-delete-view
desk-drop-favourite desk-keep-favourite desk-order-favourites
inventory-adjust-stock inventory-allocate-delivery inventory-archive-product inventory-archive-supplier inventory-cancel-delivery
inventory-cancel-receipt inventory-create-category inventory-create-location inventory-create-packaging inventory-create-product
inventory-create-receipt inventory-create-supplier inventory-create-unit inventory-create-warehouse inventory-delete-packaging
inventory-post-movements inventory-post-receipt inventory-reverse-movement inventory-ship-delivery inventory-update-category
inventory-update-location inventory-update-packaging inventory-update-product inventory-update-receipt inventory-update-supplier
inventory-update-warehouse
notes-add-note notes-add-tag notes-add-task notes-attach notes-change-note notes-change-tag notes-change-task notes-delete-file
notes-delete-note notes-delete-tag notes-delete-task notes-follow notes-put-tag notes-take-tag notes-unfollow
notify-mute notify-set-preferences notify-unmute
webhooks-change-endpoint webhooks-create-endpoint webhooks-delete-endpoint webhooks-end-old-secret webhooks-pause-endpoint
webhooks-resume-endpoint webhooks-rotate-secret`

	leavesAFact = `
history-verify
identity-change-password identity-end-session identity-prove identity-reset-password identity-sign-in identity-sign-out
jobs-cancel-delivery jobs-retry-alike jobs-retry-delivery jobs-run-schedule
mail-resend-message
webhooks-replay-delivery webhooks-replay-failed webhooks-test-endpoint`
)

// sameOfMany is what a bulk change leaves.
const sameOfMany = "what the operation leaves that it is made of, for each record, under one operation; a preview leaves nothing"

// Those that leave something else, and why.
var leavesOtherwise = map[string]string{
	"access-break-glass":     "a change set, and a fact that begins the list of what was done in the emergency",
	"access-publish-draft":   "a change set, and a fact: whoever looks for policies looks among facts",
	"jobs-confirm-decision":  "a change set of the decision, and a fact that names the act on the work",
	"jobs-edit-delivery":     "a fact; where a second person must agree, a change set of what was asked beside it",
	"jobs-pause-handler":     "a change set of the pause, and a fact that names the act",
	"jobs-refuse-decision":   "a change set of the decision, and a fact that names the act on the work",
	"jobs-resume-handler":    "a change set of the pause, and a fact that names the act",
	"jobs-skip-delivery":     "a fact; where a second person must agree, a change set of what was asked beside it",
	"jobs-update-schedule":   "a change set of the schedule, and a fact that says moved, paused or resumed",
	"jobs-withdraw-decision": "a change set of the decision, and a fact that names the act on the work",
	"history-undo":           "a change set for each record that went back, under one operation",

	"crm-bulk-accounts":         sameOfMany,
	"crm-bulk-contacts":         sameOfMany,
	"crm-bulk-deals":            sameOfMany,
	"crm-bulk-orders":           sameOfMany,
	"hr-bulk-employees":         sameOfMany,
	"hr-bulk-positions":         sameOfMany,
	"hr-bulk-units":             sameOfMany,
	"inventory-bulk-categories": sameOfMany,
	"inventory-bulk-locations":  sameOfMany,
	"inventory-bulk-products":   sameOfMany,
	"inventory-bulk-suppliers":  sameOfMany,
	"bulk-cancel":               "nothing: how far a run came belongs to it; what it changed has its change sets",
	"identity-set-settings":     "nothing: how somebody likes to read is theirs, no fact about the business",

	"access-check-file":      "nothing: it says what a file would do, and does nothing",
	"identity-ask-reset":     "nothing: it is the same for an address that nobody has; the log of mails has the letter",
	"imports-upload":         "nothing: a file is no business until an import is made of it, which is a change set",
	"imports-read-file":      "nothing: it looks at the file once more",
	"imports-check":          "nothing: a rehearsal, rolled back; how far it is belongs to the job",
	"imports-run":            "nothing by itself: its job leaves a change set for each batch, under the import as operation",
	"imports-undo":           "nothing by itself: as imports-run",
	"imports-cancel":         "nothing: how far an import came belongs to the job; what it wrote has its change sets",
	"notify-archive-message": "nothing: what somebody has read is theirs, no fact about the business",
	"notify-be-present":      "nothing: where somebody looks is no fact about the business",
	"notify-depart":          "nothing: as notify-be-present",
	"notify-read-all":        "nothing: as notify-archive-message",
	"notify-read-message":    "nothing: as notify-archive-message",
	"notify-unread-message":  "nothing: as notify-archive-message",
}

// TestEveryMutatingOperationSaysWhatItLeaves: a new one that is in no table fails here.
func TestEveryMutatingOperationSaysWhatItLeaves(t *testing.T) {
	t.Parallel()
	var named, there []string
	named = append(strings.Fields(leavesChanges), strings.Fields(leavesAFact)...)
	for id := range leavesOtherwise {
		named = append(named, id)
	}
	for _, o := range house(t).API.Operations() {
		if o.Method != http.MethodGet {
			there = append(there, o.ID)
		}
	}
	slices.Sort(named)
	slices.Sort(there)
	require.Equal(t, there, named, "say in one of the three tables what the operation leaves in the history")
}

// left is a request that may have left something in the history.
type left struct{ operation, request string }

// doing sends requests and remembers which operation each was.
type doing struct {
	*company
	done []left
}

func (d *doing) do(operation, method, path string, body any, headers ...string) object {
	d.t.Helper()
	r := d.send(method, path, body, headers...)
	d.done = append(d.done, left{operation, r.Header.Get("X-Request-Id")})
	text, err := io.ReadAll(r.Body)
	require.NoError(d.t, err)
	require.Less(d.t, r.StatusCode, 300, "%s: %s", operation, text)
	if cookie := r.Header.Get("Set-Cookie"); operation == "identity-sign-in" {
		d.cookie = strings.Split(cookie, ";")[0]
	}
	var o object
	if len(text) > 0 {
		require.NoError(d.t, json.Unmarshal(text, &o))
	}
	return o
}

// first waits for the first of a list, in a state if one is named.
func (d *doing) first(path, state string) (found object) {
	d.t.Helper()
	d.until(path, func(o object) bool {
		items := o["items"].([]any)
		if len(items) > 0 {
			found = items[0].(object)
		}
		return found != nil && (state == "" || found["state"] == state)
	})
	return found
}

// TestARequestLeavesExactlyOneRecord calls some of each kind, and counts.
func TestARequestLeavesExactlyOneRecord(t *testing.T) {
	t.Parallel()
	p := shared(t)
	d := &doing{company: found(t, p)}
	post, patch, put, remove := http.MethodPost, http.MethodPatch, http.MethodPut, http.MethodDelete

	account := d.do("crm-create-account", post, "/crm/accounts", object{"name": "Oak"})
	at := "/crm/accounts/" + account["id"].(string)
	account = d.do("crm-update-account", patch, at, object{"name": "Elm"}, tag(account)...)
	d.do("crm-delete-account", remove, at, nil, tag(account)...)
	product := d.do("inventory-create-product", post, "/inventory/products", object{"sku": "A-1", "name": "Lamp", "list_price": object{"amount": "20.00", "currency": "USD"}})
	d.do("inventory-post-movements", post, "/inventory/movements", object{"kind": "receipt", "lines": []object{{"product_id": product["id"], "qty": "5"}}})
	buyer := d.do("crm-create-account", post, "/crm/accounts", object{"name": "Ernst Handel"})
	order := d.do("crm-create-order", post, "/crm/orders", object{"account_id": buyer["id"], "lines": []object{{"product_id": product["id"], "quantity": "1"}}})
	d.do("crm-confirm-order", post, "/crm/orders/"+order["id"].(string)+"/confirm", nil, tag(order)...)
	d.do("hr-create-unit", post, "/hr/units", object{"name": "Sales"})

	d.do("identity-invite", post, "/identity/invitations", object{"email": "new@" + d.slug + ".example.com", "name": "Nora New", "roles": []string{}})
	d.do("identity-prove", post, "/identity/sessions/current/proof", object{"password": password})
	other := signIn(t, p.base, d.email)
	for _, s := range d.items("/identity/sessions") {
		if s["current"] != true {
			d.do("identity-end-session", remove, "/identity/sessions/"+s["id"].(string), nil)
		}
	}
	require.Equal(t, http.StatusUnauthorized, other.send(http.MethodGet, "/identity/me", nil).StatusCode)
	d.do("access-begin-draft", post, "/access/drafts", object{"name": "More"})

	hook := d.do("webhooks-create-endpoint", post, "/webhooks/endpoints", object{"url": "https://hooks.example.com/x"})
	d.do("webhooks-pause-endpoint", post, "/webhooks/endpoints/"+hook["id"].(string)+"/pause", nil, tag(hook)...)
	d.do("notify-mute", post, "/notify/mutes", object{"entity": "crm.account", "entity_id": buyer["id"]})
	d.do("notify-set-preferences", put, "/notify/preferences", object{"items": []object{{"kind": d.first("/notify/kinds", "")["name"], "channel": "mail"}}})
	d.do("notify-read-all", post, "/notify/messages/read-all", object{"newest": kernel.NewUUID()})
	schedule := d.first("/jobs/schedules", "")
	d.do("jobs-run-schedule", post, "/jobs/schedules/"+schedule["name"].(string)+"/run", nil)
	d.do("jobs-pause-handler", post, "/jobs/handlers/"+d.first("/jobs/handlers", "")["handler"].(string)+"/pause", nil)
	letter := d.first("/mail/messages", "kept")["id"].(string)
	query[bool](t, p.url, "update platform.mail set state = 'failed' where id = $1 returning true", letter)
	d.do("mail-resend-message", post, "/mail/messages/"+letter+"/resend", nil)
	d.do("identity-change-password", post, "/identity/password", object{"current": password, "new": "purple otters juggle lanterns"})
	d.do("identity-sign-in", post, "/identity/sessions", object{"email": d.email, "password": "purple otters juggle lanterns"})
	d.do("identity-sign-out", remove, "/identity/sessions/current", nil)

	for _, l := range d.done {
		require.NoError(t, uuid.Validate(l.request))
		n := query[int64](t, p.url, `select count(*) from history.change_set where request_id = $1 and via in ('ui', 'api') union all
			select count(*) from history.fact where request_id = $1 and via in ('ui', 'api')`, l.request)
		require.Equal(t, expected(t, l.operation), n, "%s: change sets and facts of its request", l.operation)
	}
	whole := query[int64](t, p.url, `select count(*) from history.change_set where request_id = any ($1) and via in ('ui', 'api') and (actor not like 'u:%' or org_id <> (select id from identity.organisation where slug = $2))`,
		requests(d.done), d.slug)
	require.Equal(t, []int64{0}, whole, "each by whom it was done, in the organisation where it was")
}

// expected is how many change sets and facts the tables promise.
func expected(t *testing.T, operation string) []int64 {
	t.Helper()
	switch other := leavesOtherwise[operation]; {
	case slices.Contains(strings.Fields(leavesChanges), operation):
		return []int64{1, 0}
	case slices.Contains(strings.Fields(leavesAFact), operation):
		return []int64{0, 1}
	case strings.HasPrefix(other, "a change set"): // and the fact that names the act
		return []int64{1, 1}
	}
	return []int64{0, 0}
}

func requests(done []left) (ids []string) {
	for _, l := range done {
		ids = append(ids, l.request)
	}
	return ids
}
