package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"longhouse/platform/backup"
	"longhouse/platform/config"
	"longhouse/platform/pgtest"
)

// restored makes a database of a backup by the command line; it is gone when the test ends.
func restored(t *testing.T, from config.Secret, file string) (config.Secret, string) {
	t.Helper()
	name := "longhouse_restored_" + strings.ReplaceAll(uuid.NewString(), "-", "")
	t.Cleanup(func() { query[string](t, from, "drop database if exists "+name+" with (force)") })
	out, code := command(t, from, "", "restore", file, "--database", name)
	require.Zero(t, code, out)
	url, err := backup.OnServer(from, name)
	require.NoError(t, err)
	return url, out
}

// query asks as the superuser, behind the fences.
func query[T any](t *testing.T, url config.Secret, sql string, args ...any) []T {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), time.Minute)
	defer cancel()
	conn, err := pgx.Connect(ctx, url.Reveal())
	require.NoError(t, err)
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, "set timezone = 'UTC'") // a setting of the database, which is not in a backup
	require.NoError(t, err)
	rows, err := conn.Query(ctx, sql, args...)
	require.NoError(t, err)
	out, err := pgx.CollectRows(rows, pgx.RowTo[T])
	require.NoError(t, err, sql)
	return out
}

// contents are all rows of all tables, as PostgreSQL writes them.
func contents(t *testing.T, url config.Secret) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	for _, table := range query[string](t, url, `select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
		where c.relkind = 'r' and n.nspname not like 'pg\_%' and n.nspname <> 'information_schema'`) {
		out[table] = query[string](t, url, `select ("the row"::text) collate "C" as line from only `+table+` "the row" order by line`)
	}
	return out
}

// A house is backed up while people work, again after it was killed in the middle
// of everything, and restored from both.
func TestARestoredHouseGoesOnWhereItsBackupWasTaken(t *testing.T) {
	t.Parallel()
	p := begin(t, pgtest.Fresh(t))
	t.Cleanup(func() { p.kill() })
	c := found(t, p)
	tradingCompany(t, c)
	product := c.make("/inventory/products", object{"sku": "A-1", "name": "Lamp", "list_price": object{"amount": "20.00", "currency": "USD"}})
	c.make("/inventory/movements", object{"kind": "receipt", "lines": []object{{"product_id": product["id"], "qty": "10000"}}})
	account := c.make("/crm/accounts", object{"name": "Lamps and more"})

	// Four people confirm orders; the backup is taken meanwhile.
	var people sync.WaitGroup
	var confirmed atomic.Int64
	stop := make(chan struct{})
	for range 4 {
		people.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				o := c.send(http.MethodPost, "/crm/orders", object{"account_id": account["id"], "lines": []object{{"product_id": product["id"], "quantity": "1"}}})
				var made object
				if err := json.NewDecoder(o.Body).Decode(&made); err != nil || o.StatusCode != 201 {
					return
				}
				if c.send(http.MethodPost, "/crm/orders/"+made["id"].(string)+"/confirm", nil, tag(made)...).StatusCode == 200 {
					confirmed.Add(1)
				}
			}
		})
	}
	require.Eventually(t, func() bool { return confirmed.Load() > 10 }, patience, tick)
	busy := filepath.Join(t.TempDir(), "busy.tar")
	before := confirmed.Load()
	out, code := command(t, p.url, "", "backup", busy)
	require.Zero(t, code, out)
	during := confirmed.Load() - before
	t.Log(strings.TrimSpace(out), "orders confirmed meanwhile:", during)
	require.Positive(t, during, "people went on")
	close(stop)
	people.Wait()
	first, out := restored(t, p.url, busy)
	t.Log("\n" + strings.TrimSpace(out))
	require.Contains(t, out, "in 1 organisations every sum is that of its ledger")
	seen := query[int64](t, first, `select count(*) from crm."order" where status = 'confirmed'`)[0]
	require.Positive(t, seen)

	// It is killed in the middle of an import, and of reserving what 30 orders want.
	i := c.prepare("crm.accounts", nil, csvFile(t, "Code,Name,City\n"+strings.Join(customers(many), "\n")+"\n"))
	path := "/imports/" + i["id"].(string)
	c.ask(202, http.MethodPost, path+"/run", nil)
	require.Eventually(t, func() bool {
		progress, ok := c.get(path)["progress"].(object)
		return ok && progress["done"] != nil && progress["done"].(float64) > 0
	}, patience, time.Millisecond)
	var late []object
	for range 30 {
		late = append(late, c.order(product, account, "1"))
	}
	p.kill()
	// What PostgreSQL was told before the kill, it does; then it finds that nobody listens.
	require.Eventually(t, func() bool {
		return query[int64](t, p.url, "select count(*) from pg_stat_activity where datname = current_database() and application_name = 'longhouse'")[0] == 0
	}, patience, tick)
	quiet := filepath.Join(t.TempDir(), "quiet.tar")
	out, code = command(t, p.url, "", "backup", quiet)
	require.Zero(t, code, out)
	out, code = command(t, p.url, "", "backup", "verify", quiet)
	require.Zero(t, code, out)
	second, out := restored(t, p.url, quiet)
	t.Log("\n" + strings.TrimSpace(out))
	was, is := contents(t, p.url), contents(t, second)
	require.Len(t, is, len(was))
	for table := range was {
		require.True(t, slices.Equal(was[table], is[table]), "%s differs", table) // thousands of rows make no readable message
	}
	open := query[string](t, second, "select handler || ' ' || key from jobs.delivery where state <> 'dead' order by 1")
	require.NotEmpty(t, open, "the kill left work")
	t.Log("open at the snapshot:", len(open), "deliveries")

	// The restored house finishes all of it once, and people go on in it.
	p = begin(t, second)
	c.client = signIn(t, p.base, c.email)
	var last object
	require.Eventually(t, func() bool { last = c.get(path); return last["state"] == "done" }, 2*time.Minute, tick, "%v", &last)
	require.EqualValues(t, many, last["counts"].(object)["create"], "%v", last)
	require.Len(t, c.items("/crm/accounts?q=Customer"), many, "nothing is lost, nothing doubled")
	for _, o := range late {
		c.until("/crm/orders/"+o["id"].(string), func(o object) bool { return o["lines"].([]any)[0].(object)["reserved"] == "1" })
	}
	require.Eventually(t, func() bool {
		return query[int64](t, second, "select count(*) from jobs.delivery where state <> 'dead' and handler || ' ' || key = any($1)", open)[0] == 0
	}, patience, tick)
	once := query[string](t, second, "select handler || ' ' || key from jobs.finished where outcome = 'done' and handler || ' ' || key = any($1) order by 1", open)
	require.Equal(t, open, once, "each was done, and once")
	require.Zero(t, query[int64](t, second, "select count(*) from (select demand_line_id from inventory.reservation where state = 'active' and level = 'promise' group by 1 having count(*) > 1) d")[0], "nothing is reserved twice")

	o := c.order(product, account, "2")
	c.until("/crm/orders/"+o["id"].(string), func(o object) bool { return o["lines"].([]any)[0].(object)["reserved"] == "2" })
	path = "/crm/accounts/" + account["id"].(string)
	renamed := c.ask(200, http.MethodPatch, path, object{"name": "Something else"}, tag(c.get(path))...)
	require.Equal(t, "Something else", renamed["name"])
	timeline := c.get("/history/timeline?entity=crm.account&id=" + account["id"].(string))["items"].([]any)
	c.ask(200, http.MethodPost, "/history/undo", object{"change_set": timeline[0].(object)["change_set_id"]})
	require.Equal(t, account["name"], c.get(path)["name"], "it is taken back")

	out, code = command(t, second, "", "check", "--data")
	require.Zero(t, code, out)
	require.Contains(t, out, "In 1 organisations every sum is that of its ledger.")
	require.NoError(t, p.end())
}

func customers(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("K%05d,Customer %05d,Reims", i, i)
	}
	return out
}

func TestARestoreThatIsKilledIsRefusedByServeAndDoneAnew(t *testing.T) {
	t.Parallel()
	from := pgtest.Fresh(t)
	file := filepath.Join(t.TempDir(), "house.tar")
	out, code := command(t, from, "", "backup", file)
	require.Zero(t, code, out)
	name := "longhouse_restored_" + strings.ReplaceAll(uuid.NewString(), "-", "")
	t.Cleanup(func() { query[string](t, from, "drop database if exists "+name+" with (force)") })
	url, err := backup.OnServer(from, name)
	require.NoError(t, err)

	self, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.CommandContext(t.Context(), self, "restore", file, "--database", name)
	cmd.Env = environment(from)
	require.NoError(t, cmd.Start())
	require.Eventually(t, func() bool {
		return query[bool](t, from, "select exists (select from pg_stat_activity where datname = $1 and application_name = 'longhouse backup')", name)[0]
	}, patience, time.Millisecond)
	require.NoError(t, cmd.Process.Kill())
	_ = cmd.Wait()

	for _, args := range [][]string{{"serve"}, {"check"}, {"migrate"}, {"backup", file + ".2"}} {
		out, code := command(t, url, "", args...)
		require.Equal(t, 1, code, "%v: %s", args, out)
		require.Contains(t, out, "has not been finished and proved: run `longhouse restore` with the same file again", "%v", args)
	}
	require.Eventually(t, func() bool {
		out, code = command(t, from, "", "restore", file, "--database", name)
		return code == 0 || !strings.Contains(out, "is still ending")
	}, patience, tick)
	require.Zero(t, code, out)
	out, code = command(t, url, "", "check", "--data")
	require.Zero(t, code, out)
	out, code = command(t, from, "", "restore", file, "--database", name)
	require.Equal(t, 1, code, out)
	require.Contains(t, out, "is not empty")
	out, code = command(t, from, "", "restore", file)
	require.Equal(t, 1, code, out)
	require.Contains(t, out, "is not empty", "nor is the house itself written over")
}

func TestAFenceThatIsDownKeepsCheckFromSayingYes(t *testing.T) {
	t.Parallel()
	url := pgtest.Fresh(t)
	p := begin(t, url)
	c := found(t, p)
	c.make("/inventory/products", object{"sku": "A-1", "name": "Lamp", "list_price": object{"amount": "20.00", "currency": "USD"}})
	require.NoError(t, p.end())
	query[string](t, url, "alter table crm.deal no force row level security")
	out, code := command(t, url, "", "check")
	require.Equal(t, 1, code, out)
	require.Contains(t, out, "a fence is down: crm.deal is not kept by row level security, forced")
	query[string](t, url, "alter table crm.deal force row level security")

	query[string](t, url, `insert into history.change_set (org_id, id, actor, via) select id, gen_random_uuid(), 's:damage', 'system' from identity.organisation`)
	query[string](t, url, `insert into jobs.delivery (org_id, key, handler, type, event_id, actor, lane) select id, gen_random_uuid(), 'x.y', 'x.z.v1', gen_random_uuid(), '{}', 'event' from identity.organisation`)
	out, code = command(t, url, "", "check", "--data")
	require.Equal(t, 1, code, out)
	require.Contains(t, out, "history of "+c.slug+": a change set without a change")
	require.Contains(t, out, "jobs of "+c.slug+": work for an event that is gone")
	out, code = command(t, url, "", "check")
	require.Zero(t, code, "which looks at no data: %s", out)
}

// A private house needs nothing but the file to live in another folder.
func TestAPrivateHouseMovesWithItsKeysToANewFolder(t *testing.T) {
	t.Parallel()
	home, err := os.MkdirTemp("", "lh-") // which PostgreSQL's account can enter, unlike t.TempDir
	require.NoError(t, err)
	require.NoError(t, os.Chmod(home, 0o711))
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(home)) })
	old, fresh, file := filepath.Join(home, "old"), filepath.Join(home, "new"), filepath.Join(home, "house.tar")
	longhouse := func(data string, stdin string, args ...string) (string, int) {
		self, err := os.Executable()
		require.NoError(t, err)
		cmd := exec.CommandContext(t.Context(), self, args...)
		cmd.Env, cmd.Stdin = environment("", "LONGHOUSE_DATA="+data, "LONGHOUSE_SEAL_KEY="), strings.NewReader(stdin)
		out, err := cmd.CombinedOutput()
		require.NotNil(t, cmd.ProcessState, "%v", err)
		return string(out), cmd.ProcessState.ExitCode()
	}
	p := begin(t, "", "LONGHOUSE_DATA="+old, "LONGHOUSE_SEAL_KEY=") // the house makes one
	t.Cleanup(func() { _ = p.end() })
	made, err := os.ReadFile(filepath.Join(old, "seal-key"))
	require.NoError(t, err)
	out, code := longhouse(old, password+"\n", "user", "found", "--organisation", "First", "--name", "Olga", "--email", "olga@example.com")
	require.Zero(t, code, out)

	out, code = longhouse(old, "", "backup", file)
	require.Zero(t, code, out)
	require.Contains(t, out, "It holds keys of the data folder (seal-key) beside all data")
	out, code = longhouse(old, "", "backup", "--without-keys", file+".bare")
	require.Zero(t, code, out)
	require.Contains(t, out, "It holds no keys: keep those apart.")
	f, err := backup.Open(file + ".bare")
	require.NoError(t, err)
	require.Empty(t, f.Keys)
	require.NoError(t, f.Close())
	out, code = longhouse(old, "", "restore", file)
	require.Equal(t, 1, code, out)
	require.Contains(t, out, "in use by process")
	require.NoError(t, p.end())
	out, code = longhouse(old, "", "restore", file)
	require.Equal(t, 1, code, out)
	require.Contains(t, out, "is not empty")

	out, code = longhouse(fresh, "", "restore", file)
	require.Zero(t, code, out)
	require.Contains(t, out, "1 keys are in "+fresh+" again")
	p = begin(t, "", "LONGHOUSE_DATA="+fresh, "LONGHOUSE_SEAL_KEY=")
	c := signIn(t, p.base, "olga@example.com")
	require.Equal(t, "Olga", c.get("/identity/me")["user"].(object)["name"])
	c.make("/crm/accounts", object{"name": "Lamps and more"})
	key, err := os.ReadFile(filepath.Join(fresh, "seal-key"))
	require.NoError(t, err)
	require.Equal(t, string(made), string(key))
	require.NoError(t, p.end())
}
