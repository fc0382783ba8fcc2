package main

import (
	"context"
	_ "embed"
	"fmt"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
)

const (
	accounts = 100_000
	products = 40
)

// nouns make names that people would type: some forty accounts share a noun with its number.
var nouns = []string{
	"Harbour", "Orchard", "Lantern", "Granite", "Meadow", "Copper", "Willow", "Falcon", "Bridge", "Compass", "Timber", "Velvet", "Saffron", "Beacon", "Anchor",
	"Juniper", "Marble", "Cobalt", "Thistle", "Prairie", "Summit", "Cedar", "Amber", "Canyon", "Hazel",
}

// Kinds of rows, as their IDs tell them: accounts, orders, and the lines of an order, which are the next three.
const (
	account = 0
	order   = 1
	product = 5
)

// rowID is the ID of row n of a kind, as fill.sql makes it; rowSQL is that in a script of pgbench.
func rowID(kind, n int) string { return fmt.Sprintf("00000000-%04x-7000-8000-%012x", kind, n) }

func rowSQL(kind int) string {
	return fmt.Sprintf("('00000000-%04x-7000-8000-' || lpad(to_hex(:n::bigint), 12, '0'))", kind)
}

//go:embed fill.sql
var filling string

// fill writes a company with 100,000 accounts, and as many of others, which
// row level security has to hide. Drafts are orders to be confirmed.
func fill(ctx context.Context, c *pgx.Conn, org, owner string, drafts int) error {
	sql := strings.NewReplacer("@org", org, "@owner", owner, "@accounts", strconv.Itoa(accounts), "@products", strconv.Itoa(products),
		"@drafts", strconv.Itoa(drafts), "@nouns", strings.Join(nouns, "','")).Replace(filling)
	for _, statement := range strings.Split(sql, ";\n") {
		if _, err := c.Exec(ctx, statement); err != nil {
			return fmt.Errorf("fill: %w\n%s", err, statement)
		}
	}
	return nil
}
