package imports

import "strings"

// readCSV reads any delimited text.
func readCSV(data []byte, o ReadOptions) (*Sheet, error) {
	text, encoding, guessed, err := decode(data, o.Encoding)
	if err != nil {
		return nil, err
	}
	text = strings.TrimSuffix(text, "\x1A") // how DOS ended a file
	text, line, delimiter := sepLine(text)
	switch {
	case o.Delimiter != "":
		if delimiter, err = delimiterOf(o.Delimiter); err != nil {
			return nil, err
		}
	case delimiter == 0:
		delimiter = guessDelimiter(text, line, o.HeaderRow)
	}

	b := builder{
		sheet:  &Sheet{Format: CSV, Encoding: encoding, EncodingGuessed: guessed, Delimiter: string(delimiter)},
		wanted: o.HeaderRow,
	}
	p := newScanner(text, line, delimiter)
	for p.record() {
		if err := b.add(p.line, p.next, Row{Cells: p.keep(), Fault: p.fault, FaultAt: p.faultAt}); err != nil {
			return nil, err
		}
	}
	return b.finish()
}

// scanner cuts a text into records by RFC 4180, with any line ends. Where the
// text breaks the rules it keeps every character and notes a fault:
//   - a quote inside a quoted cell that neither ends it nor is doubled is text;
//   - a quoted cell that has such a quote and spans lines, or never ends, is no
//     quoted cell: its first quote is text and it ends with the line, so that one
//     bad cell does not swallow the records below it;
//   - blanks between a delimiter and a quote are padding.
type scanner struct {
	s         string
	pos       int
	delimiter byte
	line      int // where the record begins
	next      int // where the next one begins
	fault     string
	faultAt   int
	cells     []string
	arena     []string // records are cut from large pieces
	dead      int      // a quoted cell that meets a stray quote before here has no end
}

func newScanner(s string, line int, delimiter byte) *scanner {
	return &scanner{s: s, delimiter: delimiter, next: line, dead: -1}
}

// record reads the next record into cells; they are good until the next call.
func (p *scanner) record() bool {
	if p.pos >= len(p.s) {
		return false
	}
	p.line, p.cells, p.fault, p.faultAt = p.next, p.cells[:0], "", 0
	for {
		p.cells = append(p.cells, undefuse(p.cell()))
		if p.pos == len(p.s) {
			p.next++
			return true
		}
		c := p.s[p.pos]
		p.pos++
		if c == p.delimiter {
			continue // a cell follows, be it empty at the end of the text
		}
		if c == '\r' && p.pos < len(p.s) && p.s[p.pos] == '\n' {
			p.pos++
		}
		p.next++
		return true
	}
}

// keep copies the record to memory of its own.
func (p *scanner) keep() []string {
	n := len(p.cells)
	if n > cap(p.arena)-len(p.arena) {
		p.arena = make([]string, 0, max(n, 1<<14))
	}
	at := len(p.arena)
	p.arena = append(p.arena, p.cells...)
	return p.arena[at : at+n : at+n]
}

// cell reads one cell and stops at what ended it.
func (p *scanner) cell() string {
	start := p.pos
	open := start
	for open < len(p.s) && p.isBlank(p.s[open]) {
		open++
	}
	if open < len(p.s) && p.s[open] == '"' {
		if text, ok := p.quoted(open); ok {
			return text
		}
		p.note(FaultBrokenQuote)
	}
	end := start
	for end < len(p.s) && p.s[end] != p.delimiter && p.s[end] != '\n' && p.s[end] != '\r' {
		end++
	}
	p.pos = end
	return p.s[start:end]
}

// quoted reads a cell whose first quote is at open, if it has an end. Each quote
// is looked at once, because dead remembers how far a vain search went.
func (p *scanner) quoted(open int) (string, bool) {
	doubled, stray := false, false
	from := open + 1 // behind the last quote
	for {
		k := strings.IndexByte(p.s[from:], '"')
		if k < 0 {
			p.dead = len(p.s)
			return "", false
		}
		q := from + k
		if stray && hasLineEnd(p.s[from:q]) {
			p.dead = q
			return "", false
		}
		if q+1 < len(p.s) && p.s[q+1] == '"' {
			doubled = true
			from = q + 2
			continue
		}
		if end, ok := p.closes(q); ok {
			return p.take(open, q, end, doubled, stray), true
		}
		if q <= p.dead || !stray && hasLineEnd(p.s[open:q]) {
			return "", false
		}
		stray = true
		from = q + 1
	}
}

// closes says whether the quote at q ends a cell, and where its delimiter is.
func (p *scanner) closes(q int) (int, bool) {
	i := q + 1
	for i < len(p.s) && p.isBlank(p.s[i]) {
		i++
	}
	if i == len(p.s) || p.s[i] == p.delimiter || p.s[i] == '\n' || p.s[i] == '\r' {
		return i, true
	}
	return 0, false
}

func (p *scanner) take(open, closing, end int, doubled, stray bool) string {
	text := p.s[open+1 : closing]
	p.next += countLines(text)
	if doubled {
		text = strings.ReplaceAll(text, `""`, `"`)
	}
	if stray {
		p.note(FaultStrayQuote)
	}
	p.pos = end
	return text
}

func (p *scanner) isBlank(c byte) bool { return c == ' ' || c == '\t' && p.delimiter != '\t' }

// note keeps the gravest fault of a record.
func (p *scanner) note(fault string) {
	if p.fault != FaultBrokenQuote {
		p.fault, p.faultAt = fault, len(p.cells)
	}
}

func hasLineEnd(s string) bool {
	return strings.IndexByte(s, '\n') >= 0 || strings.IndexByte(s, '\r') >= 0
}
