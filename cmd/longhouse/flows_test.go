package main

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// shop is a company with a product on the shelf, and a customer.
func shop(t *testing.T, onHand string) (c *company, product, account object) {
	t.Helper()
	c = found(t, shared(t))
	product = c.make("/inventory/products", object{"sku": "A-1", "name": "Lamp", "list_price": object{"amount": "20.00", "currency": "USD"}})
	if onHand != "0" {
		c.make("/inventory/movements", object{"kind": "receipt", "lines": []object{{"product_id": product["id"], "qty": onHand}}})
	}
	return c, product, c.make("/crm/accounts", object{"name": "Ernst Handel"})
}

// order makes and confirms an order of some of the product.
func (c *company) order(product, account object, quantity string) object {
	c.t.Helper()
	o := c.make("/crm/orders", object{"account_id": account["id"], "lines": []object{{"product_id": product["id"], "quantity": quantity}}})
	return c.ask(200, http.MethodPost, "/crm/orders/"+o["id"].(string)+"/confirm", nil, tag(o)...)
}

func (c *company) line(order object) object {
	c.t.Helper()
	return c.get("/crm/orders/" + order["id"].(string))["lines"].([]any)[0].(object)
}

func (c *company) delivery(order object) object {
	c.t.Helper()
	var d object
	c.until("/inventory/deliveries?reference="+order["number"].(string), func(o object) bool {
		items := o["items"].([]any)
		if len(items) > 0 {
			d = items[0].(object)
		}
		return d != nil
	})
	return c.get("/inventory/deliveries/" + d["id"].(string))
}

func TestAConfirmedOrderIsReservedShippedAndFulfilled(t *testing.T) {
	t.Parallel()
	c, product, account := shop(t, "10")
	o := c.order(product, account, "4")
	require.Equal(t, "confirmed", o["status"])
	d := c.delivery(o)
	require.Equal(t, "ready", d["state"])
	c.until("/crm/orders/"+o["id"].(string), func(o object) bool { return o["lines"].([]any)[0].(object)["reserved"] == "4" })
	require.Equal(t, "6", c.get("/inventory/products/" + product["id"].(string))["free"])

	lines := d["lines"].([]any)[0].(object)
	c.ask(200, http.MethodPost, "/inventory/deliveries/"+d["id"].(string)+"/ship", object{"lines": []object{{"id": lines["id"], "qty": "1"}}})
	c.until("/crm/orders/"+o["id"].(string), func(o object) bool { return o["status"] == "partially_fulfilled" })
	require.Equal(t, "1", c.line(o)["shipped"])
	c.ask(200, http.MethodPost, "/inventory/deliveries/"+d["id"].(string)+"/ship", object{})
	c.until("/crm/orders/"+o["id"].(string), func(o object) bool { return o["status"] == "fulfilled" })
	require.Equal(t, "6", c.get("/inventory/products/" + product["id"].(string))["on_hand"])
}

func TestAShortOrderSaysSoAndIsServedWhenGoodsCome(t *testing.T) {
	t.Parallel()
	c, product, account := shop(t, "3")
	o := c.order(product, account, "5")
	c.until("/crm/orders/"+o["id"].(string), func(o object) bool {
		l := o["lines"].([]any)[0].(object)
		return l["reserved"] == "3" && l["short"] == "2"
	})
	require.Len(t, c.items("/crm/orders?short=true"), 1)
	c.make("/inventory/movements", object{"kind": "receipt", "lines": []object{{"product_id": product["id"], "qty": "2"}}})
	c.until("/crm/orders/"+o["id"].(string), func(o object) bool { return o["lines"].([]any)[0].(object)["reserved"] == "5" })
	require.Equal(t, "ready", c.delivery(o)["state"])
}

func TestACancelledOrderGivesItsGoodsBack(t *testing.T) {
	t.Parallel()
	c, product, account := shop(t, "5")
	o := c.order(product, account, "5")
	c.delivery(o)
	path := "/inventory/products/" + product["id"].(string)
	c.until(path, func(p object) bool { return p["free"] == "0" })
	// The order has heard of it, too: its version is its last before somebody cancels.
	c.until("/crm/orders/"+o["id"].(string), func(now object) bool { o = now; return now["lines"].([]any)[0].(object)["reserved"] == "5" })
	c.ask(200, http.MethodPost, "/crm/orders/"+o["id"].(string)+"/cancel", object{"reason": "the customer closed"}, tag(o)...)
	c.until(path, func(p object) bool { return p["free"] == "5" })
	require.Equal(t, "cancelled", c.delivery(o)["state"])
}

// invite makes a colleague who can sign in.
func (c *company) invite(name string, roles ...string) client {
	c.t.Helper()
	email := "x" + c.slug + roles[0] + "@example.com"
	i := c.make("/identity/invitations", object{"email": email, "name": name, "roles": roles})
	guest := client{t: c.t, base: c.base}
	guest.ask(201, http.MethodPost, "/identity/invitations/accept", object{"token": i["token"], "name": name, "password": password})
	return signIn(c.t, c.base, email)
}

func TestALeaverLosesTheDoorAndTheManagerGetsTheDeals(t *testing.T) {
	t.Parallel()
	c := found(t, shared(t))
	rep := c.invite("Rita Rep", "crm.rep")
	boss := c.invite("Bodo Boss", "crm.lead")
	repID, bossID := rep.get("/identity/me")["user"].(object)["id"], boss.get("/identity/me")["user"].(object)["id"]

	unit := c.make("/hr/units", object{"name": "Sales"})
	hire := func(name string, user any, manager any) object {
		body := object{"legal_name": name, "hired_on": "2024-01-01", "unit_id": unit["id"], "title": "Sales"}
		if manager != nil {
			body["manager_id"] = manager
		}
		e := c.make("/hr/employees", body)
		return c.ask(200, http.MethodPost, "/hr/employees/"+e["id"].(string)+"/login", object{"login_id": user}, tag(e)...)
	}
	manager := hire("Bodo Boss", bossID, nil)
	leaver := hire("Rita Rep", repID, manager["id"])
	token := rep.make("/identity/tokens", object{"name": "script", "expires_on": "2027-06-30", "permissions": object{"crm.deal.read": "own"}})
	program := client{t: t, base: c.base, token: token["secret"].(string)}
	pipeline := c.get("/crm/pipelines")["items"].([]any)[0].(object)
	deal := rep.make("/crm/deals", object{"name": "Fifty lamps", "pipeline_id": pipeline["id"]})
	require.Len(t, program.items("/crm/deals"), 1)
	c.bring("crm.deals", nil, csvFile(t, "Code,Name,Salesperson\nD1,Imported lamps,"+leaver["number"].(string)+"\n"))
	require.Len(t, program.items("/crm/deals"), 2, "what comes in under a seller's name is theirs")

	c.ask(200, http.MethodPost, "/hr/employees/"+leaver["id"].(string)+"/end", object{"last_day": "2026-01-31", "reason": "resignation"}, tag(c.get("/hr/employees/"+leaver["id"].(string)))...)

	c.until("/crm/deals/"+deal["id"].(string), func(d object) bool { return d["owner"].(object)["id"] == bossID })
	require.Eventually(t, func() bool {
		return rep.send(http.MethodGet, "/identity/me", nil).StatusCode == http.StatusUnauthorized
	}, patience, tick)
	require.Equal(t, http.StatusUnauthorized, program.send(http.MethodGet, "/crm/deals", nil).StatusCode, "the token died with the sign-in")
	again := client{t: t, base: c.base}.send(http.MethodPost, "/identity/sessions", object{"email": "x" + c.slug + "crm.rep@example.com", "password": password})
	require.NotEqual(t, http.StatusCreated, again.StatusCode)
	boss.until("/notify/messages", func(o object) bool { return len(o["items"].([]any)) == 1 })
}

func TestListsOfCRMShowPeoplesNames(t *testing.T) {
	t.Parallel()
	c := found(t, shared(t))
	me := c.get("/identity/me")["user"].(object)["id"]
	unit := c.make("/hr/units", object{"name": "Sales"})
	e := c.make("/hr/employees", object{"legal_name": "Olga Ownersdottir", "hired_on": "2024-01-01", "unit_id": unit["id"], "title": "Head"})
	c.ask(200, http.MethodPost, "/hr/employees/"+e["id"].(string)+"/login", object{"login_id": me}, tag(e)...)
	c.make("/crm/accounts", object{"name": "Ernst Handel"})
	require.Equal(t, "Olga Ownersdottir", c.items("/crm/accounts")[0]["owner"].(object)["name"], "HR's name for who has a login")
}

// csvFile is a file to import.
func csvFile(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "rows.csv")
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	return file
}
