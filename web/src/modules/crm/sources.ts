import type { Schema } from "@/api/schema";
import type { PickerSource, PickOption } from "@/ui/Picker";
import type { Account, Contact, Product } from "./wire";

/** Accounts, told apart by code and city. */
export const accountSource: PickerSource = {
  endpoint: "/crm/accounts",
  toOption: (a: Account): PickOption => ({ id: a.id, label: a.name, hint: join(a.code, a.city, a.country) }),
};

/** People, told apart by what they do and where. */
export const contactSource: PickerSource = {
  endpoint: "/crm/contacts",
  toOption: (c: Contact): PickOption => ({ id: c.id, label: c.name, hint: join(c.job_title, c.account?.name, c.email) }),
};

/** Contacts of one account; of all while none is chosen. */
export function contactsOf(account: unknown): PickerSource {
  return typeof account === "string" && account ? { ...contactSource, query: { account_id: account } } : contactSource;
}

/** Logins: who can own a record. */
export const ownerSource: PickerSource = {
  endpoint: "/identity/users",
  query: { state: "active" },
  toOption: (u: Schema<"IdentityMember">): PickOption => ({ id: u.id, label: u.name, hint: u.email }),
};

/** Employees: who sells. */
export const salespersonSource: PickerSource = {
  endpoint: "/hr/employees",
  query: { status: "active" },
  toOption: (e: Schema<"HrEmployee">): PickOption => ({ id: e.id, label: e.name, hint: join(e.title, e.unit?.name) }),
};

/** What can be sold, with its code. */
export const productSource: PickerSource = {
  endpoint: "/inventory/products",
  query: { status: "active,discontinued" },
  toOption: (p: Product): PickOption => ({ id: p.id, label: p.name, hint: p.sku }),
};

function join(...parts: (string | undefined)[]): string {
  return parts.filter(Boolean).join(" · ");
}
