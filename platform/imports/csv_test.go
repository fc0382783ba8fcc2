package imports

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAllLineEndsAreRead(t *testing.T) {
	t.Parallel()
	for _, end := range []string{"\n", "\r\n", "\r"} {
		s := readText(t, "a,b"+end+"1,\"x"+end+"y\""+end+end+"2,z"+end)
		require.Equal(t, [][]string{{"1", "x" + end + "y"}, {"2", "z"}}, cellsOf(s))
		require.Equal(t, 1, s.Blank)
		require.Equal(t, 2, s.Rows[0].Line)
		require.Equal(t, 5, s.Rows[1].Line, "the cell of two lines counts")
	}
}

func TestDelimitersAreGuessedOutsideQuotes(t *testing.T) {
	t.Parallel()
	for want, text := range map[string]string{
		",":  "a,b\n\"1;2;3\",x\n\"4;5;6\",y\n",
		";":  "Name;Price, EUR;Stock\nChair;1,5;3\nDesk;2,5;4\n",
		"\t": "a\tb,c\td\n1\t2,3\t4\n",
		"|":  "a|b\n1|2\n",
	} {
		require.Equal(t, want, readText(t, text).Delimiter)
	}
	require.Equal(t, ",", readText(t, "one column\nwith, sometimes, commas\nor none\n").Delimiter)
	require.Equal(t, ";", readText(t, "Sales of May\na;b;c\n1;2;3\n4;5;6\n").Delimiter, "below a title")
}

func TestADelimiterCanBeChosen(t *testing.T) {
	t.Parallel()
	s, err := Read("x.csv", []byte("a;b\n1;2\n"), ReadOptions{Delimiter: ","})
	require.NoError(t, err)
	require.Equal(t, []string{"a;b"}, namesOf(s))

	s, err = Read("x.csv", []byte("a\tb\n"), ReadOptions{Delimiter: "tab"})
	require.NoError(t, err)
	require.Equal(t, []string{"a", "b"}, namesOf(s))

	_, err = Read("x.csv", []byte("a;b\n"), ReadOptions{Delimiter: "ab"})
	require.ErrorIs(t, err, ErrDelimiter)
}

func TestTheSepLineOfExcelNamesTheDelimiter(t *testing.T) {
	t.Parallel()
	s := readText(t, "sep=;\r\na;b,c,d\r\n1;2,3,4\r\n")
	require.Equal(t, ";", s.Delimiter)
	require.Equal(t, []string{"a", "b,c,d"}, namesOf(s))
	require.Equal(t, 2, s.HeaderRow)
	require.Equal(t, 3, s.Rows[0].Line)

	require.Equal(t, []string{"sep=x"}, namesOf(readText(t, "sep=x\n1\n")), "not a delimiter")
}

func TestAShortRowIsFilledAndNoted(t *testing.T) {
	t.Parallel()
	s := readText(t, "a,b,c\n1,2\n")
	require.Equal(t, Row{Line: 2, Cells: []string{"1", "2", ""}, Fault: FaultRaggedShort, FaultAt: 2}, s.Rows[0])
	require.False(t, s.Rows[0].Broken())
}

func TestALongRowIsBrokenAndKeepsItsCells(t *testing.T) {
	t.Parallel()
	s := readText(t, "a,b\n1,Smith, John\n1,2,,\n")
	require.Equal(t, Row{Line: 2, Cells: []string{"1", "Smith", " John"}, Fault: FaultRaggedLong, FaultAt: 2}, s.Rows[0])
	require.True(t, s.Rows[0].Broken())
	require.Equal(t, Row{Line: 3, Cells: []string{"1", "2"}}, s.Rows[1], "empty cells at the end say nothing")
}

func TestStrayQuotesLoseNoText(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, text string
		want       [][]string
		faults     []string
	}{
		{"inside a plain cell", "a,b\n5\" pipe,x\n", [][]string{{`5" pipe`, "x"}}, []string{""}},
		{"inside a quoted cell", "a,b\n\"5\" pipe\",x\n", [][]string{{`5" pipe`, "x"}}, []string{FaultStrayQuote}},
		{"padding", "a,b\n \"1\" , \"x, y\"\n", [][]string{{"1", "x, y"}}, []string{""}},
		{"backslashes", "a,b\n\"say \\\"hi\\\" now\",x\n", [][]string{{`say \"hi\" now`, "x"}}, []string{FaultStrayQuote}},
		{"no end", "a,b\n\"1,2\n3,4\n", [][]string{{`"1`, "2"}, {"3", "4"}}, []string{FaultBrokenQuote, ""}},
		{"an end far below", "a,b\n\"1,2\n3,\"4\"\n5,6\n", [][]string{{`"1`, "2"}, {"3", "4"}, {"5", "6"}}, []string{FaultBrokenQuote, "", ""}},
		{"a quote alone", "a,b\n\",x\n", [][]string{{`"`, "x"}}, []string{FaultBrokenQuote}},
		{"two in a line", "a,b\n\"x\"y,\"z\"\n", [][]string{{`"x"y`, "z"}}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := readText(t, c.text)
			if c.faults != nil {
				require.Equal(t, c.want, cellsOf(s))
				require.Equal(t, c.faults, faultsOf(s))
				return
			}
			require.NotEmpty(t, faultsOf(s)[0])
			require.Equal(t, strings.Count(c.text, "x"), strings.Count(strings.Join(s.Rows[0].Cells, ""), "x"))
		})
	}
}

// A vain search for the end of each of a million quoted cells must not read the
// file a million times.
func TestAFileOfBrokenQuotesIsReadInOnePass(t *testing.T) {
	t.Parallel()
	for _, line := range []string{`"a"b,`, "\"a\n", "\"a\n\"\"b", `"a"b "c"d,` + "\n", "\"\"\"a\n"} {
		text := strings.Repeat(line, 1_000_000/len(line))
		p := newScanner(text, 1, ',')
		cells := 0
		for p.record() {
			cells += len(p.cells)
		}
		require.Positive(t, cells)
	}
}

func TestBlankAndRepeatedHeadersGetNamesOfTheirOwn(t *testing.T) {
	t.Parallel()
	s := readText(t, "id,,id,Name (2),Name,Name,Column 2,\" a\nb \",\n1,2,3,4,5,6,7,8,9\n")
	require.Equal(t, []string{"id", "Column 2 (2)", "id (2)", "Name (2)", "Name", "Name (3)", "Column 2", "a b", "Column 9"}, namesOf(s))
	require.Equal(t, " a\nb ", s.Header[7].Original)
}

func TestColumnsThatHoldNothingAtTheEdgeAreLeftAway(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{"a", "Column 2", "c"}, namesOf(readText(t, "a,,c,,\n1,,,,\n")))
	require.Equal(t, []string{"a", "Column 2", "Column 3"}, namesOf(readText(t, "a,,,\n1,,x,\n")))
}

func TestTheHeaderRowCanBeChosen(t *testing.T) {
	t.Parallel()
	text := []byte("Report\n\n\"of\nMay\"\nid,name\n1,Ann\n")
	s, err := Read("x.csv", text, ReadOptions{HeaderRow: 5})
	require.NoError(t, err)
	requireAccounted(t, s)
	require.Equal(t, []string{"id", "name"}, namesOf(s))
	require.Equal(t, []int{5, 2, 1, 1}, []int{s.HeaderRow, s.Preamble, s.Blank, len(s.Rows)})

	for _, row := range []int{2, 99} {
		_, err = Read("x.csv", text, ReadOptions{HeaderRow: row})
		require.ErrorIs(t, err, ErrHeaderRow)
	}
}

func TestTextStaysText(t *testing.T) {
	t.Parallel()
	cells := []string{"06824", "NA", "1E5", "0x1F", "TRUE", " x ", "1.50", "+49 221", "=1+1", `\N`, "null", "-"}
	s := readText(t, "a\n"+strings.Join(cells, "\n")+"\n")
	for i, r := range s.Rows {
		require.Equal(t, cells[i], r.Cells[0])
	}
}

func TestLimitsAreNamed(t *testing.T) {
	t.Parallel()
	_, err := Read("x.csv", []byte("a\n"+strings.Repeat("1\n", MaxRows+1)), ReadOptions{})
	require.ErrorIs(t, err, ErrTooManyRows)
	s, err := Read("x.csv", []byte("a\n"+strings.Repeat("1\n\n", MaxRows)), ReadOptions{})
	require.NoError(t, err)
	require.Len(t, s.Rows, MaxRows)

	_, err = Read("x.csv", []byte(strings.Repeat("a,", MaxColumns)+"a\n"), ReadOptions{})
	require.ErrorIs(t, err, ErrTooManyColumns)
	_, err = Read("x.csv", []byte("a\n"+strings.Repeat("a,", MaxColumns)+"a\n"), ReadOptions{Delimiter: ","})
	require.ErrorIs(t, err, ErrTooManyColumns)
	_, err = Read("x.csv", []byte(strings.Repeat("a,", MaxColumns-1)+"a\n"), ReadOptions{})
	require.NoError(t, err)

	_, err = Read("x.csv", []byte(strings.Repeat("a,", MaxColumns-1)+"a\n"+strings.Repeat("1\n", maxCells/MaxColumns+1)), ReadOptions{})
	require.ErrorIs(t, err, ErrTooManyCells)
}

func TestWhatIsNoTableIsRefused(t *testing.T) {
	t.Parallel()
	for name, data := range map[string]string{
		"x.png":  "\x89PNG\r\n\x1a\n\x00\x00",
		"x.pdf":  "%PDF-1.7\nabc,def\n",
		"x.json": ` [{"a": 1}, {"b": 2}]`,
		"l.json": "{\"a\": 1}\n{\"a\": 2}\n",
		"x.html": "\xEF\xBB\xBF<!DOCTYPE html><table><tr><td>1</td></tr></table>",
		"x.xml":  "<?xml version=\"1.0\"?><a/>",
		"x.rtf":  "{\\rtf1 hello}",
		"x.gz":   "\x1f\x8b\x08\x00",
		"x.bin":  "\x01\x02\x03\xff\x04\x05\x06\x07",
		"x.csv":  "PK\x05\x06",
	} {
		_, err := Read(name, []byte(data), ReadOptions{})
		require.ErrorIs(t, err, ErrFileFormat, name)
	}
	for _, data := range []string{"", "\n", " \r\n\t", "\xEF\xBB\xBF", "\xEF\xBB\xBF\n,,\n"} {
		_, err := Read("x.csv", []byte(data), ReadOptions{})
		require.ErrorIs(t, err, ErrFileEmpty, "%q", data)
	}
	require.Len(t, readText(t, "[a],b\n[1],2\n").Rows, 1, "brackets alone make no JSON")
}
