import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { IconForms, type Icon } from "@tabler/icons-react";
import { useEntities, useModules } from "@/ui/registry";
import { useCan, useMe } from "@/ui/session";

/** An object that takes fields, as people know it. */
export interface NamedObject {
  entity: string;
  /** In the plural, as in the rail. */
  label: string;
  icon: Icon;
  /** Classes of its fields that one may read: "margin". */
  classes: string[];
}

/** The objects whose fields one may see, in the order of the modules. */
export function useObjects(): NamedObject[] {
  const { t } = useTranslation("menu");
  const modules = useModules();
  const entities = useEntities();
  const can = useCan();
  const { permissions } = useMe();
  return useMemo(
    () =>
      Object.entries(entities).flatMap(([entity, { custom, permission, path, icon, label }]) => {
        if (!custom || !can(permission)) return [];
        const list = path("").replace(/\/$/, "");
        const entry = modules.flatMap((m) => m.menu).find((line) => line.path === list);
        return [{ entity, label: t(entry?.label ?? label), icon: icon ?? IconForms, classes: classesOf(entity, Object.keys(permissions)) }];
      }),
    [entities, modules, can, permissions, t],
  );
}

// Whoever may not read a class would lose sight of a field by giving it to that class, so only one's own are offered.
function classesOf(entity: string, rights: string[]): string[] {
  return rights.flatMap((right) => (right.startsWith(`${entity}#`) && right.endsWith(".read") ? [right.slice(entity.length + 1, -".read".length)] : [])).sort();
}
