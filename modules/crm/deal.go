package crm

import (
	"time"

	"longhouse/platform/kernel"
)

// Pipeline is a way that deals go.
type Pipeline struct {
	ID           PipelineID `json:"id"`
	Name         string     `json:"name"`
	IsDefault    bool       `json:"is_default"`
	NoSkip       bool       `json:"no_skip" doc:"Deals may not skip an open stage"`
	NoBack       bool       `json:"no_back" doc:"Deals may not go back to an open stage"`
	CreateOnlyIn *StageID   `json:"create_only_in,omitempty"`
	Active       bool       `json:"active"`
	Stages       []Stage    `json:"stages"`
	Version      int64      `json:"version"`
}

// Stage is a step of a pipeline. Its category is the status of the deals in it.
type Stage struct {
	ID          StageID  `json:"id"`
	Name        string   `json:"name"`
	Position    int32    `json:"position"`
	Category    string   `json:"category" enum:"open,hold,won,lost"`
	Probability int32    `json:"probability"`
	EntryFields []string `json:"entry_fields" doc:"Fields of a deal that must be filled to enter"`
	WonAllowed  bool     `json:"won_allowed" doc:"Whether deals may be won from here"`
	Locked      bool     `json:"locked"`
	Colour      string   `json:"colour,omitempty"`
	Active      bool     `json:"active"`
}

// Categories of stages, and with it the statuses of deals.
const (
	Open = "open"
	Hold = "hold"
	Won  = "won"
	Lost = "lost"
)

// LostReason is why deals are lost.
type LostReason struct {
	ID        LostReasonID `json:"id"`
	Name      string       `json:"name"`
	NeedsNote bool         `json:"needs_note" doc:"Whoever gives it says more in a note"`
	Active    bool         `json:"active" doc:"False: deals keep it, and no other gets it"`
	Version   int64        `json:"version"`
}

// StageRef is the stage that a deal is in.
type StageRef struct {
	ID       StageID `json:"id"`
	Name     string  `json:"name"`
	Category string  `json:"category" enum:"open,hold,won,lost"`
}

// Deal is a chance to sell.
type Deal struct {
	ID             DealID          `json:"id"`
	Code           string          `json:"code,omitempty" doc:"Number in an old system"`
	Name           string          `json:"name"`
	Account        Ref             `json:"account,omitzero"`
	Contact        Ref             `json:"contact,omitzero"`
	PipelineID     PipelineID      `json:"pipeline_id"`
	Stage          StageRef        `json:"stage"`
	Status         string          `json:"status" enum:"open,hold,won,lost"`
	Amount         kernel.Money    `json:"amount"`
	Cost           *kernel.Decimal `json:"cost,omitempty" class:"margin" doc:"What it is expected to cost us, in the amount's currency"`
	Margin         *kernel.Decimal `json:"margin,omitempty" class:"margin" doc:"Amount less cost; missing without either"`
	MarginPercent  *kernel.Decimal `json:"margin_percent,omitempty" class:"margin" doc:"Margin in percent of the amount"`
	Probability    int32           `json:"probability" doc:"Percent"`
	ExpectedClose  kernel.Date     `json:"expected_close,omitzero"`
	Owner          Ref             `json:"owner,omitzero"`
	Salesperson    Ref             `json:"salesperson,omitzero" doc:"An employee"`
	Product        string          `json:"product,omitempty"`
	NextStep       string          `json:"next_step,omitempty"`
	ClosedAt       *time.Time      `json:"closed_at,omitempty"`
	LostReason     Ref             `json:"lost_reason,omitzero"`
	LostNote       string          `json:"lost_note,omitempty"`
	StageEnteredAt time.Time       `json:"stage_entered_at"`
	CreatedAt      time.Time       `json:"created_at"`
	UpdatedAt      time.Time       `json:"updated_at"`
	Version        int64           `json:"version"`
	Custom         kernel.Custom   `json:"custom,omitempty" doc:"Custom fields that have a value, by their keys"`
	Hidden         []string        `json:"_hidden,omitempty" doc:"Classes of fields that you may not read, and which are therefore missing"`
}

// StageVisit is one stay of a deal in a stage.
type StageVisit struct {
	From          *StageRef    `json:"from,omitempty"`
	To            StageRef     `json:"to"`
	EnteredAt     time.Time    `json:"entered_at"`
	LeftAt        *time.Time   `json:"left_at,omitempty"`
	Seconds       int64        `json:"seconds" doc:"Until now for the present stage"`
	By            string       `json:"by" doc:"u:<login> or s:<service>"`
	ByName        string       `json:"by_name,omitempty"`
	Amount        kernel.Money `json:"amount"`
	Probability   int32        `json:"probability"`
	ExpectedClose kernel.Date  `json:"expected_close,omitzero"`
	Undo          bool         `json:"undo,omitempty"`
}

// Board is a pipeline as columns of cards.
type Board struct {
	Pipeline PipelineID `json:"pipeline_id"`
	Currency string     `json:"currency" doc:"Of the totals; deals in others are not in them"`
	Columns  []Column   `json:"columns"`
}

// Column is a stage on the board, with totals over all its deals and the first cards.
type Column struct {
	Stage    Stage          `json:"stage"`
	Count    int64          `json:"count"`
	Amount   kernel.Decimal `json:"amount"`
	Weighted kernel.Decimal `json:"weighted" doc:"Each deal's amount by its probability, rounded, added up"`
	Other    int64          `json:"other_currencies" doc:"Deals in other currencies, which the totals leave out"`
	Deals    []Deal         `json:"deals" doc:"The first 25, as they are ranked"`
	Next     string         `json:"next,omitempty" doc:"Send as after to GET /deals with this stage_id, the board's filter and sort=rank, to get the next cards"`
}
