package imports

import (
	"cmp"
	"maps"
	"slices"

	"longhouse/platform/fault"
)

// ErrorColumn is the column in which the file of errors says why. Nothing is
// ever fed by it, so that the mended file can be uploaded as it is.
const ErrorColumn = "Import error"

// guessMapping chooses a column for each field, where one is likely.
func guessMapping(fields []Field, s *Sheet) map[string]string {
	hints := make([]FieldHint, len(fields))
	for i, f := range fields {
		hints[i] = f.FieldHint
	}
	header := slices.DeleteFunc(slices.Clone(s.Header), func(c Column) bool { return c.Name == ErrorColumn })
	sample := make([][]string, min(len(s.Rows), 200))
	for i := range sample {
		sample[i] = s.Rows[i].Cells
	}
	out := map[string]string{}
	for key, g := range GuessColumns(header, sample, hints) {
		out[key] = g.Name
	}
	return out
}

// feed is a field with the column that feeds it, and how that column writes
// days and decimals.
type feed struct {
	Field
	column  Column
	order   DateOrder
	decimal DecimalFormat
}

// feeds checks a mapping against a file and settles the notation of each
// column. What can be read in two ways, and nobody has said how, is a question.
func feeds(part string, fields []Field, s *Sheet, mapping, formats map[string]string) ([]feed, []Question, error) {
	var faults fault.Collector
	prefix := "/"
	if part == partLines {
		prefix = "/lines_"
	}
	for _, key := range slices.Sorted(maps.Keys(mapping)) {
		if !has(fields, key) {
			faults.Add(prefix+"mapping/"+key, ErrNoField.Code, ErrNoField.Message)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(formats)) {
		if !has(fields, key) || !knownFormat(fields, key, formats[key]) {
			faults.Add(prefix+"formats/"+key, ErrNoFormat.Code, ErrNoFormat.Message)
		}
	}
	var out []feed
	var questions []Question
	for _, f := range fields {
		name := mapping[f.Key]
		if name == "" {
			continue
		}
		i := slices.IndexFunc(s.Header, func(c Column) bool { return c.Name == name })
		if i < 0 {
			faults.Add(prefix+"mapping/"+f.Key, ErrNoColumn.Code, ErrNoColumn.Message)
			continue
		}
		fd := feed{Field: f, column: s.Header[i]}
		if q, asks := fd.settle(s, formats[f.Key]); asks {
			q.Part = part
			questions = append(questions, q)
		}
		out = append(out, fd)
	}
	return out, questions, faults.Err()
}

func isDay(kind string) bool    { return kind == "date" || kind == "instant" }
func isNumber(kind string) bool { return kind == "decimal" || kind == "money" || kind == "integer" }

func knownFormat(fields []Field, key, format string) bool {
	i := slices.IndexFunc(fields, func(f Field) bool { return f.Key == key })
	switch {
	case format == "":
		return true
	case isDay(fields[i].Kind):
		return format == string(DayMonth) || format == string(MonthDay)
	case isNumber(fields[i].Kind):
		return format == string(DecimalPoint) || format == string(DecimalComma)
	}
	return false
}

// settle takes the notation that a person chose, or guesses it from the whole column.
func (f *feed) settle(s *Sheet, chosen string) (Question, bool) {
	day, number := isDay(f.Kind), isNumber(f.Kind)
	if !day && !number {
		return Question{}, false
	}
	if number && f.column.Exact {
		f.decimal = DecimalPoint
		return Question{}, false
	}
	values := column(s, f.column.Index)
	q := Question{Field: f.Key, Column: f.column.Name, Kind: "date", Examples: distinct(values, 3)}
	var unclear bool
	if day {
		if f.order, unclear = GuessDateOrder(values); chosen != "" {
			f.order = DateOrder(chosen)
		}
		return q, unclear && chosen == ""
	}
	q.Kind = "decimal"
	if f.decimal, unclear = GuessDecimal(values); chosen != "" {
		f.decimal = DecimalFormat(chosen)
	}
	return q, unclear && chosen == ""
}

func column(s *Sheet, index int) []string {
	var out []string
	for _, r := range s.Rows {
		if index < len(r.Cells) && r.Cells[index] != "" {
			out = append(out, r.Cells[index])
		}
	}
	return out
}

func distinct(values []string, most int) []string {
	out := []string{}
	for _, v := range values {
		if len(out) == most {
			break
		}
		if !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

// unmapped refuses to go on while a required field has no column.
func unmapped(t Target, i Import) error {
	var faults fault.Collector
	missing := func(prefix string, fields []Field, mapping map[string]string) {
		for _, f := range fields {
			if f.Required && mapping[f.Key] == "" {
				faults.Add(prefix+f.Key, ErrUnmapped.Code, "Choose a column for "+cmp.Or(f.Label, f.Key)+".")
			}
		}
	}
	missing("/mapping/", t.Fields, i.Mapping)
	if i.LinesFileID != nil {
		missing("/lines_mapping/", t.Lines.Fields, i.LinesMapping)
		for _, key := range []string{t.Lines.Key} {
			if i.LinesMapping[key] == "" {
				faults.Add("/lines_mapping/"+key, ErrUnmapped.Code, "Choose the column that says which row a line belongs to.")
			}
		}
		if i.Mapping[t.Lines.Of] == "" {
			faults.Add("/mapping/"+t.Lines.Of, ErrUnmapped.Code, "Choose the column by which lines find their row.")
		}
	}
	if f := fault.As(faults.Err()); f != nil {
		e := ErrUnmapped
		for _, one := range f.Fields {
			e = e.Field(one.Pointer, one.Code, one.Message)
		}
		return e
	}
	return nil
}

// choices fills in the defaults and refuses what the target does not offer.
func choices(t Target, given map[string]string) (Choices, error) {
	out := Choices{}
	for _, o := range t.Options {
		out[o.Key] = o.Default
	}
	var faults fault.Collector
	for _, key := range slices.Sorted(maps.Keys(given)) {
		i := slices.IndexFunc(t.Options, func(o Option) bool { return o.Key == key })
		if i < 0 || !t.Options[i].takes(given[key]) {
			faults.Add("/options/"+key, ErrNoOption.Code, ErrNoOption.Message)
			continue
		}
		out[key] = given[key]
	}
	return out, faults.Err()
}

func (o Option) takes(value string) bool {
	switch o.Kind {
	case "bool":
		return value == "true" || value == "false"
	case "one_of":
		return value == o.Default || slices.Contains(o.Values, value)
	}
	return len(value) <= 1000
}
