package kernel

import (
	"time"

	"github.com/google/uuid"
)

// Approval is something that waits for the caller's decision, in the one shape
// in which whoever owns it tells of it. The decision is the owner's own operation.
type Approval struct {
	ID        uuid.UUID      `json:"id" doc:"Of what is decided about"`
	Kind      string         `json:"kind" example:"access.request"`
	Subject   string         `json:"subject" doc:"What it is about, in words" example:"Sales lead for Ana Lind"`
	By        string         `json:"by" doc:"Who asks for it"`
	Since     time.Time      `json:"since"`
	Due       *Date          `json:"due,omitempty"`
	Reason    string         `json:"reason,omitempty"`
	Facts     []ApprovalFact `json:"facts" doc:"What the decision needs to know"`
	Version   int64          `json:"version" doc:"Send as If-Match with the decision; 0: it has none"`
	Decisions []Decide       `json:"decisions" doc:"What the caller may do; none: it is decided on its own page"`
}

// ApprovalFact is one thing that the decision needs to know.
type ApprovalFact struct {
	Name  string `json:"name" example:"valid_to"`
	Kind  string `json:"kind" enum:"text,instant,day,count"`
	Value string `json:"value"`
}

// Decide is an operation that decides.
type Decide struct {
	ID   string `json:"id" enum:"approve,refuse,review" example:"approve"`
	Path string `json:"path" doc:"To POST to" example:"/access/requests/0199…/approve"`
	Note string `json:"note" enum:"none,optional,required" doc:"Whether it takes a note, as {\"note\": …}"`
}
