package pgtest_test

import (
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/config"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/pgtest"
	"longhouse/platform/rest"
)

func TestEachTestHasAnOrganisationOfItsOwnInOneDatabase(t *testing.T) {
	t.Parallel()
	a, b := pgtest.New(t), pgtest.New(t)
	require.NotEqual(t, a.Org, b.Org)
	require.NotEqual(t, a.User, b.User)
	require.Equal(t, a.URL, b.URL)
	require.Equal(t, a.URL, pgtest.Shared(t))
	for _, d := range []*pgtest.DB{a, b} {
		require.NoError(t, db.Changed(d.Context(t), d.Root.For("crm"), func(tx *db.Tx) error {
			_, err := tx.Exec(t.Context(), "insert into crm.lost_reason (id, name) values ($1, 'Price')", kernel.NewUUID())
			return err
		}))
	}
	n, err := db.Read(a.Context(t), a.Root.For("crm"), func(tx *db.Tx) (n int, err error) {
		return n, tx.QueryRow(t.Context(), "select count(*) from crm.lost_reason").Scan(&n)
	})
	require.NoError(t, err)
	require.Equal(t, 1, n)
}

func TestTheDatabaseIsHostileToCodeThatTrustsItsZone(t *testing.T) {
	t.Parallel()
	var zone string
	require.NoError(t, pgtest.New(t).Superuser(t).QueryRow(t.Context(), "show timezone").Scan(&zone))
	require.Equal(t, "Canada/Newfoundland", zone)
}

func TestAFreshDatabaseIsMigratedAnEmptyOneIsNotAndBothAreGoneAfterwards(t *testing.T) {
	t.Parallel()
	var fresh, empty config.Secret
	schemas := func(t *testing.T, url config.Secret) (n int) {
		conn, err := pgx.Connect(t.Context(), url.Reveal())
		require.NoError(t, err)
		defer func() { _ = conn.Close(t.Context()) }()
		require.NoError(t, conn.QueryRow(t.Context(), "select count(*) from pg_namespace where nspname in ('crm', 'hr', 'inventory')").Scan(&n))
		return n
	}
	t.Run("while it lasts", func(t *testing.T) {
		fresh, empty = pgtest.Fresh(t), pgtest.Empty(t)
		require.NotEqual(t, fresh, pgtest.Shared(t))
		require.Equal(t, 3, schemas(t, fresh))
		require.Zero(t, schemas(t, empty))
	})
	for _, url := range []config.Secret{fresh, empty} {
		_, err := pgx.Connect(t.Context(), url.Reveal())
		require.ErrorContains(t, err, "does not exist")
	}
}

func TestTheTestsUserHasTheRolesItAskedFor(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	require.NoError(t, authz.Allowed(d.As(t, "crm.rep"), "crm.deal.read"))
	require.Error(t, authz.Allowed(d.As(t, "crm.rep"), "hr.employee.update"))
	require.Error(t, authz.Allowed(d.As(t), "crm.deal.read"))
	who, err := actor.From(d.Context(t))
	require.NoError(t, err)
	require.Equal(t, d.User, who.User)
	service, err := actor.From(d.AsService(t, "crm.reserve_stock"))
	require.NoError(t, err)
	require.Equal(t, "s:crm.reserve_stock", service.Subject())
	require.NoError(t, authz.Allowed(d.AsService(t, "crm.reserve_stock"), "inventory.stock.reserve"))
}

func TestAnOperationThatNoTestCallsIsNamed(t *testing.T) {
	t.Parallel()
	operations := []rest.Registered{{ID: "b-read", Method: "GET", Path: "/api/v1/b/{id}"}, {ID: "a-list", Method: "GET", Path: "/api/v1/a"}, {ID: "a-make", Method: "POST", Path: "/api/v1/a"}}
	require.Equal(t, []string{"a-list", "a-make", "b-read"}, pgtest.Uncalled(operations, nil))
	require.Equal(t, []string{"a-make"}, pgtest.Uncalled(operations, map[string]bool{"GET /api/v1/a": true, "GET /api/v1/b/01920000-0000-7000-8000-00000000000a": true}))
	require.Equal(t, []string{"a-list", "a-make", "b-read"}, pgtest.Uncalled(operations, map[string]bool{"GET /api/v1/b/x": true, "GET /api/v1/a/more": true, "PUT /api/v1/a": true}))
}
