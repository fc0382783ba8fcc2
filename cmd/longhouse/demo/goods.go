package demo

import (
	"fmt"
	"strings"
)

// article is something that the company sells.
type article struct {
	sku, name, category, supplier, pack string
	price, cost                         int // cents
	pace                                int // sold in a month
	reorder                             int
}

// assortment is category → articles, each "name|price in euros|pace".
var assortment = []struct {
	name, prefix, about string
	articles            []string
}{
	{"Tents", "TNT", "Shelters from trail to base camp", []string{"Fjell 2 trekking tent|389|14", "Fjell 3 trekking tent|459|9", "Nordkapp 4 expedition tent|899|3", "Ilse 1 ultralight tent|329|11", "Storm tarp 3×3 m|119|18", "Footprint for Fjell 2|39|16"}},
	{"Sleeping", "SLP", "Bags, mats and pillows", []string{"Daunen 400 down bag|279|15", "Daunen 700 down bag|389|8", "Torf synthetic bag|139|22", "Luft 5 inflatable mat|109|26", "Foam mat 10 mm|29|40", "Camp pillow|25|34"}},
	{"Packs", "PCK", "From day hikes to long hauls", []string{"Tagtour 22 daypack|89|36", "Tagtour 28 daypack|99|30", "Weitweg 55 trekking pack|219|17", "Weitweg 75 trekking pack|249|10", "Roll-top courier bag 25|129|14", "Rain cover M|19|42", "Dry bag 13 l|17|58"}},
	{"Cooking", "CKG", "Stoves, pots and what goes with them", []string{"Funke gas stove|59|33", "Funke Pro remote stove|119|14", "Titanium pot 900 ml|49|21", "Pot set for four|89|12", "Insulated bottle 0.75 l|29|64", "Spork, titanium|12|90", "Gas cartridge 230 g|6|160", "Water filter|69|25"}},
	{"Lighting", "LGT", "Head torches and lanterns", []string{"Polaris 300 head torch|39|44", "Polaris 900 head torch|89|23", "Camp lantern|45|19", "String of lights 5 m|24|26", "Spare battery pack|29|31"}},
	{"Clothing", "CLO", "Layers for wind, rain and cold", []string{"Regen shell jacket M|229|18", "Regen shell jacket L|229|20", "Merino shirt M|79|41", "Merino shirt L|79|44", "Softshell trousers 50|139|16", "Down jacket M|249|13", "Down jacket L|249|15", "Wool hat|29|52", "Gaiters|45|17"}},
	{"Climbing", "CLB", "Ropes, hardware and helmets", []string{"Rope 9.8 mm, 60 m|169|12", "Rope 8.5 mm, 50 m|149|7", "Harness Kante|79|15", "Helmet Firn|69|17", "Quickdraw set of 6|89|19", "Locking carabiner|14|70", "Belay device|35|27", "Sling 120 cm|9|80"}},
	{"Navigation", "NAV", "Finding the way, with and without power", []string{"Mirror compass|49|16", "GPS hand-held|329|6", "Map case|19|22", "Altimeter watch|279|9", "Whistle|5|66"}},
	{"Care", "CAR", "Making things last", []string{"Wash for down 300 ml|14|35", "Proofing spray 300 ml|16|47", "Seam sealer|9|30", "Repair kit|19|28", "Boot wax|11|33"}},
}

var suppliers = []struct{ code, name, contact, city, country, phone string }{
	{"V-101", "Alpin Textil GmbH", "Verena Huber", "Innsbruck", "Austria", "+43 512 556 120"},
	{"V-102", "Fjordväv AS", "Ingrid Solberg", "Bergen", "Norway", "+47 55 30 44 10"},
	{"V-103", "Metallwerk Sorge", "Jonas Sorge", "Solingen", "Germany", "+49 212 880 3310"},
	{"V-104", "Lumen Outdoor s.r.o.", "Petra Nováková", "Brno", "Czechia", "+420 541 220 118"},
	{"V-105", "Cordes du Mont", "Luc Fournier", "Chambéry", "France", "+33 4 79 60 11 82"},
	{"V-106", "Pennine Packs Ltd", "Harriet Booth", "Kendal", "United Kingdom", "+44 1539 720 415"},
	{"V-107", "Daunenhof Oder", "Marek Zielinski", "Frankfurt (Oder)", "Germany", "+49 335 610 770"},
	{"V-108", "Passo Alto S.r.l.", "Chiara Conti", "Bolzano", "Italy", "+39 0471 331 560"},
}

var supplierOf = map[string]string{"Tents": "V-101", "Sleeping": "V-107", "Packs": "V-106", "Cooking": "V-103", "Lighting": "V-104", "Clothing": "V-102", "Climbing": "V-105", "Navigation": "V-108", "Care": "V-103"}

// goods makes the assortment with prices, costs and how fast it sells.
func goods(d dice) []article {
	var out []article
	for _, c := range assortment {
		for i, text := range c.articles {
			part := strings.Split(text, "|")
			var euros, pace int
			_, _ = fmt.Sscan(part[1], &euros) // the texts above are numbers
			_, _ = fmt.Sscan(part[2], &pace)
			a := article{sku: fmt.Sprintf("%s-%03d", c.prefix, (i+1)*10), name: part[0], category: c.name, supplier: supplierOf[c.name], price: euros*100 - 5, pace: pace, pack: "1 piece"}
			a.cost = a.price * d.between(46, 62) / 100
			a.reorder = max(pace*3/4, 4)
			out = append(out, a)
		}
	}
	return out
}

func categoryTable() *table {
	t := columns("Code,Name,Description")
	for _, c := range assortment {
		t.add(c.prefix, c.name, c.about)
	}
	return t
}

func supplierTable() *table {
	t := columns("Code,Name,Contact,City,Country,Phone")
	for _, s := range suppliers {
		t.add(s.code, s.name, s.contact, s.city, s.country, s.phone)
	}
	return t
}

func productTable(all []article) *table {
	t := columns("SKU,Name,Category,Supplier,List price,Cost,Reorder point,Reorder quantity,Quantity per unit")
	for _, a := range all {
		t.add(a.sku, a.name, a.category, a.supplier, cents(a.price), cents(a.cost), a.reorder, a.pace*2, a.pack)
	}
	return t
}
