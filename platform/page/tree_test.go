package page_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/platform/fault"
	"longhouse/platform/page"
)

const leaf = `{"field":"score","op":"gt","value":1}`

// nested wraps a condition until the tree has the depth.
func nested(kind string, depth int) string {
	text := leaf
	for range depth - 1 {
		if kind == "not" {
			text = `{"not":` + text + `}`
		} else {
			text = `{"` + kind + `":[` + text + `]}`
		}
	}
	return text
}

// wide has so many conditions side by side.
func wide(conditions int) string {
	return `{"or":[` + strings.TrimSuffix(strings.Repeat(leaf+",", conditions), ",") + `]}`
}

func TestATreeSixDeepWithAHundredConditionsIsRead(t *testing.T) {
	t.Parallel()
	for _, text := range []string{leaf, nested("and", 6), nested("or", 6), nested("not", 6), wide(100)} {
		_, err := asked(tree(text), page.Everything())
		require.NoError(t, err, "%.60s", text)
	}
}

func TestABiggerTreeIsRefused(t *testing.T) {
	t.Parallel()
	for _, text := range []string{nested("and", 7), nested("or", 7), nested("not", 7), wide(101), `{"and":[` + wide(60) + `,` + wide(60) + `]}`, nested("not", 9000), strings.Repeat("[", 20000)} {
		_, err := asked(tree(text), page.Everything())
		require.ErrorIs(t, err, fault.ErrInvalid, "%.60s", text)
		require.Equal(t, "/filter", fault.As(err).Fields[0].Pointer)
	}
}

func TestATreeThatIsNotFullyUnderstoodIsRefused(t *testing.T) {
	t.Parallel()
	for _, text := range []string{``, ` `, `null`, `[]`, `{}`, `"x"`, `1`, `{"and":[]}`, `{"or":[]}`, `{"and":null}`, `{"and":{}}`, `{"not":null}`, `{"xor":[` + leaf + `]}`,
		leaf + `}`, leaf + `]`, leaf + leaf, leaf + ` x`, `{"field":"score","op":"gt","value":1,"more":1}`,
		`{"and":[` + leaf + `],"or":[` + leaf + `]}`, `{"and":[` + leaf + `],"field":"score","op":"gt","value":1}`, `{"not":` + leaf + `,"value":1}`, `{"and":[` + leaf + `],"not":` + leaf + `}`,
		`{"field":"score"}`, `{"op":"gt","value":1}`, `{"field":"score","op":"isgt","value":1}`, `{"field":"score","op":"gt","value":{"a":1}}`, `{"field":"score","op":"gt","value":[1,2]}`,
		`{"field":"day","op":"is","value":"2026-02-30"}`, `{"and":[{}]}`, `{"and":[null]}`} {
		if text == `` { // no tree at all
			continue
		}
		_, err := asked(tree(text), page.Everything())
		require.NotNil(t, fault.As(err), text)
	}
}

func TestATreeSpellsValuesAsJSON(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]any{
		`{"field":"score","op":"is","value":[1,2]}`:              {[]string{"1", "2"}},
		`{"field":"stage","op":"not","value":["a","b"]}`:         {[]string{"a", "b"}},
		`{"field":"stage","value":"a,b"}`:                        {[]string{"a", "b"}},
		`{"field":"amount","op":"gte","value":12.50}`:            {"12.50"},
		`{"field":"owner","op":"is","value":"me"}`:               {[]string{me.String()}},
		`{"field":"hot","op":"is","value":true}`:                 nil,
		`{"field":"stage","op":"empty","value":false}`:           nil,
		`{"not":{"field":"day","op":"lt","value":"2026-01-01"}}`: {"2026-01-01"},
	} {
		q, err := asked(tree(text), page.Scope{Allow: page.All, Me: me})
		require.NoError(t, err, text)
		_, args := compiled(t, q, "matching")
		require.Equal(t, want, args, text)
	}
}

func TestAFieldOfAClassIsRefusedInFilterOrderAndTree(t *testing.T) {
	t.Parallel()
	queries := []string{"margin.gt=1", "sort=margin", "sort=-margin", tree(`{"field":"margin","op":"gt","value":1}`), tree(`{"or":[` + leaf + `,{"not":{"field":"margin","op":"lt","value":1}}]}`)}
	class := func(allow, read page.Relation) page.Scope {
		return page.Scope{Allow: allow, Classes: map[string]page.Relation{"margin": read}}
	}
	narrow := class(page.Team, page.Team)
	narrow.Also = &page.Scope{Allow: page.Team}
	for name, scope := range map[string]page.Scope{"no class": {Allow: page.All}, "own of team": class(page.Team, page.Own), "token without it": narrow} {
		for _, query := range queries {
			_, err := asked(query, scope)
			require.ErrorIs(t, err, fault.ErrFieldHidden, "%s: %s", name, query)
		}
	}
	narrow.Also = &page.Scope{Allow: page.Team, Classes: map[string]page.Relation{"margin": page.Team}}
	for _, scope := range []page.Scope{class(page.Own, page.Own), class(page.Team, page.All), narrow} {
		for _, query := range queries {
			_, err := asked(query, scope)
			require.NoError(t, err, query)
		}
	}
}
