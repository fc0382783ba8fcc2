package crmmodule_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/modules/crm"
	"longhouse/modules/crm/crmmodule"
	"longhouse/platform/authz"
	"longhouse/platform/clock"
	"longhouse/platform/custom"
	"longhouse/platform/pgtest"
	"longhouse/platform/rest"
)

// BenchmarkListsOfManyRecordsWithManyFields reads first pages of 100,000
// accounts that have 20 custom fields each; platform/custom/README.md has its figures.
func BenchmarkListsOfManyRecordsWithManyFields(b *testing.B) {
	d := pgtest.New(b)
	outbox.Do(func() { d.Root.SetOutbox(nowhere{}) })
	fields := custom.New(custom.Options{DB: d.Root, Clock: clock.Fixed(now)})
	module := crmmodule.New(crmmodule.Deps{DB: d.Root.For("crm"), Clock: clock.Fixed(now), People: staff{}, Users: logins{}, Custom: fields})
	fields.Register(module.Entities, module.Resources)
	as := d.With(b, d.Context(b), authz.TestPolicy{Resources: crm.Resources}, "owner")
	c := d.ServerAs(b, as, map[string]func(*rest.API){"crm": module.Routes, "custom": fields.Routes}, func(g *rest.Gate) { g.Custom = fields.Columns })
	kinds := []string{"text", "integer", "decimal", "date", "choice"}
	values := map[string]string{"text": "md5(i::text)", "integer": "i %% 5000", "decimal": "(i * 7919 %% 100000)::text || '.50'", "date": "(date '2020-01-01' + i %% 3000)::text", "choice": "'o' || i %% 10"}
	object := ""
	for n := range 20 {
		kind := kinds[n%len(kinds)]
		body := map[string]any{"entity": "crm.account", "kind": kind, "key": fmt.Sprint("f", n), "label": map[string]string{"en": fmt.Sprint("F", n)}, "searchable": kind == "text" && n < 10}
		if kind == "choice" {
			options := []map[string]any{}
			for o := range 10 {
				options = append(options, map[string]any{"key": fmt.Sprint("o", o), "label": map[string]string{"en": fmt.Sprint("Option ", o)}})
			}
			body["options"] = options
		}
		c.Post("/custom-fields", body).Is(201)
		object += fmt.Sprintf(", 'f%d', "+values[kind], n)
	}
	conn := d.Superuser(b)
	_, err := conn.Exec(b.Context(), fmt.Sprintf(`set app.org_id = '%s'; alter table crm.account disable trigger history;
		insert into crm.account (org_id, id, code, name, created_at, updated_at, custom)
		select '%s', gen_random_uuid(), 'C' || i, 'Company ' || md5((i * 3)::text), now(), now(), jsonb_build_object(%s) from generate_series(1, 100000) i;
		alter table crm.account enable trigger history; analyze crm.account`, d.Org, d.Org, object[2:]))
	require.NoError(b, err)
	b.Cleanup(func() { _, _ = conn.Exec(b.Context(), "delete from crm.account where org_id = $1", d.Org.UUID) })
	for _, query := range []string{
		"sort=name", "sort=custom.f0", "sort=-custom.f1", "sort=custom.f2", "sort=custom.f3", "sort=custom.f4,-custom.f2",
		"custom.f4=o3", "custom.f4.not=o3", "custom.f4=o3&custom.f9=o3&sort=custom.f2", "custom.f0=abc", "custom.f2.gte=99990", "custom.f2.gte=50000", "custom.f3.gte=2026-01-01&custom.f3.lt=2026-02-01",
		"custom.f1.empty=true", "q=c4ca4238", "custom.f4=o3&count=1",
		"filter=%7B%22or%22%3A%5B%7B%22field%22%3A%22custom.f4%22%2C%22op%22%3A%22is%22%2C%22value%22%3A%22o3%22%7D%2C%7B%22field%22%3A%22custom.f2%22%2C%22op%22%3A%22gt%22%2C%22value%22%3A%2299990%22%7D%5D%7D",
	} {
		b.Run(query, func(b *testing.B) {
			for b.Loop() {
				c.Get("/crm/accounts?" + query).Is(200)
			}
		})
	}
	for _, query := range []string{"of=sum:custom.f2", "group=custom.f4&of=sum:custom.f2"} {
		b.Run("summary "+query, func(b *testing.B) {
			for b.Loop() {
				c.Get("/crm/accounts/summary?" + query).Is(200)
			}
		})
	}
}
