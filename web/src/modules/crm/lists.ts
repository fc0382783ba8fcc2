import type { ListShape } from "@/ui/lists";
import { useAccountColumns } from "./accounts/useAccountColumns";
import { useContactColumns } from "./contacts/useContactColumns";
import { useDealColumns } from "./deals/useDealColumns";
import { useOrderColumns, useOrderViews } from "./orders/useOrderColumns";
import type { Account, Contact, Deal, Order } from "./wire";

/** Accounts, as other screens show them. */
export function useAccounts(): ListShape<Account> {
  return { columns: useAccountColumns(), sort: "name", href: (a) => `/crm/accounts/${a.id}` };
}

/** Contacts, as other screens show them. */
export function useContacts(): ListShape<Contact> {
  return { columns: useContactColumns(), sort: "name", href: (c) => `/crm/contacts/${c.id}` };
}

/** Deals, as other screens show them. */
export function useDeals(): ListShape<Deal> {
  return { columns: useDealColumns(false), sort: "-created_at", layout: "board", href: (d) => `/crm/deals/${d.id}` };
}

/** Orders, as other screens show them. */
export function useOrders(): ListShape<Order> {
  return { columns: useOrderColumns(), sort: "-created_at", views: useOrderViews(), href: (o) => `/crm/orders/${o.id}` };
}
