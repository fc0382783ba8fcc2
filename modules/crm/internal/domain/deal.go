package domain

import (
	"time"

	"github.com/google/uuid"

	"longhouse/modules/crm"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// Deal is a chance to sell. Its status is the category of its stage.
type Deal struct {
	ID             crm.DealID
	Code           string
	Name           string
	Account        *uuid.UUID
	Contact        *uuid.UUID
	Pipeline       crm.PipelineID
	Stage          crm.StageID
	Status         string
	Owner          *uuid.UUID
	Team, Dept     *uuid.UUID
	Salesperson    *uuid.UUID
	Product        string
	Amount         kernel.Money
	Cost           *kernel.Decimal // in the amount's currency; nil is not known
	Probability    int32
	ExpectedClose  kernel.Date
	NextStep       string
	ClosedAt       *time.Time
	LostReason     *uuid.UUID
	LostNote       string
	HeldFrom       *uuid.UUID
	Rank           kernel.Decimal
	StageEnteredAt time.Time
	Version        int64
	CreatedAt      time.Time
	UpdatedAt      time.Time
	Custom         kernel.Custom
}

// MoveFacts are what a move is told besides the stage.
type MoveFacts struct {
	At     time.Time
	Reason *LostReason // why it was lost
	Note   string
}

// Check refuses a deal that no stage could mend.
func (d *Deal) Check() error {
	var c fault.Collector
	c.Check(d.Name != "", "/name", "required", "Give the deal a name.")
	c.Check(d.Amount.Currency.Valid(), "/currency", "invalid", "A currency has three capital letters, as EUR.")
	c.Check(d.Amount.Amount.Sign() >= 0, "/amount", "invalid", "The amount cannot be negative.")
	c.Check(d.Amount.Amount.Fits(d.Amount.Currency.Decimals()), "/amount", "too_precise", "This has more decimals than the currency.")
	c.Check(d.Amount.Amount.Less(ceiling), "/amount", "too_large", "The amount is too large to be kept.")
	return c.Err()
}

// Begin puts a new deal into a stage, or says all that keeps it out.
func (d *Deal) Begin(p Pipeline, target crm.StageID, f MoveFacts) error {
	to, ok := p.Stage(target)
	if !ok {
		return crm.ErrOtherPipeline.At("/stage_id")
	}
	if !to.Active {
		return crm.ErrStageInactive.At("/stage_id")
	}
	g := gate{deal: d}
	if !p.CreateOnlyIn.IsZero() && p.CreateOnlyIn != to.ID {
		only, _ := p.Stage(p.CreateOnlyIn)
		g.refuse("/stage_id", "crm.stage.create_only_in", "Deals of this pipeline are created in "+only.Name+" only.")
	}
	switch to.Category {
	case crm.Open, crm.Won:
		for _, s := range p.between(-1, to.Position) {
			g.fields(s)
		}
	}
	g.fields(to)
	g.lost(to, f)
	if err := g.err(); err != nil {
		return err
	}
	d.Pipeline = p.ID
	d.enter(to, f)
	return nil
}

// Move puts the deal into another stage of its pipeline, or says all that keeps
// it out. The screen, the API, imports, win, lose and undo all ask here.
func (d *Deal) Move(p Pipeline, target crm.StageID, f MoveFacts) error {
	to, ok := p.Stage(target)
	if !ok || p.ID != d.Pipeline {
		return crm.ErrOtherPipeline.At("/stage_id")
	}
	if !to.Active {
		return crm.ErrStageInactive.At("/stage_id")
	}
	if to.ID == d.Stage {
		return nil
	}
	if d.Decided() && to.Category != d.Status {
		return crm.ErrNotOpen
	}
	current, _ := p.Stage(d.Stage)
	from := current
	if d.Status == crm.Hold && d.HeldFrom != nil { // measured from the open stage it left
		if s, ok := p.Stage(kernel.IDOf[crm.Stage](*d.HeldFrom)); ok {
			from = s
		}
	}
	g := gate{deal: d}
	if current.Locked {
		g.refuse("/stage_id", "crm.stage.locked", "Deals in "+current.Name+" are locked.")
	}
	over := p.between(from.Position, to.Position)
	if to.Category == crm.Open && p.NoSkip && len(over) > 0 {
		g.refuse("/stage_id", "crm.stage.skip", "This pipeline lets no deal skip "+over[0].Name+".")
	}
	if to.Category == crm.Open && p.NoBack && to.Position < from.Position {
		g.refuse("/stage_id", "crm.stage.back", "This pipeline lets no deal go back.")
	}
	if to.Category == crm.Won && !d.Decided() && !from.WonAllowed {
		g.refuse("/stage_id", "crm.stage.won_from", "Deals cannot be won from "+from.Name+".")
	}
	forward := to.Category == crm.Won || to.Category == crm.Open && to.Position > from.Position
	if forward {
		for _, s := range over {
			g.fields(s)
		}
	}
	if forward || to.Category != crm.Open {
		g.fields(to)
	}
	if !d.Decided() {
		g.lost(to, f)
	}
	if err := g.err(); err != nil {
		return err
	}
	d.enter(to, f)
	return nil
}

// Reopen takes a decided deal back into an open stage.
func (d *Deal) Reopen(p Pipeline, target crm.StageID, f MoveFacts) error {
	if !d.Decided() {
		return crm.ErrNotDecided
	}
	to, ok := p.Stage(target)
	switch {
	case !ok || p.ID != d.Pipeline:
		return crm.ErrOtherPipeline.At("/stage_id")
	case !to.Active:
		return crm.ErrStageInactive.At("/stage_id")
	case to.Category != crm.Open:
		return crm.ErrMove.Field("/stage_id", "crm.stage.not_open", "Choose an open stage.")
	}
	d.enter(to, f)
	return nil
}

// Decided says whether the deal was won or lost.
func (d *Deal) Decided() bool { return d.Status == crm.Won || d.Status == crm.Lost }

func (d *Deal) enter(to Stage, f MoveFacts) {
	if to.Category == crm.Hold && d.Status == crm.Open {
		held := d.Stage.UUID
		d.HeldFrom = &held
	} else if to.Category != crm.Hold {
		d.HeldFrom = nil
	}
	switch to.Category {
	case crm.Won, crm.Lost:
		if d.Status != to.Category { // between two won stages the day of the decision stays
			at := f.At
			d.ClosedAt = &at
			d.LostReason, d.LostNote = nil, ""
			if to.Category == crm.Lost && f.Reason != nil {
				d.LostReason, d.LostNote = &f.Reason.ID.UUID, f.Note
			}
		}
	case crm.Open, crm.Hold:
		d.ClosedAt, d.LostReason, d.LostNote = nil, nil, ""
	}
	d.Stage, d.Status, d.Probability, d.StageEnteredAt = to.ID, to.Category, to.Probability, f.At
}

// gate collects what keeps a deal out of a stage, each thing once.
type gate struct {
	deal   *Deal
	faults []fault.Field
	asked  map[string]bool
}

func (g *gate) refuse(pointer, code, message string) {
	g.faults = append(g.faults, fault.Field{Pointer: pointer, Code: code, Message: message})
}

func (g *gate) fields(s Stage) {
	for _, name := range s.EntryFields {
		if g.asked[name] || g.deal.filled(name) {
			continue
		}
		if g.asked == nil {
			g.asked = map[string]bool{}
		}
		g.asked[name] = true
		g.refuse("/"+name, "crm.stage.field_required", "Fill this before the deal enters "+s.Name+".")
	}
}

func (g *gate) lost(to Stage, f MoveFacts) {
	switch {
	case to.Category != crm.Lost:
	case f.Reason == nil:
		g.refuse("/reason", "crm.lost.reason_required", "Say why the deal was lost.")
	case f.Reason.NeedsNote && f.Note == "":
		g.refuse("/note", "crm.lost.note_required", "This reason needs a note.")
	}
}

func (g *gate) err() error {
	if len(g.faults) == 0 {
		return nil
	}
	e := crm.ErrMove
	for _, f := range g.faults {
		e = e.Field(f.Pointer, f.Code, f.Message)
	}
	return e
}

func (d *Deal) filled(field string) bool {
	switch field {
	case "account_id":
		return d.Account != nil
	case "contact_id":
		return d.Contact != nil
	case "amount":
		return d.Amount.Amount.Sign() > 0
	case "expected_close":
		return !d.ExpectedClose.IsZero()
	case "next_step":
		return d.NextStep != ""
	case "product":
		return d.Product != ""
	case "salesperson_id":
		return d.Salesperson != nil
	}
	return false
}
