import { useModules } from "@/ui/registry";
import { useCan } from "@/ui/session";
import type { CreateAction, MenuEntry, ModuleDescription } from "@/ui/module";

/** A module with the lines of the rail that this person may see. */
export interface Section {
  module: ModuleDescription;
  entries: MenuEntry[];
}

/** The modules that have at least one line for this person. */
export function useSections(): Section[] {
  const can = useCan();
  return useModules()
    .map((module) => ({ module, entries: module.menu.filter((entry) => can(entry.permission)) }))
    .filter((section) => section.entries.length > 0);
}

/** The lines beside Today. */
export function useHome(): MenuEntry[] {
  const can = useCan();
  return useModules().flatMap((module) => module.home ?? []).filter((entry) => can(entry.permission));
}

/** What this person may create. */
export function useCreateActions(): { module: ModuleDescription; action: CreateAction }[] {
  const can = useCan();
  return useModules().flatMap((module) =>
    (module.create ?? []).filter((action) => can(action.permission)).map((action) => ({ module, action })),
  );
}

/** The line of the rail that a path belongs to: the longest that it begins with. */
export function activeEntry(sections: Section[], path: string): MenuEntry | undefined {
  return sections
    .flatMap((section) => section.entries)
    .filter((entry) => path === bare(entry.path) || path.startsWith(`${bare(entry.path)}/`))
    .sort((a, b) => b.path.length - a.path.length)[0];
}

function bare(path: string): string {
  return path.split("?")[0] ?? path;
}
