import { IconBuilding, IconChartBar, IconLayoutKanban, IconReceipt, IconSettings, IconTargetArrow, IconUpload, IconUser } from "@tabler/icons-react";
import type { ModuleDescription } from "@/ui/module";

/** What the CRM hands to the shell. */
export const crm: ModuleDescription = {
  name: "crm",
  label: "menu:crm.module",
  icon: IconTargetArrow,
  menu: [
    { label: "menu:crm.accounts", path: "/crm/accounts", icon: IconBuilding, permission: "crm.account.read", key: "a" },
    { label: "menu:crm.contacts", path: "/crm/contacts", icon: IconUser, permission: "crm.contact.read", key: "p" },
    { label: "menu:crm.deals", path: "/crm/deals", icon: IconLayoutKanban, permission: "crm.deal.read", key: "d" },
    { label: "menu:crm.orders", path: "/crm/orders", icon: IconReceipt, permission: "crm.order.read", key: "o" },
    { label: "menu:crm.report", path: "/crm/reports/sales", icon: IconChartBar, permission: "crm.order.read" },
    { label: "menu:crm.settings", path: "/crm/settings", icon: IconSettings, permission: "crm.pipeline.configure" },
  ],
  routes: [
    { path: "/crm/accounts", load: () => import("./accounts/AccountList").then((m) => m.AccountList), title: "menu:crm.accounts", permission: "crm.account.read" },
    { path: "/crm/accounts/$id", load: () => import("./accounts/AccountPage").then((m) => m.AccountPage), title: "menu:crm.account", permission: "crm.account.read" },
    { path: "/crm/contacts", load: () => import("./contacts/ContactList").then((m) => m.ContactList), title: "menu:crm.contacts", permission: "crm.contact.read" },
    { path: "/crm/contacts/$id", load: () => import("./contacts/ContactPage").then((m) => m.ContactPage), title: "menu:crm.contact", permission: "crm.contact.read" },
    { path: "/crm/deals", load: () => import("./deals/DealsScreen").then((m) => m.DealsScreen), title: "menu:crm.deals", permission: "crm.deal.read" },
    { path: "/crm/deals/$id", load: () => import("./deals/DealPage").then((m) => m.DealPage), title: "menu:crm.deal", permission: "crm.deal.read" },
    { path: "/crm/orders", load: () => import("./orders/OrderList").then((m) => m.OrderList), title: "menu:crm.orders", permission: "crm.order.read" },
    { path: "/crm/orders/$id", load: () => import("./orders/OrderPage").then((m) => m.OrderPage), title: "menu:crm.order", permission: "crm.order.read" },
    { path: "/crm/reports/sales", load: () => import("./reports/SalesReportPage").then((m) => m.SalesReportPage), title: "menu:crm.report", permission: "crm.order.read" },
    { path: "/crm/settings", load: () => import("./settings/CrmSettings").then((m) => m.CrmSettings), title: "menu:crm.settings", permission: "crm.pipeline.read" },
  ],
  entities: {
    "crm.account": { path: (id) => `/crm/accounts/${id}`, icon: IconBuilding, label: "menu:crm.account", permission: "crm.account.read", endpoint: "/crm/accounts", custom: true },
    "crm.contact": { path: (id) => `/crm/contacts/${id}`, icon: IconUser, isA: "person", label: "menu:crm.contact", permission: "crm.contact.read", endpoint: "/crm/contacts", custom: true },
    "crm.deal": { path: (id) => `/crm/deals/${id}`, icon: IconTargetArrow, label: "menu:crm.deal", permission: "crm.deal.read", endpoint: "/crm/deals", custom: true },
    "crm.order": { path: (id) => `/crm/orders/${id}`, icon: IconReceipt, isA: "document", label: "menu:crm.order", permission: "crm.order.read", endpoint: "/crm/orders", titleField: "number", custom: true },
  },
  lists: [
    { endpoint: "/crm/accounts", path: "/crm/accounts", label: "menu:crm.accounts", icon: IconBuilding, permission: "crm.account.read", entity: "crm.account", load: () => import("./lists").then((m) => m.useAccounts) },
    { endpoint: "/crm/contacts", path: "/crm/contacts", label: "menu:crm.contacts", icon: IconUser, permission: "crm.contact.read", entity: "crm.contact", load: () => import("./lists").then((m) => m.useContacts) },
    { endpoint: "/crm/deals", path: "/crm/deals", label: "menu:crm.deals", icon: IconTargetArrow, permission: "crm.deal.read", entity: "crm.deal", load: () => import("./lists").then((m) => m.useDeals) },
    { endpoint: "/crm/orders", path: "/crm/orders", label: "menu:crm.orders", icon: IconReceipt, permission: "crm.order.read", entity: "crm.order", load: () => import("./lists").then((m) => m.useOrders) },
  ],
  create: [
    { label: "menu:crm.new_account", path: "/crm/accounts?new=1", icon: IconBuilding, permission: "crm.account.create", key: "a" },
    { label: "menu:crm.new_contact", path: "/crm/contacts?new=1", icon: IconUser, permission: "crm.contact.create", key: "p" },
    { label: "menu:crm.new_deal", path: "/crm/deals?new=1", icon: IconTargetArrow, permission: "crm.deal.create", key: "d" },
    { label: "menu:crm.new_order", path: "/crm/orders?new=1", icon: IconReceipt, permission: "crm.order.create", key: "o" },
  ],
  actions: [
    { id: "crm.import_accounts", label: "menu:crm.import_accounts", icon: IconUpload, permission: "crm.account.import", path: "/admin/imports?target=crm.accounts" },
    { id: "crm.late_orders", label: "menu:crm.late_orders", icon: IconReceipt, permission: "crm.order.read", path: "/crm/orders?overdue=true" },
    { id: "crm.my_deals", label: "menu:crm.closing_soon", icon: IconTargetArrow, permission: "crm.deal.read", path: "/crm/deals?layout=list&status=open&sort=expected_close" },
    { id: "crm.pipelines", label: "menu:crm.edit_pipelines", icon: IconSettings, permission: "crm.pipeline.configure", path: "/crm/settings" },
  ],
  today: [
    { id: "crm.deals", column: "main", order: 10, permission: "crm.deal.read", load: () => import("./today/DealsDue").then((m) => m.DealsDue) },
    { id: "crm.orders_late", column: "side", order: 10, permission: "crm.order.read", load: () => import("./today/OrdersLate").then((m) => m.OrdersLate) },
    { id: "crm.orders_to_confirm", column: "side", order: 20, permission: "crm.order.confirm", load: () => import("./today/OrdersToConfirm").then((m) => m.OrdersToConfirm) },
  ],
};
