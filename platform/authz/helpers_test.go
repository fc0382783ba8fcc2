package authz_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/pgtest"
)

// take takes all roles of somebody away, as another node would: this one's engine hears of it by itself.
func take(t *testing.T, d *pgtest.DB, user kernel.ID[kernel.User]) {
	t.Helper()
	require.NoError(t, db.Changed(d.Context(t), d.Root.For("access"), func(tx *db.Tx) error {
		if _, err := tx.Exec(t.Context(), "delete from access.assignment where user_id = $1", user.UUID); err != nil {
			return err
		}
		return authz.Raise(t.Context(), tx)
	}))
}
