package demo

import (
	"fmt"
	"strings"
	"time"
)

// person is an employee. number is what others refer to.
type person struct {
	number, name, unit, title, manager string
	hired, last                        time.Time
	sells                              bool
}

func (p person) email() string {
	plain := strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "é", "e", "í", "i", "ł", "l", "ø", "o", "å", "a", "ć", "c", "ñ", "n").Replace(strings.ToLower(p.name))
	return strings.ReplaceAll(plain, " ", ".") + "@demo.example"
}

// staff is unit, title, manager's number, name. The first is the owner of the demonstration.
var staff = []string{
	"Management|Managing director||Alex Petersen",
	"Sales|Head of sales|1001|Katrin Vogel",
	"Sales|Sales lead North|1002|Jonas Brandt",
	"Sales|Sales lead South|1002|Lucía Ortega",
	"Sales|Account manager|1003|Mette Sørensen",
	"Sales|Account manager|1003|Tobias Lehmann",
	"Sales|Account manager|1003|Aylin Demir",
	"Sales|Account manager|1004|Felix Wagner",
	"Sales|Account manager|1004|Giulia Ferrari",
	"Sales|Account manager|1004|Paweł Nowak",
	"Sales|Inside sales|1002|Nina Schäfer",
	"Sales|Inside sales|1002|Oskar Lindqvist",
	"Marketing|Head of marketing|1001|Hannah Krüger",
	"Marketing|Content editor|1013|Marie Dubois",
	"Marketing|Campaign manager|1013|David Okafor",
	"Purchasing|Head of purchasing|1001|Stefan Maurer",
	"Purchasing|Buyer|1016|Ewa Kowalska",
	"Purchasing|Buyer|1016|Henrik Dahl",
	"Warehouse|Head of logistics|1001|Birgit Schröder",
	"Warehouse|Shift lead|1019|Andrej Horvat",
	"Warehouse|Shift lead|1019|Samira Haddad",
	"Warehouse|Warehouse clerk|1020|Lars Petersen",
	"Warehouse|Warehouse clerk|1020|Mila Jovanović",
	"Warehouse|Warehouse clerk|1020|Tim Becker",
	"Warehouse|Warehouse clerk|1021|Fatima Zahra",
	"Warehouse|Warehouse clerk|1021|Kofi Mensah",
	"Warehouse|Driver|1019|Uwe Hansen",
	"Finance|Head of finance|1001|Claudia Richter",
	"Finance|Accountant|1028|Anton Weber",
	"Finance|Accountant|1028|Irina Popescu",
	"People|Head of people|1001|Sabine Keller",
	"People|People partner|1031|Leon Fischer",
	"IT|Head of IT|1001|Matthias Jung",
	"IT|System administrator|1033|Priya Nair",
	"IT|Developer|1033|Jakub Svoboda",
	"Customer service|Head of service|1002|Franziska Braun",
	"Customer service|Service agent|1036|Emil Larsen",
	"Customer service|Service agent|1036|Zoë Martin",
	"Customer service|Service agent|1036|Murat Yılmaz",
}

// people hires the staff over the years: heads first, some this year, one about
// to begin and one about to leave.
func people(d dice, today time.Time) []person {
	out := make([]person, len(staff))
	for i, text := range staff {
		part := strings.Split(text, "|")
		p := person{number: fmt.Sprint(1001 + i), unit: part[0], title: part[1], manager: part[2], name: part[3], sells: part[0] == "Sales" && strings.Contains(part[1], "manager")}
		years := d.between(1, 6)
		if part[2] == "" || part[2] == "1001" {
			years = d.between(6, 11)
		}
		p.hired = workday(time.Date(today.Year()-years, time.Month(d.between(1, 12)), 1, 0, 0, 0, 0, time.UTC))
		out[i] = p
	}
	newest := len(out) - 1
	out[newest].hired = workday(today.AddDate(0, 0, 10))
	out[newest-3].hired = workday(today.AddDate(0, -2, 0))
	out[23].last = workday(today.AddDate(0, 0, 18))
	return out
}

func employeeTable(all []person) *table {
	t := columns("Number,Name,E-mail,Job title,Unit,Manager,First day,Last day,Site")
	for _, p := range all {
		t.add(p.number, p.name, p.email(), p.title, p.unit, p.manager, p.hired, p.last, "Hamburg")
	}
	return t
}

// sellers are those whose names stand on deals and orders.
func sellers(all []person) []person {
	var out []person
	for _, p := range all {
		if p.sells {
			out = append(out, p)
		}
	}
	return out
}
