package imports_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/platform/imports"
)

const threeThings = "thing id,Name,price,Due,Remark\nT1,Lamp,\"1,234.50\",2026-11-22,x\nT2,Chair,20.00,2026-11-23,\nT3,bad,30.00,2026-11-24,\n"

func TestAFileGoesTheWholeWayFromUploadToHistory(t *testing.T) {
	t.Parallel()
	f := setup(t)

	i := f.draft("crm.things", threeThings)
	require.Equal(t, imports.Mapping, i.State)
	require.Equal(t, map[string]string{"code": "thing id", "name": "Name", "amount": "price", "due": "Due"}, i.Mapping)
	require.Equal(t, map[string]string{"mode": "both"}, i.Options)
	require.Equal(t, []string{"amount", "code", "due", "name"}, slices.Sorted(maps.Keys(i.Certainty)), "each guess says how certain it is")
	require.EqualValues(t, 1, i.Certainty["name"])
	var chosen imports.Import
	f.http.Patch("/imports/"+i.ID.String(), map[string]any{"mapping": map[string]string{"code": "thing id", "name": "Remark"}}, "If-Match", f.etag(i)).Is(200).JSON(&chosen)
	require.Less(t, chosen.Certainty["name"], 0.6, "so does a column that a person chose")
	f.http.Patch("/imports/"+i.ID.String(), map[string]any{"mapping": i.Mapping}, "If-Match", f.etag(chosen)).Is(200)
	require.Equal(t, 3, i.File.Rows)

	i = f.act(i, "check")
	require.Equal(t, imports.Checked, i.State)
	require.Equal(t, &imports.Counts{Create: 2, Error: 1}, i.Counts)
	require.Empty(t, f.names(), "a check writes nothing")
	rows := f.rows(i, "")
	require.Len(t, rows, 3)
	require.Equal(t, map[string]string{"code": "T1", "name": "Lamp", "amount": "1234.50", "due": "2026-11-22"}, rows[0].Values)
	require.Equal(t, []imports.RowError{{Field: "name", Code: "crm.bad", Message: "Bad things are not taken."}}, rows[2].Errors)
	require.Equal(t, 4, f.rows(i, "?verdict=error")[0].Line)
	require.Len(t, f.rows(i, "?limit=1"), 1)

	i = f.act(i, "run")
	require.Equal(t, imports.Finished, i.State, i.Error)
	require.Equal(t, &imports.Counts{Create: 2, Error: 1}, i.Counts)
	require.Equal(t, &imports.Progress{Done: 2, Total: 2}, i.Progress)
	require.Equal(t, []string{"T1=Lamp", "T2=Chair"}, f.names())
	require.NotNil(t, f.rows(i, "")[0].Record)
	require.Equal(t, 1, f.count("select count(*) from history.change_set where via = 'import' and operation_id = '"+i.ID.String()+"'"))
	require.Equal(t, 2, f.count("select count(*) from history.change c join history.change_set s on s.id = c.change_set_id where s.operation_id = '"+i.ID.String()+"'"))

	again := f.whole("crm.things", threeThings)
	require.Equal(t, &imports.Counts{Unchanged: 2, Error: 1}, again.Counts)
	require.Equal(t, 0, f.count("select count(*) from history.change_set where operation_id = '"+again.ID.String()+"'"), "nothing changed, so nothing is recorded")
}

func TestARowThatItsModuleCannotWriteIsRefusedAlone(t *testing.T) {
	t.Parallel()
	f := setup(t)

	i := f.whole("crm.things", "code,name\nA,Lamp\nB,ugly\nC,Chair\n")

	require.Equal(t, &imports.Counts{Create: 2, Error: 1}, i.Counts)
	require.Equal(t, []string{"A=Lamp", "C=Chair"}, f.names())
	require.Equal(t, errUgly.Code, f.rows(i, "?verdict=error")[0].Errors[0].Code)
}

func TestCellsThatCannotBeReadAreFaultsOfTheirRowAndField(t *testing.T) {
	t.Parallel()
	f := setup(t)

	i := f.act(f.draft("crm.things", "code,name,amount,due\nA,Lamp,abc,2026-11-22\nB,,1.5,31/04/2026\nC,\"Chair\",2.5,2026-11-22,extra\nD,Bed,3.5,\n"), "check")

	require.Equal(t, &imports.Counts{Create: 1, Error: 3}, i.Counts)
	rows := f.rows(i, "")
	require.Equal(t, "amount imports.not_a_number", rows[0].Errors[0].Field+" "+rows[0].Errors[0].Code)
	require.Equal(t, "abc", rows[0].Values["amount"], "what cannot be read is shown as it is")
	require.Equal(t, "name imports.required", rows[1].Errors[0].Field+" "+rows[1].Errors[0].Code)
	require.Equal(t, "due imports.not_a_date", rows[1].Errors[1].Field+" "+rows[1].Errors[1].Code)
	require.Equal(t, imports.ErrRowRagged.Code, rows[2].Errors[0].Code)
}

func TestAColumnThatCanBeReadInTwoWaysIsAskedAbout(t *testing.T) {
	t.Parallel()
	f := setup(t)
	i := f.draft("crm.things", "code;name;amount;due\nA;Lamp;1.234;05/06/2026\nB;Bed;2.500;07/08/2026\n")

	require.Len(t, i.Questions, 2)
	require.Equal(t, imports.Question{Part: "file", Field: "amount", Column: "amount", Kind: "decimal", Examples: []string{"1.234", "2.500"}}, i.Questions[0])
	require.Equal(t, 2, f.act(i, "check").Counts.Error, "nothing is guessed")

	i = f.get(i)
	var changed imports.Import
	f.http.Patch("/imports/"+i.ID.String(), map[string]any{"formats": map[string]string{"amount": "comma", "due": "dmy"}}, "If-Match", f.etag(i)).Is(200).JSON(&changed)
	require.Empty(t, changed.Questions)
	require.Equal(t, imports.Mapping, changed.State)
	require.Equal(t, 2, f.act(i, "check").Counts.Create)
	require.Equal(t, map[string]string{"code": "A", "name": "Lamp", "amount": "1234", "due": "2026-06-05"}, f.rows(i, "")[0].Values)
}

func TestLinesGoWithTheirHeadAndStraysAreListedByName(t *testing.T) {
	t.Parallel()
	f := setup(t)

	i := f.act(f.draft("crm.sets", "code,name\nA,Lamp\nB,Bed\n", "thing id,sku,quantity\nA,S1,2\nB,S2,x\nZ,S3,1\nA,S4,1\n"), "check")
	require.Equal(t, &imports.Counts{Create: 1, Error: 2}, i.Counts)
	bad := f.rows(i, "?verdict=error")
	require.Equal(t, "lines/0/quantity", bad[0].Errors[0].Field)
	require.Equal(t, "lines", bad[1].Part)
	require.Equal(t, `No row of the first file has "Z".`, bad[1].Errors[0].Message)

	i = f.act(i, "run")
	require.Equal(t, &imports.Counts{Create: 1, Error: 2}, i.Counts)
	require.Equal(t, 2, f.count("select count(*) from crm.thing_line"))
	lines := f.http.Get("/imports/" + i.ID.String() + "/errors?part=lines").Is(200)
	require.Contains(t, string(lines.Body), "B,S2,x,")
	require.Contains(t, string(lines.Body), "Z,S3,1,")
	require.NotContains(t, string(lines.Body), "S1")
}

func TestMistakesInAMappingAreNamedByField(t *testing.T) {
	t.Parallel()
	f := setup(t)
	i := f.draft("crm.things", "one,two\nA,Lamp\n")
	require.Empty(t, i.Mapping)

	p := f.http.Post("/imports/"+i.ID.String()+"/check", nil).Is(422).Problem()
	require.Equal(t, imports.ErrUnmapped.Code, p.Code)
	require.Equal(t, "/mapping/code", p.Errors[0].Pointer)
	require.Equal(t, "/mapping/name", p.Errors[1].Pointer)

	patch := func(body any) []string {
		var out []string
		for _, e := range f.http.Patch("/imports/"+i.ID.String(), body, "If-Match", f.etag(i)).Is(422).Problem().Errors {
			out = append(out, e.Pointer+" "+e.Code)
		}
		return out
	}
	require.Equal(t, []string{"/mapping/colour imports.no_field", "/mapping/code imports.no_column"},
		patch(map[string]any{"mapping": map[string]string{"code": "three", "colour": "one"}}))
	require.Equal(t, []string{"/formats/name imports.no_format"}, patch(map[string]any{"formats": map[string]string{"name": "dmy"}}))
	require.Equal(t, []string{"/options/mode imports.no_option"}, patch(map[string]any{"options": map[string]any{"mode": "none"}}))
	f.http.Patch("/imports/"+i.ID.String(), map[string]any{"mapping": map[string]string{"code": "one", "name": "two"}}).Is(428)
	f.http.Patch("/imports/"+i.ID.String(), map[string]any{"mapping": map[string]string{"code": "one", "name": "two"}}, "If-Match", `"7"`).Is(412)
	f.http.Patch("/imports/"+i.ID.String(), map[string]any{"mapping": map[string]string{"code": "one", "name": "two"}}, "If-Match", f.etag(i)).Is(200)
	require.Equal(t, 1, f.act(i, "check").Counts.Create)
}

func (f *fixture) etag(i imports.Import) string {
	f.t.Helper()
	return f.http.Get("/imports/" + i.ID.String()).Is(200).Header.Get("ETag")
}

func TestWhoeverStartedAnImportIsToldThatItHasEnded(t *testing.T) {
	t.Parallel()
	f := setup(t)
	i := f.whole("crm.things", threeThings)
	require.Len(t, f.told, 1, "once, and not of its check")
	told := <-f.told
	require.Equal(t, []any{"imports.import_ended", "Your import of Things has finished.", "2 new, 0 changed, 0 unchanged, 1 refused.", i.ID}, []any{told.Kind.Name, told.Title, told.Text, told.About.ID})
}
