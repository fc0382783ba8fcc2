package imports

import (
	"slices"
	"strings"
)

// nameForms are the ways in which a name is compared.
type nameForms struct {
	words  []string // ship, postal, code
	joined string   // shippostalcode
	tail   string   // of a path such as "Order Lines / Quantity": quantity
}

func formsOf(name string) nameForms {
	plain := name
	if i := strings.IndexAny(name, "(["); i > 0 { // "Weight (kg)", "Ready (mm/dd/yyyy)"
		plain = name[:i]
	}
	w := words(plain)
	if len(w) == 0 {
		w = words(name)
	}
	f := nameForms{words: w, joined: strings.Join(w, "")}
	if i := strings.LastIndexAny(plain, "/>."); i >= 0 {
		f.tail = strings.Join(words(plain[i+1:]), "")
	}
	return f
}

// like compares a column's name with a field's, from 0 to 1.
func (a nameForms) like(b nameForms) float64 {
	switch {
	case a.joined == "" || b.joined == "":
		return 0
	case a.joined == b.joined:
		return 1
	case singular(a.joined) == singular(b.joined):
		return 0.95
	case sameWords(a.words, b.words):
		return 0.9
	case a.joined == b.joined+"1": // the first of several: Phone 1
		return 0.85
	}
	best := 0.85 * overlap(a.words, b.words)
	if a.tail != "" && a.tail == b.joined {
		best = max(best, 0.7)
	}
	if n := max(len(a.joined), len(b.joined)); n >= 5 {
		if near := 1 - float64(distance(a.joined, b.joined))/float64(n); near >= 0.8 {
			best = max(best, 0.65*near) // contact is not contract: somebody should look
		}
	}
	return best
}

func singular(s string) string {
	if len(s) > 3 && strings.HasSuffix(s, "ies") {
		return s[:len(s)-3] + "y"
	}
	if len(s) > 3 {
		return strings.TrimSuffix(s, "s")
	}
	return s
}

func sameWords(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

// overlap is the share of words in common among all: "name" is half of "company
// name", but "first name" only a third of "last name".
func overlap(a, b []string) float64 {
	common := 0
	for _, w := range a {
		if slices.ContainsFunc(b, func(v string) bool { return singular(v) == singular(w) }) {
			common++
		}
	}
	return float64(common) / float64(max(1, len(a)+len(b)-common))
}

// distance is how many letters must be added, removed, changed or swapped with
// their neighbour to make b of a.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	before, last, cur := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(x); i++ {
		cur[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			cur[j] = min(last[j]+1, cur[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				cur[j] = min(cur[j], before[j-2]+1)
			}
		}
		before, last, cur = last, cur, before
	}
	return last[len(y)]
}
