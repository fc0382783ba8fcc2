package imports

import (
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/fault"
	"longhouse/platform/history"
	"longhouse/platform/kernel"
)

// Stages of an import.
const (
	Mapping   = "mapping"  // columns and options can be chosen
	Checking  = "checking" // every row gets its verdict
	Checked   = "checked"  // it can run
	Running   = "running"
	Finished  = "done"
	Failed    = "failed" // it stopped: why is in its error; it can go on or be undone
	Undoing   = "undoing"
	WasUndone = "undone"
)

// File is an uploaded file: how it was understood, and its first rows.
type File struct {
	ID              kernel.ID[File] `json:"id"`
	Name            string          `json:"name" example:"customers.csv"`
	Format          string          `json:"format" enum:"csv,xlsx"`
	Encoding        string          `json:"encoding,omitempty" example:"utf-8"`
	EncodingGuessed bool            `json:"encoding_guessed,omitempty" doc:"Other encodings would fit too: look at the letters"`
	Delimiter       string          `json:"delimiter,omitempty" example:";"`
	Sheet           string          `json:"sheet,omitempty"`
	Sheets          []string        `json:"sheets,omitempty"`
	HeaderRow       int             `json:"header_row" doc:"The line of the column names, from 1"`
	Header          []FileColumn    `json:"header"`
	Sample          [][]string      `json:"sample" doc:"The first 20 rows"`
	Rows            int             `json:"rows"`
}

// FileColumn is a column of a file.
type FileColumn struct {
	Name string `json:"name" doc:"No other column of the file has it"`
}

// TargetView is something that can be imported.
type TargetView struct {
	Name        string       `json:"name" example:"crm.accounts"`
	Label       string       `json:"label" example:"Accounts"`
	Entity      string       `json:"entity" example:"crm.account"`
	Fields      []FieldView  `json:"fields"`
	Lines       *LinesView   `json:"lines,omitempty" doc:"A second file, whose rows belong to rows of the first"`
	Options     []OptionView `json:"options,omitempty"`
	TemplateURL string       `json:"template_url"`
}

// FieldView is a field that a column can be mapped to.
type FieldView struct {
	Key      string `json:"key" example:"name"`
	Label    string `json:"label" example:"Name"`
	Kind     string `json:"kind" example:"text"`
	Required bool   `json:"required,omitempty"`
	Help     string `json:"help,omitempty"`
	Example  string `json:"example,omitempty"`
}

// LinesView describes the second file of a target.
type LinesView struct {
	Label  string      `json:"label"`
	Key    string      `json:"key" doc:"The field of the lines that names a row of the first file"`
	Of     string      `json:"of" doc:"The field of the first file that it names"`
	Fields []FieldView `json:"fields"`
}

// OptionView is a choice about the whole import.
type OptionView struct {
	Key     string   `json:"key"`
	Label   string   `json:"label"`
	Help    string   `json:"help,omitempty"`
	Kind    string   `json:"kind" enum:"bool,text,one_of"`
	Default string   `json:"default"`
	Values  []string `json:"values,omitempty"`
}

// Counts say how often each verdict was given; together they are the rows of the file.
type Counts struct {
	Create    int `json:"create"`
	Update    int `json:"update"`
	Unchanged int `json:"unchanged"`
	Skip      int `json:"skip" doc:"Always 0: no row is skipped in silence"`
	Error     int `json:"error"`
}

// Progress is how far the work at hand is.
type Progress struct {
	Done  int64 `json:"done"`
	Total int64 `json:"total"`
}

// Question is a column whose values can be read in two ways.
type Question struct {
	Part     string   `json:"part" enum:"file,lines"`
	Field    string   `json:"field"`
	Column   string   `json:"column"`
	Kind     string   `json:"kind" enum:"date,decimal" doc:"Answer in formats or lines_formats: dmy or mdy, point or comma"`
	Examples []string `json:"examples"`
}

// Undone is what became of the undo of an import.
type Undone struct {
	Reversed int            `json:"reversed" doc:"Records that are as they were before"`
	Kept     int            `json:"kept" doc:"Records that stay, as they were changed since or cannot go back"`
	Failed   int            `json:"failed" doc:"Records that went wrong on our side; undo again to try them again"`
	Left     []history.Left `json:"left,omitempty" doc:"The first 200 of those that stay or failed, and why"`
}

// Problem says why an import stopped.
type Problem struct {
	Code    string        `json:"code"`
	Message string        `json:"message"`
	Fields  []fault.Field `json:"fields,omitempty"`
}

// Person is whoever made the import.
type Person struct {
	ID   kernel.ID[kernel.User] `json:"id"`
	Name string                 `json:"name"`
}

// Import is one import, from its file to its undo.
type Import struct {
	ID             uuid.UUID          `json:"id"`
	Version        int64              `json:"version"`
	Target         string             `json:"target" example:"crm.accounts"`
	State          string             `json:"state" enum:"mapping,checking,checked,running,done,failed,undoing,undone"`
	FileID         uuid.UUID          `json:"file_id"`
	FileName       string             `json:"file_name,omitempty"`
	File           *File              `json:"file,omitempty" doc:"Only when one import is read"`
	LinesFileID    *uuid.UUID         `json:"lines_file_id,omitempty"`
	LinesFileName  string             `json:"lines_file_name,omitempty"`
	LinesFile      *File              `json:"lines_file,omitempty"`
	Mapping        map[string]string  `json:"mapping" doc:"Field → column"`
	LinesMapping   map[string]string  `json:"lines_mapping,omitempty"`
	Certainty      map[string]float64 `json:"certainty,omitempty" doc:"Field → how well its column fits, 0 to 1, by name and first rows; below 0.6 a person should look. Only when one import is read"`
	LinesCertainty map[string]float64 `json:"lines_certainty,omitempty"`
	Formats        map[string]string  `json:"formats,omitempty" doc:"Field → dmy, mdy, point or comma"`
	LinesFormats   map[string]string  `json:"lines_formats,omitempty"`
	Options        map[string]string  `json:"options,omitempty"`
	Questions      []Question         `json:"questions,omitempty" doc:"Columns that could be read in two ways; unanswered, such cells are errors"`
	Counts         *Counts            `json:"counts,omitempty"`
	Progress       *Progress          `json:"progress,omitempty"`
	Job            *uuid.UUID         `json:"job,omitempty" doc:"The job at hand, as the stream of progress names it"`
	Error          string             `json:"error,omitempty"`
	ErrorCode      string             `json:"error_code,omitempty"`
	Undo           *Undone            `json:"undo,omitempty"`
	CreatedAt      time.Time          `json:"created_at"`
	CreatedBy      *Person            `json:"created_by,omitempty"`
	StartedAt      *time.Time         `json:"started_at,omitempty"`
	FinishedAt     *time.Time         `json:"finished_at,omitempty"`
	createdBy      *uuid.UUID
	problem        *Problem
}

// ImportRow is the verdict on one row of the file.
type ImportRow struct {
	Part    string            `json:"part" enum:"file,lines" doc:"lines: a row of the second file that belongs to no row of the first"`
	Line    int               `json:"line" doc:"Where it stands in its file"`
	Verdict string            `json:"verdict" enum:"create,update,unchanged,error"`
	Values  map[string]string `json:"values" doc:"By field; a cell that cannot be read is as the file has it"`
	Errors  []RowError        `json:"errors,omitempty"`
	Changes []RowChange       `json:"changes,omitempty"`
	Record  *kernel.Record    `json:"record,omitempty"`
}

// RowError says what is wrong with a row.
type RowError struct {
	Field   string `json:"field,omitempty" example:"email"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

// RowChange is a field that an update changes.
type RowChange struct {
	Field string `json:"field"`
	After string `json:"after"`
}

func pack(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		return []byte("null") // our own structs of texts and numbers: cannot be
	}
	return b
}

func unpack[T any](b []byte) T {
	var v T
	if len(b) > 0 {
		_ = json.Unmarshal(b, &v) // what pack wrote
	}
	return v
}
