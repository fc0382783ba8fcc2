package app

import (
	"context"
	"slices"
	"strings"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/domain"
	"longhouse/modules/crm/internal/store"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// PipelineInput is what may be said of a pipeline. Stages, when given, are all
// of them, in order; one with an ID stays the same stage.
type PipelineInput struct {
	Name         *string       `json:"name,omitempty" maxLength:"100"`
	IsDefault    *bool         `json:"is_default,omitempty"`
	NoSkip       *bool         `json:"no_skip,omitempty"`
	NoBack       *bool         `json:"no_back,omitempty"`
	CreateOnlyIn *string       `json:"create_only_in,omitempty" doc:"Name or ID of a stage of this pipeline; empty for none"`
	Active       *bool         `json:"active,omitempty"`
	Stages       *[]StageInput `json:"stages,omitempty" maxItems:"50"`
}

// StageInput is what may be said of a stage.
type StageInput struct {
	ID          crm.StageID `json:"id,omitzero"`
	Name        string      `json:"name" maxLength:"100"`
	Category    string      `json:"category" enum:"open,hold,won,lost"`
	Probability int32       `json:"probability" minimum:"0" maximum:"100"`
	EntryFields []string    `json:"entry_fields,omitempty" maxItems:"20"`
	WonAllowed  *bool       `json:"won_allowed,omitempty" doc:"True unless said otherwise"`
	Locked      bool        `json:"locked,omitempty"`
	Colour      string      `json:"colour,omitempty" maxLength:"40"`
	Active      *bool       `json:"active,omitempty" doc:"True unless said otherwise"`
}

func (in PipelineInput) onto(p *domain.Pipeline) {
	set(&p.Name, trimmed(in.Name))
	set(&p.IsDefault, in.IsDefault)
	set(&p.NoSkip, in.NoSkip)
	set(&p.NoBack, in.NoBack)
	set(&p.Active, in.Active)
	if in.Stages != nil {
		p.Stages = nil
		for i, given := range *in.Stages {
			s := domain.Stage{ID: given.ID, Name: strings.TrimSpace(given.Name), Position: int32(i) + 1, Category: given.Category, Probability: given.Probability,
				EntryFields: given.EntryFields, WonAllowed: true, Locked: given.Locked, Colour: given.Colour, Active: true}
			set(&s.WonAllowed, given.WonAllowed)
			set(&s.Active, given.Active)
			if s.ID.IsZero() {
				s.ID = kernel.NewID[crm.Stage]()
			}
			p.Stages = append(p.Stages, s)
		}
	}
	if in.CreateOnlyIn != nil {
		p.CreateOnlyIn = crm.StageID{}
		for _, s := range p.Stages {
			if *in.CreateOnlyIn != "" && (s.Name == *in.CreateOnlyIn || s.ID.String() == *in.CreateOnlyIn) {
				p.CreateOnlyIn = s.ID
			}
		}
	}
}

// Pipelines reads all pipelines, the default one first.
func (s *Service) Pipelines(ctx context.Context) ([]crm.Pipeline, error) {
	if _, err := authz.Scope(ctx, crm.ReadPipelines); err != nil {
		return nil, err
	}
	all, err := s.pipelines(ctx)
	out := make([]crm.Pipeline, len(all))
	for i, p := range all {
		out[i] = store.PipelineView(p)
	}
	return out, err
}

// pipelines reads all pipelines. An organisation that has none gets the
// shipped one, made by the house and not by whoever looked first.
func (s *Service) pipelines(ctx context.Context) ([]domain.Pipeline, error) {
	read := func(tx *db.Tx) ([]domain.Pipeline, error) { return store.Pipelines(ctx, tx) }
	all, err := db.Read(ctx, s.db, read)
	if err != nil || len(all) > 0 {
		return all, err
	}
	if err := s.begin(ctx); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.db, read)
}

// pipeline finds a pipeline, or the default one.
func (s *Service) pipeline(ctx context.Context, id crm.PipelineID, pointer string) (domain.Pipeline, error) {
	all, err := s.pipelines(ctx)
	if err != nil {
		return domain.Pipeline{}, err
	}
	for _, p := range all {
		if p.ID == id || id.IsZero() && p.IsDefault {
			return p, nil
		}
	}
	return domain.Pipeline{}, crm.ErrReference.At(pointer)
}

// CreatePipeline makes a pipeline; without stages it gets the shipped ones.
func (s *Service) CreatePipeline(ctx context.Context, in PipelineInput) (crm.Pipeline, error) {
	if _, err := authz.Scope(ctx, crm.ConfigurePipelines); err != nil {
		return crm.Pipeline{}, err
	}
	if _, err := s.pipelines(ctx); err != nil {
		return crm.Pipeline{}, err
	}
	now := s.clock.Now()
	p := domain.DefaultPipeline(func(string) kernel.ID[any] { return kernel.NewID[any]() })
	p.Name, p.IsDefault, p.Version = "", false, 1
	in.onto(&p)
	if err := p.Check(); err != nil {
		return crm.Pipeline{}, err
	}
	return db.Write(ctx, s.db, func(tx *db.Tx) (crm.Pipeline, error) {
		return store.PipelineView(p), store.InsertPipeline(ctx, tx, p, now)
	})
}

// UpdatePipeline changes a pipeline. A stage that deals are or were in keeps
// its category and stays, at least inactive (crm.ErrStageInUse).
func (s *Service) UpdatePipeline(ctx context.Context, id crm.PipelineID, version int64, in PipelineInput) (crm.Pipeline, error) {
	if _, err := authz.Scope(ctx, crm.ConfigurePipelines); err != nil {
		return crm.Pipeline{}, err
	}
	now := s.clock.Now()
	return db.Write(ctx, s.db, func(tx *db.Tx) (crm.Pipeline, error) {
		p, err := store.LockPipeline(ctx, tx, id)
		if err != nil {
			return crm.Pipeline{}, err
		}
		if err := current(p.Version, version); err != nil {
			return crm.Pipeline{}, err
		}
		old, wasDefault := p, p.IsDefault
		old.Stages = slices.Clone(p.Stages)
		in.onto(&p)
		if err := p.Check(); err != nil {
			return crm.Pipeline{}, err
		}
		for _, st := range p.Stages {
			if _, known := old.Stage(st.ID); !known && given(in, st.ID) {
				return crm.Pipeline{}, crm.ErrReference.At("/stages")
			}
		}
		if wasDefault && (!p.IsDefault || !p.Active) {
			return crm.Pipeline{}, fault.ErrInvalid.Field("/is_default", "default", "One pipeline is the default. Make another one the default instead.")
		}
		if err := store.SavePipeline(ctx, tx, p, now); err != nil {
			return crm.Pipeline{}, err
		}
		p.Version++
		return store.PipelineView(p), nil
	})
}

// given says whether the caller named the stage, rather than having it made.
func given(in PipelineInput, id crm.StageID) bool {
	return in.Stages != nil && slices.ContainsFunc(*in.Stages, func(s StageInput) bool { return s.ID == id })
}

// Setting reads how documents are counted.
func (s *Service) Setting(ctx context.Context) (crm.Setting, error) {
	if _, err := authz.Scope(ctx, crm.ReadSettings); err != nil {
		return crm.Setting{}, err
	}
	return db.Read(ctx, s.db, func(tx *db.Tx) (crm.Setting, error) { return store.Setting(ctx, tx) })
}

// SettingInput is what may be said of the setting.
type SettingInput struct {
	DocumentRounding *string `json:"document_rounding,omitempty" enum:"half_up,half_even"`
	LineRounding     *string `json:"line_rounding,omitempty" enum:"line,document"`
	DefaultCurrency  *string `json:"default_currency,omitempty" pattern:"^[A-Z]{3}$"`
}

// UpdateSetting changes how documents made from now on are counted.
func (s *Service) UpdateSetting(ctx context.Context, version int64, in SettingInput) (crm.Setting, error) {
	if _, err := authz.Scope(ctx, crm.UpdateSettings); err != nil {
		return crm.Setting{}, err
	}
	id := kernel.NewUUID()
	return db.Write(ctx, s.db, func(tx *db.Tx) (crm.Setting, error) {
		v, err := store.Setting(ctx, tx)
		if err != nil {
			return v, err
		}
		if err := current(v.Version, version); err != nil {
			return v, err
		}
		set(&v.DocumentRounding, in.DocumentRounding)
		set(&v.LineRounding, in.LineRounding)
		set(&v.DefaultCurrency, in.DefaultCurrency)
		if err := store.SaveSetting(ctx, tx, id, v); err != nil {
			return v, err
		}
		v.Version++
		return v, nil
	})
}
