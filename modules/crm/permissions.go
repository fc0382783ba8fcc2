package crm

import "longhouse/platform/kernel"

// The rights of crm. assign gives a record to somebody else.
const (
	ReadAccounts   kernel.Permission = "crm.account.read"
	CreateAccounts kernel.Permission = "crm.account.create"
	UpdateAccounts kernel.Permission = "crm.account.update"
	DeleteAccounts kernel.Permission = "crm.account.delete"
	AssignAccounts kernel.Permission = "crm.account.assign"
	ImportAccounts kernel.Permission = "crm.account.import"
	ExportAccounts kernel.Permission = "crm.account.export"

	ReadContacts   kernel.Permission = "crm.contact.read"
	CreateContacts kernel.Permission = "crm.contact.create"
	UpdateContacts kernel.Permission = "crm.contact.update"
	DeleteContacts kernel.Permission = "crm.contact.delete"
	AssignContacts kernel.Permission = "crm.contact.assign"
	ImportContacts kernel.Permission = "crm.contact.import"
	ExportContacts kernel.Permission = "crm.contact.export"

	ReadPipelines      kernel.Permission = "crm.pipeline.read"
	ConfigurePipelines kernel.Permission = "crm.pipeline.configure"

	ReadDeals   kernel.Permission = "crm.deal.read"
	CreateDeals kernel.Permission = "crm.deal.create"
	UpdateDeals kernel.Permission = "crm.deal.update"
	DeleteDeals kernel.Permission = "crm.deal.delete"
	AssignDeals kernel.Permission = "crm.deal.assign"
	WinDeals    kernel.Permission = "crm.deal.win"
	LoseDeals   kernel.Permission = "crm.deal.lose"
	ImportDeals kernel.Permission = "crm.deal.import"
	ExportDeals kernel.Permission = "crm.deal.export"

	ReadMargin   kernel.Permission = "crm.deal#margin.read" // a file of deals asks for it too
	UpdateMargin kernel.Permission = "crm.deal#margin.update"

	ReadOrders    kernel.Permission = "crm.order.read"
	CreateOrders  kernel.Permission = "crm.order.create"
	UpdateOrders  kernel.Permission = "crm.order.update"
	DeleteOrders  kernel.Permission = "crm.order.delete"
	AssignOrders  kernel.Permission = "crm.order.assign"
	ConfirmOrders kernel.Permission = "crm.order.confirm"
	CancelOrders  kernel.Permission = "crm.order.cancel"
	ImportOrders  kernel.Permission = "crm.order.import"
	ExportOrders  kernel.Permission = "crm.order.export"

	ReadSettings   kernel.Permission = "crm.setting.read"
	UpdateSettings kernel.Permission = "crm.setting.update"
)

// Permissions lists them for the policy.
var Permissions = []kernel.Permission{
	ReadAccounts, CreateAccounts, UpdateAccounts, DeleteAccounts, AssignAccounts, ImportAccounts, ExportAccounts,
	ReadContacts, CreateContacts, UpdateContacts, DeleteContacts, AssignContacts, ImportContacts, ExportContacts,
	ReadPipelines, ConfigurePipelines,
	ReadDeals, CreateDeals, UpdateDeals, DeleteDeals, AssignDeals, WinDeals, LoseDeals, ImportDeals, ExportDeals, ReadMargin, UpdateMargin,
	ReadOrders, CreateOrders, UpdateOrders, DeleteOrders, AssignOrders, ConfirmOrders, CancelOrders, ImportOrders, ExportOrders,
	ReadSettings, UpdateSettings,
}

func owned(more ...string) []kernel.Action {
	return append(append(kernel.Actions("read", "create", "update", "delete", "assign", "import"),
		kernel.Action{Name: "export", Sensitive: true}), kernel.Actions(more...)...)
}

// Resources describes them for the policy's editor.
var Resources = []kernel.Resource{
	{Name: "crm.account", Label: "Accounts", Actions: owned(), Scopes: kernel.OwnTeamDeptAll},
	{Name: "crm.contact", Label: "Contacts", Actions: owned(), Scopes: kernel.OwnTeamDeptAll},
	{Name: "crm.pipeline", Label: "Pipelines", Actions: kernel.Actions("read", "configure"), Scopes: kernel.AllOnly},
	{Name: "crm.deal", Label: "Deals", Actions: owned("win", "lose"), Scopes: kernel.OwnTeamDeptAll,
		Classes: []kernel.Class{{Name: "margin", Fields: []string{"cost", "margin", "margin_percent"}}}},
	{Name: "crm.order", Label: "Orders", Actions: owned("confirm", "cancel"), Scopes: kernel.OwnTeamDeptAll},
	{Name: "crm.setting", Label: "Settings", Actions: kernel.Actions("read", "update"), Scopes: kernel.AllOnly},
}
