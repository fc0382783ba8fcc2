package imports

import "strings"

// Delimiters lists what ReadOptions.Delimiter may say, the likeliest first.
func Delimiters() []string { return []string{",", ";", "\t", "|"} }

const delimiters = ",;\t|"

// delimiterOf reads a person's choice.
func delimiterOf(s string) (byte, error) {
	if s == "tab" || s == `\t` {
		s = "\t"
	}
	if len(s) != 1 || !strings.Contains(delimiters, s) {
		return 0, ErrDelimiter
	}
	return s[0], nil
}

// sepLine takes off the line "sep=;" with which Excel marks its delimiter, and
// says on which line the rest begins.
func sepLine(s string) (rest string, line int, delimiter byte) {
	const mark = "sep="
	n := len(mark)
	if len(s) <= n || !strings.EqualFold(s[:n], mark) || !strings.Contains(delimiters, s[n:n+1]) {
		return s, 1, 0
	}
	rest = s[n+1:]
	for _, end := range []string{"\r\n", "\n", "\r"} {
		if after, ok := strings.CutPrefix(rest, end); ok {
			return after, 2, s[n]
		}
	}
	return s, 1, 0
}

const sampledRecords = 200

// guessDelimiter takes the delimiter that cuts the header into columns and the
// rows into as many. Quoted cells count as one, whatever is in them.
func guessDelimiter(text string, line, headerRow int) byte {
	best := byte(',')
	var bestScore score
	for _, d := range []byte(delimiters) {
		s := rate(text, line, headerRow, d)
		if s.better(bestScore) {
			best, bestScore = d, s
		}
	}
	return best
}

// score compares delimiters: first one that cuts the header, then the one whose
// rows agree with it, then the one that cuts finer.
type score struct {
	header  bool
	agree   float64
	columns int
}

func (a score) better(b score) bool {
	switch {
	case a.columns < 2:
		return false
	case a.header != b.header:
		return a.header
	case a.agree != b.agree:
		return a.agree > b.agree
	default:
		return a.columns > b.columns
	}
}

func rate(text string, line, headerRow int, delimiter byte) score {
	p := newScanner(text, line, delimiter)
	var counts []int
	for len(counts) < sampledRecords && p.record() {
		if p.next > headerRow && filled(p.cells) > 0 {
			counts = append(counts, len(p.cells))
		}
	}
	if len(counts) == 0 {
		return score{}
	}
	if counts[0] > 1 {
		return score{header: true, agree: share(counts, counts[0]), columns: counts[0]}
	}
	// A title above the header: what most rows agree on decides.
	var s score
	for _, n := range counts {
		if a := share(counts, n); n > 1 && (a > s.agree || a == s.agree && n > s.columns) {
			s = score{agree: a, columns: n}
		}
	}
	return s
}

func share(counts []int, n int) float64 {
	same := 0
	for _, c := range counts {
		if c == n {
			same++
		}
	}
	return float64(same) / float64(len(counts))
}
