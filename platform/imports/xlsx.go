package imports

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
)

// The most that a workbook may unpack to: checked against the archive's list of
// contents before a byte of it is unpacked.
const (
	maxEntries  = 1_000
	maxRatio    = 100
	maxUnpacked = 256 << 20
)

// readXLSX reads one sheet of a workbook as a stream. excelize would do for small
// ones, but it tells a day from a number only with the whole sheet in memory, at
// some 250 bytes a cell, and rounds what it formats.
func readXLSX(data []byte, o ReadOptions) (*Sheet, error) {
	z, err := openArchive(data)
	if err != nil {
		return nil, err
	}
	book, err := z.workbook()
	if err != nil {
		return nil, err
	}
	refs, err := book.pick(o.SheetName)
	if err != nil {
		return nil, err
	}
	var bare *Sheet // the first that holds no more than column names
	for _, ref := range refs {
		s, err := z.sheet(book, ref, o.HeaderRow)
		switch {
		case errors.Is(err, ErrFileEmpty):
		case err != nil || len(s.Rows) > 0:
			return s, err
		case bare == nil:
			bare = s
		}
	}
	if bare == nil {
		return nil, ErrFileEmpty
	}
	return bare, nil
}

// archive finds the parts of a workbook, whatever the case and the slashes that
// its program wrote.
type archive struct {
	parts map[string]*zip.File
}

func openArchive(data []byte) (*archive, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, damaged(err.Error())
	}
	if err := checkArchive(z.File, int64(len(data))); err != nil {
		return nil, err
	}
	a := &archive{parts: make(map[string]*zip.File, len(z.File))}
	for _, f := range z.File {
		if f.Flags&1 != 0 {
			return nil, ErrFileLocked
		}
		a.parts[partName(f.Name)] = f
	}
	return a, nil
}

// checkArchive refuses bombs, those with overlapping entries too: their sizes add
// up like any others.
func checkArchive(files []*zip.File, packed int64) error {
	tooLarge := func(what string, n, limit int64) error {
		return ErrFileTooLarge.With(map[string]any{what: n, "limit": limit})
	}
	if n := int64(len(files)); n > maxEntries {
		return tooLarge("entries", n, maxEntries)
	}
	var total uint64
	for _, f := range files {
		total += min(f.UncompressedSize64, maxUnpacked+1) // so that the sum cannot wrap
	}
	unpacked := int64(min(total, 1<<40))
	if unpacked > maxUnpacked {
		return tooLarge("bytes", unpacked, maxUnpacked)
	}
	if unpacked > maxRatio*packed {
		return tooLarge("ratio", unpacked/packed, maxRatio)
	}
	return nil
}

func partName(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}

// open opens a part; ok is false if the workbook has none of that name.
func (a *archive) open(name string) (r io.ReadCloser, ok bool, err error) {
	f := a.parts[partName(name)]
	if f == nil {
		return nil, false, nil
	}
	r, err = f.Open()
	if err != nil {
		return nil, false, damaged(err.Error())
	}
	// The list of contents may lie. One byte more than it promised is read, so that
	// the checksum is seen to fail.
	return limited{io.LimitReader(r, int64(min(f.UncompressedSize64, maxUnpacked))+1), r}, true, nil
}

type limited struct {
	io.Reader
	io.Closer
}

// resolve makes a relation's target, which is relative to its owner's folder,
// into a part's name.
func resolve(owner, target string) string {
	target = strings.ReplaceAll(target, `\`, "/")
	if strings.HasPrefix(target, "/") {
		return path.Clean(target)
	}
	return path.Join(path.Dir(owner), target)
}

// pick returns the sheet of that name, or the candidates for a first look: the
// visible ones, then the hidden ones.
func (b *workbook) pick(name string) ([]sheetRef, error) {
	if name == "" {
		refs := slices.Clone(b.sheets)
		slices.SortStableFunc(refs, func(x, y sheetRef) int {
			switch {
			case x.hidden == y.hidden:
				return 0
			case x.hidden:
				return 1
			default:
				return -1
			}
		})
		if len(refs) == 0 {
			return nil, ErrFileEmpty
		}
		return refs, nil
	}
	for _, ref := range b.sheets {
		if ref.name == name {
			return []sheetRef{ref}, nil
		}
	}
	return nil, ErrSheetUnknown.With(map[string]any{"sheet": name, "sheets": b.names()})
}

func (b *workbook) names() []string {
	out := make([]string, len(b.sheets))
	for i, ref := range b.sheets {
		out[i] = ref.name
	}
	return out
}
