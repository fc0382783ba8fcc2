package chaos_test

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
)

func TestAFullDiskRefusesClearlyAndNothingIsHalfWritten(t *testing.T) {
	together(t)
	room := roomFor(t)
	shim, flag := filepath.Join(room, "full.so"), filepath.Join(room, "full")
	out, err := exec.CommandContext(t.Context(), "gcc", "-shared", "-fPIC", "-O1", "-o", shim, "testdata/full.c", "-ldl").CombinedOutput()
	require.NoError(t, err, "%s", out)
	pg := newCluster(t, "LD_PRELOAD="+shim, "DISK_FULL="+flag)
	s := set(t, pg, nil)
	n := s.node("serve")
	s.signIn(n.at)
	text := strings.Repeat("A note that needs room. ", 200)
	made, refused := 0, 0
	var slowest time.Duration
	write := func(until func() bool) {
		for i := 0; !until(); i++ {
			require.Less(t, i, 20_000)
			began := time.Now()
			a := s.ask(t.Context(), n.at, http.MethodPost, "/crm/accounts", map[string]any{"name": fmt.Sprint("Customer ", i), "description": text}, uuid.NewString())
			switch a.status {
			case http.StatusCreated:
				made++
			case http.StatusServiceUnavailable:
				refused++
				slowest = max(slowest, time.Since(began))
				require.Equal(t, "application/problem+json", a.kind)
				require.Contains(t, string(a.body), `"code":"unavailable"`)
			default:
				require.Fail(t, "neither done nor refused", "%d %v %s", a.status, a.err, a.body)
			}
		}
	}
	write(func() bool { return made == 50 })

	require.NoError(t, os.WriteFile(flag, nil, 0o600))
	if a := serverAccount(t); a != nil {
		require.NoError(t, os.Chown(flag, int(a.Uid), int(a.Gid)))
	}
	write(func() bool { return refused == pick(20, 400) })
	require.NoError(t, os.Remove(flag))

	full := time.Now()
	for {
		if _, err := pg.number("select 1"); err == nil {
			break
		}
		if out, err := pg.try(); err != nil { // it may have given up when its log had no room
			t.Log(out)
		}
		require.Less(t, time.Since(full), time.Minute)
	}
	before := made
	write(func() bool { return made == before+10 })
	require.Equal(t, int64(made), first(pg.number("select count(*) from crm.account")), "each answer was true")
	require.Equal(t, int64(made), first(pg.number("select count(*) from history.change where table_name = 'crm.account' and op = 'insert'")), "and each has its history")
	require.Zero(t, first(pg.number("select count(*) from history.change c where not exists (select from history.change_set s where s.org_id = c.org_id and s.id = c.change_set_id)")))
	require.Contains(t, s.command("", "audit", "verify"), "sound")
	t.Logf("%d written, %d refused while the disk was full, the slowest after %.0f ms; works again", made, refused, ms(slowest))
}
