package imports_test

import (
	"bytes"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"longhouse/platform/imports"
)

// book is a workbook whose sheets hold these rows, as text.
func book(t *testing.T, sheets ...[][]any) string {
	t.Helper()
	f := excelize.NewFile()
	for n, rows := range sheets {
		name := []string{"Sheet1", "Second", "Third"}[n]
		if n > 0 {
			_, err := f.NewSheet(name)
			require.NoError(t, err)
		}
		for i, row := range rows {
			require.NoError(t, f.SetSheetRow(name, "A"+string(rune('1'+i)), &row))
		}
	}
	var b bytes.Buffer
	require.NoError(t, f.Write(&b))
	return b.String()
}

func TestAFileWithColumnNamesAndNoRowsIsRefusedAndNotKept(t *testing.T) {
	t.Parallel()
	f := setup(t)
	head := []any{"code", "name"}
	for _, data := range []string{"code,name\n", "code;name", "\n\ncode,name\n,\n \n", book(t, [][]any{head}), book(t, [][]any{head}, nil, [][]any{{"x"}})} {
		p := f.http.Do(http.MethodPost, "/imports/files?name=things", data, "Content-Type", "application/octet-stream").Is(422).Problem()
		require.Equal(t, "imports.file_no_rows", p.Code)
		require.Contains(t, p.Detail, "column names, but no rows")
	}
	require.Equal(t, 0, f.count("select count(*) from platform.import_file"))

	file := f.upload("things.csv", "code,name\nA,Lamp\n")
	require.Equal(t, "imports.file_no_rows", f.http.Post("/imports/files/"+file.ID.String()+"/read", map[string]any{"header_row": 2}).Is(422).Code())
}

func TestOfAWorkbookTheFirstSheetWithRowsIsRead(t *testing.T) {
	t.Parallel()
	s, err := imports.Read("", []byte(book(t, [][]any{{"notes"}}, [][]any{{"code"}, {"A"}}, [][]any{{"other"}, {"B"}})), imports.ReadOptions{})
	require.NoError(t, err)
	require.Equal(t, "Second", s.SheetName)
	s, err = imports.Read("", []byte(book(t, [][]any{{"notes"}}, [][]any{{"code"}, {"A"}})), imports.ReadOptions{SheetName: "Sheet1"})
	require.NoError(t, err)
	require.Empty(t, s.Rows, "whoever names a sheet gets it")
}
