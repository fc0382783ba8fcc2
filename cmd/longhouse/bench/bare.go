package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"longhouse/modules/crm"
)

// bareVariable holds the organisation, and tells this program to be the bare
// handler: gin and pgx, the same data by the same statements, and nothing of
// what makes it safe. No caller is recognised, no right asked, no row hidden,
// no transaction begun.
const bareVariable = "BENCH_BARE"

func bare(ctx context.Context) error {
	c, err := pgxpool.ParseConfig(os.Getenv("DATABASE_URL"))
	if err != nil {
		return err
	}
	c.MaxConns = 16
	pool, err := pgxpool.NewWithConfig(ctx, c)
	if err != nil {
		return err
	}
	b := bareHandler{pool, os.Getenv(bareVariable)}
	gin.SetMode(gin.ReleaseMode)
	g := gin.New()
	g.GET("/api/v1/crm/accounts/:id", b.read)
	g.GET("/api/v1/crm/accounts", b.list)
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println("http://" + l.Addr().String())
	s := &http.Server{Handler: g, ReadHeaderTimeout: 10 * time.Second}
	go func() {
		<-ctx.Done() // the bench is over
		_ = s.Close()
	}()
	if err := s.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

type bareHandler struct {
	pool *pgxpool.Pool
	org  string
}

const bareColumns = `id, code, name, legal_name, domain, industry, lifecycle, website, phone, email, city, country, currency, description,
 coalesce(employees, 0), owner_id, team_id, version, created_at, updated_at`

func scanAccount(row pgx.CollectableRow) (a crm.Account, err error) {
	err = row.Scan(&a.ID.UUID, &a.Code, &a.Name, &a.LegalName, &a.Domain, &a.Industry, &a.Lifecycle, &a.Website, &a.Phone, &a.Email, &a.City, &a.Country,
		&a.Currency, &a.Description, &a.Employees, &a.Owner.ID.UUID, &a.TeamID, &a.Version, &a.CreatedAt, &a.UpdatedAt)
	return a, err
}

func (b bareHandler) read(c *gin.Context) {
	ctx, id := c.Request.Context(), c.Param("id")
	all, err := rows(ctx, b, scanAccount, "select "+bareColumns+" from crm.account where org_id = $1 and id = $2 and deleted_at is null", b.org, id)
	if err != nil || len(all) == 0 {
		c.Status(http.StatusNotFound)
		return
	}
	a := all[0]
	points, err1 := rows(ctx, b, func(row pgx.CollectableRow) (p crm.ContactPoint, err error) {
		return p, row.Scan(&p.ID.UUID, &p.Kind, &p.Label, &p.Raw, &p.Norm, &p.Extension, &p.IsPrimary)
	}, "select id, kind, label, raw, norm, extension, is_primary from crm.contact_point where org_id = $1 and account_id = $2 order by created_at, id", b.org, id)
	addresses, err2 := rows(ctx, b, func(row pgx.CollectableRow) (p crm.Address, err error) {
		return p, row.Scan(&p.ID.UUID, &p.Kind, &p.Lines, &p.City, &p.Region, &p.Postcode, &p.Country, &p.IsPrimary)
	}, "select id, kind, lines, city, region, postcode, country, is_primary from crm.address where org_id = $1 and account_id = $2 order by created_at, id", b.org, id)
	a.ContactPoints, a.Addresses = points, addresses
	one := []crm.Account{a}
	b.finish(c, one, err1, err2)
	if !c.IsAborted() {
		c.JSON(http.StatusOK, one[0])
	}
}

func (b bareHandler) list(c *gin.Context) {
	all, err := rows(c.Request.Context(), b, scanAccount, "select "+bareColumns+` from crm.account
	 where org_id = $1 and deleted_at is null and lifecycle = any($2) and country = any($3) order by created_at desc, id desc limit 51`,
		b.org, []string{c.Query("lifecycle")}, []string{c.Query("country")})
	items := all[:min(len(all), 50)]
	b.finish(c, items, err)
	if !c.IsAborted() {
		c.JSON(http.StatusOK, gin.H{"items": items, "next": "eyJzIjoiLWNyZWF0ZWRfYXQiLCJ2IjoiMjAyNS0wNy0yOCAwNTo1NzowMCswMCIsImkiOiIwMDAwMDAwMC0wMDAwLTcwMDAtODAwMC0wMDAwMDAwMTg2YTAifQ"})
	}
}

// finish counts what is open and names the owners, as the product's answer does.
func (b bareHandler) finish(c *gin.Context, items []crm.Account, errs ...error) {
	ctx := c.Request.Context()
	ids := make([]string, len(items))
	for i, a := range items {
		ids[i] = a.ID.String()
	}
	type count struct {
		id string
		n  int64
	}
	counts := func(sql string) map[string]int64 {
		found, err := rows(ctx, b, func(row pgx.CollectableRow) (n count, err error) { return n, row.Scan(&n.id, &n.n) }, sql, b.org, ids)
		errs = append(errs, err)
		out := map[string]int64{}
		for _, n := range found {
			out[n.id] = n.n
		}
		return out
	}
	deals := counts("select account_id::text, count(*) from crm.deal where org_id = $1 and account_id = any($2) and status in ('open', 'hold') and deleted_at is null group by 1")
	orders := counts(`select account_id::text, count(*) from crm."order" where org_id = $1 and account_id = any($2) and status in ('confirmed', 'partially_fulfilled', 'on_hold') group by 1`)
	owners := map[string]string{}
	for i, a := range items {
		items[i].OpenDeals, items[i].OpenOrders = deals[ids[i]], orders[ids[i]]
		owners[a.Owner.ID.String()] = ""
	}
	for id := range owners {
		var name string
		errs = append(errs, b.pool.QueryRow(ctx, "select l.name from identity.login l join identity.membership m on m.login_id = l.id where m.org_id = $1 and l.id = $2", b.org, id).Scan(&name))
		owners[id] = name
	}
	for i, a := range items {
		items[i].Owner.Name = owners[a.Owner.ID.String()]
	}
	for _, err := range errs {
		if err != nil {
			_ = c.AbortWithError(http.StatusInternalServerError, err) // the bench sees the status
			return
		}
	}
}

func rows[T any](ctx context.Context, b bareHandler, scan func(pgx.CollectableRow) (T, error), sql string, args ...any) ([]T, error) {
	found, err := b.pool.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(found, scan)
}
