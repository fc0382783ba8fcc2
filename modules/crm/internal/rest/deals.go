package rest

import (
	"context"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/app"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
	"longhouse/platform/rest"
)

// DealPath names one deal. It is exported so that huma fills it in where it is embedded.
type DealPath struct {
	ID crm.DealID `path:"id" format:"uuid"`
}

type dealBody struct{ Body app.DealInput }

type dealChange struct {
	DealPath
	rest.Match
	Body app.DealInput
}

type dealMatch struct {
	DealPath
	rest.Match
}

type dealMove struct {
	DealPath
	rest.Match
	Body app.MoveInput
}

// Loss says why a deal was lost.
type Loss struct {
	Reason *string `json:"reason,omitempty" doc:"A reason's name or ID, see /lost-reasons"`
	Note   string  `json:"note,omitempty" maxLength:"2000"`
}

type dealLose struct {
	DealPath
	rest.Match
	Body Loss
}

// Reopening says in which stage a deal goes on.
type Reopening struct {
	StageID crm.StageID `json:"stage_id,omitzero" doc:"The first open stage unless said otherwise"`
}

type dealReopen struct {
	DealPath
	rest.Match
	Body Reopening
}

type boardIn struct {
	rest.List
	PipelineID crm.PipelineID `query:"pipeline_id" doc:"The default pipeline unless said otherwise"`
}

func (h handler) deals(a *rest.API) {
	list := exported(op("crm-list-deals", "GET", "/deals", crm.ReadDeals, "List deals"), crm.ExportDeals)
	list.Custom = "crm.deal"
	rest.RegisterList[crm.Deal](a, list, app.DealFields(), func(ctx context.Context, in *listIn) (page.Page[crm.Deal], error) {
		return h.app.ListDeals(ctx, in.Page())
	})
	summed(a, list, app.DealFields(), h.app.SumDeals)
	board := op("crm-deal-board", "GET", "/deals/board", crm.ReadDeals, "Read a pipeline as a board")
	board.Custom = "crm.deal"
	rest.Register(a, board, func(ctx context.Context, in *boardIn) (*rest.Answer[crm.Board], error) {
		r := in.Page()
		delete(r.Filter, "pipeline_id")
		return answer(h.app.Board(ctx, in.PipelineID, r))
	})
	rest.Register(a, op("crm-get-deal", "GET", "/deals/{id}", crm.ReadDeals, "Read a deal"), func(ctx context.Context, in *DealPath) (*rest.Tagged[crm.Deal], error) {
		return deal(h.app.Deal(ctx, in.ID))
	})
	rest.Register(a, op("crm-deal-stages", "GET", "/deals/{id}/stages", crm.ReadDeals, "Through which stages a deal went"), func(ctx context.Context, in *DealPath) (*rest.Answer[Items[crm.StageVisit]], error) {
		return items(h.app.DealStages(ctx, in.ID))
	})
	creation := created(op("crm-create-deal", "POST", "/deals", crm.CreateDeals, "Make a deal"))
	creation.Faults = faults(crm.ErrMove, crm.ErrOtherPipeline, crm.ErrStageInactive, crm.ErrReference)
	rest.Register(a, creation, func(ctx context.Context, in *dealBody) (*rest.Tagged[crm.Deal], error) {
		return deal(h.app.CreateDeal(ctx, in.Body))
	})
	rest.Register(a, op("crm-update-deal", "PATCH", "/deals/{id}", crm.UpdateDeals, "Change a deal"), func(ctx context.Context, in *dealChange) (*rest.Tagged[crm.Deal], error) {
		v, err := in.Version()
		if err != nil {
			return nil, err
		}
		return deal(h.app.UpdateDeal(ctx, in.ID, v, in.Body))
	})
	rest.Register(a, op("crm-delete-deal", "DELETE", "/deals/{id}", crm.DeleteDeals, "Put a deal into the trash"), func(ctx context.Context, in *dealMatch) (*rest.Done, error) {
		v, err := in.Version()
		if err != nil {
			return nil, err
		}
		return &rest.Done{}, h.app.TrashDeal(ctx, in.ID, v)
	})
	move := op("crm-move-deal", "POST", "/deals/{id}/move", crm.ReadDeals, "Put a deal into another stage")
	move.Doc = "Needs `crm.deal.update`; into a won or lost stage `crm.deal.win` or `crm.deal.lose`."
	move.Faults = faults(crm.ErrMove, crm.ErrOtherPipeline, crm.ErrStageInactive, crm.ErrNotOpen)
	rest.Register(a, move, func(ctx context.Context, in *dealMove) (*rest.Tagged[crm.Deal], error) {
		v, err := in.Version()
		if err != nil {
			return nil, err
		}
		return deal(h.app.MoveDeal(ctx, in.ID, v, in.Body))
	})
	win := op("crm-win-deal", "POST", "/deals/{id}/win", crm.WinDeals, "The customer said yes")
	win.Faults = faults(crm.ErrMove, crm.ErrNotOpen)
	rest.Register(a, win, func(ctx context.Context, in *dealMatch) (*rest.Tagged[crm.Deal], error) {
		v, err := in.Version()
		if err != nil {
			return nil, err
		}
		return deal(h.app.WinDeal(ctx, in.ID, v))
	})
	lose := op("crm-lose-deal", "POST", "/deals/{id}/lose", crm.LoseDeals, "The customer said no, and why")
	lose.Faults = faults(crm.ErrMove, crm.ErrNotOpen, crm.ErrLostReason)
	rest.Register(a, lose, func(ctx context.Context, in *dealLose) (*rest.Tagged[crm.Deal], error) {
		v, err := in.Version()
		if err != nil {
			return nil, err
		}
		return deal(h.app.LoseDeal(ctx, in.ID, v, in.Body.Reason, in.Body.Note))
	})
	rest.Register(a, op("crm-hold-deal", "POST", "/deals/{id}/hold", crm.UpdateDeals, "Put a deal aside"), func(ctx context.Context, in *dealMatch) (*rest.Tagged[crm.Deal], error) {
		v, err := in.Version()
		if err != nil {
			return nil, err
		}
		return deal(h.app.HoldDeal(ctx, in.ID, v))
	})
	reopen := op("crm-reopen-deal", "POST", "/deals/{id}/reopen", crm.UpdateDeals, "Go on with a decided deal")
	reopen.Faults = faults(crm.ErrNotDecided)
	rest.Register(a, reopen, func(ctx context.Context, in *dealReopen) (*rest.Tagged[crm.Deal], error) {
		v, err := in.Version()
		if err != nil {
			return nil, err
		}
		return deal(h.app.ReopenDeal(ctx, in.ID, v, in.Body.StageID))
	})
	rest.RegisterBulk(a, "crm-list-deals", rest.Bulk{Entity: "crm.deal", Title: "name", Change: "crm-update-deal", Acts: map[string]string{"delete": "crm-delete-deal", "move": "crm-move-deal"},
		Fields: map[string]kernel.Permission{"owner_id": crm.AssignDeals}})
}

func deal(v crm.Deal, err error) (*rest.Tagged[crm.Deal], error) {
	if err != nil {
		return nil, err
	}
	return rest.Tag(v.Version, v), nil
}
