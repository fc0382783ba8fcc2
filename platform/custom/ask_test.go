package custom_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/clock"
	"longhouse/platform/custom"
	"longhouse/platform/fault"
	"longhouse/platform/history"
	"longhouse/platform/imports"
	"longhouse/platform/kernel"
	"longhouse/platform/search"
)

var errAway = errors.New("the directory is away")

// TestWhoCannotBeAskedIsNotSaidToBeNobody: what fails is tried again, and refuses no value.
func TestWhoCannotBeAskedIsNotSaidToBeNobody(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.add("person", "Keeper", nil)
	f.add("link", "Mother", object{"entity_of": "crm.account"})
	f.add("file", "Contract", nil)
	svc := custom.New(custom.Options{DB: f.db.Root, Clock: clock.Clock{},
		People: func(context.Context) ([]custom.Person, error) { return nil, errAway },
		Files: func(context.Context, []uuid.UUID) (map[uuid.UUID]kernel.Record, map[uuid.UUID]string, error) {
			return nil, nil, errAway
		}})
	svc.Register([]history.Entity{{Name: "crm.account", Custom: true, Read: "crm.account.read", Change: "crm.account.update",
		Title:   func(context.Context, []uuid.UUID) (map[uuid.UUID]string, error) { return nil, errAway },
		Visible: func(context.Context, uuid.UUID) error { return errAway }}}, resources,
		search.Source{Entity: "crm.account", Find: func(context.Context, string, int) ([]search.Hit, error) { return nil, errAway }})
	ctx := f.acting("owner")
	for key, value := range map[string]string{"keeper": uuid.NewString(), "mother": uuid.NewString(), "contract": uuid.NewString()} {
		_, err := svc.Draft(ctx, "crm.account", uuid.New(), kernel.Custom{key: value})
		require.ErrorIs(t, err, errAway, key)
		require.NotEqual(t, fault.Invalid, fault.KindOf(err), key)
	}
	target := svc.Imports(imports.Target{Entity: "crm.account", DB: f.db.Root.For("crm"),
		Check: func(context.Context, []imports.Record, imports.Choices) ([]imports.Verdict, error) {
			return []imports.Verdict{{Action: imports.Create}}, nil
		}})[0]
	for _, row := range []map[string]string{{"custom.keeper": "Nancy"}, {"custom.mother": "Mother Ltd"}, {"custom.mother": uuid.NewString()}} {
		_, err := target.Check(ctx, []imports.Record{{Values: row}}, imports.Choices{})
		require.ErrorIs(t, err, errAway, "%v", row)
	}
}
