package imports_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/imports"
	"longhouse/platform/kernel"
	"longhouse/platform/rest"
)

func TestImportsOfOthersAreNotThereWithoutTheRight(t *testing.T) {
	t.Parallel()
	f := setup(t)
	i := f.draft("crm.things", threeThings)
	policy := "p, r:importer, *, crm:thing, import, all, allow\np, r:watcher, *, imports:import, read, all, allow\np, r:watcher, *, crm:thing, import, all, allow\n"
	other := func(role string) func(method, path string, headers ...string) int {
		who := f.Actor()
		who.User = kernel.NewID[kernel.User]()
		ctx := f.With(t, contextOf(t, who), authz.TestPolicy{Model: f.model(), Roles: policy}, role)
		http := f.ServerAs(t, ctx, map[string]func(*rest.API){"imports": f.svc.Routes})
		return func(method, path string, headers ...string) int {
			return http.Do(method, path, "x", append(headers, "If-Match", `"1"`)...).Status
		}
	}

	stranger := other("importer")
	for _, path := range []string{"", "/rows", "/errors"} {
		require.Equal(t, http.StatusNotFound, stranger(http.MethodGet, "/imports/"+i.ID.String()+path), path)
	}
	for _, path := range []string{"/check", "/cancel"} {
		require.Equal(t, http.StatusNotFound, stranger(http.MethodPost, "/imports/"+i.ID.String()+path), path)
	}
	require.Equal(t, http.StatusNotFound, stranger(http.MethodDelete, "/imports/"+i.ID.String()))
	require.Equal(t, http.StatusNotFound, stranger(http.MethodGet, "/imports/files/"+i.FileID.String()))

	watcher := other("watcher")
	require.Equal(t, http.StatusOK, watcher(http.MethodGet, "/imports/"+i.ID.String()))
	require.Equal(t, http.StatusForbidden, watcher(http.MethodPost, "/imports/"+i.ID.String()+"/check"), "seeing is not doing")
	for _, verb := range []string{"cancel", "undo"} {
		require.Equal(t, http.StatusForbidden, watcher(http.MethodPost, "/imports/"+i.ID.String()+"/"+verb, "Idempotency-Key", uuid.NewString()), verb)
	}

	nobody := other("nobody")
	require.Equal(t, http.StatusForbidden, nobody(http.MethodPost, "/imports/files?name=x.csv"), "who may import nothing uploads nothing")
	require.Equal(t, http.StatusNotFound, nobody(http.MethodGet, "/imports/targets/crm.things/template"))
}

func TestTheListShowsOnesOwnImportsPageByPage(t *testing.T) {
	t.Parallel()
	f := setup(t)
	a, b := f.draft("crm.things", threeThings), f.draft("crm.sets", threeThings)
	var p struct {
		Items []imports.Import
		Next  string
	}
	f.http.Get("/imports?limit=1").Is(200).JSON(&p)
	require.Equal(t, b.ID, p.Items[0].ID)
	require.Equal(t, "things.csv", p.Items[0].FileName)
	f.http.Get("/imports?limit=1&after=" + p.Next).Is(200).JSON(&p)
	require.Equal(t, a.ID, p.Items[0].ID)
	f.http.Get("/imports?target=crm.sets").Is(200).JSON(&p)
	require.Len(t, p.Items, 1)

	var targets struct{ Items []imports.TargetView }
	f.http.Get("/imports/targets").Is(200).JSON(&targets)
	require.Equal(t, "crm.things", targets.Items[0].Name)
	require.Equal(t, "code", targets.Items[1].Lines.Key)
	require.Equal(t, []string{"both", "create"}, targets.Items[0].Options[0].Values)
}

func TestATemplateComesBackMappedWhole(t *testing.T) {
	t.Parallel()
	f := setup(t)
	for _, format := range []string{"csv", "xlsx"} {
		got := f.http.Get("/imports/targets/crm.sets/template?format=" + format).Is(200)
		require.Contains(t, got.Header.Get("Content-Disposition"), "Sets."+format)
		below := f.http.Get("/imports/targets/crm.sets/template?part=lines&format=" + format).Is(200)

		i := f.draft("crm.sets", string(got.Body), string(below.Body))

		require.Equal(t, map[string]string{"code": "Code", "name": "Name", "amount": "Amount", "due": "Due"}, i.Mapping)
		require.Equal(t, map[string]string{"code": "Code", "sku": "SKU", "quantity": "Quantity"}, i.LinesMapping)
		require.Equal(t, 1, f.act(i, "check").Counts.Create, "the example is a good row")
	}
}

func TestTheFileOfErrorsComesBackMended(t *testing.T) {
	t.Parallel()
	f := setup(t)
	for _, format := range []string{"csv", "xlsx"} {
		i := f.whole("crm.things", "thing id;Name;Remark\n007;bad;=1+1\n008;Bed;ok\n009;;\"two\nlines\"\n")
		got := f.http.Get("/imports/" + i.ID.String() + "/errors?format=" + format).Is(200)
		require.Contains(t, got.Header.Get("Content-Disposition"), `things errors.`+format)

		sheet, err := imports.Read("errors", got.Body, imports.ReadOptions{})
		require.NoError(t, err)
		require.Len(t, sheet.Rows, 2)
		require.Equal(t, []string{"007", "bad", "=1+1", "name: Bad things are not taken."}, sheet.Rows[0].Cells)
		require.Equal(t, []string{"009", "", "two\nlines", "name: This must not be empty."}, sheet.Rows[1].Cells)
		require.Equal(t, imports.ErrorColumn, sheet.Header[3].Name)
	}
	i := f.whole("crm.things", "Import error,code,name\nold reason,X,bad\n")
	require.NotContains(t, i.Mapping, "amount")
	again := f.http.Get("/imports/" + i.ID.String() + "/errors").Is(200)
	require.Equal(t, "\uFEFFImport error,code,name\r\nname: Bad things are not taken.,X,bad\r\n", string(again.Body), "the old reason makes room")
	mended := f.whole("crm.things", strings.Replace(string(again.Body), ",bad", ",Bed", 1))
	require.Equal(t, &imports.Counts{Create: 1}, mended.Counts)
}

func TestAFileIsReadAgainInAnotherWay(t *testing.T) {
	t.Parallel()
	f := setup(t)
	i := f.draft("crm.things", "A report\ncode;name\nA;Caf\xe9\n")
	require.Equal(t, 2, i.File.Rows)
	require.True(t, i.File.EncodingGuessed)

	var file imports.File
	f.http.Post("/imports/files/"+i.FileID.String()+"/read", map[string]any{"header_row": 2, "encoding": "iso-8859-15", "delimiter": ";"}).Is(200).JSON(&file)
	require.Equal(t, []imports.FileColumn{{Name: "code"}, {Name: "name"}}, file.Header)
	require.Equal(t, [][]string{{"A", "Café"}}, file.Sample)
	require.Equal(t, map[string]string{"code": "code", "name": "name"}, f.get(i).Mapping, "its columns are guessed anew")
	require.Equal(t, imports.ErrHeaderRow.Code, f.http.Post("/imports/files/"+i.FileID.String()+"/read", map[string]any{"header_row": 99}).Is(422).Code())

	f.act(i, "check")
	f.act(i, "run")
	require.Equal(t, []string{"A=Café"}, f.names())
	require.Equal(t, imports.ErrFileUsed.Code, f.http.Post("/imports/files/"+i.FileID.String()+"/read", map[string]any{"header_row": 1}).Is(409).Code())
}

func TestAnImportThatNeverRanIsRemovedWithItsFiles(t *testing.T) {
	t.Parallel()
	f := setup(t)
	i := f.act(f.draft("crm.things", threeThings), "check")
	f.http.Delete("/imports/" + i.ID.String()).Is(428)
	f.http.Delete("/imports/"+i.ID.String(), "If-Match", f.etag(i)).Is(204)
	f.http.Get("/imports/" + i.ID.String()).Is(404)
	require.Equal(t, 0, f.count("select count(*) from platform.import_file")+f.count("select count(*) from platform.import_row"))

	ran := f.whole("crm.things", threeThings)
	f.http.Delete("/imports/"+ran.ID.String(), "If-Match", f.etag(ran)).Is(409)
}

func TestFilesThatNobodyRanAreSweptAfterSevenDays(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.upload("lonely.csv", threeThings)
	f.act(f.draft("crm.things", threeThings), "check")
	ran := f.whole("crm.things", threeThings)
	ctx := f.AsService(t, "imports.sweep")
	age := func(days int) {
		_, err := f.Superuser(t).Exec(t.Context(), "update platform.import_file set created_at = now() - make_interval(days => $1)", days)
		require.NoError(t, err)
		_, err = f.Superuser(t).PgConn().Exec(t.Context(), "set session_replication_role = replica; update platform.import set created_at = (select min(created_at) from platform.import_file)").ReadAll()
		require.NoError(t, err)
	}

	age(6)
	require.NoError(t, f.svc.Sweep(ctx))
	require.Equal(t, 3, f.count("select count(*) from platform.import_file"))
	age(8)
	require.NoError(t, f.svc.Sweep(ctx))
	require.Equal(t, 1, f.count("select count(*) from platform.import_file"))
	require.Equal(t, ran.ID, f.get(ran).ID)
}

func TestTheCommandLineTakesTheSameWay(t *testing.T) {
	t.Parallel()
	f := setup(t)
	var stages []string
	tell := func(stage string, done, total int64) {
		if done == total {
			stages = append(stages, stage)
		}
	}

	r, err := f.svc.ImportFile(f.ctx, "crm.sets", []imports.Upload{{Name: "a.csv", Data: []byte("code,name\nA,Lamp\nB,bad\n")},
		{Name: "b.csv", Data: []byte("code,sku,quantity\nA,S1,2\nZ,S2,1\n")}}, imports.Draft{}, tell)
	require.NoError(t, err)
	require.Equal(t, imports.Counts{Create: 1, Error: 2}, r.Counts)
	require.Len(t, r.Errors, 2)
	require.Equal(t, imports.Finished, r.Import.State)
	require.Contains(t, stages, imports.Checking)
	require.Equal(t, imports.Running, stages[len(stages)-1])

	_, err = f.svc.ImportFile(f.ctx, "crm.things", []imports.Upload{{Name: "a.csv", Data: []byte("x,y\nA,Lamp\n")}}, imports.Draft{}, nil)
	require.ErrorIs(t, err, imports.ErrUnmapped)
	_, err = f.svc.ImportFile(f.as(f.User, "nobody"), "crm.things", []imports.Upload{{Name: "a.csv", Data: []byte("code,name\nA,Lamp\n")}}, imports.Draft{}, nil)
	require.ErrorIs(t, err, imports.ErrNoTargets)
}

// 50,000 rows, the limits of which leave room for a slow machine that does other things too.
func TestFiftyThousandRowsGoInInSensibleTimeAndMemory(t *testing.T) {
	t.Parallel()
	f := setup(t)
	file := many(50_000)
	peak := watchMemory(t)
	started := time.Now()

	i := f.draft("crm.things", file)
	read := time.Since(started)
	i = f.act(i, "check")
	checked := time.Since(started)
	require.Equal(t, &imports.Counts{Create: 50_000}, i.Counts)
	i = f.act(i, "run")
	t.Logf("read %s, checked %s, run %s, %d MB", read.Round(time.Millisecond), (checked - read).Round(time.Millisecond), (time.Since(started) - checked).Round(time.Millisecond), peak())

	require.Equal(t, imports.Finished, i.State, i.Error)
	require.Equal(t, 50_000, f.count("select count(*) from crm.thing"))
	require.Less(t, time.Since(started), 5*time.Minute)
	require.Less(t, peak(), uint64(600))
	n, err := db.Read(f.ctx, f.Root.For("crm"), func(tx *db.Tx) (int, error) {
		var n int
		return n, tx.QueryRow(f.ctx, "select count(distinct due) from crm.thing").Scan(&n)
	})
	require.NoError(t, err)
	require.Equal(t, 28, n)
}
