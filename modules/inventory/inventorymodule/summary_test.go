package inventorymodule_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/platform/page"
)

func TestListsSayWhatTheyComeTo(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.make("/products", object{"sku": "A-1", "name": "Lamp"})
	f.make("/products", object{"sku": "A-2", "name": "Lamp shade"})
	for path, count := range map[string]int64{"/products/summary?group=status": 2, "/stock/summary": 0, "/receipts/summary": 0, "/deliveries/summary": 0, "/products/summary?q=shade": 1} {
		var s page.Summary
		f.Get("/inventory" + path).Is(200).JSON(&s)
		require.EqualValues(t, count, s.Total.Count, path)
	}
	f.Get("/inventory/products/summary?of=sum:sku").Is(422)
}
