import type { CustomField, CustomOption } from "@/ui/custom/wire";

/** The fields of an object, in their order. */
export interface FieldItems {
  items: CustomField[] | null;
}

/** An option while it is edited: a new one has no key yet, and a mark of its own instead. */
export interface DraftOption extends Omit<CustomOption, "key"> {
  key?: string;
  mark?: number;
}
