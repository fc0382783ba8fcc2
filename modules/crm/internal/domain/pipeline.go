package domain

import (
	"fmt"
	"slices"

	"longhouse/modules/crm"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// Stage is a step of a pipeline.
type Stage struct {
	ID          crm.StageID
	Name        string
	Position    int32
	Category    string
	Probability int32
	EntryFields []string
	WonAllowed  bool
	Locked      bool
	Colour      string
	Active      bool
}

// Pipeline is a way that deals go, with its stages by position.
type Pipeline struct {
	ID           crm.PipelineID
	Name         string
	IsDefault    bool
	NoSkip       bool
	NoBack       bool
	CreateOnlyIn crm.StageID
	Active       bool
	Version      int64
	Stages       []Stage
}

// EntryFields are the fields that a stage may ask for.
var EntryFields = []string{"account_id", "contact_id", "amount", "expected_close", "next_step", "product", "salesperson_id"}

var categoryOrder = map[string]int{crm.Open: 0, crm.Hold: 1, crm.Won: 2, crm.Lost: 3}

// Check refuses a pipeline in which deals could not be opened, won and lost.
func (p Pipeline) Check() error {
	var c fault.Collector
	c.Check(p.Name != "", "/name", "required", "Give the pipeline a name.")
	have := map[string]bool{}
	names := map[string]bool{}
	last := 0
	for i, s := range p.Stages {
		at := fmt.Sprintf("/stages/%d", i)
		order, known := categoryOrder[s.Category]
		c.Check(s.Name != "", at+"/name", "required", "Give the stage a name.")
		c.Check(!names[s.Name], at+"/name", "taken", "Another stage of the pipeline has this name.")
		c.Check(known, at+"/category", "invalid", "A stage is open, hold, won or lost.")
		c.Check(order >= last, at+"/category", "order", "Stages come in the order open, hold, won, lost.")
		switch s.Category {
		case crm.Won:
			c.Check(s.Probability == 100, at+"/probability", "invalid", "What is won is 100 % sure.")
		case crm.Lost:
			c.Check(s.Probability == 0, at+"/probability", "invalid", "What is lost is 0 % sure.")
		default:
			c.Check(s.Probability >= 1 && s.Probability <= 99, at+"/probability", "invalid", "An open stage has a probability from 1 to 99.")
		}
		for _, f := range s.EntryFields {
			c.Check(slices.Contains(EntryFields, f), at+"/entry_fields", "unknown_field", "A stage cannot ask for "+f+".")
		}
		names[s.Name], last = true, max(last, order)
		have[s.Category] = have[s.Category] || s.Active
	}
	c.Check(have[crm.Open] && have[crm.Won] && have[crm.Lost], "/stages", "incomplete", "A pipeline needs at least one active stage that is open, one won and one lost.")
	if !p.CreateOnlyIn.IsZero() {
		s, ok := p.Stage(p.CreateOnlyIn)
		c.Check(ok && s.Category == crm.Open && s.Active, "/create_only_in", "invalid", "Deals are created in an open, active stage of this pipeline.")
	}
	return c.Err()
}

// Stage finds a stage by its ID.
func (p Pipeline) Stage(id crm.StageID) (Stage, bool) {
	for _, s := range p.Stages {
		if s.ID == id {
			return s, true
		}
	}
	return Stage{}, false
}

// First is the first active stage of a category.
func (p Pipeline) First(category string) (Stage, bool) {
	for _, s := range p.Stages {
		if s.Category == category && s.Active {
			return s, true
		}
	}
	return Stage{}, false
}

// Start is where deals begin when nobody says.
func (p Pipeline) Start() (Stage, bool) {
	if s, ok := p.Stage(p.CreateOnlyIn); ok {
		return s, true
	}
	return p.First(crm.Open)
}

// between lists the active open stages after one position and before another.
func (p Pipeline) between(from, to int32) []Stage {
	var out []Stage
	for _, s := range p.Stages {
		if s.Category == crm.Open && s.Active && s.Position > from && s.Position < to {
			out = append(out, s)
		}
	}
	return out
}

// DefaultPipeline is what a new organisation starts with. id makes the IDs, so
// that two who ask at once make the same.
func DefaultPipeline(id func(name string) kernel.ID[any]) Pipeline {
	stage := func(name, category string, probability int32, colour string) Stage {
		return Stage{ID: kernel.IDOf[crm.Stage](id("stage " + name).UUID), Name: name, Category: category, Probability: probability,
			WonAllowed: true, Active: true, Colour: colour, EntryFields: []string{}}
	}
	p := Pipeline{ID: kernel.IDOf[crm.Pipeline](id("pipeline").UUID), Name: "Sales", IsDefault: true, Active: true, Stages: []Stage{
		stage("New", crm.Open, 10, "gray"), stage("Qualified", crm.Open, 25, "blue"), stage("Proposal", crm.Open, 50, "violet"),
		stage("Negotiation", crm.Open, 75, "grape"), stage("On hold", crm.Hold, 10, "yellow"), stage("Won", crm.Won, 100, "green"), stage("Lost", crm.Lost, 0, "red"),
	}}
	for i := range p.Stages {
		p.Stages[i].Position = int32(i) + 1
	}
	return p
}

// LostReason is why deals are lost.
type LostReason struct {
	ID        crm.LostReasonID
	Name      string
	NeedsNote bool
}

// DefaultReasons are what a new organisation starts with.
func DefaultReasons(id func(name string) kernel.ID[any]) []LostReason {
	var out []LostReason
	for _, name := range []string{"Price", "Competitor", "No budget", "No decision", "Timing", "Other"} {
		out = append(out, LostReason{ID: kernel.IDOf[crm.LostReason](id("reason " + name).UUID), Name: name, NeedsNote: name == "Other"})
	}
	return out
}
