package imports

import (
	"encoding/json"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
)

func TestEveryNastyFileGivesItsRowsOrAClearFault(t *testing.T) {
	t.Parallel()
	listed := map[string]bool{"NASTY.tsv": true, "SOURCE.md": true}
	for _, f := range table(t, "nasty/NASTY.tsv") {
		name := f["file"]
		listed[name] = true
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data := readShared(t, "nasty/"+name)
			s, err := Read(name, data, ReadOptions{})
			switch filepath.Ext(name) {
			case ".json", ".xls", ".ods":
				require.ErrorIs(t, err, ErrFileFormat)
				require.Contains(t, err.Error(), "save it as .xlsx or CSV")
			case ".xlsx":
				if strings.HasPrefix(f["what it shows"], "FAILS") {
					require.ErrorIs(t, err, ErrFileLocked)
					return
				}
				require.NoError(t, err)
				requireAccounted(t, s)
				requireSheets(t, f["what it shows"], s)
				requireAsExcelize(t, data, s)
			default:
				if len(strings.TrimSpace(string(data))) == 0 {
					require.ErrorIs(t, err, ErrFileEmpty)
					return
				}
				require.NoError(t, err)
				requireAccounted(t, s)
				require.Equal(t, f["records"], strconv.Itoa(s.Records))
			}
		})
	}
	require.NoError(t, fs.WalkDir(osDir(t, "nasty"), ".", func(path string, d fs.DirEntry, err error) error {
		require.True(t, d.IsDir() || listed[path], "%s is not in NASTY.tsv, so nothing tests it", path)
		return err
	}))
}

// requireSheets compares with "opens: Sheet1 A1:H6, Sheet2 empty; merged cells".
func requireSheets(t *testing.T, shows string, s *Sheet) {
	t.Helper()
	shows, _, _ = strings.Cut(strings.TrimPrefix(shows, "opens: "), ";")
	var names []string
	for _, one := range strings.Split(shows, ", ") {
		cut := strings.LastIndex(one, " ")
		names = append(names, one[:cut])
		if one[:cut] != s.SheetName {
			continue
		}
		_, corner, wide := strings.Cut(one[cut+1:], ":")
		if !wide {
			corner = one[cut+1:]
		}
		columns, lines, err := excelize.CellNameToCoordinates(corner)
		require.NoError(t, err)
		require.LessOrEqual(t, len(s.Header), columns)
		require.LessOrEqual(t, s.Records, lines)
	}
	require.Equal(t, names, s.Sheets)
}

// requireAsExcelize compares each text cell with what another reader makes of it,
// and says for every other cell that one has something where the other has.
func requireAsExcelize(t *testing.T, data []byte, s *Sheet) {
	t.Helper()
	f, err := excelize.OpenReader(strings.NewReader(string(data)))
	require.NoError(t, err)
	defer f.Close()
	for _, r := range append(s.Rows, headerAsRow(s)) {
		for i, cell := range r.Cells {
			ref, err := excelize.CoordinatesToCellName(i+1, r.Line)
			require.NoError(t, err)
			theirs, err := f.GetCellValue(s.SheetName, ref, excelize.Options{RawCellValue: true})
			require.NoError(t, err)
			kind, err := f.GetCellType(s.SheetName, ref)
			require.NoError(t, err)
			if kind == excelize.CellTypeSharedString || kind == excelize.CellTypeInlineString {
				if merged, _ := f.GetMergeCells(s.SheetName); len(merged) == 0 {
					require.Equal(t, theirs, cell, ref)
				}
			} else if theirs != "" {
				require.NotEmpty(t, cell, ref)
			}
		}
	}
}

func headerAsRow(s *Sheet) Row {
	r := Row{Line: s.HeaderRow}
	for _, c := range s.Header {
		r.Cells = append(r.Cells, c.Original)
	}
	return r
}

func TestTheSpectrumFilesGiveWhatTheirJSONSays(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"empty_crlf", "escaped_quotes", "json", "location_coordinates", "newlines_crlf", "utf8"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := readSheet(t, "nasty/csv-spectrum/"+name+".csv")
			text := readShared(t, "nasty/csv-spectrum/"+name+".json")
			var want []map[string]string
			if json.Unmarshal(text, &want) != nil {
				want = make([]map[string]string, 1)
				require.NoError(t, json.Unmarshal(text, &want[0]))
			}
			var got []map[string]string
			for _, r := range s.Rows {
				row := map[string]string{}
				for i, c := range s.Header {
					row[c.Name] = r.Cells[i]
				}
				got = append(got, row)
			}
			if name == "location_coordinates" { // the two files name different telephones
				delete(want[0], "Contact Phone Number")
				delete(got[0], "Contact Phone Number")
			}
			require.Equal(t, want, got)
		})
	}
}

func TestANumberColumnConvertsAsCsvkitConvertsIt(t *testing.T) {
	t.Parallel()
	s, want := readSheet(t, "nasty/csvkit/test_locale.csv"), readSheet(t, "nasty/csvkit/test_locale_converted.csv")
	for i := range s.Header[:2] {
		values := []string{s.Rows[0].Cells[i]}
		format, ambiguous := GuessDecimal(values)
		require.False(t, ambiguous)
		got, err := ParseDecimal(values[0], format)
		require.NoError(t, err)
		require.Equal(t, want.Rows[0].Cells[i], got)
	}
}

func TestADateColumnConvertsAsCsvkitConvertsIt(t *testing.T) {
	t.Parallel()
	s, want := readSheet(t, "nasty/csvkit/test_date_format.csv"), readSheet(t, "nasty/csvkit/test_date_format_converted.csv")
	values := []string{s.Rows[0].Cells[0], s.Rows[1].Cells[0]}
	order, ambiguous := GuessDateOrder(values)
	require.False(t, ambiguous)
	for i, v := range values {
		got, err := ParseDate(v, order)
		require.NoError(t, err)
		require.Equal(t, want.Rows[i].Cells[0], got.Day())
	}
}

func TestAWorkbookReadsAsCsvkitConvertsIt(t *testing.T) {
	t.Parallel()
	s, want := readSheet(t, "nasty/csvkit/test.xlsx"), readSheet(t, "nasty/csvkit/testxlsx_converted.csv")
	require.Equal(t, append(namesOf(want)[:6:6], "empty_column"), namesOf(s)[:7])
	require.Equal(t, "Column 8", s.Header[7].Name)
	require.Len(t, s.Rows, len(want.Rows))
	for i, r := range s.Rows {
		for j, cell := range r.Cells {
			if j == 3 {
				cell = strings.Replace(strings.Replace(cell, "true", "True", 1), "false", "False", 1)
			}
			require.Equal(t, want.Rows[i].Cells[j], cell, "row %d, column %d", i, j)
		}
	}
	exact := map[string]bool{"date": true, "integer": true, "boolean": true, "float": true, "datetime": true}
	for _, c := range s.Header {
		require.Equal(t, exact[c.Name], c.Exact, c.Name)
	}
}

func TestGreekIsReadOnceItsEncodingIsChosen(t *testing.T) {
	t.Parallel()
	data := readShared(t, "nasty/frictionless/table-infer-iso-8859-7.csv")
	s, err := Read("x.csv", data, ReadOptions{})
	require.NoError(t, err)
	require.True(t, s.EncodingGuessed, "any single-byte encoding would fit")

	s, err = Read("x.csv", data, ReadOptions{Encoding: "iso-8859-7"})
	require.NoError(t, err)
	require.False(t, s.EncodingGuessed)
	require.Equal(t, "Λεωνιδας", s.Rows[0].Cells[2])
}

func TestTheNaughtyStringsAreReadAsTheirJSONSays(t *testing.T) {
	t.Parallel()
	s := readSheet(t, "nasty/blns/blns_half.csv")
	var want []struct {
		Section string
		String  string
	}
	require.NoError(t, json.Unmarshal(readShared(t, "nasty/blns/blns_half.json"), &want))
	require.Len(t, s.Rows, len(want))
	for i, w := range want {
		require.Equal(t, w.String, s.Rows[i].Cells[2])
	}
}
