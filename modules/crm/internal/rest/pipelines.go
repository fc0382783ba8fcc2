package rest

import (
	"context"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/app"
	"longhouse/platform/rest"
)

type none struct{}

type pipelineBody struct{ Body app.PipelineInput }

type pipelineChange struct {
	ID crm.PipelineID `path:"id" format:"uuid"`
	rest.Match
	Body app.PipelineInput
}

type reasonBody struct{ Body app.ReasonInput }

type reasonChange struct {
	ID crm.LostReasonID `path:"id" format:"uuid"`
	rest.Match
	Body app.ReasonInput
}

type settingChange struct {
	rest.Match
	Body app.SettingInput
}

func (h handler) pipelines(a *rest.API) {
	rest.Register(a, op("crm-list-pipelines", "GET", "/pipelines", crm.ReadPipelines, "List pipelines with their stages"), func(ctx context.Context, _ *none) (*rest.Answer[Items[crm.Pipeline]], error) {
		return items(h.app.Pipelines(ctx))
	})
	rest.Register(a, created(op("crm-create-pipeline", "POST", "/pipelines", crm.ConfigurePipelines, "Make a pipeline")), func(ctx context.Context, in *pipelineBody) (*rest.Tagged[crm.Pipeline], error) {
		return pipeline(h.app.CreatePipeline(ctx, in.Body))
	})
	change := op("crm-update-pipeline", "PATCH", "/pipelines/{id}", crm.ConfigurePipelines, "Change a pipeline and its stages")
	change.Faults = faults(crm.ErrStageInUse, crm.ErrPipelineName, crm.ErrStageName)
	rest.Register(a, change, func(ctx context.Context, in *pipelineChange) (*rest.Tagged[crm.Pipeline], error) {
		v, err := in.Version()
		if err != nil {
			return nil, err
		}
		return pipeline(h.app.UpdatePipeline(ctx, in.ID, v, in.Body))
	})
	h.reasons(a)
	rest.Register(a, op("crm-get-settings", "GET", "/settings", crm.ReadSettings, "Read how documents are counted"), func(ctx context.Context, _ *none) (*rest.Tagged[crm.Setting], error) {
		return setting(h.app.Setting(ctx))
	})
	rest.Register(a, op("crm-update-settings", "PATCH", "/settings", crm.UpdateSettings, "Change how documents made from now on are counted"), func(ctx context.Context, in *settingChange) (*rest.Tagged[crm.Setting], error) {
		v, err := in.Version()
		if err != nil {
			return nil, err
		}
		return setting(h.app.UpdateSetting(ctx, v, in.Body))
	})
}

func (h handler) reasons(a *rest.API) {
	rest.Register(a, op("crm-list-lost-reasons", "GET", "/lost-reasons", crm.ReadPipelines, "List why deals may be lost"), func(ctx context.Context, _ *none) (*rest.Answer[Items[crm.LostReason]], error) {
		return items(h.app.LostReasons(ctx))
	})
	create := created(op("crm-create-lost-reason", "POST", "/lost-reasons", crm.ConfigurePipelines, "Add a reason for which deals may be lost"))
	create.Faults = faults(crm.ErrReasonName)
	rest.Register(a, create, func(ctx context.Context, in *reasonBody) (*rest.Tagged[crm.LostReason], error) {
		return reason(h.app.CreateLostReason(ctx, in.Body))
	})
	change := op("crm-update-lost-reason", "PATCH", "/lost-reasons/{id}", crm.ConfigurePipelines, "Rename a reason, retire it or bring it back")
	change.Faults = faults(crm.ErrReasonName, crm.ErrLastReason)
	rest.Register(a, change, func(ctx context.Context, in *reasonChange) (*rest.Tagged[crm.LostReason], error) {
		v, err := in.Version()
		if err != nil {
			return nil, err
		}
		return reason(h.app.UpdateLostReason(ctx, in.ID, v, in.Body))
	})
}

func reason(v crm.LostReason, err error) (*rest.Tagged[crm.LostReason], error) {
	if err != nil {
		return nil, err
	}
	return rest.Tag(v.Version, v), nil
}

func pipeline(v crm.Pipeline, err error) (*rest.Tagged[crm.Pipeline], error) {
	if err != nil {
		return nil, err
	}
	return rest.Tag(v.Version, v), nil
}

func setting(v crm.Setting, err error) (*rest.Tagged[crm.Setting], error) {
	if err != nil {
		return nil, err
	}
	return rest.Tag(v.Version, v), nil
}
