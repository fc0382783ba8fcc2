package imports

import (
	"strconv"
	"strings"
)

// nameColumns gives each column a name of its own. The same header always gets
// the same names, so a saved mapping still fits next month's file.
func nameColumns(header []string) []Column {
	taken := make(map[string]bool, len(header))
	for _, h := range header {
		taken[cleanName(h)] = true // "Name (2)" may be a header itself
	}
	seen := make(map[string]bool, len(header))
	out := make([]Column, len(header))
	for i, h := range header {
		name := cleanName(h)
		switch {
		case name == "":
			name = freeName(taken, "Column "+strconv.Itoa(i+1), 1)
		case seen[name]:
			name = freeName(taken, name, 2)
		}
		seen[name], taken[name] = true, true
		out[i] = Column{Name: name, Original: h, Index: i}
	}
	return out
}

// freeName counts up from n, where 1 is the bare name.
func freeName(taken map[string]bool, base string, n int) string {
	for ; ; n++ {
		name := base
		if n > 1 {
			name += " (" + strconv.Itoa(n) + ")"
		}
		if !taken[name] {
			return name
		}
	}
}

// cleanName joins a header of several lines and trims it.
func cleanName(h string) string { return strings.Join(strings.Fields(h), " ") }
