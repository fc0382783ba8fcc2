// Package identity knows organisations, logins, who belongs to which, and how
// they prove it. It knows nothing about people's work.
package identity

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"sync"

	"github.com/google/uuid"

	"longhouse/platform/access"
	"longhouse/platform/authz"
	"longhouse/platform/clock"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/identity/sqlcgen"
	"longhouse/platform/kernel"
)

// The rights of this package.
const (
	ReadUsers    kernel.Permission = "identity.user.read"
	InviteUsers  kernel.Permission = "identity.user.invite"
	DisableUsers kernel.Permission = "identity.user.disable"
	ReadTokens   kernel.Permission = "identity.token.read"
	RevokeTokens kernel.Permission = "identity.token.revoke"
	// UpdateOrganisation changes name, zone and language of the organisation itself.
	UpdateOrganisation kernel.Permission = "identity.organisation.update"
)

const (
	maxPassword   = 128
	minPassword   = 12
	sessionSecret = 32
)

// Permissions lists them for the policy.
var Permissions = []kernel.Permission{ReadUsers, InviteUsers, DisableUsers, ReadTokens, RevokeTokens, UpdateOrganisation}

// Resources describes them for the policy's editor.
var Resources = []kernel.Resource{
	{Name: "identity.user", Label: "Users", Actions: kernel.Actions("read", "invite", "disable"), Scopes: kernel.AllOnly},
	{Name: "identity.token", Label: "API tokens of others", Actions: kernel.Actions("read", "revoke"), Scopes: kernel.AllOnly},
	{Name: "identity.organisation", Label: "The organisation itself", Actions: kernel.Actions("update"), Scopes: kernel.AllOnly},
}

// The refusals of this package.
var (
	ErrNotSignedIn  = fault.New(fault.Unauthenticated, "not_signed_in", "Sign in first.")
	ErrSessionEnded = fault.New(fault.Unauthenticated, "session_ended", "Your session has ended. Sign in again; nothing you typed is lost.")
	ErrTokenExpired = fault.New(fault.Unauthenticated, "token_expired", "This API token has expired. Make a new one.")
	ErrWrong        = fault.New(fault.Unauthenticated, "wrong_credentials", "The e-mail address or the password is wrong.")
	ErrNotAMember   = fault.New(fault.Forbidden, "not_a_member", "You are not a member of this organisation.")
	ErrTooMany      = fault.New(fault.Limited, "rate_limited", "Too many attempts. Wait a quarter of an hour.")
	ErrWeakPassword = fault.New(fault.Invalid, "identity.weak_password", "Choose a password of 12 to 128 characters that is not a common one.")
	ErrSlugTaken    = fault.New(fault.Conflict, "identity.slug_taken", "Another organisation has this short name.")
	ErrAMember      = fault.New(fault.Conflict, "identity.already_member", "This person is a member already.")
	ErrLink         = fault.New(fault.NotFound, "identity.link_invalid", "This link was used, has expired or never existed. Ask for a new one.")
	ErrYourself     = fault.New(fault.Conflict, "identity.not_yourself", "You cannot disable yourself. Ask another administrator.")
	ErrProof        = fault.New(fault.Forbidden, "fresh_proof_required", "Enter your password once more: this needs a proof that is at most five minutes old.")
	ErrTokenDate    = fault.New(fault.Invalid, "identity.token_expiry", "A token lives from one day to one year.")
)

var constraintFaults = map[string]*fault.Error{
	"slug_is_unique":                ErrSlugTaken.At("/slug"),
	"organisation_has_a_plain_slug": fault.ErrInvalid.Field("/slug", "invalid", "Use small letters, digits and hyphens."),
	"organisation_has_a_currency":   fault.ErrInvalid.Field("/currency", "invalid", "Use an ISO 4217 code such as EUR."),
	"person_is_a_member_once":       ErrAMember,
	"email_is_unique":               fault.New(fault.Conflict, "identity.email_taken", "Somebody has this e-mail address already."),
}

// Errors lists the faults for the golden file.
var Errors = []*fault.Error{ErrNotSignedIn, ErrSessionEnded, ErrTokenExpired, ErrWrong, ErrNotAMember, ErrTooMany, ErrWeakPassword,
	ErrSlugTaken, ErrAMember, ErrLink, ErrYourself, ErrProof, ErrTokenDate, constraintFaults["email_is_unique"]}

// Service is the use cases of identity.
type Service struct {
	db      *db.Pool
	rights  *authz.Engine
	grants  *access.Service
	clock   clock.Clock
	hashing chan struct{} // one place for each core: hashing is slow on purpose
	created func(ctx context.Context, org Organisation) error
	address string
	// organisations are those that were read within the last minute.
	organisations sync.Map
}

// Options make a service.
type Options struct {
	DB     *db.Root
	Rights *authz.Engine
	Grants *access.Service // who has which role
	Clock  clock.Clock
	Cores  int
	// Address is the house's in a browser, for the links in mails: https://erp.example.com.
	Address string
	// Created prepares a new organisation in every module: units, pipelines, schedules.
	Created func(ctx context.Context, org Organisation) error
}

// New makes the service.
func New(o Options) *Service {
	return &Service{db: o.DB.For("identity", constraintFaults), rights: o.Rights, grants: o.Grants, clock: o.Clock,
		hashing: make(chan struct{}, max(o.Cores, 1)), created: o.Created, address: o.Address}
}

// Organisation is a company whose data lives here.
type Organisation struct {
	ID       kernel.ID[kernel.Org] `json:"id"`
	Slug     string                `json:"slug" doc:"The word in addresses"`
	Name     string                `json:"name"`
	Currency kernel.Currency       `json:"currency"`
	Zone     string                `json:"zone" doc:"IANA time zone" example:"Europe/Berlin"`
	Language string                `json:"language" enum:"en,de" doc:"What its mails say, unless their reader prefers another"`
	Demo     bool                  `json:"demo"`
}

// User is a person who can sign in.
type User struct {
	ID    kernel.ID[kernel.User] `json:"id"`
	Name  string                 `json:"name"`
	Email string                 `json:"email"`
}

// secret makes a random text, and the hash under which it is kept.
func secret() (text string, hash []byte) {
	b := make([]byte, sessionSecret)
	_, _ = rand.Read(b) // crypto/rand never fails; it ends the program instead
	text = base64.RawURLEncoding.EncodeToString(b)
	return text, sum(text)
}

func sum(text string) []byte {
	h := sha256.Sum256([]byte(text))
	return h[:]
}

func emailKey(email string) string { return strings.ToLower(strings.TrimSpace(email)) }

func organisation(id uuid.UUID, slug, name, currency, zone, language string, demo bool) Organisation {
	return Organisation{kernel.IDOf[kernel.Org](id), slug, name, kernel.Currency(currency), zone, language, demo}
}

func query(tx *db.Tx) *sqlcgen.Queries { return sqlcgen.New(tx) }
