package access

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/authz"
	"longhouse/platform/fault"
)

// maxFile is how large a policy's file may be.
const maxFile = 2 << 20

// Write writes a policy as a file that reads well in a diff: one line for each
// thing, sorted, with the words of the policy and nothing that changes by itself.
//
//	r, org.regional-sales-lead, Regional sales lead, "Leads the north."
//	g, org.regional-sales-lead, crm.lead
//	p, r:crm.rep, crm:deal, export, own, allow, , , "Reps take their own list along."
func Write(p authz.Policy) []byte {
	var b bytes.Buffer
	b.WriteString("# A policy of Longhouse. r: role, name, note. g: role, role whose rules it has too.\n# p: subject, object, action, scope, effect, valid from, valid to, reason.\n")
	w := csv.NewWriter(&b)
	section := func(kind string, lines [][]string) {
		if len(lines) == 0 {
			return
		}
		slices.SortFunc(lines, func(x, y []string) int { return slices.Compare(x, y) })
		w.Flush()
		b.WriteByte('\n')
		for _, l := range lines {
			_ = w.Write(append([]string{kind}, l...)) // a buffer never fails
		}
	}
	var roles, edges, rules [][]string
	for _, r := range p.Roles {
		roles = append(roles, []string{r.ID, r.Name, r.Note})
	}
	for _, e := range p.Edges {
		edges = append(edges, []string{e.Role, e.Parent})
	}
	for _, r := range p.Rules {
		rules = append(rules, []string{r.Subject, r.Object, r.Action, r.Scope, r.Effect, moment(r.From), moment(r.To), r.Reason})
	}
	section("r", roles)
	section("g", edges)
	section("p", rules)
	w.Flush()
	return b.Bytes()
}

func moment(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}

// Read reads a policy's file. Whatever it does not understand is named by its line.
func Read(text []byte) (authz.Policy, error) {
	p := authz.Policy{Rules: []authz.Rule{}, Roles: []authz.OwnRole{}, Edges: []authz.Edge{}}
	if len(text) > maxFile {
		return p, ErrFile.Say("The file is larger than 2 MB.")
	}
	r := csv.NewReader(bytes.NewReader(text))
	r.Comment, r.TrimLeadingSpace, r.FieldsPerRecord = '#', true, -1
	var bad []fault.Field
	wrong := func(n int, message string) {
		bad = append(bad, fault.Field{Pointer: "/lines/" + strconv.Itoa(n), Code: "unreadable", Message: fmt.Sprintf("Line %d: %s", n, message)})
	}
	for len(bad) < 50 {
		line, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			var at *csv.ParseError
			if errors.As(err, &at) {
				wrong(at.Line, "it is no line of a CSV file: "+at.Err.Error()+".")
			}
			break
		}
		n, _ := r.FieldPos(0)
		switch {
		case line[0] == "r" && len(line) == 4:
			p.Roles = append(p.Roles, authz.OwnRole{ID: line[1], Name: line[2], Note: line[3]})
		case line[0] == "g" && len(line) == 3:
			p.Edges = append(p.Edges, authz.Edge{Role: line[1], Parent: line[2]})
		case line[0] == "p" && len(line) >= 6 && len(line) <= 9:
			line = append(line, "", "", "")
			rule := authz.Rule{Subject: line[1], Object: line[2], Action: line[3], Scope: line[4], Effect: line[5], Reason: line[8]}
			var from, to bool
			rule.From, from = instant(line[6])
			rule.To, to = instant(line[7])
			if !from || !to {
				wrong(n, "a time is written as 2026-12-31T00:00:00Z.")
			}
			p.Rules = append(p.Rules, rule)
		default:
			wrong(n, fmt.Sprintf("it has %d columns and begins with %s. A line begins with r (4 columns), g (3) or p (6 to 9).", len(line), quoted(line[0])))
		}
	}
	if len(bad) > 0 {
		e := ErrFile.Say(bad[0].Message)
		for _, f := range bad {
			e = e.Field(f.Pointer, f.Code, f.Message)
		}
		return p, e
	}
	return p, nil
}

func instant(text string) (*time.Time, bool) {
	if strings.TrimSpace(text) == "" {
		return nil, true
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return nil, false
	}
	return &t, true
}

// Export writes a version, or the published policy, as a file.
func (s *Service) Export(ctx context.Context, id uuid.UUID) ([]byte, error) {
	if id == uuid.Nil {
		if err := authz.Allowed(ctx, ReadPolicy); err != nil {
			return nil, err
		}
		now, err := authz.Now(ctx)
		if err != nil {
			return nil, err
		}
		return Write(now.Facts().Own), nil
	}
	v, err := s.Version(ctx, id)
	return Write(v.Policy), err
}

// Check judges a policy as if the caller wrote it and approved it now, without
// keeping anything: for a file on its way.
func (s *Service) Check(ctx context.Context, p authz.Policy) (Report, error) {
	if err := authz.Allowed(ctx, ReadPolicy); err != nil {
		return Report{}, err
	}
	people, err := s.staff(ctx)
	if err != nil {
		return Report{}, err
	}
	return s.judgeNow(ctx, people, p)
}
