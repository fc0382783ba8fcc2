package custom

import (
	"context"

	"longhouse/platform/authz"
	"longhouse/platform/history"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// sight is what a caller may do with the fields of a kind of record. A class
// counts where it covers all records that the caller reaches, as in history.
type sight struct {
	read   page.Scope
	entity history.Entity
	ctx    context.Context //nolint:containedctx // asked within one call
}

func seeing(ctx context.Context, e history.Entity) (sight, error) {
	scope, err := authz.Scope(ctx, e.Read)
	return sight{scope, e, ctx}, err
}

func (v sight) reads(f Field) bool { return v.read.MayRead(f.Class) }

// writes says whether the caller may fill a field in, given that they may change the record.
func (v sight) writes(f Field) bool {
	if f.Class == "" {
		return true
	}
	change, err := authz.Scope(v.ctx, v.entity.Change)
	if err != nil {
		return false
	}
	class, err := authz.Scope(v.ctx, v.right(f.Class, "update"))
	return err == nil && class.Allow >= change.Allow && class.Also == nil
}

func (v sight) right(class, action string) kernel.Permission {
	return kernel.Permission(v.entity.Name + "#" + class + "." + action)
}

// readable leaves out the fields that the caller may not see.
func (v sight) readable(fields []Field) []Field {
	out := make([]Field, 0, len(fields))
	for _, f := range fields {
		if v.reads(f) {
			out = append(out, f)
		}
	}
	return out
}
