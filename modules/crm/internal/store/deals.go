package store

import (
	"context"
	"time"

	"github.com/google/uuid"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/domain"
	"longhouse/modules/crm/internal/store/sqlcgen"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// DealList is the truth about lists of deals, and about the board.
var DealList = &page.Spec{
	Columns: map[string]page.Column{
		"name":           {Expr: "d.name_key", Cast: "text", Ops: page.Prefix, Sort: true},
		"pipeline_id":    {Expr: "d.pipeline_id", Cast: "uuid", Ops: page.OneOf, Label: "select x.name from crm.pipeline x where x.id = @id"},
		"stage_id":       {Expr: "d.stage_id", Cast: "uuid", Ops: page.OneOf, Label: "select x.name from crm.stage x where x.id = @id"},
		"status":         {Expr: "d.status", Cast: "text", Ops: page.OneOf},
		"owner_id":       {Expr: "d.owner_id", Cast: "uuid", Ops: page.OneOf | page.Empty},
		"team_id":        {Expr: "d.team_id", Cast: "uuid", Ops: page.OneOf | page.Empty},
		"salesperson_id": {Expr: "d.salesperson_id", Cast: "uuid", Ops: page.OneOf | page.Empty},
		"account_id":     {Expr: "d.account_id", Cast: "uuid", Ops: page.OneOf | page.Empty},
		"contact_id":     {Expr: "d.contact_id", Cast: "uuid", Ops: page.OneOf | page.Empty},
		"currency":       {Expr: "d.currency", Cast: "text", Ops: page.OneOf},
		"amount":         {Expr: "d.amount", Currency: "d.currency", Cast: "numeric", Ops: page.Range, Sort: true},
		"cost":           {Expr: "d.cost", Currency: "d.currency", Cast: "numeric", Ops: page.Range | page.Empty, Class: "margin"},
		"margin":         {Expr: "nullif(d.amount, 0) - d.cost", Currency: "d.currency", Up: "d.margin_up", Down: "d.margin_down", Cast: "numeric", Ops: page.Range | page.Empty, Sort: true, Class: "margin"},
		"margin_percent": {Expr: "round((d.amount - d.cost) * 100 / nullif(d.amount, 0), 2)", Cast: "numeric", Ops: page.Range | page.Empty, Class: "margin"},
		"expected_close": {Expr: "d.close_sort", Value: "d.expected_close", Cast: "date", Ops: page.Range | page.Empty, Sort: true},
		"overdue":        {Expr: "d.status = 'open' and d.close_sort < (now() at time zone 'UTC')::date", Cast: "boolean", Ops: page.Flag},
		"has_next_step":  {Expr: "d.next_step <> ''", Cast: "boolean", Ops: page.Flag},
		"closed_at":      {Expr: "d.closed_at", Cast: "timestamptz", Ops: page.Range},
		"lost_reason_id": {Expr: "d.lost_reason_id", Cast: "uuid", Ops: page.OneOf | page.Empty, Label: "select x.name from crm.lost_reason x where x.id = @id"},
		"rank":           {Expr: "d.rank", Cast: "numeric", Sort: true},
		"created_at":     {Expr: "d.created_at", Cast: "timestamptz", Ops: page.Range, Sort: true},
	},
	Own: "d.owner_id", Team: "d.team_id", Dept: "d.dept_id", Tie: "d.id", Default: "-created_at",
	Search: "crm.deal_search", SearchPrefix: "d.name_key", SearchNear: "crm.deal_near",
	Custom: "d.custom", CustomFinds: "crm.deal_custom",
}

// ListDeals reads a page of deals.
func ListDeals(ctx context.Context, tx *db.Tx, scope page.Scope, r page.Request, sees Sees) (page.Page[crm.Deal], error) {
	q, err := DealList.Compile(folded(r), scope)
	if err != nil {
		return page.Page[crm.Deal]{}, err
	}
	rows, err := on(q, tx).ListDeals(ctx, q.Max())
	if err != nil {
		return page.Page[crm.Deal]{}, err
	}
	p := page.Cut(q, rows, func(r sqlcgen.ListDealsRow) (string, uuid.UUID) { return r.PageKey, r.CrmDeal.ID },
		func(r sqlcgen.ListDealsRow) crm.Deal {
			return sees.reveal(dealView(r.CrmDeal, r.StageName), r.CrmDeal, r.Relation)
		})
	p.Total, err = counted(q, func() (int64, error) { return on(q, tx).CountDeals(ctx) })
	return p, err
}

// GetDeal reads a deal that the scope reaches.
func GetDeal(ctx context.Context, tx *db.Tx, scope page.Scope, id uuid.UUID, sees Sees) (crm.Deal, error) {
	row, err := get(DealList, scope, tx).GetDeal(ctx, id)
	return sees.reveal(dealView(row.CrmDeal, row.StageName), row.CrmDeal, row.Relation), err
}

// LockDeal reads a deal that the scope reaches, for a change.
func LockDeal(ctx context.Context, tx *db.Tx, scope page.Scope, id uuid.UUID) (domain.Deal, error) {
	row, err := get(DealList, scope, tx).LockDeal(ctx, id)
	return dealOf(row), err
}

// DealsByCode finds live deals by code, compared without case.
func DealsByCode(ctx context.Context, tx *db.Tx, keys []string) ([]domain.Deal, error) {
	rows, err := sqlcgen.New(tx).DealsByCode(ctx, keys)
	out := make([]domain.Deal, len(rows))
	for i, r := range rows {
		out[i] = dealOf(r)
	}
	return out, err
}

var dealColumns = []string{
	"id", "code", "name", "account_id", "contact_id", "pipeline_id", "stage_id", "status", "owner_id", "team_id", "dept_id", "salesperson_id", "product",
	"amount", "cost", "currency", "probability", "expected_close", "next_step", "closed_at", "lost_reason_id", "lost_note", "held_from_id", "rank",
	"stage_entered_at", "version", "created_at", "updated_at", "custom",
}

// InsertDeals writes new deals, each with its first visit.
func InsertDeals(ctx context.Context, tx *db.Tx, deals ...domain.Deal) error {
	rows, visits := make([]sqlcgen.CrmDeal, len(deals)), make([]sqlcgen.CrmStageHistory, len(deals))
	for i, d := range deals {
		rows[i] = dealRow(d)
		rows[i].Version = 1
		visits[i] = visit(d, nil, false)
	}
	if err := insert(ctx, tx, "crm.deal", dealColumns, rows); err != nil {
		return err
	}
	return insertVisits(ctx, tx, visits)
}

// SaveDeal writes a locked deal back, one version on. left is the stage that it
// left, if it did: the visit is closed and the next one opened.
func SaveDeal(ctx context.Context, tx *db.Tx, d domain.Deal, left *crm.StageID, undo bool, deletedAt *time.Time) error {
	r := dealRow(d)
	if err := guarded(sqlcgen.New(tx).UpdateDeal(ctx, sqlcgen.UpdateDealParams{
		Code: r.Code, Name: r.Name, AccountID: r.AccountID, ContactID: r.ContactID, PipelineID: r.PipelineID, StageID: r.StageID, Status: r.Status,
		OwnerID: r.OwnerID, TeamID: r.TeamID, DeptID: r.DeptID, SalespersonID: r.SalespersonID, Product: r.Product, Amount: r.Amount, Cost: r.Cost, Currency: r.Currency,
		Probability: r.Probability, ExpectedClose: r.ExpectedClose, NextStep: r.NextStep, ClosedAt: r.ClosedAt, LostReasonID: r.LostReasonID,
		LostNote: r.LostNote, HeldFromID: r.HeldFromID, Rank: r.Rank, StageEnteredAt: r.StageEnteredAt, DeletedAt: deletedAt, UpdatedAt: r.UpdatedAt,
		Custom: r.Custom, ID: r.ID, Version: r.Version,
	})); err != nil {
		return err
	}
	if left == nil {
		return nil
	}
	if err := sqlcgen.New(tx).LeaveStage(ctx, sqlcgen.LeaveStageParams{Moment: d.StageEnteredAt, DealID: r.ID}); err != nil {
		return err
	}
	return insertVisits(ctx, tx, []sqlcgen.CrmStageHistory{visit(d, left, undo)})
}

func insertVisits(ctx context.Context, tx *db.Tx, visits []sqlcgen.CrmStageHistory) error {
	return insert(ctx, tx, "crm.stage_history", []string{"id", "deal_id", "pipeline_id", "from_stage_id", "to_stage_id", "entered_at", "amount", "currency",
		"probability", "expected_close", "undo"}, visits)
}

func visit(d domain.Deal, from *crm.StageID, undo bool) sqlcgen.CrmStageHistory {
	v := sqlcgen.CrmStageHistory{ID: kernel.NewUUID(), DealID: d.ID.UUID, PipelineID: d.Pipeline.UUID, ToStageID: d.Stage.UUID, EnteredAt: d.StageEnteredAt,
		Amount: d.Amount.Amount, Currency: string(d.Amount.Currency), Probability: d.Probability, ExpectedClose: Day(d.ExpectedClose), Undo: undo}
	if from != nil {
		v.FromStageID = from.Ptr()
	}
	return v
}

// EraseDeal takes back a deal that nobody has touched since it was made.
func EraseDeal(ctx context.Context, tx *db.Tx, id uuid.UUID) (bool, error) {
	n, err := sqlcgen.New(tx).EraseDeal(ctx, id)
	return n == 1, err
}

// StageVisits reads through which stages a deal went, newest first.
func StageVisits(ctx context.Context, tx *db.Tx, deal uuid.UUID) ([]crm.StageVisit, error) {
	rows, err := sqlcgen.New(tx).StageVisits(ctx, deal)
	out := make([]crm.StageVisit, len(rows))
	for i, r := range rows {
		h := r.CrmStageHistory
		out[i] = crm.StageVisit{To: stageRef(h.ToStageID, r.ToName, r.ToCategory), EnteredAt: h.EnteredAt, LeftAt: h.LeftAt, By: h.ByActor,
			Amount: kernel.Money{Amount: h.Amount, Currency: kernel.Currency(h.Currency)}, Probability: h.Probability, ExpectedClose: DayOf(h.ExpectedClose), Undo: h.Undo}
		if h.FromStageID != nil && r.FromName != nil && r.FromCategory != nil {
			from := stageRef(*h.FromStageID, *r.FromName, *r.FromCategory)
			out[i].From = &from
		}
		if h.Seconds != nil {
			out[i].Seconds = *h.Seconds
		}
	}
	return out, err
}

func stageRef(id uuid.UUID, name, category string) crm.StageRef {
	return crm.StageRef{ID: kernel.IDOf[crm.Stage](id), Name: name, Category: category}
}

// boardCards is how many cards of a column a board shows before somebody asks for more.
const boardCards = 25

// Board reads a pipeline's columns: exact counts and totals over all deals in
// one query, the first cards of every column in another. A column's Next is a
// place in the list of deals by rank.
func Board(ctx context.Context, tx *db.Tx, scope page.Scope, p domain.Pipeline, r page.Request, currency kernel.Currency, sees Sees) (crm.Board, error) {
	r.Sort, r.After, r.Limit = "rank", "", boardCards
	q, err := DealList.Compile(folded(r), scope)
	if err != nil {
		return crm.Board{}, err
	}
	totals, err := on(q, tx).BoardTotals(ctx, sqlcgen.BoardTotalsParams{Currency: string(currency), Decimals: currency.Decimals(), PipelineID: p.ID.UUID})
	if err != nil {
		return crm.Board{}, err
	}
	b := crm.Board{Pipeline: p.ID, Currency: string(currency), Columns: []crm.Column{}}
	at, stages := map[uuid.UUID]int{}, []uuid.UUID{}
	for _, s := range p.Stages {
		if s.Active {
			at[s.ID.UUID] = len(b.Columns)
			stages = append(stages, s.ID.UUID)
			b.Columns = append(b.Columns, crm.Column{Stage: StageView(s), Deals: []crm.Deal{}})
		}
	}
	for _, t := range totals {
		if i, ok := at[t.StageID]; ok {
			c := &b.Columns[i]
			c.Count, c.Amount, c.Weighted, c.Other = t.Deals, t.Amount, t.Weighted, t.Other
		}
	}
	cards, err := on(q, tx).BoardCards(ctx, sqlcgen.BoardCardsParams{Stages: stages, Max: q.Max()})
	of := map[uuid.UUID][]sqlcgen.BoardCardsRow{}
	for _, c := range cards {
		of[c.CrmDeal.StageID] = append(of[c.CrmDeal.StageID], c)
	}
	for stage, rows := range of {
		col := &b.Columns[at[stage]]
		p := page.Cut(q, rows, func(c sqlcgen.BoardCardsRow) (string, uuid.UUID) { return c.CrmDeal.Rank.String(), c.CrmDeal.ID },
			func(c sqlcgen.BoardCardsRow) crm.Deal {
				return sees.reveal(dealView(c.CrmDeal, col.Stage.Name), c.CrmDeal, c.Relation)
			})
		col.Deals, col.Next = p.Items, p.Next
	}
	return b, err
}

// RankAt is a place in a column before which stand position other deals.
func RankAt(ctx context.Context, tx *db.Tx, stage crm.StageID, deal crm.DealID, position int) (kernel.Decimal, error) {
	q := sqlcgen.New(tx)
	one, two := kernel.Int(1), kernel.Int(2)
	if position <= 0 {
		top, err := q.TopRank(ctx, stage.UUID)
		return top.Sub(one), err
	}
	around, err := q.RanksAround(ctx, sqlcgen.RanksAroundParams{StageID: stage.UUID, DealID: deal.UUID, Before: int32(min(position, 1_000_000)) - 1})
	switch {
	case err != nil:
		return kernel.Zero, err
	case len(around) == 0:
		return RankAt(ctx, tx, stage, deal, 0)
	case len(around) == 1:
		return around[0].Add(one), nil
	}
	return around[0].Add(around[1]).Div(two).HalfEven(18), nil
}

// dealView is a deal without what a class covers.
func dealView(d sqlcgen.CrmDeal, stage string) crm.Deal {
	return crm.Deal{
		ID: kernel.IDOf[crm.Deal](d.ID), Code: d.Code, Name: d.Name, Account: crm.RefTo(d.AccountID, ""), Contact: crm.RefTo(d.ContactID, ""),
		PipelineID: kernel.IDOf[crm.Pipeline](d.PipelineID), Stage: stageRef(d.StageID, stage, d.Status), Status: d.Status,
		Amount: kernel.Money{Amount: d.Amount, Currency: kernel.Currency(d.Currency)}, Probability: d.Probability, ExpectedClose: DayOf(d.ExpectedClose),
		Owner: crm.RefTo(d.OwnerID, ""), Salesperson: crm.RefTo(d.SalespersonID, ""), Product: d.Product, NextStep: d.NextStep, ClosedAt: d.ClosedAt,
		LostReason: crm.RefTo(d.LostReasonID, ""), LostNote: d.LostNote, StageEnteredAt: d.StageEnteredAt, CreatedAt: d.CreatedAt, UpdatedAt: d.UpdatedAt, Version: d.Version,
		Custom: d.Custom,
	}
}

func dealOf(r sqlcgen.CrmDeal) domain.Deal {
	return domain.Deal{
		ID: kernel.IDOf[crm.Deal](r.ID), Code: r.Code, Name: r.Name, Account: r.AccountID, Contact: r.ContactID, Pipeline: kernel.IDOf[crm.Pipeline](r.PipelineID),
		Stage: kernel.IDOf[crm.Stage](r.StageID), Status: r.Status, Owner: r.OwnerID, Team: r.TeamID, Dept: r.DeptID, Salesperson: r.SalespersonID,
		Product: r.Product, Amount: kernel.Money{Amount: r.Amount, Currency: kernel.Currency(r.Currency)}, Cost: r.Cost, Probability: r.Probability,
		ExpectedClose: DayOf(r.ExpectedClose), NextStep: r.NextStep, ClosedAt: r.ClosedAt, LostReason: r.LostReasonID, LostNote: r.LostNote,
		HeldFrom: r.HeldFromID, Rank: r.Rank, StageEnteredAt: r.StageEnteredAt, Version: r.Version, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt,
		Custom: r.Custom,
	}
}

func dealRow(d domain.Deal) sqlcgen.CrmDeal {
	return sqlcgen.CrmDeal{
		ID: d.ID.UUID, Code: d.Code, Name: d.Name, AccountID: d.Account, ContactID: d.Contact, PipelineID: d.Pipeline.UUID, StageID: d.Stage.UUID,
		Status: d.Status, OwnerID: d.Owner, TeamID: d.Team, DeptID: d.Dept, SalespersonID: d.Salesperson, Product: d.Product, Amount: d.Amount.Amount,
		Cost: d.Cost, Currency: string(d.Amount.Currency), Probability: d.Probability, ExpectedClose: Day(d.ExpectedClose), NextStep: d.NextStep, ClosedAt: d.ClosedAt,
		LostReasonID: d.LostReason, LostNote: d.LostNote, HeldFromID: d.HeldFrom, Rank: d.Rank, StageEnteredAt: d.StageEnteredAt, Version: d.Version,
		CreatedAt: d.CreatedAt, UpdatedAt: d.UpdatedAt, Custom: d.Custom,
	}
}
