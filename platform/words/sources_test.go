package words_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// insideOnly are the calls and members whose sentences people of an organisation
// never read: the API's reference, metrics, and what the terminal says.
var insideOnly = []string{"Doc", "Description", "Final", "act", "Gauge", "Counter", "Histogram", "NewDesc"}

// sentencesOf are the sentences that a source file can say, with %s for what is put in.
func sentencesOf(file *ast.File) []string {
	var out []string
	add := func(place string, said ...ast.Expr) {
		for _, e := range said {
			s, known := textOf(e)
			if known && isSentence(s) && !slices.Contains(insideOnly, place) {
				out = append(out, s)
			}
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			add(nameOf(n.Fun), n.Args...)
		case *ast.KeyValueExpr:
			add(nameOf(n.Key), n.Value)
		case *ast.CompositeLit:
			add("", n.Elts...)
		case *ast.ReturnStmt:
			add("", n.Results...)
		case *ast.AssignStmt:
			add(nameOf(n.Lhs[0]), n.Rhs...)
		case *ast.ValueSpec:
			add("", n.Values...)
		}
		return true
	})
	return out
}

func nameOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}

// textOf is what an expression says: a literal, a Sprintf, or literals joined
// with values.
func textOf(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			s, err := strconv.Unquote(e.Value)
			return s, err == nil
		}
	case *ast.CallExpr:
		if nameOf(e.Fun) == "Sprintf" && len(e.Args) > 0 {
			return textOf(e.Args[0])
		}
	case *ast.BinaryExpr:
		left, known := textOf(e.X)
		right, also := textOf(e.Y)
		if !known && !also {
			return "", false
		}
		if !known {
			left = "%s"
		}
		if !also {
			right = "%s"
		}
		return left + right, true
	}
	return "", false
}

// isSentence is true for "The deal is decided." and "%s has joined %s."
func isSentence(s string) bool {
	return len(s) > 8 && strings.Contains(s, " ") && strings.HasSuffix(s, ".") && (s[0] == '%' || s[0] >= 'A' && s[0] <= 'Z')
}

func allSentences(t *testing.T) []string {
	t.Helper()
	var all []string
	for _, root := range []string{"..", "../../modules", "../../cmd/longhouse/told.go"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.Contains(path, "pgtest") || strings.HasSuffix(path, "metrics.go") {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
			if err == nil {
				all = append(all, sentencesOf(file)...)
			}
			return err
		})
		require.NoError(t, err)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
