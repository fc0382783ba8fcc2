package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// sub is a value of the recorded request, and what stands for it in pgbench's
// script, so that each transaction is about another record.
type sub struct{ text, sql string }

// scribe turns recorded trips into a script for pgbench.
type scribe struct {
	conn  *pgx.Conn
	since time.Time
	known []sub
	fresh int
}

var (
	anyUUID     = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
	placeholder = regexp.MustCompile(`\$(\d+)`)
	setting     = regexp.MustCompile(`^set local (app\.\w+) = '(.*)'$`)
	opening     = regexp.MustCompile(`^(begin|set local|select set_config\()`)
	remark      = regexp.MustCompile(`(?m)^--.*$|/\*.*?\*/`)
	spaces      = regexp.MustCompile(`\s+`)
	jsonWord    = regexp.MustCompile(`":([a-zA-Z])`) // pgbench would take :true for a variable
)

// script writes the statements. Those that begin and say who acts go together,
// as the product sends them; each other one waits for its answer, as a program
// that is written without care does.
func (s *scribe) script(ctx context.Context, variables string, trips []*trip) (string, error) {
	var opens, then []string
	for _, t := range trips {
		for _, st := range t.statements {
			parts := []string{st.sql}
			if st.simple {
				parts = strings.Split(st.sql, ";")
			}
			for _, part := range parts {
				line, err := s.simple(strings.TrimSpace(part)), error(nil)
				if !st.simple {
					line, err = s.bound(ctx, st)
				}
				if err != nil {
					return "", err
				}
				if len(then) == 0 && opening.MatchString(line) {
					opens = append(opens, line)
				} else {
					then = append(then, line)
				}
			}
		}
	}
	return variables + "\\startpipeline\n" + strings.Join(opens, ";\n") + ";\n\\endpipeline\n" + strings.Join(then, ";\n") + ";\n", nil
}

// simple keeps a statement as it is, unless it sets what must differ each time.
func (s *scribe) simple(sql string) string {
	m := setting.FindStringSubmatch(sql)
	if m == nil {
		return sql
	}
	if value := s.literal(m[2]); !strings.HasPrefix(value, "'") {
		return "select set_config('" + m[1] + "', " + value + ", true)"
	}
	return sql
}

// bound writes a statement with its values in it, and lets PostgreSQL read them.
func (s *scribe) bound(ctx context.Context, st statement) (string, error) {
	sql := strings.TrimSpace(spaces.ReplaceAllString(remark.ReplaceAllString(st.sql, ""), " "))
	if len(st.params) == 0 {
		return s.simple(sql), nil
	}
	described, err := s.conn.Prepare(ctx, "", st.sql)
	if err != nil {
		return "", fmt.Errorf("describe %.60q: %w", st.sql, err)
	}
	values := make([]string, len(st.params))
	for i, value := range st.params {
		oid := described.ParamOIDs[i]
		var kind string
		if err := s.conn.QueryRow(ctx, "select format_type($1, null)", oid).Scan(&kind); err != nil {
			return "", err
		}
		if value == nil {
			values[i] = "null::" + kind
			continue
		}
		r := s.conn.PgConn().ExecParams(ctx, "select ($1)::text", [][]byte{value}, []uint32{oid}, st.formats[i:i+1], nil).Read()
		if r.Err != nil {
			return "", fmt.Errorf("read a value of %.60q: %w", st.sql, r.Err)
		}
		values[i] = "(" + s.literal(string(r.Rows[0][0])) + ")::" + kind
	}
	return placeholder.ReplaceAllStringFunc(sql, func(p string) string {
		n, _ := strconv.Atoi(p[1:]) // the expression matches digits only
		return values[n-1]
	}), nil
}

// literal is a text as SQL, with the record's own values replaced. IDs that
// were made during the request are made anew each time.
func (s *scribe) literal(text string) string {
	for _, id := range anyUUID.FindAllString(text, -1) {
		if slices.ContainsFunc(s.known, func(k sub) bool { return k.text == id }) || !s.isFresh(id) {
			continue
		}
		s.known = append(s.known, sub{id, fmt.Sprintf("('0199%04x-0000-7000-8000-' || lpad(to_hex(:u::bigint), 12, '0'))", s.fresh)})
		s.fresh++
	}
	out := "'" + strings.ReplaceAll(jsonWord.ReplaceAllString(text, `": $1`), "'", "''") + "'"
	for _, k := range s.known {
		switch {
		case text == k.text:
			return k.sql
		case strings.Contains(text, k.text):
			out = "replace(" + out + ", '" + k.text + "', " + k.sql + ")"
		}
	}
	return out
}

func (s *scribe) isFresh(text string) bool {
	id, err := uuid.Parse(text)
	if err != nil || id.Version() != 7 {
		return err == nil && id.Version() == 5 // made of a fresh one
	}
	seconds, _ := id.Time().UnixTime()
	return seconds >= s.since.Unix()
}

// pgbench runs a script and says how many transactions a second it did.
type pgbench struct {
	database, folder string
	runs             int
}

var tps = regexp.MustCompile(`tps = ([0-9.]+)`)

// run gives each transaction a number :u of its own; with count, each client does that many.
func (p *pgbench) run(ctx context.Context, script string, clients int, lasts time.Duration, count int, variables ...string) (float64, error) {
	p.runs++
	file := filepath.Join(p.folder, fmt.Sprintf("script%d.sql", p.runs))
	if err := os.WriteFile(file, []byte(script), 0o600); err != nil {
		return 0, err
	}
	args := []string{"-n", "-M", "prepared", "-f", file, "-c", strconv.Itoa(clients), "-j", strconv.Itoa(min(clients, 2)), "-D", "i=0", "-D", "base=" + strconv.Itoa(p.runs*1_000_000_000)}
	if count > 0 {
		args = append(args, "-t", strconv.Itoa(count))
	} else {
		args = append(args, "-T", strconv.Itoa(max(1, int(lasts.Seconds()))))
	}
	for _, v := range variables {
		args = append(args, "-D", v)
	}
	cmd := exec.CommandContext(ctx, "pgbench", append(args, p.database)...) //nolint:gosec // our own arguments
	out, err := cmd.CombinedOutput()
	m := tps.FindSubmatch(out)
	if err != nil || m == nil {
		return 0, fmt.Errorf("pgbench: %w\n%s\n%s", err, out, script)
	}
	return strconv.ParseFloat(string(m[1]), 64)
}
