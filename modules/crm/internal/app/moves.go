package app

import (
	"context"
	"strings"

	"github.com/google/uuid"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/domain"
	"longhouse/modules/crm/internal/store"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// changeDeal is the frame of changes to a deal: lock, compare, change, write,
// and tell what moved.
func (s *Service) changeDeal(ctx context.Context, act kernel.Permission, id crm.DealID, version int64, change func(tx *db.Tx, d *domain.Deal) error) (crm.Deal, error) {
	acting, reading, err := scopes(ctx, act, crm.ReadDeals)
	if err != nil {
		return crm.Deal{}, err
	}
	now := s.clock.Now()
	v, err := db.Write(ctx, s.db, func(tx *db.Tx) (crm.Deal, error) {
		d, err := reach(acting, reading, func(scope page.Scope) (domain.Deal, error) { return store.LockDeal(ctx, tx, scope, id.UUID) })
		if err != nil {
			return crm.Deal{}, err
		}
		if err := current(d.Version, version); err != nil {
			return crm.Deal{}, err
		}
		old := d
		if err := change(tx, &d); err != nil {
			return crm.Deal{}, err
		}
		if !equal(old, d) {
			d.UpdatedAt = now
			if err := saveMove(ctx, tx, old, d, false); err != nil {
				return crm.Deal{}, err
			}
		}
		return dealDetail(ctx, tx, reading, id)
	})
	return s.namedDeal(ctx, v, err)
}

// saveMove writes a changed deal; when it moved, its visits and the events too.
func saveMove(ctx context.Context, tx *db.Tx, old, d domain.Deal, undo bool) error {
	if old.Stage == d.Stage {
		return store.SaveDeal(ctx, tx, d, nil, false, nil)
	}
	if err := store.SaveDeal(ctx, tx, d, &old.Stage, undo, nil); err != nil {
		return err
	}
	if undo {
		return nil
	}
	if err := tx.Emit(ctx, crm.DealStageChanged{Deal: d.ID, From: old.Stage, To: d.Stage, Status: d.Status, Amount: d.Amount}); err != nil || old.Status == d.Status {
		return err
	}
	switch {
	case d.Status == crm.Won:
		won := crm.DealWon{Deal: d.ID, Amount: d.Amount}
		if d.Account != nil {
			won.Account = kernel.IDOf[crm.Account](*d.Account)
		}
		return tx.Emit(ctx, won)
	case d.Status == crm.Lost:
		lost := crm.DealLost{Deal: d.ID, Amount: d.Amount, Note: d.LostNote}
		if d.LostReason != nil {
			lost.Reason = kernel.IDOf[crm.LostReason](*d.LostReason)
		}
		return tx.Emit(ctx, lost)
	case old.Decided():
		return tx.Emit(ctx, crm.DealReopened{Deal: d.ID})
	}
	return nil
}

// MoveInput says where a deal goes.
type MoveInput struct {
	StageID  crm.StageID `json:"stage_id"`
	Position *int        `json:"position,omitempty" minimum:"0" doc:"Before how many cards of the column; on top unless said otherwise"`
	Reason   *string     `json:"reason,omitempty" doc:"Into a lost stage: a reason's name or ID"`
	Note     *string     `json:"note,omitempty" maxLength:"2000"`
}

// MoveDeal puts a deal into another stage, or to another place in its column.
// Into a won or lost stage it needs the right to win or lose.
func (s *Service) MoveDeal(ctx context.Context, id crm.DealID, version int64, in MoveInput) (crm.Deal, error) {
	all, err := s.pipelines(ctx)
	if err != nil {
		return crm.Deal{}, err
	}
	act := crm.UpdateDeals
	for _, p := range all {
		if st, ok := p.Stage(in.StageID); ok {
			switch st.Category {
			case crm.Won:
				act = crm.WinDeals
			case crm.Lost:
				act = crm.LoseDeals
			}
		}
	}
	f := domain.MoveFacts{At: s.clock.Now()}
	set(&f.Note, in.Note)
	return s.changeDeal(ctx, act, id, version, func(tx *db.Tx, d *domain.Deal) error {
		p, err := store.Pipeline(ctx, tx, d.Pipeline)
		if err != nil {
			return err
		}
		if f.Reason, err = reasonOf(ctx, tx, in.Reason); err != nil {
			return err
		}
		was := d.Stage
		if err := d.Move(p, in.StageID, f); err != nil {
			return err
		}
		if in.Position == nil && was == d.Stage {
			return nil
		}
		position := 0
		set(&position, in.Position)
		d.Rank, err = store.RankAt(ctx, tx, d.Stage, d.ID, position)
		return err
	})
}

// moveTo puts a deal into the first active stage of a category.
func (s *Service) moveTo(ctx context.Context, act kernel.Permission, id crm.DealID, version int64, category string, f domain.MoveFacts, reason *string) (crm.Deal, error) {
	return s.changeDeal(ctx, act, id, version, func(tx *db.Tx, d *domain.Deal) error {
		p, err := store.Pipeline(ctx, tx, d.Pipeline)
		if err != nil {
			return err
		}
		if d.Decided() {
			return crm.ErrNotOpen
		}
		to, ok := p.First(category)
		if !ok {
			return crm.ErrNoStage
		}
		if f.Reason, err = reasonOf(ctx, tx, reason); err != nil {
			return err
		}
		if err := d.Move(p, to.ID, f); err != nil {
			return err
		}
		d.Rank, err = store.RankAt(ctx, tx, d.Stage, d.ID, 0)
		return err
	})
}

// WinDeal says that the customer said yes.
func (s *Service) WinDeal(ctx context.Context, id crm.DealID, version int64) (crm.Deal, error) {
	return s.moveTo(ctx, crm.WinDeals, id, version, crm.Won, domain.MoveFacts{At: s.clock.Now()}, nil)
}

// LoseDeal says that the customer said no, and why.
func (s *Service) LoseDeal(ctx context.Context, id crm.DealID, version int64, reason *string, note string) (crm.Deal, error) {
	return s.moveTo(ctx, crm.LoseDeals, id, version, crm.Lost, domain.MoveFacts{At: s.clock.Now(), Note: strings.TrimSpace(note)}, reason)
}

// HoldDeal puts a deal aside: out of the totals until it moves on.
func (s *Service) HoldDeal(ctx context.Context, id crm.DealID, version int64) (crm.Deal, error) {
	return s.moveTo(ctx, crm.UpdateDeals, id, version, crm.Hold, domain.MoveFacts{At: s.clock.Now()}, nil)
}

// ReopenDeal takes a decided deal back into an open stage.
func (s *Service) ReopenDeal(ctx context.Context, id crm.DealID, version int64, stage crm.StageID) (crm.Deal, error) {
	f := domain.MoveFacts{At: s.clock.Now()}
	return s.changeDeal(ctx, crm.UpdateDeals, id, version, func(tx *db.Tx, d *domain.Deal) error {
		p, err := store.Pipeline(ctx, tx, d.Pipeline)
		if err != nil {
			return err
		}
		if stage.IsZero() {
			first, ok := p.First(crm.Open)
			if !ok {
				return crm.ErrNoStage
			}
			stage = first.ID
		}
		if err := d.Reopen(p, stage, f); err != nil {
			return err
		}
		d.Rank, err = store.RankAt(ctx, tx, d.Stage, d.ID, 0)
		return err
	})
}

// reasonOf finds a reason by ID or name; none given is none.
func reasonOf(ctx context.Context, tx *db.Tx, given *string) (*domain.LostReason, error) {
	if given == nil || strings.TrimSpace(*given) == "" {
		return nil, nil //nolint:nilnil // no reason is what the gate asks about
	}
	all, err := store.LostReasons(ctx, tx)
	if err != nil {
		return nil, err
	}
	if r := reasonNamed(all, *given); r != nil {
		return r, nil
	}
	return nil, crm.ErrLostReason
}

// reasonNamed is the active reason with that ID or name, or nil.
func reasonNamed(all []crm.LostReason, text string) *domain.LostReason {
	text = strings.TrimSpace(text)
	for _, r := range all {
		if r.Active && text != "" && (r.ID.String() == text || strings.EqualFold(r.Name, text)) {
			return &domain.LostReason{ID: r.ID, Name: r.Name, NeedsNote: r.NeedsNote}
		}
	}
	return nil
}

// cutLogin reads u:<login>.
func cutLogin(subject string) (uuid.UUID, bool) {
	text, ok := strings.CutPrefix(subject, "u:")
	if !ok {
		return uuid.UUID{}, false
	}
	id, err := uuid.Parse(text)
	return id, err == nil
}
