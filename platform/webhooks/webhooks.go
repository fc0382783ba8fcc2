// Package webhooks tells other systems what happens here, by the Standard
// Webhooks specification. What an endpoint is to hear is written in the
// transaction of the event itself, is sent at least once under an ID that never
// changes, and carries IDs only: details are read through the API, by somebody
// who may. Whose rights decide is the endpoint's owner, asked at every sending.
package webhooks

import (
	"context"
	"fmt"
	"net"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/clock"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/history"
	"longhouse/platform/jobs"
	"longhouse/platform/kernel"
)

// The rights of this package.
const (
	ReadEndpoints   kernel.Permission = "webhooks.endpoint.read"
	ManageEndpoints kernel.Permission = "webhooks.endpoint.manage"
)

// Permissions lists them for the policy.
var Permissions = []kernel.Permission{ReadEndpoints, ManageEndpoints}

// Resources describes them for the policy's editor.
var Resources = []kernel.Resource{{Name: "webhooks.endpoint", Label: "Webhooks", Actions: kernel.Actions("read", "manage"), Scopes: kernel.AllOnly}}

// The refusals of this package.
var (
	ErrAddress  = fault.New(fault.Invalid, "webhooks.address", "Longhouse does not send to this address. It needs https, a public address and port 443, unless the operator allows it in LONGHOUSE_EGRESS_ALLOW.")
	ErrNoEvent  = fault.New(fault.Invalid, "webhooks.unknown_event", "There is no such event.")
	ErrTooMany  = fault.New(fault.Conflict, "webhooks.too_many", "There are 50 endpoints already. Delete one that nobody needs.")
	ErrNoOwner  = fault.New(fault.Forbidden, "webhooks.needs_a_person", "An endpoint acts with somebody's rights, and a service has none to lend. Sign in, or use an API token.")
	ErrState    = fault.New(fault.Conflict, "webhooks.state", "The endpoint is in another state. Read it again.")
	ErrNoSecret = fault.New(fault.Conflict, "webhooks.no_old_secret", "There is no old secret that is still valid.")
	ErrTesting  = fault.New(fault.Limited, "webhooks.busy", "Four calls of this endpoint are under way already. Try again in a few seconds.")
)

// Errors lists the faults for the golden file.
var Errors = []*fault.Error{ErrAddress, ErrNoEvent, ErrTooMany, ErrNoOwner, ErrState, ErrNoSecret, ErrTesting}

// Config is what the operator decides.
type Config struct {
	Allow string `env:"LONGHOUSE_EGRESS_ALLOW" doc:"Where webhooks may go besides public https addresses: networks and host:port, as 10.2.0.0/16,hooks.test:8080; there http and other ports work, too"`
}

var disabled = kernel.Notice{Name: "webhooks.endpoint_disabled", Label: "A webhook endpoint of yours was disabled", Default: kernel.ByMail, Because: "you own it", System: true}

// Notices lists what people are told by this package.
var Notices = []kernel.Notice{disabled}

// Options make a service.
type Options struct {
	DB    *db.Root
	Clock clock.Clock
	Allow string // Config.Allow
	// As puts the rights of an endpoint's owner into the context. It fails with
	// a Forbidden fault when they may not sign in (any more), or their token is dead.
	As func(ctx context.Context, owner actor.Actor) (context.Context, error)
	// Proven fails unless the caller has proved within five minutes who they are.
	Proven func(ctx context.Context) error
	// Names tells who people are.
	Names func(ctx context.Context, users []uuid.UUID) (map[uuid.UUID]string, error)
	// Tokens names the API tokens of a person; those that are dead are not there.
	Tokens func(ctx context.Context, owner uuid.UUID) (map[uuid.UUID]string, error)
	// Tell leaves a message for a person, with the commit.
	Tell func(ctx context.Context, tx *db.Tx, people []uuid.UUID, m kernel.Message) error
	// Timeout is how long an endpoint may take to answer: 15 s.
	Timeout time.Duration
	// Plan is when a call that failed is tried again; nil: ten times within three days.
	Plan []time.Duration
	// Resolver finds addresses; nil: the system's.
	Resolver *net.Resolver
}

// Service keeps endpoints and calls them.
type Service struct {
	o        Options
	db       *db.Pool // everything but secrets
	signer   *db.Pool // the role that reads secrets
	client   *client
	kinds    []Kind // of events, in the order of the modules
	decoders map[string]func([]byte) (kernel.Record, error)
	entities map[string]history.Entity
}

// New makes a service that knows no events yet. It fails when Allow cannot be read.
func New(o Options) (*Service, error) {
	allow, err := ReadAllow(o.Allow)
	if err != nil {
		return nil, fmt.Errorf("LONGHOUSE_EGRESS_ALLOW: %w", err)
	}
	if o.Timeout == 0 {
		o.Timeout = 15 * time.Second
	}
	if o.Plan == nil {
		o.Plan = plan
	}
	return &Service{o: o, db: o.DB.For("platform"), signer: o.DB.For("relay"), client: newClient(Guard{Allow: allow, Resolver: o.Resolver}, o.Timeout, o.Clock),
		decoders: map[string]func([]byte) (kernel.Record, error){}, entities: map[string]history.Entity{}}, nil
}

// Handlers are the work of this package.
func (s *Service) Handlers() []jobs.Handler {
	send := jobs.CallOutside("webhooks.send", s.send).Does("Sends a webhook to another system.")
	send.MaxFailures = 30 // the plan ends long before; these are for a database in trouble
	return []jobs.Handler{send, jobs.Every("webhooks.clean", "40 3 * * *", s.clean).Does("Drops webhooks that are older than thirty days.")}
}

// Entities are the records of this package that have a timeline.
func (s *Service) Entities() []history.Entity {
	return []history.Entity{{Name: "jobs.endpoint", Label: "Endpoint", Read: ReadEndpoints, Change: ManageEndpoints,
		Parts:   map[string]string{"jobs.endpoint_secret": "endpoint_id"},
		Visible: func(ctx context.Context, id uuid.UUID) error { _, err := s.row(ctx, id); return err },
		Title:   s.titles}}
}

// clean drops what is older than 30 days, a part at a time.
func (s *Service) clean(ctx context.Context) error {
	for {
		n, err := db.Write(ctx, s.db, func(tx *db.Tx) (int64, error) { return query(tx).Clean(ctx, 1000) })
		if err != nil {
			return fmt.Errorf("drop old webhooks: %w", err)
		}
		if n < 1000 {
			return nil
		}
	}
}
