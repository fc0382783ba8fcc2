import type { ModuleDescription } from "@/ui/module";

// A module is found by its index.ts, so that a new one needs no line here. Of each only the
// description is taken; its screens come by their own dynamic imports.
const found = import.meta.glob<Record<string, unknown>>("../modules/*/index.ts", { eager: true });

const order = ["crm", "inventory", "hr", "admin"];

/** All modules, in the order of the rail. */
export const modules: ModuleDescription[] = Object.values(found)
  .flatMap((file) => Object.values(file).filter(isDescription))
  .sort((a, b) => rank(a.name) - rank(b.name));

function isDescription(value: unknown): value is ModuleDescription {
  return typeof value === "object" && value !== null && "routes" in value && "menu" in value && "name" in value;
}

// Modules that nobody put in order stand before the administration.
function rank(name: string): number {
  const index = order.indexOf(name);
  return index < 0 ? order.length - 1.5 : index;
}
