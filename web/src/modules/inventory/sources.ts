import type { PickerSource, PickOption } from "@/ui/Picker";
import type { Category, Place, Product, Supplier } from "./wire";

function join(...parts: (string | undefined)[]): string {
  return parts.filter(Boolean).join(" · ");
}

/** Products that are kept in stock. */
export const stockedSource: PickerSource = {
  endpoint: "/inventory/products",
  query: { kind: "stocked", status: "draft,active,discontinued" },
  toOption: (p: Product): PickOption => ({ id: p.id, label: p.name, hint: p.sku }),
};

/** Categories by their whole path, so that namesakes are told apart. */
export const categorySource: PickerSource = {
  endpoint: "/inventory/categories",
  toOption: (c: Category): PickOption => ({ id: c.id, label: c.path, hint: c.code }),
};

/** Suppliers in use. */
export const supplierSource: PickerSource = {
  endpoint: "/inventory/suppliers",
  query: { status: "active,on_hold" },
  toOption: (s: Supplier): PickOption => ({ id: s.id, label: s.name, hint: join(s.code, s.address.city, s.address.country) }),
};

/** Bins: places in which goods can lie. */
export const binSource: PickerSource = {
  endpoint: "/inventory/locations",
  query: { kind: "bin" },
  toOption: placeOption,
};

/** Bins of one warehouse. */
export function binsOf(warehouse: string | undefined): PickerSource {
  return warehouse ? { ...binSource, query: { kind: "bin", warehouse_id: warehouse } } : binSource;
}

/** Any place of a warehouse, to hang another one below it. */
export function placesOf(warehouse: string | undefined): PickerSource {
  return { endpoint: "/inventory/locations", query: { kind: "view,bin", warehouse_id: warehouse }, toOption: placeOption };
}

function placeOption(place: Place): PickOption {
  return { id: place.id, label: place.code, hint: join(place.name, place.warehouse?.name, place.blocked) };
}
