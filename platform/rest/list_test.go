package rest_test

import (
	"encoding/csv"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/platform/kernel"
	"longhouse/platform/page"
	"longhouse/platform/rest"
)

func row(name string) thing {
	return thing{Name: name, Note: "n", Amount: kernel.MustDecimal("-5.50"), Price: kernel.Money{Amount: kernel.Int(3), Currency: "EUR"}, Day: kernel.MustDate("2026-11-22"), Tags: []string{"x"}}
}

func records(t *testing.T, text string) [][]string {
	t.Helper()
	require.True(t, strings.HasPrefix(text, "\uFEFF"), "spreadsheets need the mark")
	out, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\uFEFF"))).ReadAll()
	require.NoError(t, err)
	return out
}

func TestAListIsAPageOrAFileOfTheSameRows(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.rows = []thing{row("a,\"b\"\nc"), {Name: "bare"}}
	a := f.ask("GET", "/things", "")
	require.Equal(t, "application/json", a.Header.Get("Content-Type"))
	require.Contains(t, a.Text, `"amount":"-5.5"`)
	for _, request := range [][]string{{"/things?format=csv"}, {"/things", "Accept", "text/csv"}} {
		a = f.ask("GET", request[0], "", request[1:]...)
		require.Equal(t, 200, a.Status, a.Text)
		require.Equal(t, "text/csv; charset=utf-8", a.Header.Get("Content-Type"))
		require.Equal(t, `attachment; filename="things.csv"`, a.Header.Get("Content-Disposition"))
		require.Equal(t, "nosniff", a.Header.Get("X-Content-Type-Options"))
		require.Equal(t, [][]string{{"name", "note", "amount", "price.amount", "price.currency", "day"}, {"a,\"b\"\nc", "n", "-5.5", "3", "EUR", "2026-11-22"}, {"bare", "", "0", "0", "", ""}}, records(t, a.Text))
	}
	require.Equal(t, [][]string{{"day", "name"}, {"2026-11-22", "a,\"b\"\nc"}, {"", "bare"}}, records(t, f.ask("GET", "/things?format=csv&columns=day,%20name", "").Text))
	a = f.ask("GET", "/things?format=xlsx&columns=name", "")
	require.Equal(t, "a,\"b\"\nc\nbare\n", a.Text)
	require.Contains(t, a.Header.Get("Content-Type"), "spreadsheetml")
	f.ask("GET", "/things?format=csv&columns=name,secret", "").problem(422, "unknown_field")
	f.ask("GET", "/things?format=pdf", "").problem(422, "invalid")
	f.ask("GET", "/things?limit=201", "").problem(422, "invalid")
	setup(t, func(o *rest.Options) { o.XLSX = nil }).ask("GET", "/things?format=xlsx", "").problem(406, "not_acceptable")
}

func TestAFileNeedsARightOfItsOwn(t *testing.T) {
	t.Parallel()
	f := setup(t)
	require.Equal(t, 200, f.ask("GET", "/sealed", "").Status)
	f.ask("GET", "/sealed?format=csv", "").problem(403, "forbidden")
	f.ask("GET", "/sealed?format=xlsx", "").problem(403, "forbidden")
	f.ask("GET", "/sealed", "", "Accept", "text/csv").problem(403, "forbidden")
}

func TestACellThatASpreadsheetWouldRunIsDefusedAndANumberIsNot(t *testing.T) {
	t.Parallel()
	f := setup(t)
	for text, want := range map[string]string{
		"=1+1": "'=1+1", "+cmd|' /C calc'!A0": "'+cmd|' /C calc'!A0", "-2+3": "'-2+3", "@SUM(A1)": "'@SUM(A1)", "\t=1": "'\t=1", "\r=1": "'\r=1",
		"-5": "-5", "+49301234567": "+49301234567", "a=1": "a=1", "": "", "007": "007", "1E5": "1E5",
	} {
		require.Equal(t, want, rest.Defuse(text))
		f.rows = []thing{{Name: text, Amount: kernel.Int(-5)}}
		got := records(t, f.ask("GET", "/things?format=csv&columns=name,amount", "").Text)[1]
		require.Equal(t, []string{strings.ReplaceAll(want, "\r", "\r"), "-5"}, got, "%q", text)
	}
}

func TestAFileReadsPageAfterPageAndTheRequestsFilter(t *testing.T) {
	t.Parallel()
	f := setup(t)
	var asked []page.Request
	f.page = func(r page.Request) (page.Page[thing], error) {
		asked = append(asked, r)
		n, _ := strconv.Atoi(r.After)
		p := page.Page[thing]{Items: []thing{row(strconv.Itoa(n))}}
		if n < 2 {
			p.Next = strconv.Itoa(n + 1)
		}
		return p, nil
	}
	require.Len(t, records(t, f.ask("GET", "/things?format=csv&name=x&as_of=2026-01-01&sort=-name&limit=1&count=1&q=y", "").Text), 4)
	require.Len(t, asked, 3)
	for _, r := range asked {
		require.Equal(t, 200, r.Limit)
		require.False(t, r.Count)
		require.Equal(t, map[string][]string{"name": {"x"}}, r.Filter)
		require.Equal(t, []string{"-name", "y"}, []string{r.Sort, r.Query})
	}
	asked = nil
	f.ask("GET", "/things?count=1&limit=7", "")
	require.True(t, asked[0].Count)
	require.Equal(t, 7, asked[0].Limit)
}

func TestAFileThatCannotBeFinishedIsCutAndNeverLooksWhole(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.page = func(r page.Request) (page.Page[thing], error) {
		if r.After != "" {
			return page.Page[thing]{}, errors.New(hidden)
		}
		return page.Page[thing]{Items: []thing{row("a")}, Next: "x"}, nil
	}
	server := httptest.NewServer(f.api.Handler())
	defer server.Close()
	for _, format := range []string{"csv", "xlsx"} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+rest.Base+"/test/things?format="+format, nil)
		require.NoError(t, err)
		r.Header.Set("X-User", "ann")
		response, err := server.Client().Do(r)
		if err != nil { // cut before its head had left: as good
			continue
		}
		_, err = io.ReadAll(response.Body)
		require.Error(t, err, format)
		require.NoError(t, response.Body.Close())
	}
	refusing := setup(t)
	refusing.page = func(page.Request) (page.Page[thing], error) { return page.Page[thing]{}, errShort }
	refusing.ask("GET", "/things?format=csv", "").problem(409, "test.short")
}
