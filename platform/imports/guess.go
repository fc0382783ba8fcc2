package imports

import (
	"cmp"
	"slices"
)

// FieldHint describes a field that a column may feed.
type FieldHint struct {
	Key      string   // first_name
	Label    string   // First name, as the screen shows it
	Synonyms []string // what other programs call it: given name, Vorname
	Kind     string   // text, decimal, integer, date, instant, bool, email, phone, url, …: see Kinds
}

// Guess is the column that probably feeds a field.
type Guess struct {
	Column    int     // its Index
	Name      string  // its Name
	Certainty float64 // 0 to 1; below 0.6 a person should look
}

// leastCertainty is where a guess costs a person more than it helps.
const leastCertainty = 0.4

// GuessColumns maps fields to columns by name and content. A name counts most:
// equal to the key, the label or a synonym, in any case, spelling of words or
// accent, or nearly so. Values that do not fit the field's kind speak against it,
// and a column full of addresses may be taken for the e-mail by its values alone.
// No column is used twice, and the same input always gives the same guesses.
func GuessColumns(header []Column, sample [][]string, fields []FieldHint) map[string]Guess {
	type pair struct {
		field, column int
		certainty     float64
	}
	names := make([]nameForms, len(header))
	for i, c := range header {
		names[i] = formsOf(c.Name)
	}
	var pairs []pair
	for f, field := range fields {
		wanted := wantedNames(field)
		for c := range header {
			if s := rateColumn(names[c], wanted, sample, header[c].Index, field.Kind); s >= leastCertainty {
				pairs = append(pairs, pair{f, c, s})
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return cmp.Compare(b.certainty, a.certainty) })

	out := make(map[string]Guess, len(fields))
	used := make([]bool, len(header))
	for _, p := range pairs {
		key := fields[p.field].Key
		if _, done := out[key]; done || used[p.column] {
			continue
		}
		used[p.column] = true
		out[key] = Guess{Column: header[p.column].Index, Name: header[p.column].Name, Certainty: p.certainty}
	}
	return out
}

// rateColumn weighs name and content.
func rateColumn(name nameForms, wanted []wantedName, sample [][]string, column int, kind string) float64 {
	best := 0.0
	for _, w := range wanted {
		best = max(best, w.weight*name.like(w.forms))
	}
	fit, seen := kindShare(sample, column, kind)
	switch {
	case !seen:
		return best
	case best == 0:
		if fit >= 0.9 && (kind == "email" || kind == "url") {
			return 0.45
		}
		return 0
	case fit < 0.5:
		return best * 0.5
	case fit >= 0.9 && tells(kind):
		return min(1, best+0.05)
	default:
		return best
	}
}

// certainties rate the columns of a mapping, whoever chose them.
func certainties(fields []Field, f *File, mapping map[string]string) map[string]float64 {
	out := make(map[string]float64, len(mapping))
	for _, field := range fields {
		column := slices.Index(f.Header, FileColumn{mapping[field.Key]})
		if column >= 0 {
			out[field.Key] = rateColumn(formsOf(f.Header[column].Name), wantedNames(field.FieldHint), f.Sample, column, field.Kind)
		}
	}
	return out
}

type wantedName struct {
	forms  nameForms
	weight float64
}

func wantedNames(f FieldHint) []wantedName {
	out := []wantedName{{formsOf(f.Key), 1}, {formsOf(f.Label), 1}}
	for _, s := range f.Synonyms {
		out = append(out, wantedName{formsOf(s), 0.97})
	}
	return out
}

// kindShare says which share of a column's values fits a kind; seen is false if
// the column holds none.
func kindShare(sample [][]string, column int, kind string) (share float64, seen bool) {
	fits := Kinds[kind]
	if fits == nil {
		return 1, true
	}
	good, all := 0, 0
	for _, row := range sample {
		if column >= len(row) || row[column] == "" {
			continue
		}
		all++
		if fits(row[column]) {
			good++
		}
	}
	if all == 0 {
		return 0, false
	}
	return float64(good) / float64(all), true
}
