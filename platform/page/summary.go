package page

import (
	"slices"
	"strconv"

	"github.com/google/uuid"

	"longhouse/platform/kernel"
)

// MaxGroups is how many groups a summary tells; the biggest come first.
const MaxGroups = 200

// Summary is what a list comes to: in groups, and as a whole.
type Summary struct {
	Groups []SummaryGroup `json:"groups" doc:"The biggest first, at most 200"`
	Total  SummaryTotal   `json:"total"`
	More   bool           `json:"more" doc:"There are more groups than these"`
}

// SummaryGroup is the records that have the same values in the fields of the groups.
type SummaryGroup struct {
	Key    map[string]*string        `json:"key" doc:"By the words of group; null: the field is empty. Of dates it is the first day of the step"`
	Labels map[string]string         `json:"labels,omitempty" doc:"What people call the records that the key names, as far as the caller may know"`
	Count  int64                     `json:"count"`
	Values map[string][]SummaryValue `json:"values,omitempty" doc:"By the words of of"`
}

// SummaryTotal is all records that match, also those of groups that are left out.
type SummaryTotal struct {
	Count  int64                     `json:"count"`
	Values map[string][]SummaryValue `json:"values,omitempty"`
}

// SummaryValue is an aggregate. What is in several currencies or units has one for each.
type SummaryValue struct {
	Value    string `json:"value" example:"1250.00"`
	Currency string `json:"currency,omitempty"`
	Unit     string `json:"unit,omitempty"`
}

// IDs are the records that the groups of a field name.
func (s *Summary) IDs(field string) []uuid.UUID {
	var out []uuid.UUID
	for _, g := range s.Groups {
		if v := g.Key[field]; v != nil {
			if id, err := uuid.Parse(*v); err == nil && !slices.Contains(out, id) {
				out = append(out, id)
			}
		}
	}
	return out
}

// Name says what people call the records that the groups of a field name.
func (s *Summary) Name(field string, names map[uuid.UUID]string) {
	for i := range s.Groups {
		g := &s.Groups[i]
		if v := g.Key[field]; v != nil {
			if id, err := uuid.Parse(*v); err == nil {
				g.name(field, names[id])
			}
		}
	}
}

func (g *SummaryGroup) name(field, label string) {
	if label == "" {
		return
	}
	if g.Labels == nil {
		g.Labels = map[string]string{}
	}
	g.Labels[field] = label
}

// share is a part of a group: what is in one currency and one unit.
type share struct {
	keys, labels []*string
	units        []string // as sums.units
	count        int64
	values       []*string // one for each measure; of an average its sum
	filled       []int64
}

// fold puts the shares of a group together. What is in the same unit for a
// measure and apart only for another's sake is added up again.
func (a sums) fold(shares []share) (count int64, values map[string][]SummaryValue) {
	for _, s := range shares {
		count += s.count
	}
	for i, m := range a.measures {
		if values == nil {
			values = map[string][]SummaryValue{}
		}
		all := []SummaryValue{}
		counts := map[SummaryValue]int64{}
		for _, s := range shares {
			in := m.in(a, s)
			at := slices.IndexFunc(all, func(v SummaryValue) bool { return v.Currency == in.Currency && v.Unit == in.Unit })
			if s.values[i] == nil {
				continue
			}
			counts[in] += s.filled[i]
			if at < 0 {
				v := in
				v.Value = *s.values[i]
				all = append(all, v)
				continue
			}
			all[at].Value = m.add(all[at].Value, *s.values[i])
		}
		if m.word == "avg" {
			for n, v := range all {
				in := v
				in.Value = ""
				if sum, err := kernel.ParseDecimal(v.Value); err == nil && counts[in] > 0 {
					all[n].Value = sum.Div(kernel.Int(counts[in])).HalfUp(max(2, m.scale(v.Value))).String()
				}
			}
		}
		if m.word == "filled" && len(all) == 0 {
			all = []SummaryValue{{Value: "0"}}
		}
		values[m.String()] = all
	}
	return count, values
}

// in is the unit of a share, as a value without an amount.
func (m measure) in(a sums, s share) (v SummaryValue) {
	if m.word == "filled" {
		return v
	}
	if m.column.Currency != "" {
		v.Currency = s.units[slices.Index(a.units, m.column.Currency)]
	}
	if m.column.Unit != "" {
		v.Unit = s.units[slices.Index(a.units, m.column.Unit)]
	}
	return v
}

// add is two parts of an aggregate as one.
func (m measure) add(x, y string) string {
	if m.word == "filled" {
		n, _ := strconv.ParseInt(x, 10, 64) // both are PostgreSQL's
		k, _ := strconv.ParseInt(y, 10, 64)
		return strconv.FormatInt(n+k, 10)
	}
	if !numeric(m.column.Cast) { // days and instants, which sort as they are written
		if (m.word == "min") == (x < y) {
			return x
		}
		return y
	}
	a, errA := kernel.ParseDecimal(x)
	b, errB := kernel.ParseDecimal(y)
	if errA != nil || errB != nil {
		return x
	}
	switch m.word {
	case "min":
		return a.Min(b).String()
	case "max":
		return a.Max(b).String()
	}
	return a.Add(b).String()
}

// scale is how many decimals a number shows.
func (measure) scale(number string) int32 {
	for i := range number {
		if number[i] == '.' {
			return int32(len(number) - i - 1)
		}
	}
	return 0
}
