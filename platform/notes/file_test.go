package notes_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/clock"
	"longhouse/platform/files"
	"longhouse/platform/kernel"
	"longhouse/platform/notes"
)

func (f *fixture) attach(p *somebody, name, content string) notes.File {
	f.t.Helper()
	var out notes.File
	p.api.Do("POST", f.at+"/files?name="+name, content, "Content-Type", "application/octet-stream").Is(201).JSON(&out)
	return out
}

// stored are the files on the disk.
func (f *fixture) stored() (out []string) {
	f.t.Helper()
	require.NoError(f.t, filepath.WalkDir(f.store.Root(), func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			out = append(out, path)
		}
		return err
	}))
	return out
}

func TestAFileIsWhatItsContentSaysAndRunsNowhere(t *testing.T) {
	t.Parallel()
	f := setup(t)
	png := "\x89PNG\r\n\x1a\n" + strings.Repeat("x", 40)
	for _, c := range []struct {
		name, content, kind string
		preview             bool
	}{
		{"photo.txt", png, "image/png", true},
		{"offer.pdf", "%PDF-1.7 …", "application/pdf", true},
		{"picture.png", "<html><script>alert(1)</script>", "application/octet-stream", false},
		{"drawing.svg", `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`, "application/octet-stream", false},
		{"list.csv", "a,b\n=1+1,2", "text/csv", false},
		{"b.docx", "PK\x03\x04" + strings.Repeat("y", 40), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", false},
	} {
		file := f.attach(f.ann, c.name, c.content)
		require.Equal(t, []any{c.name, c.kind, c.preview, int64(len(c.content))}, []any{file.Name, file.Type, file.Preview, file.Size})
		r := f.ben.api.Get("/notes/files/" + file.ID.String() + "/content").Is(200)
		require.Equal(t, c.content, string(r.Body))
		require.Equal(t, c.kind, r.Header.Get("Content-Type"))
		require.Contains(t, r.Header.Get("Content-Disposition"), "attachment; filename=")
		require.Contains(t, r.Header.Get("Content-Security-Policy"), "sandbox")
	}
}

func TestAFileComesAsAFormToo(t *testing.T) {
	t.Parallel()
	f := setup(t)
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", "C:\\temp\\..\\ünï\u202ecode.txt")
	require.NoError(t, err)
	_, err = part.Write([]byte("hello"))
	require.NoError(t, err)
	require.NoError(t, form.Close())
	var file notes.File
	f.ann.api.Do("POST", f.at+"/files", body.String(), "Content-Type", form.FormDataContentType()).Is(201).JSON(&file)
	require.Equal(t, "ünïcode.txt", file.Name)
	require.Equal(t, "no_file", f.ann.api.Do("POST", f.at+"/files", "--x--\r\n", "Content-Type", "multipart/form-data; boundary=x").Is(400).Code())
}

func TestTooLargeAndEmptyFilesLeaveNothing(t *testing.T) {
	t.Parallel()
	f := setup(t)
	send := func(content string) int {
		return f.ann.api.Do("POST", f.at+"/files?name=x", content, "Content-Type", "application/octet-stream").Status
	}
	require.Equal(t, 413, send(strings.Repeat("x", most+1)))
	require.Equal(t, 413, send(strings.Repeat("x", most+2<<20)))
	require.Equal(t, 422, send(""))
	require.Empty(t, f.stored())
	require.Equal(t, 201, send(strings.Repeat("x", most)))
	f.hide(f.record, f.ann)
	require.Equal(t, 404, send("y"))
	require.Len(t, f.stored(), 1)
}

func TestTheSameBytesAreStoredOnceForAnOrganisation(t *testing.T) {
	t.Parallel()
	f := setup(t)
	a, b := f.attach(f.ann, "a.txt", "same"), f.attach(f.ben, "b.txt", "same")
	require.Equal(t, a.SHA256, b.SHA256)
	require.Len(t, f.stored(), 1)
	other := setup(t)
	other.ann.api.Get("/notes/files/" + a.ID.String() + "/content").Is(404)
}

func TestADeletedFileComesBackWithItsContent(t *testing.T) {
	t.Parallel()
	f := setup(t)
	file := f.attach(f.ann, "a.txt", "back")
	at := "/notes/files/" + file.ID.String()
	require.Equal(t, "notes.not_yours", f.ben.api.Delete(at, "If-Match", `"1"`).Is(403).Code())
	gone := f.ann.api.Delete(at, "If-Match", `"1"`).Is(204)
	f.ann.api.Get(at + "/content").Is(404)
	require.NoError(t, f.svc.Sweep(f.AsService(t, "notes.sweep")))
	require.Equal(t, 1, f.undo(f.ann, gone).Reversed)
	require.Equal(t, "back", string(f.ann.api.Get(at+"/content").Is(200).Body))
	f.ann.api.Get(at).Is(200)
}

func TestBytesThatNoFileHasGoAfterThirtyDaysAndThoseOfAKillAfterOne(t *testing.T) {
	t.Parallel()
	f := setup(t)
	stays := f.attach(f.ann, "stays.txt", "stays")
	goes := f.attach(f.ann, "goes.txt", "goes")
	gone := f.ann.api.Delete("/notes/files/"+goes.ID.String(), "If-Match", `"1"`).Is(204)
	orphan, err := f.store.Receive(t.Context(), strings.NewReader("killed before its row"))
	require.NoError(t, err)
	require.NoError(t, orphan.Keep(f.Org.UUID)) // and Done is never called
	require.Len(t, f.stored(), 4)

	sweep := func(days int) []string {
		f.now = clock.Clock{}.Now().AddDate(0, 0, days)
		f.wire()
		require.NoError(t, f.svc.Sweep(f.AsService(t, "notes.sweep")))
		return f.stored()
	}
	require.Len(t, sweep(0), 4, "an upload may be under way")
	require.Len(t, sweep(2), 2)
	require.Len(t, sweep(29), 2)
	require.Len(t, sweep(31), 1)
	require.Equal(t, "stays", string(f.ann.api.Get("/notes/files/"+stays.ID.String()+"/content").Is(200).Body))
	out := f.undo(f.ann, gone)
	require.Equal(t, []any{0, files.ErrGone.Code}, []any{out.Reversed, out.Kept[0].Code}, "its content is gone for good")
}

// Whatever a sweep drops, a row never names bytes that are not there.
func TestAnUploadAndASweepAtOnceLoseNothing(t *testing.T) {
	t.Parallel()
	f := setup(t)
	ctx := f.AsService(t, "notes.sweep")
	f.now = clock.Clock{}.Now().AddDate(0, 0, 40) // all that has no row is old
	f.wire()
	late := f.svc
	var wg sync.WaitGroup
	stop := make(chan struct{})
	wg.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
				require.NoError(t, late.SweepContent(ctx))
			}
		}
	})
	var ids sync.Map
	var uploads sync.WaitGroup
	for n := range 4 {
		uploads.Go(func() {
			for i := range 30 {
				file, err := late.Attach(f.ann.ctx, kernel.Record{Entity: "crm.account", ID: f.record}, "x", strings.NewReader(fmt.Sprint("bytes ", i, n%2)))
				require.NoError(t, err)
				ids.Store(file.ID, true)
			}
		})
	}
	uploads.Wait()
	close(stop)
	wg.Wait()
	seen := 0
	ids.Range(func(id, _ any) bool {
		seen++
		_, content, err := late.Content(f.ann.ctx, id.(uuid.UUID))
		require.NoError(t, err)
		require.NoError(t, content.Close())
		return true
	})
	require.Equal(t, 120, seen)
	require.Less(t, time.Since(f.now), time.Duration(0))
}
