package backup

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"slices"
	"strings"

	"longhouse/platform/embedded"
)

// largestPart of those that are held in memory: all but the dump.
const largestPart = 256 << 20

// File is a backup whose sums are right.
type File struct {
	Manifest
	Keys      []Key
	Contents  []Content
	Size      int64
	name      string
	in        *os.File
	dumpSize  int64
	catalogue []string
}

// Open reads the whole file and compares its sums. Whoever opens it closes it.
func Open(name string) (_ *File, err error) {
	in, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("open the backup: %w", err)
	}
	f := &File{name: name, in: in}
	if err := f.read(); err != nil {
		return nil, errors.Join(fmt.Errorf("%s is no whole backup: %w", name, err), in.Close())
	}
	return f, nil
}

// Close lets go of the file.
func (f *File) Close() error { return f.in.Close() }

func (f *File) read() error {
	small := map[string][]byte{}
	var parts []Part
	archive := tar.NewReader(f.in)
	for {
		h, err := archive.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("it is damaged: %w", err)
		}
		if (len(parts) == 0) != (h.Name == dumpPart) || h.Typeflag != tar.TypeReg {
			return fmt.Errorf("it does not begin with %s, or has it twice: longhouse backup did not write it", dumpPart)
		}
		if strings.HasPrefix(h.Name, contentFolder) {
			p, err := f.content(h, archive)
			if err != nil {
				return err
			}
			parts = append(parts, p)
			continue
		}
		into := io.Discard
		var content bytes.Buffer
		if h.Name == dumpPart {
			f.dumpSize = h.Size
		} else {
			into = &content
			if h.Size > largestPart {
				return fmt.Errorf("%s is too large", h.Name)
			}
		}
		sum := sha256.New()
		if _, err := io.Copy(io.MultiWriter(into, sum), archive); err != nil { //nolint:gosec // G110: a tar archive is as large as it is
			return fmt.Errorf("it ends in the middle of %s: %w", h.Name, err)
		}
		small[h.Name] = content.Bytes()
		parts = append(parts, Part{h.Name, h.Size, hex.EncodeToString(sum.Sum(nil))})
	}
	return f.compare(parts, small)
}

// compare holds what was read against what the file says of itself.
func (f *File) compare(parts []Part, small map[string][]byte) error {
	last := len(parts) - 1
	if last < 1 || parts[last].Name != sumsPart || parts[last-1].Name != manifestPart {
		return errors.New("its end is missing")
	}
	if written := string(small[sumsPart]); written != string(sums(parts[:last])) {
		for _, p := range parts[:last] {
			if !strings.Contains(written, p.SHA256+"  "+p.Name+"\n") {
				return fmt.Errorf("%s is not as it was written: its SHA-256 differs", p.Name)
			}
		}
		return fmt.Errorf("%s is not as it was written", sumsPart)
	}
	var form struct{ Format int }
	if err := json.Unmarshal(small[manifestPart], &form); err != nil {
		return fmt.Errorf("read its manifest: %w", err)
	}
	if form.Format != format {
		return fmt.Errorf("it has format %d, and this binary reads %d: use the longhouse that wrote it, or a later one", form.Format, format)
	}
	if err := json.Unmarshal(small[manifestPart], &f.Manifest); err != nil {
		return fmt.Errorf("read its manifest: %w", err)
	}
	if !slices.Equal(f.Parts, parts[:last-1]) {
		return errors.New("its manifest speaks of other parts")
	}
	f.catalogue = strings.Split(strings.TrimSuffix(string(small[cataloguePart]), "\n"), "\n")
	for _, p := range parts {
		f.Size += p.Size
		if folder, name := path.Split(p.Name); folder == keysFolder {
			f.Keys = append(f.Keys, Key{name, small[p.Name]})
		}
	}
	return nil
}

// dump is PostgreSQL's part.
func (f *File) dump() io.Reader { return io.NewSectionReader(f.in, block, f.dumpSize) }

// Verify checks what can be checked without a database: the sums, and that
// pg_restore can read the dump and finds every table in it.
func (f *File) Verify(ctx context.Context, binaries string) error {
	tools, err := embedded.FindTools(ctx, binaries, f.Tool.Major, embedded.AnyLater)
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, tools.Restore, "--list") //nolint:gosec // G204: PostgreSQL's own program, which the finder has checked
	var said, list bytes.Buffer
	cmd.Env, cmd.Stdin, cmd.Stdout, cmd.Stderr = []string{"LC_ALL=C", "TZ=UTC"}, f.dump(), &list, &said
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("pg_restore cannot read the dump: %w: %s", err, strings.TrimSpace(said.String()))
	}
	for _, t := range f.Tables {
		schema, table, _ := strings.Cut(t.Name, ".")
		if !strings.Contains(list.String(), " TABLE DATA "+schema+" "+table+" ") {
			return fmt.Errorf("the dump has no rows of %s, of which the manifest counts %d", t.Name, t.Rows)
		}
	}
	return nil
}
