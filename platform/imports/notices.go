package imports

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"longhouse/platform/db"
	"longhouse/platform/kernel"
)

// What people are told of their imports. All of its words stand here, to be
// translated in one place.
var ended = kernel.Notice{Name: "imports.import_ended", Label: "An import of yours has finished or stopped", Default: kernel.InApp, Because: "you started it"}

// Notices lists what people are told by this package.
var Notices = []kernel.Notice{ended}

// tellEnd tells whoever started an import that its rows are in, or are not.
func (s *Service) tellEnd(ctx context.Context, tx *db.Tx, id uuid.UUID, was, then string) error {
	if s.o.Tell == nil || was != Running {
		return nil
	}
	i, err := read(ctx, tx, id)
	if err != nil || i.createdBy == nil {
		return err
	}
	t := kernel.Message{Kind: ended, Title: "Your import of " + s.targets[i.Target].Label + " has finished.", Text: countsText(i.Counts), About: kernel.Record{Entity: "imports.import", ID: id}}
	if then == Failed {
		t.Title = "Your import of " + s.targets[i.Target].Label + " has stopped."
		if i.Error != "" {
			t.Text = i.Error
		}
	}
	return s.o.Tell(ctx, tx, []uuid.UUID{*i.createdBy}, t)
}

func countsText(c *Counts) string {
	if c == nil {
		return ""
	}
	text := fmt.Sprintf("%d new, %d changed, %d unchanged", c.Create, c.Update, c.Unchanged)
	if c.Error > 0 {
		text += fmt.Sprintf(", %d refused", c.Error)
	}
	return text + "."
}
