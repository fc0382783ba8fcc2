package inventory

import "longhouse/platform/kernel"

// The rights of inventory.
const (
	ReadProducts    kernel.Permission = "inventory.product.read"
	CreateProducts  kernel.Permission = "inventory.product.create"
	UpdateProducts  kernel.Permission = "inventory.product.update"
	ArchiveProducts kernel.Permission = "inventory.product.archive"
	ImportProducts  kernel.Permission = "inventory.product.import"
	ExportProducts  kernel.Permission = "inventory.product.export"
	ReadCosts       kernel.Permission = "inventory.product#cost.read"
	UpdateCosts     kernel.Permission = "inventory.product#cost.update"

	ReadCategories   kernel.Permission = "inventory.category.read"
	CreateCategories kernel.Permission = "inventory.category.create"
	UpdateCategories kernel.Permission = "inventory.category.update"
	ImportCategories kernel.Permission = "inventory.category.import"
	ExportCategories kernel.Permission = "inventory.category.export"

	ReadUnits   kernel.Permission = "inventory.unit.read"
	CreateUnits kernel.Permission = "inventory.unit.create"

	ReadSuppliers    kernel.Permission = "inventory.supplier.read"
	CreateSuppliers  kernel.Permission = "inventory.supplier.create"
	UpdateSuppliers  kernel.Permission = "inventory.supplier.update"
	ArchiveSuppliers kernel.Permission = "inventory.supplier.archive"
	ImportSuppliers  kernel.Permission = "inventory.supplier.import"
	ExportSuppliers  kernel.Permission = "inventory.supplier.export"

	ReadWarehouses   kernel.Permission = "inventory.warehouse.read"
	CreateWarehouses kernel.Permission = "inventory.warehouse.create"
	UpdateWarehouses kernel.Permission = "inventory.warehouse.update"
	ReadLocations    kernel.Permission = "inventory.location.read"
	CreateLocations  kernel.Permission = "inventory.location.create"
	UpdateLocations  kernel.Permission = "inventory.location.update"
	ExportLocations  kernel.Permission = "inventory.location.export"

	ReadStock     kernel.Permission = "inventory.stock.read"
	UpdateStock   kernel.Permission = "inventory.stock.update" // goods in and out without a document of their own
	MoveStock     kernel.Permission = "inventory.stock.move"
	AdjustStock   kernel.Permission = "inventory.stock.adjust"
	ScrapStock    kernel.Permission = "inventory.stock.scrap"
	ReverseStock  kernel.Permission = "inventory.stock.reverse"
	ReserveStock  kernel.Permission = "inventory.stock.reserve"
	BackdateStock kernel.Permission = "inventory.stock.backdate"
	ImportStock   kernel.Permission = "inventory.stock.import" // opening stock
	ExportStock   kernel.Permission = "inventory.stock.export"

	ReadReceipts   kernel.Permission = "inventory.receipt.read"
	CreateReceipts kernel.Permission = "inventory.receipt.create"
	UpdateReceipts kernel.Permission = "inventory.receipt.update"
	PostReceipts   kernel.Permission = "inventory.receipt.post"
	CancelReceipts kernel.Permission = "inventory.receipt.cancel"
	OverReceive    kernel.Permission = "inventory.receipt.over_receive"
	ExportReceipts kernel.Permission = "inventory.receipt.export"

	ReadDeliveries    kernel.Permission = "inventory.delivery.read"
	ShipDeliveries    kernel.Permission = "inventory.delivery.ship"
	CancelDeliveries  kernel.Permission = "inventory.delivery.cancel"
	ReserveDeliveries kernel.Permission = "inventory.delivery.allocate"
	ExportDeliveries  kernel.Permission = "inventory.delivery.export"
)

// Permissions lists them for the policy.
var Permissions = []kernel.Permission{
	ReadProducts, CreateProducts, UpdateProducts, ArchiveProducts, ImportProducts, ExportProducts, ReadCosts, UpdateCosts,
	ReadCategories, CreateCategories, UpdateCategories, ImportCategories, ExportCategories, ReadUnits, CreateUnits,
	ReadSuppliers, CreateSuppliers, UpdateSuppliers, ArchiveSuppliers, ImportSuppliers, ExportSuppliers,
	ReadWarehouses, CreateWarehouses, UpdateWarehouses, ReadLocations, CreateLocations, UpdateLocations, ExportLocations,
	ReadStock, UpdateStock, MoveStock, AdjustStock, ScrapStock, ReverseStock, ReserveStock, BackdateStock, ImportStock, ExportStock,
	ReadReceipts, CreateReceipts, UpdateReceipts, PostReceipts, CancelReceipts, OverReceive, ExportReceipts,
	ReadDeliveries, ShipDeliveries, CancelDeliveries, ReserveDeliveries, ExportDeliveries,
}

// Resources describes them for the policy's editor. Nothing here belongs to a
// person, so a right reaches all records or none.
var Resources = []kernel.Resource{
	{Name: "inventory.product", Label: "Products", Actions: kernel.Actions("read", "create", "update", "archive", "import", "export"), Scopes: kernel.AllOnly,
		Classes: []kernel.Class{{Name: "cost", Fields: []string{"cost", "unit_cost"}, Sensitive: true}}},
	{Name: "inventory.category", Label: "Categories", Actions: kernel.Actions("read", "create", "update", "import", "export"), Scopes: kernel.AllOnly},
	{Name: "inventory.unit", Label: "Units of measure", Actions: kernel.Actions("read", "create"), Scopes: kernel.AllOnly},
	{Name: "inventory.supplier", Label: "Suppliers", Actions: kernel.Actions("read", "create", "update", "archive", "import", "export"), Scopes: kernel.AllOnly},
	{Name: "inventory.warehouse", Label: "Warehouses", Actions: kernel.Actions("read", "create", "update"), Scopes: kernel.AllOnly},
	{Name: "inventory.location", Label: "Places", Actions: kernel.Actions("read", "create", "update", "export"), Scopes: kernel.AllOnly},
	{Name: "inventory.stock", Label: "Stock", Scopes: kernel.AllOnly, Actions: append(
		kernel.Actions("read", "update", "move", "adjust", "scrap", "reverse", "reserve", "import", "export"),
		kernel.Action{Name: "backdate", Sensitive: true})},
	{Name: "inventory.receipt", Label: "Receipts", Scopes: kernel.AllOnly, Actions: append(
		kernel.Actions("read", "create", "update", "post", "cancel", "export"),
		kernel.Action{Name: "over_receive", Sensitive: true})},
	{Name: "inventory.delivery", Label: "Deliveries", Actions: kernel.Actions("read", "ship", "cancel", "allocate", "export"), Scopes: kernel.AllOnly},
}
