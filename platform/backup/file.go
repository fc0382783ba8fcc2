package backup

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// block is the unit of a tar archive.
const block = 512

// file is a backup being written.
type file struct {
	name  string
	at    time.Time
	out   *os.File
	parts []Part
}

// create begins the file under a name that no whole backup has. One that a kill
// left there is written over; one that another process writes is not.
func create(name string, at time.Time) (*file, error) {
	if _, err := os.Lstat(name); err == nil {
		return nil, fmt.Errorf("%s exists: name another file, a backup writes over none", name)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	partial := name + ".partial"
	out, err := os.OpenFile(partial, os.O_RDWR|os.O_CREATE|syscall.O_NOFOLLOW, 0o600)
	if err != nil {
		return nil, fmt.Errorf("make the backup: %w", err)
	}
	if err := hold(out, partial); err != nil {
		return nil, errors.Join(err, out.Close())
	}
	err = out.Chmod(0o600)
	if err == nil {
		err = out.Truncate(0)
	}
	if err != nil {
		return nil, errors.Join(err, out.Close())
	}
	return &file{name: name, at: at, out: out}, nil
}

// hold locks the file for this process. The kernel lets go of it when we die.
// Between opening and locking, the one before us may have given it its name.
func hold(out *os.File, partial string) error {
	if err := syscall.Flock(int(out.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return fmt.Errorf("another process writes %s: %w", partial, err)
	}
	held, err := out.Stat()
	if err != nil {
		return err
	}
	if there, err := os.Lstat(partial); err != nil || !os.SameFile(held, there) {
		return fmt.Errorf("another process has written %s just now", partial)
	}
	return nil
}

// stream adds a part whose length is known when it ends: its header is written last.
func (f *file) stream(name string, from io.Reader) error {
	begin, err := f.out.Seek(0, io.SeekCurrent)
	if err != nil {
		return err
	}
	if _, err := f.out.Seek(block, io.SeekCurrent); err != nil {
		return err
	}
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(f.out, sum), from)
	if err != nil {
		return fmt.Errorf("write the backup: %w", err)
	}
	if _, err := f.out.Write(make([]byte, (block-n%block)%block)); err != nil {
		return fmt.Errorf("write the backup: %w", err)
	}
	header, err := f.header(name, n)
	if err != nil {
		return err
	}
	if _, err := f.out.WriteAt(header, begin); err != nil {
		return fmt.Errorf("write the backup: %w", err)
	}
	f.parts = append(f.parts, Part{name, n, hex.EncodeToString(sum.Sum(nil))})
	return nil
}

func (f *file) add(name string, content []byte) error {
	return f.stream(name, bytes.NewReader(content))
}

// header is a part's head, one block: GNU's form holds any size in it.
func (f *file) header(name string, size int64) ([]byte, error) {
	var b bytes.Buffer
	err := tar.NewWriter(&b).WriteHeader(&tar.Header{Name: name, Size: size, Mode: 0o600, ModTime: f.at, Typeflag: tar.TypeReg, Format: tar.FormatGNU})
	if err == nil && b.Len() != block {
		err = fmt.Errorf("the name %q is too long for a backup", name)
	}
	return b.Bytes(), err
}

// finish puts the file on the disk, and then gives it its name.
func (f *file) finish() error {
	if _, err := f.out.Write(make([]byte, 2*block)); err != nil { // a tar archive ends so
		return fmt.Errorf("write the backup: %w", err)
	}
	if err := f.out.Sync(); err != nil {
		return fmt.Errorf("write the backup: %w", err)
	}
	// A link, unlike a rename, writes over nothing that has come meanwhile. Some file systems have none.
	if err := os.Link(f.out.Name(), f.name); errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s has come meanwhile: name another file", f.name)
	} else if err != nil {
		if err := os.Rename(f.out.Name(), f.name); err != nil {
			return err
		}
		return errors.Join(f.out.Close(), syncFolder(filepath.Dir(f.name)))
	}
	return errors.Join(os.Remove(f.out.Name()), f.out.Close(), syncFolder(filepath.Dir(f.name)))
}

// abandon leaves nothing behind.
func (f *file) abandon() error { return errors.Join(os.Remove(f.out.Name()), f.out.Close()) }

func syncFolder(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// sums lists the parts as sha256sum does.
func sums(parts []Part) []byte {
	var b bytes.Buffer
	for _, p := range parts {
		fmt.Fprintf(&b, "%s  %s\n", p.SHA256, p.Name)
	}
	return b.Bytes()
}
