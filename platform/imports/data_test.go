package imports

import (
	"bytes"
	"encoding/csv"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func osDir(tb testing.TB, name string) fs.FS {
	tb.Helper()
	return os.DirFS(filepath.Join(sharedData(tb), name))
}

func TestEveryFileOfTheManifestHasItsRows(t *testing.T) {
	t.Parallel()
	checked := 0
	for _, f := range table(t, "MANIFEST.tsv") {
		name := f["file"]
		if strings.HasPrefix(name, "nasty/") || strings.HasSuffix(name, ".md") {
			continue
		}
		checked++
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data := readShared(t, name)
			switch filepath.Ext(name) {
			case ".xls":
				_, err := Read(name, data, ReadOptions{})
				require.ErrorIs(t, err, ErrFileFormat)
			case ".xlsx":
				requireAsExcelize(t, data, readSheet(t, name))
			default:
				s := readSheet(t, name)
				require.Equal(t, f["rows"], strconv.Itoa(len(s.Rows)+s.Blank))
				requireAsStandardLibrary(t, data, s)
			}
		})
	}
	require.Greater(t, checked, 100)
}

// requireAsStandardLibrary compares each cell with encoding/csv, which reads the
// well-formed files alike, except that it turns CRLF in a cell into LF.
func requireAsStandardLibrary(t *testing.T, data []byte, s *Sheet) {
	t.Helper()
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma, r.FieldsPerRecord = rune(s.Delimiter[0]), -1
	want, err := r.ReadAll()
	require.NoError(t, err)
	for i, c := range s.Header {
		require.Equal(t, want[0][i], c.Original)
	}
	at := 1
	for _, row := range s.Rows {
		for filled(want[at]) == 0 {
			at++
		}
		for i, cell := range row.Cells {
			require.Equal(t, want[at][i], strings.ReplaceAll(cell, "\r\n", "\n"), "line %d", row.Line)
		}
		at++
	}
}

func TestBothDelimitersOfTheSameExportGiveTheSameRows(t *testing.T) {
	t.Parallel()
	comma := readSheet(t, "import-templates/medusa/exported-products-comma.csv")
	semicolon := readSheet(t, "import-templates/medusa/exported-products-semicolon.csv")
	require.Equal(t, ",", comma.Delimiter)
	require.Equal(t, ";", semicolon.Delimiter)
	require.Equal(t, namesOf(comma), namesOf(semicolon))
	require.Equal(t, cellsOf(comma), cellsOf(semicolon))
}

func TestPeersTemplatesInXLSXReadLikeTheirCSV(t *testing.T) {
	t.Parallel()
	data := readShared(t, "import-templates/odoo/res_partner.xlsx")
	for sheet, file := range map[string]string{"Contacts": "res_partner.Contacts.csv", "Instructions": "res_partner.Instructions.csv"} {
		s, err := Read("res_partner.xlsx", data, ReadOptions{SheetName: sheet})
		require.NoError(t, err)
		want := readSheet(t, "import-templates/odoo/as-csv/"+file)
		require.Len(t, s.Rows, len(want.Rows), sheet)
		for i, r := range s.Rows {
			require.Equal(t, want.Rows[i].Cells, r.Cells, sheet)
		}
	}
}

func TestTextOfTheRealFilesStaysText(t *testing.T) {
	t.Parallel()
	territories := readSheet(t, "northwind/territories.csv")
	require.Equal(t, "01581", territories.Rows[0].Cells[0])
	barcodes := readSheet(t, "off-barcodes/products.csv")
	require.Equal(t, "0000000000017", barcodes.Rows[0].Cells[0])
	countries := readSheet(t, "reference/iso3166_countries.csv")
	found := false
	for _, r := range countries.Rows {
		for i, c := range countries.Header {
			found = found || c.Name == "ISO3166-1-Alpha-2" && r.Cells[i] == "NA"
		}
	}
	require.True(t, found, "Namibia is NA")
}

func TestTheDateColumnsOfTheRealFilesAreRead(t *testing.T) {
	t.Parallel()
	for file, columns := range map[string]map[string]DateOrder{
		"hr-employees/employee_data.csv":                        {"StartDate": "", "ExitDate": "", "DOB": DayMonth},
		"northwind/orders.csv":                                  {"OrderDate": "", "ShippedDate": ""},
		"crm-pipeline/sales_pipeline.csv":                       {"engage_date": "", "close_date": ""},
		"openboxes-inventory/bostonWarehouseInventory.csv":      {"Expiration date": MonthDay},
		"contact-samples/people-100.csv":                        {"Date of birth": ""},
		"import-templates/odoo/as-csv/hr_employee.Template.csv": {"Date of Birth": DayMonth},
	} {
		s := readSheet(t, file)
		for _, c := range s.Header {
			want, asked := columns[c.Name]
			if !asked {
				continue
			}
			var values []string
			for _, r := range s.Rows {
				if v := r.Cells[c.Index]; v != "" {
					values = append(values, v)
				}
			}
			order, ambiguous := GuessDateOrder(values)
			require.False(t, ambiguous, "%s %s", file, c.Name)
			require.Equal(t, want, order, "%s %s", file, c.Name)
			for _, v := range values {
				_, err := ParseDate(v, order)
				require.NoError(t, err, "%s %s", file, c.Name)
			}
		}
	}
}
