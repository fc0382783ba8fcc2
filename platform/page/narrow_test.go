package page_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/fault"
	"longhouse/platform/page"
)

func TestAListCanBeNarrowedAndNeverWidened(t *testing.T) {
	t.Parallel()
	mine := "(((d.owner) = $1::uuid))"
	for query, want := range map[string]struct {
		reaches page.Relation
		sql     string
	}{
		"scope=own":  {page.Team, mine},
		"scope=team": {page.Own, mine},
		"scope=dept": {page.Team, "(((d.owner) = $1::uuid) or ((d.team) = any($2::uuid[])))"},
		"":           {page.Own, mine},
	} {
		q, err := asked(query, page.Scope{Allow: want.reaches, Me: me})
		require.NoError(t, err, query)
		sql, _ := compiled(t, q, "scope")
		require.Equal(t, "("+want.sql+")", sql, query)
	}
	team := func(a, b string) string {
		return "(((d.owner) = $" + a + "::uuid) or ((d.team) = any($" + b + "::uuid[])))"
	}
	q, err := asked("scope=team", page.Scope{Allow: page.All, Me: me, Deny: page.Own, Also: &page.Scope{Allow: page.All}})
	require.NoError(t, err)
	sql, _ := compiled(t, q, "scope")
	require.Equal(t, "("+team("1", "2")+" and not coalesce((((d.owner) = $3::uuid)), false) and ("+team("4", "5")+"))", sql, "a deny stays, and the token is narrowed too")
	q, err = asked("scope=own", page.Scope{Allow: page.All, Me: me, Deny: page.Own})
	require.NoError(t, err)
	sql, _ = compiled(t, q, "scope")
	require.Equal(t, "false", sql, "what is denied stays denied when one asks for no more than that")
	q, err = asked("scope=own", page.Scope{})
	require.NoError(t, err)
	sql, _ = compiled(t, q, "scope")
	require.Equal(t, "false", sql, "nothing stays nothing")
}

func TestAScopeThatTheListDoesNotKnowIsRefused(t *testing.T) {
	t.Parallel()
	for _, query := range []string{"scope=all", "scope=none", "scope=mine", "scope=", "scope=Own"} {
		_, err := asked(query, page.Everything())
		require.ErrorIs(t, err, fault.ErrInvalid, query)
		require.Equal(t, "/scope", fault.As(err).Fields[0].Pointer)
	}
	nobodys := page.Spec{Columns: things.Columns, Tie: "d.id", Default: "name"}
	_, err := nobodys.Compile(page.Request{Scope: page.Own}, page.Everything())
	require.ErrorIs(t, err, fault.ErrInvalid, "an empty list would look as if there were nothing")
}

func TestAClassIsOpenOnAListThatItCovers(t *testing.T) {
	t.Parallel()
	rep := page.Scope{Allow: page.Team, Me: me, Teams: []uuid.UUID{{1}}, Classes: map[string]page.Relation{"margin": page.Own}}
	both := rep
	both.Also = &page.Scope{Allow: page.All, Classes: map[string]page.Relation{"margin": page.Own}}
	bare := rep
	bare.Also = &page.Scope{Allow: page.All} // a token that does not name the class
	margins := []string{"sort=margin", "sort=-margin", "margin.gte=1", tree(`{"not":{"field":"margin","op":"lt","value":"1"}}`)}
	for _, query := range margins {
		for _, scope := range []page.Scope{rep, both, bare} {
			_, err := asked(query, scope)
			require.ErrorIs(t, err, fault.ErrFieldHidden, query)
			_, err = asked(query+"&scope=team", scope)
			require.ErrorIs(t, err, fault.ErrFieldHidden, query)
		}
		for _, scope := range []page.Scope{rep, both} {
			_, err := asked(query+"&scope=own", scope)
			require.NoError(t, err, query)
		}
		_, err := asked(query+"&scope=own", bare)
		require.ErrorIs(t, err, fault.ErrFieldHidden, query)
	}
}

func TestWhatIsNotKnownIsLastWhicheverTheWay(t *testing.T) {
	t.Parallel()
	spec := page.Spec{Columns: map[string]page.Column{"margin": {Expr: "a - b", Up: "d.up", Down: "d.down", Cast: "numeric", Ops: page.Range, Sort: true}}, Tie: "d.id", Default: "margin"}
	for sort, want := range map[string]string{"margin": "d.up, d.id", "-margin": "d.down desc, d.id desc"} {
		q, err := spec.Compile(page.Request{Sort: sort, Filter: map[string][]string{"margin.gt": {"1"}}}, page.Everything())
		require.NoError(t, err)
		order, _ := compiled(t, q, "order")
		require.Equal(t, want, order)
		filter, _ := compiled(t, q, "matching")
		require.Contains(t, filter, "(a - b) >", "what is not known is no number")
	}
}
