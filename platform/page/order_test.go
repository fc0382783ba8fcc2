package page_test

import (
	"encoding/base64"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/fault"
	"longhouse/platform/page"
)

func TestAListIsSortedBySeveralFieldsEachItsOwnWay(t *testing.T) {
	t.Parallel()
	for sort, want := range map[string]struct{ order, key string }{
		"name":             {"d.name, d.id", "(d.name)::text"},
		"-amount":          {"d.amount desc, d.id desc", "(d.amount)::text"},
		"name,amount":      {"d.name, d.amount, d.id", "jsonb_build_array((d.name)::text, (d.amount)::text)::text"},
		"-amount,name":     {"d.amount desc, d.name, d.id", "jsonb_build_array((d.amount)::text, (d.name)::text)::text"},
		"name,-amount,-at": {"d.name, d.amount desc, d.at desc, d.id desc", "jsonb_build_array((d.name)::text, (d.amount)::text, (d.at)::text)::text"},
	} {
		q, err := asked("sort="+sort, page.Everything())
		require.NoError(t, err, sort)
		order, _ := compiled(t, q, "order")
		require.Equal(t, want.order, order, sort)
		key, _ := compiled(t, q, "key")
		require.Equal(t, want.key, key, sort)
	}
}

func TestACursorStartsWhereAnIndexCan(t *testing.T) {
	t.Parallel()
	id := uuid.MustParse("01930000-0000-7000-8000-000000000001")
	cursor := func(sort, value string) string {
		return "sort=" + sort + "&after=" + base64.RawURLEncoding.EncodeToString([]byte(`{"s":`+text(t, sort)+`,"v":`+text(t, value)+`,"i":"`+id.String()+`"}`))
	}
	for sort, want := range map[string]struct {
		value, sql string
		args       []any
	}{
		"-amount":      {"5", "((d.amount, d.id) < ($1::text::numeric, $2::uuid))", []any{"5", id}},
		"name,amount":  {`["a","5"]`, "((d.name, d.amount, d.id) > ($1::text::text, $2::text::numeric, $3::uuid))", []any{"a", "5", id}},
		"name,-amount": {`["a","5"]`, "((d.name >= $1::text::text) and (d.name > $2::text::text or d.name = $3::text::text and ((d.amount, d.id) < ($4::text::numeric, $5::uuid))))", []any{"a", "a", "a", "5", id}},
	} {
		q, err := asked(cursor(sort, want.value), page.Everything())
		require.NoError(t, err, sort)
		sql, args := compiled(t, q, "where")
		require.Equal(t, "((true and true) and "+want.sql+")", sql, sort)
		require.Equal(t, want.args, args, sort)
	}
	for sort, value := range map[string]string{"name,amount": "a", "name,-amount": `["a"]`, "amount,name": `["x","a"]`, "-amount,name": `["5","a","b"]`, "amount": `["5"]`, "at,name": `[5,"a"]`} {
		_, err := asked(cursor(sort, value), page.Everything())
		require.ErrorIs(t, err, fault.ErrCursor, "%s %s", sort, value)
	}
}

func TestAFieldIsSortedByOnceAndThreeAreEnough(t *testing.T) {
	t.Parallel()
	for _, sort := range []string{"name,name", "name,-name", "name,amount,at,margin"} {
		_, err := asked("sort="+sort, page.Scope{Allow: page.All, Classes: map[string]page.Relation{"margin": page.All}})
		require.ErrorIs(t, err, fault.ErrInvalid, sort)
		require.Equal(t, "/sort", fault.As(err).Fields[0].Pointer)
	}
	_, err := asked("sort=name,margin", page.Everything())
	require.ErrorIs(t, err, fault.ErrFieldHidden, "the second field is read as well")
}
