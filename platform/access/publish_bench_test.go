package access

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/authz"
	"longhouse/platform/clock"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/policies"
)

// BenchmarkGuards judges a change of every own role among 40 roles, 60
// resources and 5 actions, on people and on each role by itself: a publish is at most 1.5 s (access.md 13).
func BenchmarkGuards(b *testing.B) {
	e, err := authz.New(&db.Root{}, authz.Options{Model: policies.Model, Roles: policies.Roles, Clock: clock.Clock{}})
	require.NoError(b, err)
	var resources []kernel.Resource
	var permissions []kernel.Permission
	for r := range 60 {
		name := fmt.Sprintf("crm.thing%d", r)
		resources = append(resources, kernel.Resource{Name: name, Scopes: kernel.OwnTeamDeptAll, Actions: kernel.Actions("read", "create", "update", "delete", "export")})
		for _, a := range []string{"read", "create", "update", "delete", "export"} {
			permissions = append(permissions, kernel.Permission(name+"."+a))
		}
	}
	require.NoError(b, e.Register(resources, permissions))
	require.NoError(b, e.Register(Resources, Permissions))
	f := &authz.Facts{Org: kernel.NewID[kernel.Org]()}
	people := staff{}
	owner := kernel.NewUUID()
	f.Assignments = append(f.Assignments, authz.Assignment{User: owner, Role: "owner"})
	for r := range 40 {
		role := fmt.Sprintf("org.r%d", r)
		f.Own.Roles = append(f.Own.Roles, authz.OwnRole{ID: role, Name: role})
		for k := range 25 {
			f.Own.Rules = append(f.Own.Rules, authz.Rule{Subject: "r:" + role, Object: fmt.Sprintf("crm:thing%d", (r*7+k)%60), Action: []string{"read", "update", "create"}[k%3], Scope: []string{"own", "team", "all"}[r%3], Effect: "allow"})
		}
		for range 10 {
			p := kernel.NewUUID()
			people[p] = Person{ID: p, Name: "P", Active: true}
			f.Assignments = append(f.Assignments, authz.Assignment{User: p, Role: role})
		}
	}
	changed := f.Own.Clone()
	for r := range 40 {
		changed.Rules = append(changed.Rules, authz.Rule{Subject: fmt.Sprintf("r:org.r%d", r), Object: "crm:thing59", Action: "export", Scope: "own", Effect: "allow"})
	}
	for b.Loop() {
		before, err := e.Snapshot(f, time.Unix(1, 0))
		require.NoError(b, err)
		after, err := before.Under(e, changed)
		require.NoError(b, err)
		j := &judged{rights: e, before: before, after: after, staff: people, givers: []uuid.UUID{owner}, expectations: builtIn}
		found, err := j.all()
		require.NoError(b, err)
		j.effects()
		_ = found
	}
}
