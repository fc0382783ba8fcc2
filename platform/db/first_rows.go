package db

import (
	"github.com/jackc/pgx/v5"
)

// firstRows are the rows of a statement that came with the beginning of its
// transaction; the rest of the answer is read when they end.
type firstRows struct {
	pgx.Rows
	o       *opening
	results pgx.BatchResults
	sql     string
	ended   bool
	err     error
}

// Next goes on to the next row.
func (f *firstRows) Next() bool {
	if f.Rows.Next() {
		return true
	}
	f.Close()
	return false
}

// Close reads what is left.
func (f *firstRows) Close() {
	f.Rows.Close()
	if f.ended {
		return
	}
	f.err = f.Rows.Err()
	f.end()
}

// end reads the rest of the answer, and leaves the transaction to its owner.
func (f *firstRows) end() {
	f.ended = true
	if err := f.results.Close(); f.err == nil {
		f.err = err
	}
	f.o.forget(f.err, f.sql)
	f.o.Tx = f.results.Tx()
}

func (f *firstRows) fail(err error) error {
	f.err = err
	f.end()
	return err
}

// Err is why the rows ended early.
func (f *firstRows) Err() error {
	if f.ended {
		return f.err
	}
	return f.Rows.Err()
}

type firstRow struct {
	rows pgx.Rows
	err  error
}

// Scan reads the row, or says that there is none.
func (f firstRow) Scan(into ...any) error {
	if f.err != nil {
		return f.err
	}
	defer f.rows.Close()
	if !f.rows.Next() {
		if err := f.rows.Err(); err != nil {
			return err
		}
		return pgx.ErrNoRows
	}
	if err := f.rows.Scan(into...); err != nil {
		return err
	}
	f.rows.Close()
	return f.rows.Err()
}

// mostKnown bounds the statements that a connection keeps: lists come in as
// many forms as people have filters.
const mostKnown = 400

// knownStatements are the names under which a connection has prepared statements.
type knownStatements struct {
	names map[string]string // by text
	made  int
}

func knownTo(c *pgx.Conn) *knownStatements {
	const key = "longhouse.known"
	known, ok := c.PgConn().CustomData()[key].(*knownStatements)
	if !ok {
		known = &knownStatements{names: map[string]string{}}
		c.PgConn().CustomData()[key] = known
	}
	return known
}
