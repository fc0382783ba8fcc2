package demo

import (
	"fmt"
	"strings"
)

// customer is an account that buys; weight is how often.
type customer struct {
	code, name, city, postcode, country, domain, contact, title, industry string
	weight                                                                int
}

var places = []struct{ city, postcode, country, dial, tld string }{
	{"Hamburg", "20095", "Germany", "+49 40", "de"}, {"Berlin", "10115", "Germany", "+49 30", "de"}, {"München", "80331", "Germany", "+49 89", "de"},
	{"Köln", "50667", "Germany", "+49 221", "de"}, {"Leipzig", "04109", "Germany", "+49 341", "de"}, {"Freiburg", "79098", "Germany", "+49 761", "de"},
	{"Wien", "1010", "Austria", "+43 1", "at"}, {"Innsbruck", "6020", "Austria", "+43 512", "at"}, {"Zürich", "8001", "Switzerland", "+41 44", "ch"},
	{"København", "1050", "Denmark", "+45 33", "dk"}, {"Aarhus", "8000", "Denmark", "+45 86", "dk"}, {"Oslo", "0150", "Norway", "+47 22", "no"},
	{"Göteborg", "411 03", "Sweden", "+46 31", "se"}, {"Stockholm", "111 29", "Sweden", "+46 8", "se"}, {"Amsterdam", "1012", "Netherlands", "+31 20", "nl"},
	{"Utrecht", "3511", "Netherlands", "+31 30", "nl"}, {"Lyon", "69002", "France", "+33 4 72", "fr"}, {"Annecy", "74000", "France", "+33 4 50", "fr"},
	{"Milano", "20121", "Italy", "+39 02", "it"}, {"Praha", "110 00", "Czechia", "+420 2", "cz"}, {"Kraków", "31-010", "Poland", "+48 12", "pl"},
}

var (
	firstWords  = []string{"Berg", "Wald", "Küsten", "Nord", "Alpen", "Fjord", "Pfad", "Gipfel", "Heide", "Insel", "Strom", "Felsen", "Weit", "Wind", "Ufer"}
	secondWords = []string{"sport", "zeit", "laden", "werk", "welt", "haus", "freunde", "markt", "spur", "kontor"}
	forms       = []string{"GmbH", "AG", "KG", "e.K.", "& Söhne", "Handel GmbH"}
	industries  = []string{"Outdoor retail", "Sports retail", "Online retail", "Rental and guiding", "Department store", "Education", "Public sector", "Film production"}
	firstNames  = []string{"Anna", "Ben", "Carla", "Daniel", "Elif", "Finn", "Greta", "Hugo", "Ines", "Jan", "Klara", "Louis", "Maja", "Nils", "Olivia", "Paul", "Rosa", "Simon", "Tessa", "Viktor"}
	lastNames   = []string{"Albrecht", "Bauer", "Costa", "Dietrich", "Engel", "Fuchs", "Graf", "Hofer", "Ivanova", "Jansen", "Koch", "Lorenz", "Meier", "Neumann", "Olsen", "Pohl", "Roth", "Sommer", "Thoma", "Winter"}
	jobTitles   = []string{"Owner", "Buyer", "Head of purchasing", "Store manager", "Category manager", "Managing director"}
)

// customers makes a hundred and twenty accounts, a few of which buy most.
func customers(d dice) []customer {
	seen := map[string]bool{}
	out := make([]customer, 0, 120)
	for len(out) < 120 {
		word := pick(d, firstWords) + pick(d, secondWords)
		if seen[word] {
			continue
		}
		seen[word] = true
		p := places[len(out)*7%len(places)]
		c := customer{code: fmt.Sprintf("C-%04d", 2001+len(out)), name: word + " " + pick(d, forms), city: p.city, postcode: p.postcode, country: p.country,
			domain: plain(word) + "." + p.tld, contact: pick(d, firstNames) + " " + pick(d, lastNames), title: pick(d, jobTitles), industry: pick(d, industries), weight: 1}
		if len(out) < 12 {
			c.weight = 9 - len(out)/2
		} else if d.IntN(4) == 0 {
			c.weight = 3
		}
		out = append(out, c)
	}
	return out
}

func plain(s string) string {
	return strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss").Replace(strings.ToLower(s))
}

func accountTable(d dice, all []customer) *table {
	t := columns("Code,Name,Contact person,Contact title,Phone,E-mail,Website,Street,City,Postcode,Country,Industry,Lifecycle")
	for i, c := range all {
		lifecycle := "customer"
		if i >= 95 {
			lifecycle = "prospect"
		}
		t.add(c.code, c.name, c.contact, c.title, fmt.Sprintf("%s %d", dialOf(c.city), d.between(200_000, 899_999)), "info@"+c.domain, "https://www."+c.domain,
			fmt.Sprintf("%sstraße %d", pick(d, []string{"Haupt", "Markt", "Hafen", "Ring", "Linden", "Schul"}), d.between(1, 140)), c.city, c.postcode, c.country, c.industry, lifecycle)
	}
	return t
}

func dialOf(city string) string {
	for _, p := range places {
		if p.city == city {
			return p.dial
		}
	}
	return "+49"
}

// contactTable adds a second and a third person to the larger accounts.
func contactTable(d dice, all []customer) *table {
	t := columns("First name,Last name,Job title,Account,E-mail,Phone,Country")
	for _, c := range all {
		for range c.weight / 3 {
			first, last := pick(d, firstNames), pick(d, lastNames)
			t.add(first, last, pick(d, jobTitles), c.code, plain(first)+"."+plain(last)+"@"+c.domain, fmt.Sprintf("%s %d", dialOf(c.city), d.between(200_000, 899_999)), c.country)
		}
	}
	return t
}

// chooser picks customers by how often they buy.
func chooser(all []customer) func(dice) customer {
	var wheel []int
	for i, c := range all {
		for range c.weight {
			wheel = append(wheel, i)
		}
	}
	return func(d dice) customer { return all[pick(d, wheel)] }
}
