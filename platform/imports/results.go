package imports

import (
	"bytes"
	"context"
	"iter"
	"slices"
	"strings"

	"github.com/google/uuid"

	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/imports/sqlcgen"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

var rowList = page.Spec{
	Columns: map[string]page.Column{
		"verdict": {Expr: "r.verdict", Cast: "text", Ops: page.OneOf},
		"part":    {Expr: "r.part", Cast: "text", Ops: page.OneOf},
		"line":    {Expr: "r.line", Cast: "bigint", Ops: page.Range},
		"n":       {Expr: "r.n", Cast: "bigint", Sort: true},
	},
	Tie: "r.import_id", Default: "n",
}

// Rows reads the rows of an import with their verdicts, in the order of the file.
func (s *Service) Rows(ctx context.Context, id uuid.UUID, r page.Request) (page.Page[ImportRow], error) {
	i, err := s.visible(ctx, id)
	if err != nil {
		return page.Page[ImportRow]{}, err
	}
	q, err := rowList.Compile(r, page.Everything())
	if err != nil {
		return page.Page[ImportRow]{}, err
	}
	entity := s.targets[i.Target].Entity
	return db.Read(ctx, s.db, func(tx *db.Tx) (page.Page[ImportRow], error) {
		rows, err := sqlcgen.New(q.On(tx)).ListRows(ctx, sqlcgen.ListRowsParams{ImportID: id, Max: q.Max()})
		return page.Cut(q, rows, func(r sqlcgen.ListRowsRow) (string, uuid.UUID) { return r.PageKey, r.ImportID },
			func(r sqlcgen.ListRowsRow) ImportRow { return rowView(r, entity) }), err
	})
}

func rowView(r sqlcgen.ListRowsRow, entity string) ImportRow {
	out := ImportRow{Part: r.Part, Line: int(r.Line), Verdict: r.Verdict, Values: unpack[map[string]string](r.Values)}
	for _, f := range unpack[[]storedFault](r.Faults) {
		out.Errors = append(out.Errors, RowError{Field: strings.TrimPrefix(f.Pointer, "/"), Code: f.Code, Message: f.Message})
	}
	for _, field := range unpack[[]string](r.Changed) {
		out.Changes = append(out.Changes, RowChange{Field: field, After: out.Values[field]})
	}
	if r.Record != nil && entity != "" {
		out.Record = &kernel.Record{Entity: entity, ID: *r.Record}
	}
	return out
}

// Download is a file on its way to a person.
type Download struct {
	Name, Type string
	Data       []byte
}

// Errors writes the rows that were refused as the file had them, with one more
// column that says why. Mended, it can be uploaded as it is. part is file or lines.
func (s *Service) Errors(ctx context.Context, id uuid.UUID, part, format string) (Download, error) {
	i, err := s.visible(ctx, id)
	if err != nil {
		return Download{}, err
	}
	if err := s.whole(ctx, &i); err != nil {
		return Download{}, err
	}
	f, rows := i.File, s.refused(ctx, i, partFile)
	if part == partLines {
		if i.LinesFile == nil {
			return Download{}, ErrNoLines
		}
		f, rows = i.LinesFile, s.refusedLines(ctx, i)
	}
	header := make([]string, 0, len(f.Header)+1)
	for _, c := range f.Header {
		header = append(header, c.Name)
	}
	why := slices.Index(header, ErrorColumn) // the file was an error file itself
	if why < 0 {
		why, header = len(header), append(header, ErrorColumn)
	}
	return download(strings.TrimSuffix(strings.TrimSuffix(f.Name, ".csv"), ".xlsx")+" errors", format, header, func(yield func([]string, error) bool) {
		for r, err := range rows {
			cells := slices.Grow(slices.Clone(r.cells), 1)
			for len(cells) < len(header) {
				cells = append(cells, "")
			}
			cells[why] = r.why
			if !yield(cells[:max(len(header), len(r.cells))], err) {
				return
			}
		}
	})
}

// refusedRow is a row as the file has it, and why it was refused.
type refusedRow struct {
	cells []string
	why   string
}

const page500 = 500

func (s *Service) refused(ctx context.Context, i Import, part string) iter.Seq2[refusedRow, error] {
	return pages(func(after int32) ([]refusedRow, int32, error) {
		rows, err := db.Read(ctx, s.db, func(tx *db.Tx) ([]sqlcgen.RefusedRowsRow, error) {
			return query(tx).RefusedRows(ctx, sqlcgen.RefusedRowsParams{ImportID: i.ID, Part: part, After: after, Max: page500})
		})
		out := make([]refusedRow, len(rows))
		for n, r := range rows {
			out[n], after = refusedRow{unpack[[]string](r.Cells), sentence(unpack[[]storedFault](r.Faults))}, r.N
		}
		return out, after, err
	})
}

// refusedLines are the lines of refused rows, and those that belong to no row.
func (s *Service) refusedLines(ctx context.Context, i Import) iter.Seq2[refusedRow, error] {
	below := pages(func(after int32) ([]refusedRow, int32, error) {
		rows, err := db.Read(ctx, s.db, func(tx *db.Tx) ([]sqlcgen.LinesOfRefusedRow, error) {
			return query(tx).LinesOfRefused(ctx, sqlcgen.LinesOfRefusedParams{ImportID: i.ID, After: after, Max: page500})
		})
		out := make([]refusedRow, len(rows))
		for n, r := range rows {
			out[n], after = refusedRow{unpack[[]string](r.Cells), sentence(unpack[[]storedFault](r.Faults))}, r.N
		}
		return out, after, err
	})
	return func(yield func(refusedRow, error) bool) {
		for _, some := range []iter.Seq2[refusedRow, error]{below, s.refused(ctx, i, partLines)} {
			for r, err := range some {
				if !yield(r, err) {
					return
				}
			}
		}
	}
}

// pages reads a list batch after batch, so that no transaction lasts as long as a download.
func pages(read func(after int32) ([]refusedRow, int32, error)) iter.Seq2[refusedRow, error] {
	return func(yield func(refusedRow, error) bool) {
		for after := int32(0); ; {
			rows, next, err := read(after)
			if err != nil {
				yield(refusedRow{}, err)
				return
			}
			for _, r := range rows {
				if !yield(r, nil) {
					return
				}
			}
			if len(rows) == 0 {
				return
			}
			after = next
		}
	}
}

// sentence joins what is wrong with a row: "email: This is not an e-mail address."
func sentence(faults []storedFault) string {
	out := make([]string, len(faults))
	for n, f := range faults {
		out[n] = f.Message
		if field := strings.TrimPrefix(f.Pointer, "/"); field != "" {
			out[n] = field + ": " + f.Message
		}
	}
	return strings.Join(out, " ")
}

const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

func download(name, format string, header []string, rows iter.Seq2[[]string, error]) (Download, error) {
	var b bytes.Buffer
	switch format {
	case XLSX:
		columns := make([]OutColumn, len(header))
		for n, h := range header {
			columns[n] = OutColumn{Name: h}
		}
		err := WriteXLSX(&b, name, columns, rows)
		return Download{name + ".xlsx", xlsxType, b.Bytes()}, err
	case CSV, "":
		err := WriteCSV(&b, header, rows)
		return Download{name + ".csv", "text/csv; charset=utf-8", b.Bytes()}, err
	}
	return Download{}, fault.ErrInvalid.Field("/format", "invalid", "Say csv or xlsx.")
}

// Template is an empty file for a target: the labels of its fields, and a row
// of examples where it gives some.
func (s *Service) Template(ctx context.Context, target, part, format string) (Download, error) {
	t, err := s.target(ctx, target)
	if err != nil {
		return Download{}, err
	}
	fields, name := t.Fields, t.Label
	if part == partLines {
		if t.Lines == nil {
			return Download{}, ErrNoLines
		}
		fields, name = t.Lines.Fields, t.Lines.Label
	}
	header, example := make([]string, len(fields)), make([]string, len(fields))
	for n, f := range fields {
		header[n], example[n] = f.Label, f.Example
		if f.Label == "" {
			header[n] = f.Key
		}
	}
	return download(name, format, header, func(yield func([]string, error) bool) {
		if slices.ContainsFunc(example, func(e string) bool { return e != "" }) {
			yield(example, nil)
		}
	})
}
