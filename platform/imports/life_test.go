package imports_test

import (
	"bufio"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/config"
	"longhouse/platform/imports"
	"longhouse/platform/kernel"
	"longhouse/platform/pgtest"
)

// TestAnImportThatIsKilledGoesOnWithNothingLostOrDoubled kills a process with
// SIGKILL in its third batch, after the rows were written and before the commit.
func TestAnImportThatIsKilledGoesOnWithNothingLostOrDoubled(t *testing.T) {
	if os.Getenv("IMPORTS_VICTIM") != "" {
		victim(t)
		return
	}
	t.Parallel()
	who, house := pgtest.New(t), empty(t)
	f := prepared(t, who, house) // it writes; the victim works
	i := f.draft("crm.things", many(2_600))

	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	child.Env = append(os.Environ(), "IMPORTS_VICTIM="+house.URL.Reveal(), "IMPORTS_ORG="+who.Org.String(), "IMPORTS_USER="+who.User.String())
	out, err := child.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, child.Start())
	lines := bufio.NewScanner(out)
	await := func(word string) {
		for lines.Scan() {
			if strings.Contains(lines.Text(), word) {
				return
			}
		}
		t.Fatalf("the victim ended before it said %q", word)
	}
	await("ready")
	f.http.Post("/imports/"+i.ID.String()+"/check", nil).Is(202)
	await("checked")
	f.http.Post("/imports/"+i.ID.String()+"/run", nil).Is(202)
	await("third batch")
	require.NoError(t, child.Process.Kill())
	_ = child.Wait()
	require.Equal(t, 1_000, f.count("select count(*) from crm.thing"), "two batches were in")
	require.Equal(t, int64(1_000), f.get(i).Progress.Done)
	require.Equal(t, 1_000, f.count("select count(*) from platform.import_row where applied"), "what became of rows is as true as the rows")

	f.start()
	f.settle()

	i = f.get(i)
	require.Equal(t, imports.Finished, i.State, i.Error)
	require.Equal(t, &imports.Counts{Create: 2_600}, i.Counts, "a row that was written again would be unchanged")
	require.Equal(t, &imports.Progress{Done: 2_600, Total: 2_600}, i.Progress)
	require.Equal(t, 2_600, f.count("select count(*) from crm.thing"))
	require.Equal(t, 2_600, f.count("select count(*) from history.change where table_name = 'crm.thing'"))
	require.Equal(t, 0, f.count("select count(*) from platform.import_row where not applied"))
}

// victim is the process that is killed: it works until its third batch, and says so.
func victim(t *testing.T) {
	org, err := kernel.ParseID[kernel.Org](os.Getenv("IMPORTS_ORG"))
	require.NoError(t, err)
	user, err := kernel.ParseID[kernel.User](os.Getenv("IMPORTS_USER"))
	require.NoError(t, err)
	house := &pgtest.DB{Org: org, User: user}
	house.URL = config.Secret(os.Getenv("IMPORTS_VICTIM"))
	f := prepared(t, house, house)
	f.batches, f.resume = make(chan int), make(chan struct{})
	f.start()
	say := func(word string) { _, _ = os.Stdout.WriteString(word + "\n") }
	say("ready")
	for f.count("select count(*) from platform.import where state = 'checked'") == 0 {
		f.settle()
	}
	say("checked")
	for n := 1; ; n++ {
		<-f.batches
		if n == 3 {
			say("third batch")
			select {} // until it is killed
		}
		f.resume <- struct{}{}
	}
}

func TestARunThatIsCancelledStopsAndCanGoOn(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.batches, f.resume = make(chan int), make(chan struct{})
	i := f.act(f.draft("crm.things", many(1_200)), "check")

	f.http.Post("/imports/"+i.ID.String()+"/run", nil).Is(202)
	<-f.batches
	f.resume <- struct{}{} // the first batch is in
	<-f.batches            // the second has written and not committed
	cancelled := make(chan pgtest.Response)
	go func() { cancelled <- f.http.Post("/imports/"+i.ID.String()+"/cancel", nil) }()
	(<-cancelled).Is(202)
	f.resume <- struct{}{}
	f.settle()

	i = f.get(i)
	require.Equal(t, imports.Failed, i.State)
	require.Equal(t, imports.ErrCancelled.Code, i.ErrorCode)
	require.Equal(t, 500, f.count("select count(*) from crm.thing"))
	require.Equal(t, 500, f.count("select count(*) from platform.import_row where applied"))

	f.batches = nil
	i = f.act(i, "run")
	require.Equal(t, imports.Finished, i.State, i.Error)
	require.Equal(t, &imports.Counts{Create: 1_200}, i.Counts)
	require.Equal(t, 1_200, f.count("select count(*) from crm.thing"))
}

func TestACheckThatIsCancelledGoesBackToItsMapping(t *testing.T) {
	t.Parallel()
	f := prepared(t, pgtest.New(t), empty(t))
	i := f.draft("crm.things", threeThings)
	f.http.Post("/imports/"+i.ID.String()+"/check", nil).Is(202)
	f.http.Post("/imports/"+i.ID.String()+"/cancel", nil).Is(202)

	f.start()
	f.settle()

	require.Equal(t, imports.Mapping, f.get(i).State)
	require.Equal(t, 3, f.act(i, "check").Counts.Create+f.get(i).Counts.Error)
}

func TestARunStopsWhenTheRightsOfItsPersonAreGone(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.batches, f.resume = make(chan int), make(chan struct{})
	i := f.act(f.draft("crm.things", many(1_200)), "check")

	f.http.Post("/imports/"+i.ID.String()+"/run", nil).Is(202)
	<-f.batches
	f.now("auditor")
	f.resume <- struct{}{}
	f.settle()

	i = f.get(i)
	require.Equal(t, imports.Failed, i.State)
	require.Equal(t, imports.ErrRightsGone.Code, i.ErrorCode)
	require.Equal(t, 500, f.count("select count(*) from crm.thing"))
	require.Equal(t, 500, i.Counts.Create-700, "the counts keep what the check said of rows that are not in")
}

func TestAnImportIsUndoneButForWhatSomebodyChangedSince(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.whole("crm.things", "code,name\nA,Lamp\n")
	i := f.whole("crm.things", "code,name\nA,Lantern\nB,Bed\nC,Chair\n")
	require.Equal(t, &imports.Counts{Create: 2, Update: 1}, i.Counts)
	f.whole("crm.things", "code,name\nC,Armchair\n")

	i = f.act(i, "undo")

	require.Equal(t, imports.WasUndone, i.State, i.Error)
	require.Equal(t, 2, i.Undo.Reversed)
	require.Equal(t, 1, i.Undo.Kept)
	require.Equal(t, "crm.thing", i.Undo.Left[0].Entity)
	require.Equal(t, []string{"A=Lamp", "C=Armchair"}, f.names())

	never := f.draft("crm.things", threeThings)
	require.Equal(t, imports.ErrNothingToUndo.Code, f.http.Post("/imports/"+never.ID.String()+"/undo", nil).Is(409).Code())
}

func TestRunningTwiceWithOneKeyRunsOnce(t *testing.T) {
	t.Parallel()
	f := setup(t)
	i := f.act(f.draft("crm.things", "code,name\nA,Lamp\n"), "check")
	path, key := "/imports/"+i.ID.String()+"/run", uuid.NewString()

	require.Equal(t, http.StatusBadRequest, f.http.Do(http.MethodPost, path, nil).Status, "a run needs a key")
	f.http.Post(path, nil, "Idempotency-Key", key).Is(202)
	again := f.http.Post(path, nil, "Idempotency-Key", key).Is(202)
	require.Equal(t, "true", again.Header.Get("Idempotency-Replayed"))
	f.settle()

	require.Equal(t, imports.Finished, f.get(i).State)
	require.Equal(t, imports.ErrState.Code, f.http.Post(path, nil).Is(409).Code())
}

func TestFiveImportsMayBeUnderWayAtOnce(t *testing.T) {
	t.Parallel()
	f := prepared(t, pgtest.New(t), empty(t)) // nothing works, so nothing ends
	for range 5 {
		i := f.draft("crm.things", threeThings)
		f.http.Post("/imports/"+i.ID.String()+"/check", nil).Is(202)
	}
	i := f.draft("crm.things", threeThings)
	require.Equal(t, imports.ErrTooManyAtOnce.Code, f.http.Post("/imports/"+i.ID.String()+"/check", nil).Is(429).Code())

	f.start()
	f.settle()
	require.Equal(t, imports.Checked, f.act(i, "check").State)
}
