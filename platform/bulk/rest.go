package bulk

import (
	"context"

	"github.com/google/uuid"

	"longhouse/platform/page"
	"longhouse/platform/rest"
)

type byID struct {
	ID uuid.UUID `path:"id"`
}

type recordsIn struct {
	rest.List
	ID uuid.UUID `path:"id"`
}

// Routes adds the operations of runs, under /api/v1/bulk. They begin at the
// lists: POST <list>/bulk.
func (s *Service) Routes(a *rest.API) {
	rest.Register(a, rest.Op{ID: "bulk-get", Method: "GET", Path: "/{id}", Needs: rest.SignedIn, Summary: "How far a run over many records is, and what it had to leave",
		Doc: "Your own; those of others are not there."}, func(ctx context.Context, in *byID) (*rest.Answer[rest.BulkRun], error) {
		return said(s.Run(ctx, in.ID))
	})
	rest.RegisterList[Record](a, rest.Op{ID: "bulk-list-records", Method: "GET", Path: "/{id}/records", Needs: rest.SignedIn, Summary: "What became of each record of a run",
		Doc: "`state=refused&format=csv` is the file of refusals."}, recordList.Fields(), func(ctx context.Context, in *recordsIn) (page.Page[Record], error) {
		return s.Records(ctx, in.ID, in.Page())
	})
	rest.Register(a, rest.Op{ID: "bulk-cancel", Method: "POST", Path: "/{id}/cancel", Needs: rest.SignedIn, Summary: "Stop a run",
		Doc: "What it has changed stays changed; undo takes it back."}, func(ctx context.Context, in *byID) (*rest.Answer[rest.BulkRun], error) {
		return said(s.Cancel(ctx, in.ID))
	})
}

func said(r rest.BulkRun, err error) (*rest.Answer[rest.BulkRun], error) {
	if err != nil {
		return nil, err
	}
	return rest.Say(r), nil
}
