package embedded

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// account is who PostgreSQL runs as. The zero value is ourselves.
type account struct {
	name     string
	uid, gid uint32
	other    bool
}

// serverAccount picks who PostgreSQL runs as: ourselves, or for root whoever
// owns the data already, or else the first of the usual users that exists.
func serverAccount(home string) (account, error) {
	if os.Geteuid() != 0 {
		return account{}, nil
	}
	if a, ok := owner(home); ok {
		return a, nil
	}
	for _, name := range []string{"postgres", "_postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
		gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
		if err := errors.Join(err1, err2); err != nil {
			return account{}, fmt.Errorf("read the user %s: %w", name, err)
		}
		return account{name: name, uid: uint32(uid), gid: uint32(gid), other: true}, nil
	}
	return account{}, errors.New("PostgreSQL refuses to run as root, and this machine has neither a user postgres nor a user nobody; start longhouse as an ordinary user")
}

// owner is the account that a folder belongs to, unless that is root: then the
// folder was copied here by root, and may be given away.
func owner(folder string) (account, bool) {
	info, err := os.Stat(folder)
	if err != nil {
		return account{}, false
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok || stat.Uid == 0 {
		return account{}, false
	}
	name := strconv.FormatUint(uint64(stat.Uid), 10)
	if u, err := user.LookupId(name); err == nil {
		name = u.Username
	}
	return account{name: name, uid: stat.Uid, gid: stat.Gid, other: true}, true
}

// command prepares a program of PostgreSQL. It gets none of our environment,
// which may hold secrets, and a session of its own, so that a Ctrl-C meant for
// us does not stop the server under our open transactions.
func (a account) command(ctx context.Context, folder, program string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, program, args...) //nolint:gosec // G204: a program of PostgreSQL that the finder has checked
	cmd.Dir = folder
	cmd.Env = []string{"PATH=" + filepath.Dir(program) + ":/usr/bin:/bin", "LC_ALL=C", "TZ=UTC"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if a.other {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: a.uid, Gid: a.gid}
	}
	return cmd
}

// own gives a folder, with all that is in it, to the account. Once it has the
// folder it may put links there, which must not lead us, who are root, outside.
func (a account) own(folder string) error {
	if !a.other {
		return nil
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return err
	}
	err = fs.WalkDir(root.FS(), ".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return root.Lchown(path, int(a.uid), int(a.gid))
	})
	return errors.Join(err, root.Close())
}

// checkWay says in time what initdb would say in riddles: that the account
// cannot reach the folder. It asks the kernel by going there, so groups and
// access lists count. The program must be one that the account may run.
func (a account) checkWay(ctx context.Context, folder, program string) error {
	if !a.other || a.enters(ctx, folder, program) {
		return nil
	}
	way := "/"
	for _, part := range strings.Split(strings.Trim(folder, "/"), "/") {
		way = filepath.Join(way, part)
		if !a.enters(ctx, way, program) {
			return fmt.Errorf("PostgreSQL cannot run as root, so it runs as user %s, who cannot enter %s; run `chmod o+x %s`, or set LONGHOUSE_DATA to a folder that this user can reach, such as %s",
				a.name, way, way, systemFolder)
		}
	}
	return nil
}

func (a account) enters(ctx context.Context, folder, program string) bool {
	return a.command(ctx, folder, program, "--version").Run() == nil
}
