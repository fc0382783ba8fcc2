package webhooks_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/db"
)

// BenchmarkACommitThatTellsNobody is what every change that emits an event pays for webhooks: the
// trigger on events, in an organisation without endpoints, and beside it a database without the trigger.
func BenchmarkACommitThatTellsNobody(b *testing.B) {
	for _, c := range []struct{ name, sql string }{
		{"with the trigger", "alter table jobs.event enable trigger hear"},
		{"without", "alter table jobs.event disable trigger hear"},
	} {
		b.Run(c.name, func(b *testing.B) {
			f := setup(b, with{stopped: true, fresh: true})
			_, err := f.Superuser(b).Exec(b.Context(), c.sql)
			require.NoError(b, err)
			ctx := f.Context(b)
			for b.Loop() {
				require.NoError(b, db.Changed(ctx, f.crm, func(tx *db.Tx) error { return tx.Emit(ctx, private{}) }))
			}
		})
	}
}

// BenchmarkACommitThatIsHeard is the same with endpoints that hear it.
func BenchmarkACommitThatIsHeard(b *testing.B) {
	for name, n := range map[string]int{"by one endpoint": 1, "by ten": 10} {
		b.Run(name, func(b *testing.B) {
			f := setup(b, with{stopped: true})
			for range n {
				f.endpoint("http://127.0.0.1:9/")
			}
			ctx := f.Context(b)
			for b.Loop() {
				require.NoError(b, db.Changed(ctx, f.crm, func(tx *db.Tx) error { return tx.Emit(ctx, moved{Thing: uuid.New()}) }))
			}
		})
	}
}
