package embedded

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// systemFolder is where root's data lives.
const systemFolder = "/var/lib/longhouse"

// DataFolder says where this installation keeps its data: LONGHOUSE_DATA, else
// /var/lib/longhouse for root, else longhouse in the user's data folder.
func DataFolder(getenv func(string) string, root bool) string {
	if data := getenv("LONGHOUSE_DATA"); data != "" {
		return data
	}
	if root {
		return systemFolder
	}
	// The XDG rules say to ignore a relative path.
	if base := getenv("XDG_DATA_HOME"); filepath.IsAbs(base) {
		return filepath.Join(base, "longhouse")
	}
	if home := getenv("HOME"); home != "" {
		return filepath.Join(home, ".local", "share", "longhouse")
	}
	return systemFolder
}

// MakeFolder makes the data folder unless it is there. One that is there keeps
// its mode, since it was somebody's decision.
func MakeFolder(data string) error {
	mode := fs.FileMode(0o700)
	if os.Geteuid() == 0 {
		mode = 0o711
	}
	info, err := os.Stat(data)
	if err == nil && !info.IsDir() {
		return fmt.Errorf("the data folder %s is a file; set LONGHOUSE_DATA to a folder", data)
	}
	if err == nil {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(data), 0o755); err != nil { //nolint:gosec // G301: the server's account, which is not ours, has to get through
		return fmt.Errorf("make the data folder: %w; set LONGHOUSE_DATA to a folder of your own", err)
	}
	if err := os.Mkdir(data, mode); err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("make the data folder: %w; set LONGHOUSE_DATA to a folder of your own", err)
	}
	// The umask may have taken bits away that the server's account needs.
	return os.Chmod(data, mode)
}

// holdFolder locks the data folder until letGo, or for the life of this process:
// the kernel lets go of it when we die, however that happens.
func holdFolder(data string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(data, "lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock the data folder: %w", err)
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		holder, _ := os.ReadFile(f.Name())
		return nil, errors.Join(inUse(data, string(holder)), f.Close())
	}
	if err == nil {
		err = f.Truncate(0)
	}
	if err == nil {
		_, err = f.WriteString(strconv.Itoa(os.Getpid()) + "\n")
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("lock the data folder: %w", err), f.Close())
	}
	return f, nil
}

// letGo unlocks before closing: a program that is being started at this very
// moment holds copies of our open files until it runs.
func letGo(lock *os.File) error {
	return errors.Join(syscall.Flock(int(lock.Fd()), syscall.LOCK_UN), lock.Close())
}

func inUse(data, holder string) error {
	who := "another process"
	if pid := strings.TrimSpace(holder); pid != "" {
		who = "process " + pid
	}
	return fmt.Errorf("the data folder %s is in use by %s; stop that one first, or set LONGHOUSE_DATA to another folder", data, who)
}
