package app

import (
	"context"
	"strings"
	"time"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/domain"
	"longhouse/modules/crm/internal/store"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// DealOptions are what an import of deals is told besides its rows.
type DealOptions struct {
	Currency     string // of rows that name none; empty: the organisation's
	LostReason   string // of lost rows that name none
	Pipeline     string // by name; empty: the default one
	MakeAccounts bool   // unknown accounts are made
}

// CheckDeals gives each row of a batch its verdict. The gates of stages hold as
// they do for people.
func (s *Service) CheckDeals(ctx context.Context, rows []ImportRow, o DealOptions) ([]ImportResult, error) {
	p, err := s.dealFacts(ctx, rows, o)
	if err != nil {
		return nil, err
	}
	return checked(ctx, s, func(tx *db.Tx) ([]ImportResult, error) {
		batch, err := s.planDeals(ctx, tx, rows, o, p)
		return batch.results, err
	})
}

// PrepareDeals asks neighbours about a batch, before the transaction that writes it.
func (s *Service) PrepareDeals(ctx context.Context, rows []ImportRow, o DealOptions) (ImportWrite, error) {
	p, err := s.dealFacts(ctx, rows, o)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, tx *db.Tx) ([]ImportResult, error) {
		b, err := s.planDeals(ctx, tx, rows, o, p)
		if err != nil {
			return nil, err
		}
		if err := store.InsertAccounts(ctx, tx, b.accounts...); err != nil {
			return nil, err
		}
		if err := store.InsertDeals(ctx, tx, b.made...); err != nil {
			return nil, err
		}
		for i, d := range b.changed {
			d.UpdatedAt = p.now
			if err := saveMove(ctx, tx, b.before[i], d, false); err != nil {
				return nil, err
			}
		}
		return b.results, nil
	}, nil
}

// dealFacts are what a batch of deals needs to know before its transaction.
type dealFacts struct {
	who      importer
	pipeline domain.Pipeline
	sellers  map[string]seller
	now      time.Time
}

func (s *Service) dealFacts(ctx context.Context, rows []ImportRow, o DealOptions) (dealFacts, error) {
	p := dealFacts{now: s.clock.Now()}
	var err error
	if p.who, err = s.importer(ctx, crm.ImportDeals); err != nil {
		return p, err
	}
	if p.pipeline, err = s.pipelineNamed(ctx, o.Pipeline); err != nil {
		return p, err
	}
	p.sellers, err = s.sellers(ctx, crm.AssignDeals, rows)
	return p, err
}

// pipelineNamed finds a pipeline by its name; no name is the default one.
func (s *Service) pipelineNamed(ctx context.Context, name string) (domain.Pipeline, error) {
	if strings.TrimSpace(name) == "" {
		return s.pipeline(ctx, crm.PipelineID{}, "")
	}
	all, err := s.pipelines(ctx)
	if err != nil {
		return domain.Pipeline{}, err
	}
	for _, p := range all {
		if nameKey(p.Name) == nameKey(name) {
			return p, nil
		}
	}
	return domain.Pipeline{}, fault.ErrInvalid.Field("/options/pipeline", "unknown", "There is no pipeline of this name.")
}

// begun is the deal that a row makes, whose it will be.
func (p dealFacts) begun(r ImportRow) domain.Deal {
	owner, unit := p.who.owned(p.sellers[r.get("salesperson")])
	return domain.Deal{ID: kernel.NewID[crm.Deal](), Owner: owner, Team: unit, Dept: unit, Version: 1, CreatedAt: p.now, UpdatedAt: p.now}
}

// costs says of the rows that give a cost whether the importer may write it.
func (p dealFacts) costs(ctx context.Context, tx *db.Tx, rows []ImportRow, known map[string]domain.Deal) (map[int]bool, error) {
	var at []int
	var deals []domain.Deal
	for i, r := range rows {
		if r.get("cost") == "" {
			continue
		}
		d, ok := known[strings.ToLower(r.get("code"))]
		if !ok {
			d = p.begun(r)
		}
		at, deals = append(at, i), append(deals, d)
	}
	allowed, err := costed(ctx, tx, deals...)
	out := map[int]bool{}
	for i, row := range at {
		out[row] = allowed[i]
	}
	return out, err
}

type dealBatch struct {
	results  []ImportResult
	accounts []store.Account
	made     []domain.Deal
	before   []domain.Deal
	changed  []domain.Deal
}

func (s *Service) planDeals(ctx context.Context, tx *db.Tx, rows []ImportRow, o DealOptions, p dealFacts) (dealBatch, error) {
	b := dealBatch{results: make([]ImportResult, len(rows))}
	scope, err := optional(ctx, crm.ReadAccounts)
	if err != nil {
		return b, err
	}
	accounts, err := book(ctx, tx, scope, rows, "account")
	if err != nil {
		return b, err
	}
	have, err := store.DealsByCode(ctx, tx, lowered(rows, "code"))
	if err != nil {
		return b, err
	}
	byCode := map[string]domain.Deal{}
	for _, d := range have {
		byCode[strings.ToLower(d.Code)] = d
	}
	setting, err := store.Setting(ctx, tx)
	if err != nil {
		return b, err
	}
	if o.Currency == "" {
		o.Currency = setting.DefaultCurrency
	}
	reasons, err := store.LostReasons(ctx, tx)
	if err != nil {
		return b, err
	}
	mayCost, err := p.costs(ctx, tx, rows, byCode)
	if err != nil {
		return b, err
	}
	seen := map[string]bool{}
	for i, r := range rows {
		res := &b.results[i]
		twice(seen, strings.ToLower(r.get("code")), res)
		if res.Action == Refused {
			continue
		}
		old, known := byCode[strings.ToLower(r.get("code"))]
		d := old
		res.Action = Unchanged
		if !known {
			d = p.begun(r)
			d.Amount.Currency = kernel.Currency(o.Currency)
			res.Action = Create
		}
		res.ID = d.ID.UUID
		if r.get("cost") != "" && !mayCost[i] {
			res.refuse("/cost", "forbidden", "Your roles do not let you say what this deal costs. Leave the column out.")
			continue
		}
		b.account(r, &d, res, accounts, o, p)
		dealFields(r, &d, res, p)
		facts := domain.MoveFacts{At: p.now}
		facts.Reason, facts.Note = loss(r, o, reasons)
		if res.Action == Refused || !dealStage(r, &d, res, p, known, facts) {
			continue
		}
		switch {
		case !known:
			d.Rank = kernel.Int(-p.now.UnixMicro()).Add(kernel.Int(int64(i)))
			b.made = append(b.made, d)
		case len(res.Changed) > 0:
			res.Action = Update
			b.before, b.changed = append(b.before, old), append(b.changed, d)
		}
	}
	return b, nil
}

func (b *dealBatch) account(r ImportRow, d *domain.Deal, res *ImportResult, accounts *accountBook, o DealOptions, p dealFacts) {
	text := r.get("account")
	if text == "" {
		return
	}
	a := accounts.find(text)
	if a == nil && o.MakeAccounts {
		a = &store.Account{ID: kernel.NewUUID(), Name: text, Lifecycle: "prospect", OwnerID: p.who.owner, TeamID: p.who.unit, DeptID: p.who.unit, Version: 1, CreatedAt: p.now, UpdatedAt: p.now}
		accounts.add(a)
		b.accounts = append(b.accounts, *a)
	}
	switch {
	case a == nil:
		res.Action, res.Faults = Refused, append(res.Faults, errUnknownAccount)
	case d.Account == nil || *d.Account != a.ID:
		d.Account = &a.ID
		res.Changed = append(res.Changed, "account")
	}
}

func dealFields(r ImportRow, d *domain.Deal, res *ImportResult, p dealFacts) {
	for _, f := range []struct {
		field string
		to    *string
	}{{"code", &d.Code}, {"name", &d.Name}, {"product", &d.Product}, {"next_step", &d.NextStep}} {
		res.change(f.field, f.to, r.get(f.field))
	}
	if d.Name == "" {
		d.Name = strings.TrimSpace(strings.Join([]string{d.Product, r.get("account"), r.get("code")}, " "))
	}
	if v := r.get("amount"); v != "" {
		if n := number(res, "/amount", v); !n.Equal(d.Amount.Amount) {
			d.Amount.Amount = n
			res.Changed = append(res.Changed, "amount")
		}
	}
	cost := r.get("cost")
	if cost != "" {
		if n := number(res, "/cost", cost); setCost(d, &n) {
			res.Changed = append(res.Changed, "cost")
		}
	}
	if v := r.get("currency"); v != "" && v != string(d.Amount.Currency) {
		d.Amount.Currency = kernel.Currency(strings.ToUpper(v))
		res.Changed = append(res.Changed, "currency")
	}
	if v := day(r.get("expected_close")); !v.IsZero() && v != d.ExpectedClose {
		d.ExpectedClose = v
		res.Changed = append(res.Changed, "expected_close")
	}
	if by := res.seller(r.get("salesperson"), p.sellers); by != nil && !same(d.Salesperson, by) {
		d.Salesperson = by
		res.Changed = append(res.Changed, "salesperson")
	}
	if err := d.Check(); err != nil {
		res.refuseAll(err)
	}
	if cost == "" {
		return
	}
	if err := d.CheckCost(); err != nil {
		res.refuseAll(err)
	}
}

// loss is why a row's deal was lost: by its own column, else by the import's
// option, with the column's words as a note. No reason is left to the gate.
func loss(r ImportRow, o DealOptions, all []crm.LostReason) (reason *domain.LostReason, note string) {
	note = r.get("lost_note")
	if reason = reasonNamed(all, r.get("lost_reason")); reason == nil {
		reason = reasonNamed(all, o.LostReason)
		note = strings.TrimSpace(r.get("lost_reason") + " " + note)
	}
	if note == "" {
		note = "imported"
	}
	return reason, note
}

// dealStage puts the deal where the row says, by the same gates as everywhere.
func dealStage(r ImportRow, d *domain.Deal, res *ImportResult, p dealFacts, known bool, f domain.MoveFacts) bool {
	to, ok := stageNamed(p.pipeline, r.get("stage"))
	if !ok {
		res.refuse("/stage", "crm.import.stage_unknown", "The pipeline "+p.pipeline.Name+" has no stage of this name.")
		return false
	}
	if known && (r.get("stage") == "" || to.ID == d.Stage) {
		return true
	}
	on := day(r.get("entered_on"))
	if closed := day(r.get("closed_on")); !closed.IsZero() && (to.Category == crm.Won || to.Category == crm.Lost) {
		on = closed
	}
	if !on.IsZero() && on.Time().Before(p.now) {
		f.At = on.Time()
	}
	var err error
	switch {
	case !known:
		err = d.Begin(p.pipeline, to.ID, f)
	case d.Decided() && to.Category == crm.Open:
		err = d.Reopen(p.pipeline, to.ID, f)
	default:
		f.At = p.now
		err = d.Move(p.pipeline, to.ID, f)
	}
	if err != nil {
		return !res.refuseAll(err)
	}
	if known {
		res.Changed = append(res.Changed, "stage")
	}
	return true
}

// What stages are called elsewhere, by category and place.
var stageWords = map[string]struct {
	category string
	n        int
}{
	"won": {crm.Won, 0}, "closed won": {crm.Won, 0}, "lost": {crm.Lost, 0}, "closed lost": {crm.Lost, 0}, "disqualified": {crm.Lost, 0},
	"on hold": {crm.Hold, 0}, "prospecting": {crm.Open, 0}, "new lead": {crm.Open, 0}, "contacted": {crm.Open, 0}, "engaging": {crm.Open, 1},
	"proposal sent": {crm.Open, 2}, "re-engagement": {crm.Open, 1},
}

// stageNamed finds a stage by its own name, else by what others call it; no
// name is where deals begin.
func stageNamed(p domain.Pipeline, text string) (domain.Stage, bool) {
	if text == "" {
		return p.Start()
	}
	key := nameKey(text)
	for _, st := range p.Stages {
		if st.Active && nameKey(st.Name) == key {
			return st, true
		}
	}
	word, ok := stageWords[key]
	if !ok {
		return domain.Stage{}, false
	}
	n := 0
	var last domain.Stage
	found := false
	for _, st := range p.Stages {
		if st.Category == word.category && st.Active {
			last, found = st, true
			if n == word.n {
				break
			}
			n++
		}
	}
	return last, found
}
