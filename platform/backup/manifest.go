package backup

import "time"

// format is of the file as a whole; another one is refused.
const format = 1

// Names of the parts.
const (
	dumpPart      = "longhouse.dump"
	cataloguePart = "catalogue.txt"
	keysFolder    = "keys/"
	manifestPart  = "manifest.json"
	sumsPart      = "SHA256SUMS"
)

// Manifest is what a backup says about itself.
type Manifest struct {
	Format    int              `json:"format"`
	Longhouse string           `json:"longhouse"` // version of the binary that wrote it
	TakenAt   time.Time        `json:"taken_at"`  // the moment that it is a picture of, by the database's clock
	Seconds   float64          `json:"seconds"`   // how long it took
	Server    Version          `json:"server"`
	Tool      Version          `json:"tool"` // pg_dump
	Schema    map[string]int64 `json:"schema"`
	Tables    []Table          `json:"tables"`
	Roles     []Role           `json:"roles"`
	Parts     []Part           `json:"parts"`
}

// Version is one of PostgreSQL.
type Version struct {
	Full  string `json:"full"`
	Major int    `json:"major"`
}

// Table is how many rows a table has, and a sum of their content that does not
// depend on their order.
type Table struct {
	Name string `json:"name"`
	Rows int64  `json:"rows"`
	Sum  string `json:"sum"`
}

// Role is a role of the cluster that the database needs. It is made without a
// password and without the right to log in.
type Role struct {
	Name    string   `json:"name"`
	Login   bool     `json:"login"`
	Inherit bool     `json:"inherit"`
	In      []string `json:"in,omitempty"` // roles of the house that it may become
}

// Part is a file in the file.
type Part struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// Rows is how many there are in all.
func (m Manifest) Rows() (n int64) {
	for _, t := range m.Tables {
		n += t.Rows
	}
	return n
}
