package access_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/access"
	"longhouse/platform/authz"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// TestWhatIsNotUnderstoodIsRefusedWithAPointerAndASentence: every word of a
// rule, in every form that only looks like one.
func TestWhatIsNotUnderstoodIsRefusedWithAPointerAndASentence(t *testing.T) {
	t.Parallel()
	f := setup(t)
	stranger := setup(t)
	good := allow("r:crm.rep", "crm:deal", "export", "own")
	with := func(change func(*authz.Rule)) access.Change {
		r := good
		change(&r)
		return access.Change{AddRules: []authz.Rule{r}}
	}
	long := strings.Repeat("x", 501)
	w, err := f.svc.Begin(f.as(f.ann), access.Beginning{Name: "Nothing of this"})
	require.NoError(t, err)
	for _, c := range []struct {
		name, pointer, code string
		change              access.Change
	}{
		{"unknown role", "/add_rules/0/subject", "unknown_role", with(func(r *authz.Rule) { r.Subject = "r:crm.repp" })},
		{"role in capitals", "/add_rules/0/subject", "unknown_role", with(func(r *authz.Rule) { r.Subject = "r:CRM.rep" })},
		{"no subject kind", "/add_rules/0/subject", "unknown_subject", with(func(r *authz.Rule) { r.Subject = "crm.rep" })},
		{"a token", "/add_rules/0/subject", "unknown_subject", with(func(r *authz.Rule) { r.Subject = "t:" + uuid.NewString() })},
		{"a service", "/add_rules/0/subject", "unknown_subject", with(func(r *authz.Rule) { r.Subject = "s:crm.reserve_stock" })},
		{"somebody of another organisation", "/add_rules/0/subject", "unknown_person", with(func(r *authz.Rule) { r.Subject = "u:" + stranger.ann.ID.String() })},
		{"a person without an end", "/add_rules/0/valid_to", "required", with(func(r *authz.Rule) { r.Subject = "u:" + f.bob.ID.String() })},
		{"the owner", "/add_rules/0/subject", "fixed_role", with(func(r *authz.Rule) { r.Subject = "r:owner" })},
		{"emergency", "/add_rules/0/subject", "fixed_role", with(func(r *authz.Rule) { r.Subject = "r:emergency" })},
		{"unknown resource", "/add_rules/0/object", "unknown_object", with(func(r *authz.Rule) { r.Object = "crm:deals" })},
		{"a dot", "/add_rules/0/object", "unknown_object", with(func(r *authz.Rule) { r.Object = "crm.deal" })},
		{"a look-alike letter", "/add_rules/0/object", "unknown_object", with(func(r *authz.Rule) { r.Object = "\u0441rm:deal" })},
		{"full width", "/add_rules/0/object", "unknown_object", with(func(r *authz.Rule) { r.Object = "\uff43rm:deal" })},
		{"a pattern", "/add_rules/0/object", "unknown_object", with(func(r *authz.Rule) { r.Object = "crm:d*" })},
		{"unknown class", "/add_rules/0/object", "unknown_class", with(func(r *authz.Rule) { r.Object = "crm:deal#price" })},
		{"empty class", "/add_rules/0/object", "unknown_object", with(func(r *authz.Rule) { r.Object = "crm:deal#" })},
		{"all classes allowed", "/add_rules/0/object", "unknown_class", with(func(r *authz.Rule) { r.Object = "crm:deal#*" })},
		{"unknown action", "/add_rules/0/action", "unknown_action", with(func(r *authz.Rule) { r.Action = "explode" })},
		{"empty action", "/add_rules/0/action", "unknown_action", with(func(r *authz.Rule) { r.Action = "" })},
		{"two actions", "/add_rules/0/action", "unknown_action", with(func(r *authz.Rule) { r.Action = "read|export" })},
		{"an action that the class has not", "/add_rules/0/action", "unknown_action", with(func(r *authz.Rule) { r.Object, r.Action = "crm:deal#margin", "win" })},
		{"unknown scope", "/add_rules/0/scope", "unknown_scope", with(func(r *authz.Rule) { r.Scope = "world" })},
		{"scope in capitals", "/add_rules/0/scope", "unknown_scope", with(func(r *authz.Rule) { r.Scope = "Own" })},
		{"scope that is not offered", "/add_rules/0/scope", "no_such_scope", with(func(r *authz.Rule) { r.Object, r.Action = "inventory:stock", "read" })},
		{"effect in capitals", "/add_rules/0/effect", "unknown_effect", with(func(r *authz.Rule) { r.Effect = "Allow" })},
		{"effect in full width", "/add_rules/0/effect", "unknown_effect", with(func(r *authz.Rule) { r.Effect = "\uff41llow" })},
		{"deny without a reason", "/add_rules/0/reason", "required", with(func(r *authz.Rule) { r.Effect = "deny" })},
		{"a control character", "/add_rules/0/reason", "invalid", with(func(r *authz.Rule) { r.Reason = "a\x07b" })},
		{"text that turns around", "/add_rules/0/reason", "invalid", with(func(r *authz.Rule) { r.Reason = "a\u202eb" })},
		{"a long reason", "/add_rules/0/reason", "invalid", with(func(r *authz.Rule) { r.Reason = long })},
		{"an end before the beginning", "/add_rules/0/valid_to", "invalid", with(func(r *authz.Rule) { *r = at(*r, 2*time.Hour, time.Hour) })},
		{"twice", "/add_rules/1", "twice", access.Change{AddRules: []authz.Rule{good, good}}},
		{"an unknown rule to remove", "/remove_rules/0", "unknown", access.Change{RemoveRules: []authz.Rule{good}}},
		{"an unknown parent", "/add_inherits/0/parent", "unknown_role", access.Change{AddRoles: []access.NewRole{{Name: "A"}}, AddInherits: []authz.Edge{{Role: "org.a", Parent: "nobody"}}}},
		{"a shipped role that inherits", "/add_inherits/0/role", "unknown_role", access.Change{AddInherits: []authz.Edge{{Role: "crm.rep", Parent: "crm.lead"}}}},
		{"a role that inherits the owner", "/add_inherits/0/parent", "fixed_role", access.Change{AddRoles: []access.NewRole{{Name: "A"}}, AddInherits: []authz.Edge{{Role: "org.a", Parent: "owner"}}}},
		{"a circle", "/add_inherits/0", "too_deep", access.Change{AddRoles: []access.NewRole{{Name: "A"}, {Name: "B"}}, AddInherits: []authz.Edge{{Role: "org.a", Parent: "org.b"}, {Role: "org.b", Parent: "org.a"}}}},
		{"itself", "/add_inherits/0", "too_deep", access.Change{AddRoles: []access.NewRole{{Name: "A"}}, AddInherits: []authz.Edge{{Role: "org.a", Parent: "org.a"}}}},
		{"a role without a name", "/add_roles/0/name", "invalid", access.Change{AddRoles: []access.NewRole{{Name: "  "}}}},
		{"two roles of one name", "/add_roles/1/name", "twice", access.Change{AddRoles: []access.NewRole{{Name: "Lead"}, {Name: "LEAD"}}}},
	} {
		_, err := f.svc.Edit(f.as(f.ann), w.ID, w.Version.Version, c.change)
		require.ErrorIs(t, err, fault.ErrInvalid, c.name)
		found := fault.As(err).Fields
		require.NotEmpty(t, found, c.name)
		require.Equal(t, c.pointer, found[0].Pointer, "%s: %v", c.name, err)
		require.Equal(t, c.code, found[0].Code, "%s: %v", c.name, err)
		require.Regexp(t, `\.$`, found[0].Message, c.name)
	}
	kept, err := f.svc.Version(f.as(f.ann), w.ID)
	require.NoError(t, err)
	require.Equal(t, w.Version.Version, kept.Version.Version, "nothing of it was kept")
	require.Empty(t, kept.Policy.Rules)
}

func TestRolesInheritFiveLevelsAndNoMore(t *testing.T) {
	t.Parallel()
	f := setup(t)
	chain := func(n int) access.Change {
		c := access.Change{}
		for i := range n + 1 {
			c.AddRoles = append(c.AddRoles, access.NewRole{Name: fmt.Sprintf("R%d", i)})
			if i > 0 {
				c.AddInherits = append(c.AddInherits, authz.Edge{Role: fmt.Sprintf("org.r%d", i-1), Parent: fmt.Sprintf("org.r%d", i)})
			}
		}
		return c
	}
	w, err := f.svc.Begin(f.as(f.ann), access.Beginning{Name: "Deep"})
	require.NoError(t, err)
	_, err = f.svc.Edit(f.as(f.ann), w.ID, w.Version.Version, chain(6))
	require.ErrorIs(t, err, fault.ErrInvalid)
	_, err = f.svc.Edit(f.as(f.ann), w.ID, w.Version.Version, chain(5))
	require.NoError(t, err)
}

func TestAPolicyOfMoreThanFiveThousandRulesIsRefused(t *testing.T) {
	t.Parallel()
	f := setup(t)
	p := authz.Policy{}
	for i := range 5_001 {
		p.Rules = append(p.Rules, allow("r:org.x", "crm:deal", "read", "own"))
		p.Rules[i].Subject = fmt.Sprintf("r:org.r%d", i%200)
	}
	_, err := f.svc.Begin(f.as(f.ann), access.Beginning{Name: "Big", Policy: &p})
	require.ErrorIs(t, err, fault.ErrInvalid)
	require.Contains(t, fmt.Sprint(fault.As(err).Fields), "too_many")
}

func TestAnotherOrganisationsDraftDoesNotExist(t *testing.T) {
	t.Parallel()
	f, other := setup(t), setup(t)
	w := other.draft(access.Change{AddRules: []authz.Rule{allow("r:crm.rep", "crm:deal", "export", "own")}})
	_, err := f.svc.Version(f.as(f.ann), w.ID)
	require.ErrorIs(t, err, fault.ErrNotFound)
	_, err = f.svc.Edit(f.as(f.ann), w.ID, w.Version.Version, access.Change{})
	require.ErrorIs(t, err, fault.ErrNotFound)
	_, err = f.svc.Publish(f.as(f.ann), w.ID, w.Version.Version, "")
	require.ErrorIs(t, err, fault.ErrNotFound)
	_, err = f.svc.Begin(f.as(f.ann), access.Beginning{Name: "Theirs", From: w.ID})
	require.ErrorIs(t, err, fault.ErrInvalid)
	_, err = f.svc.Give(f.as(f.ann), access.Grant{User: other.bob.ID, Role: "crm.rep"})
	require.ErrorIs(t, err, fault.ErrNotFound)
	rep := other.person("Rita Rep", "crm.rep")
	require.False(t, f.may(rep, "crm.deal.read", page.Own), "whoever has a role elsewhere has none here")
}

// TestARowWrittenByHandKeepsTheLastGoodPolicy: whoever has the database's
// password can break a policy, and not what was decided before.
func TestARowWrittenByHandKeepsTheLastGoodPolicy(t *testing.T) {
	t.Parallel()
	for name, sql := range map[string]string{
		"an effect in capitals": "insert into access.rule (org_id, id, version_id, subject, object, action, scope, effect) values ($1, gen_random_uuid(), $2, 'r:crm.rep', 'crm:deal', 'read', 'all', 'Allow')",
		"no object":             "insert into access.rule (org_id, id, version_id, subject, object, action, scope, effect) values ($1, gen_random_uuid(), $2, 'r:crm.rep', '', 'read', 'all', 'allow')",
		"a circle":              "insert into access.edge (org_id, id, version_id, role, parent) values ($1, gen_random_uuid(), $2, 'crm.rep', 'crm.lead')",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := setup(t)
			rep := f.person("Rita Rep", "crm.rep")
			v := f.publish(access.Change{AddRules: []authz.Rule{allow("r:crm.rep", "crm:deal", "export", "own")}})
			require.True(t, f.may(rep, "crm.deal.export", page.Own))
			conn := f.d.Superuser(t)
			_, err := conn.Exec(t.Context(), "alter table access.rule drop constraint if exists rule_has_an_effect")
			require.NoError(t, err)
			f.write(sql, f.d.Org.UUID, v.ID)
			was := authz.Alarms()
			f.raise()
			require.True(t, f.may(rep, "crm.deal.export", page.Own), "the last good one decides")
			require.False(t, f.may(rep, "crm.deal.read", page.All))
			require.Greater(t, authz.Alarms(), was)
			require.Error(t, f.engine.Sound(t.Context()))
			require.NoError(t, f.engine.Ready(t.Context()))

			fresh, _ := f.node(f.clock())
			_, err = fresh.Attach(f.as(f.ann))
			require.ErrorIs(t, err, authz.ErrUnreadable, "a node that knows no good one allows nothing")
			require.Error(t, fresh.Ready(t.Context()))
		})
	}
}

func TestATokenPreparesAndNeverDecides(t *testing.T) {
	t.Parallel()
	f := setup(t)
	ctx := f.token(f.ann, map[kernel.Permission]string{access.ReadPolicy: "all", access.EditPolicy: "all", access.PublishPolicy: "all", access.AssignRoles: "all", access.UseEmergency: "all"})
	w, err := f.svc.Begin(ctx, access.Beginning{Name: "As code"})
	require.NoError(t, err)
	w, err = f.svc.Edit(ctx, w.ID, w.Version.Version, access.Change{AddRules: []authz.Rule{allow("r:crm.rep", "crm:deal", "export", "own")}})
	require.NoError(t, err)
	require.Equal(t, f.ann.ID, w.Authors[0].ID, "its owner is the author")
	_, err = f.svc.Submit(ctx, w.ID, w.Version.Version, "")
	require.ErrorIs(t, err, access.ErrPeopleOnly)
	_, err = f.svc.Publish(ctx, w.ID, w.Version.Version, "")
	require.ErrorIs(t, err, access.ErrPeopleOnly)
	_, err = f.svc.Give(ctx, access.Grant{User: f.bob.ID, Role: "crm.rep"})
	require.ErrorIs(t, err, access.ErrPeopleOnly)
	_, err = f.svc.BreakGlass(ctx, "Fire", 10)
	require.ErrorIs(t, err, access.ErrPeopleOnly)
}
