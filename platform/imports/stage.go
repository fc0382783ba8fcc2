package imports

import (
	"context"
	"fmt"
	"strconv"

	"github.com/google/uuid"

	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/imports/sqlcgen"
)

// staged is a row on its way into the table of rows.
type staged struct {
	N       int                 `json:"n"`
	Part    string              `json:"part"`
	Line    int                 `json:"line"`
	Cells   []string            `json:"cells"`
	Values  map[string]string   `json:"vals"`
	Lines   []map[string]string `json:"lines"`
	Verdict string              `json:"verdict"`
	Record  *uuid.UUID          `json:"record"`
	Changed []string            `json:"changed"`
	Faults  []storedFault       `json:"faults"`
}

type stagedLine struct {
	N     int      `json:"n"`
	RowN  int      `json:"row_n"`
	Line  int      `json:"line"`
	Cells []string `json:"cells"`
}

// storedFault is a fault as the tables keep it.
type storedFault struct {
	Pointer string `json:"pointer"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

func storedFaults(faults []fault.Field) []storedFault {
	out := make([]storedFault, len(faults))
	for i, f := range faults {
		out[i] = storedFault{f.Pointer, f.Code, f.Message}
	}
	return out
}

func (s *staged) judge(v Verdict) {
	// Warnings are kept beside the faults: the verdict says which of them they are.
	s.Verdict, s.Changed, s.Faults = v.Action, v.Changed, append(storedFaults(v.Faults), storedFaults(v.Warnings)...)
	if s.Changed == nil {
		s.Changed = []string{}
	}
	if v.ID != uuid.Nil {
		s.Record = &v.ID
	}
}

// checking is a check on its way: both files read, and each line with its head.
type checking struct {
	i            Import
	t            Target
	o            Choices
	file, lines  *Sheet
	feeds, below []feed
	heads        map[int][]int // row of the first file → rows of the second
	orphans      []int
}

// check is the job of Check. It stages both files anew, so it may begin again.
func (s *Service) check(ctx context.Context, w work, id uuid.UUID) error {
	i, err := s.at(ctx, id)
	if err != nil || i.State != Checking {
		return err
	}
	c, err := s.open(ctx, i)
	if err != nil {
		return err
	}
	total := int64(len(c.file.Rows) + len(c.orphans))
	if err := w.CommitOn(ctx, s.db, nil, 0, total, func(tx *db.Tx) error { return s.forget(ctx, tx, id) }); err != nil {
		return err
	}
	for from := 0; from < len(c.file.Rows); from += checkBatch {
		rows, err := c.judged(ctx, from, min(from+checkBatch, len(c.file.Rows)))
		if err != nil {
			return err
		}
		if err := s.put(ctx, w, c, rows, int64(from), total); err != nil {
			return err
		}
	}
	if err := s.put(ctx, w, c, c.strays(), int64(len(c.file.Rows)), total); err != nil {
		return err
	}
	found, err := db.Read(ctx, s.db, func(tx *db.Tx) ([]byte, error) { return counts(ctx, tx, id) })
	if err != nil {
		return err
	}
	return s.end(ctx, id, Checking, Checked, sqlcgen.EndStateParams{Counts: found})
}

// open reads the files of an import, for whoever started it, if they still may.
func (s *Service) open(ctx context.Context, i Import) (*checking, error) {
	t, ok := s.targets[i.Target]
	if !ok {
		return nil, ErrUnknownTarget
	}
	if authz.Allowed(ctx, t.Needs) != nil {
		return nil, ErrRightsGone
	}
	t, err := t.whole(ctx)
	if err != nil {
		return nil, err
	}
	c := &checking{i: i, t: t, heads: map[int][]int{}}
	if c.o, err = choices(t, i.Options); err != nil {
		return nil, err
	}
	if c.file, err = s.stored(ctx, i.FileID); err != nil {
		return nil, err
	}
	if c.feeds, _, err = feeds(partFile, t.Fields, c.file, i.Mapping, i.Formats); err != nil || i.LinesFileID == nil {
		return c, err
	}
	if c.lines, err = s.stored(ctx, *i.LinesFileID); err != nil {
		return nil, err
	}
	if c.below, _, err = feeds(partLines, t.Lines.Fields, c.lines, i.LinesMapping, i.LinesFormats); err != nil {
		return nil, err
	}
	c.group()
	return c, nil
}

// group gives each line to its head by the texts of their keys. Of two heads
// with one key the first has the lines; the module says what it makes of the second.
func (c *checking) group() {
	byKey := make(map[string]int, len(c.file.Rows))
	of, key := only(c.feeds, c.t.Lines.Of), only(c.below, c.t.Lines.Key)
	for n, r := range c.file.Rows {
		values, _ := convert(of, r)
		if k := values[c.t.Lines.Of]; k != "" {
			if _, twice := byKey[k]; !twice {
				byKey[k] = n
			}
		}
	}
	for n, r := range c.lines.Rows {
		values, _ := convert(key, r)
		if head, ok := byKey[values[c.t.Lines.Key]]; ok {
			c.heads[head] = append(c.heads[head], n)
		} else {
			c.orphans = append(c.orphans, n)
		}
	}
}

func only(feeds []feed, key string) []feed {
	for _, f := range feeds {
		if f.Key == key {
			return []feed{f}
		}
	}
	return nil
}

// judged converts rows and asks the module about those whose cells can be read.
func (c *checking) judged(ctx context.Context, from, to int) ([]staged, error) {
	out := make([]staged, 0, to-from)
	var records []Record
	var of []int
	for n := from; n < to; n++ {
		row := c.row(n)
		if len(row.Faults) == 0 {
			of = append(of, len(out))
			records = append(records, Record{Values: row.Values, Lines: row.Lines})
		}
		out = append(out, row)
	}
	if len(records) == 0 {
		return out, nil
	}
	verdicts, err := c.t.Check(ctx, records, c.o)
	if err != nil {
		return nil, err
	}
	if err := whole(c.t, records, verdicts); err != nil {
		return nil, err
	}
	for k, v := range verdicts {
		out[of[k]].judge(v)
	}
	return out, nil
}

// row is one row with its lines; what is wrong with a line is wrong with its row.
func (c *checking) row(n int) staged {
	r := c.file.Rows[n]
	values, faults := convert(c.feeds, r)
	out := staged{N: n + 1, Part: partFile, Line: r.Line, Cells: r.Cells, Values: values, Verdict: Refused, Changed: []string{}, Lines: []map[string]string{}}
	for k, l := range c.heads[n] {
		line, wrong := convert(c.below, c.lines.Rows[l])
		for _, f := range wrong {
			f.Message = fmt.Sprintf("Line %d of the second file: %s", c.lines.Rows[l].Line, f.Message)
			f.Pointer = "/lines/" + strconv.Itoa(k) + f.Pointer
			faults = append(faults, f)
		}
		out.Lines = append(out.Lines, line)
	}
	out.Faults = storedFaults(faults)
	return out
}

// strays are the lines whose head is missing: they are listed, never dropped.
func (c *checking) strays() []staged {
	out := make([]staged, 0, len(c.orphans))
	for k, n := range c.orphans {
		r := c.lines.Rows[n]
		values, faults := convert(c.below, r)
		key := values[c.t.Lines.Key]
		f := fieldOf("/"+c.t.Lines.Key, ErrHeadMissing)
		if key != "" {
			f.Message = fmt.Sprintf("No row of the first file has %q.", key)
		}
		out = append(out, staged{N: len(c.file.Rows) + 1 + k, Part: partLines, Line: r.Line, Cells: r.Cells, Values: values, Verdict: Refused,
			Changed: []string{}, Lines: []map[string]string{}, Faults: storedFaults(append([]fault.Field{f}, faults...))})
	}
	return out
}

// put writes rows with their verdicts, a thousand at a time.
func (s *Service) put(ctx context.Context, w work, c *checking, rows []staged, done, total int64) error {
	const most = 1000
	for len(rows) > 0 {
		part := rows[:min(most, len(rows))]
		rows = rows[len(part):]
		done += int64(len(part))
		lines := c.linesOf(part)
		err := w.CommitOn(ctx, s.db, nil, done, total, func(tx *db.Tx) error {
			n, err := query(tx).SetProgress(ctx, sqlcgen.SetProgressParams{ID: c.i.ID, Was: Checking, Done: done, Total: total})
			if err != nil {
				return err
			}
			if n == 0 {
				return errStopped
			}
			if err := query(tx).AddRows(ctx, sqlcgen.AddRowsParams{ImportID: c.i.ID, Rows: pack(part)}); err != nil || len(lines) == 0 {
				return err
			}
			return query(tx).AddLines(ctx, sqlcgen.AddLinesParams{ImportID: c.i.ID, Rows: pack(lines)})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (c *checking) linesOf(rows []staged) []stagedLine {
	var out []stagedLine
	for _, r := range rows {
		if r.Part != partFile {
			continue
		}
		for _, n := range c.heads[r.N-1] {
			out = append(out, stagedLine{N: n + 1, RowN: r.N, Line: c.lines.Rows[n].Line, Cells: c.lines.Rows[n].Cells})
		}
	}
	return out
}

// whole refuses verdicts that do not fit their rows, which is the module's defect.
func whole(t Target, records []Record, verdicts []Verdict) error {
	if len(verdicts) != len(records) {
		return fmt.Errorf("import target %s: %d verdicts for %d rows", t.Name, len(verdicts), len(records))
	}
	for n, v := range verdicts {
		switch v.Action {
		case Create, Update, Unchanged:
		case Refused:
			if len(v.Faults) == 0 {
				verdicts[n].Faults = []fault.Field{{Code: "imports.refused", Message: "This row was refused."}}
			}
		default:
			return fmt.Errorf("import target %s: there is no verdict %q", t.Name, v.Action)
		}
	}
	return nil
}
