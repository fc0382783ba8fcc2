package main

import (
	"context"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/platform/config"
	"longhouse/platform/embedded"
	"longhouse/platform/pgtest"
)

// beginWorker starts `longhouse worker`. It says nothing of where it is: its health is on the address for metrics.
func beginWorker(t *testing.T, database config.Secret, more ...string) *process {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	p := &process{t: t, url: database, cmd: exec.CommandContext(context.Background(), self, "worker"), out: &record{}, gone: make(chan struct{})}
	p.cmd.Env, p.cmd.Stderr = environment(database, more...), p.out
	require.NoError(t, p.cmd.Start())
	go func() { // ends with the process, which every test ends
		_ = p.cmd.Wait()
		close(p.gone)
	}()
	return p
}

// textAt reads an address as text; nothing while nobody answers.
func textAt(address string) string {
	r, err := http.Get("http://" + address)
	if err != nil {
		return ""
	}
	defer r.Body.Close()
	text, _ := io.ReadAll(r.Body)
	return string(text)
}

func TestWorkersDoWhatWebNodesLeaveToThem(t *testing.T) {
	t.Parallel()
	redis, err := embedded.StartRedis()
	require.NoError(t, err)
	t.Cleanup(redis.Stop)
	url, ofWeb, ofWorker := pgtest.Fresh(t), freePort(t), freePort(t)
	web := begin(t, url, "REDIS_URL="+redis.URL(), "LONGHOUSE_WORK=off", "LONGHOUSE_METRICS_ADDR="+ofWeb)
	t.Cleanup(web.kill)
	c := found(t, web)
	file := filepath.Join(t.TempDir(), "customers.csv")
	require.NoError(t, os.WriteFile(file, []byte("Code,Name,City\nK1,Ostlab AG,Jena\n"), 0o600))
	f, err := os.ReadFile(file)
	require.NoError(t, err)
	made := c.make("/imports", object{"target": "crm.accounts", "file_id": c.make("/imports/files", upload(t, "customers.csv", f))["id"]})
	path := "/imports/" + made["id"].(string)
	c.ask(202, http.MethodPost, path+"/check", nil)
	c.until("/jobs/deliveries", func(o object) bool {
		items := o["items"].([]any)
		return len(items) == 1 && items[0].(object)["state"] == "out"
	})
	require.Contains(t, textAt(ofWeb+"/metrics"), "longhouse_jobs_slots 0\n")
	require.Equal(t, "checking", c.get(path)["state"], "it is handed out, and nobody is there to take it")

	worker := beginWorker(t, url, "REDIS_URL="+redis.URL(), "LONGHOUSE_METRICS_ADDR="+ofWorker)
	t.Cleanup(worker.kill)
	c.until(path, func(o object) bool { return o["state"] == "checked" })

	require.Eventually(t, func() bool { return strings.Contains(textAt(ofWorker+"/readyz"), `"ready"`) }, patience, tick, "%s", worker.out)
	require.Contains(t, textAt(ofWorker+"/healthz"), "ok")
	metrics := textAt(ofWorker + "/metrics")
	require.Contains(t, metrics, "longhouse_jobs_slots 28\n")
	require.Contains(t, metrics, `longhouse_jobs_run_seconds_count{handler="imports.check",outcome="done"} 1`)
	require.NoError(t, worker.cmd.Process.Signal(syscall.SIGTERM))
	<-worker.gone
	require.Zero(t, worker.cmd.ProcessState.ExitCode(), "%s", worker.out)
	require.NoError(t, web.end(), "%s", web.out)
}

func TestNodesThatWouldHandWorkToNobodyAreRefused(t *testing.T) {
	t.Parallel()
	_, err := load([]string{"LONGHOUSE_WORK=off"})
	require.ErrorContains(t, err, "set REDIS_URL")
	_, err = load([]string{"LONGHOUSE_WORK=sometimes"})
	require.ErrorContains(t, err, "neither on nor off")
	for _, args := range [][]string{{"worker"}, {"serve", "--no-work"}} {
		out, code := command(t, pgtest.Shared(t), "", args...)
		require.Equal(t, 1, code, out)
		require.Contains(t, out, "REDIS_URL")
	}
}
