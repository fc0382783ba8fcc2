import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { IconForms, type Icon } from "@tabler/icons-react";
import { useGet } from "@/api/query";
import { useEntities, useModules } from "@/ui/registry";
import { useCan } from "@/ui/session";
import type { CustomObject } from "./types";

/** An object that takes fields, as people know it. */
export interface NamedObject {
  entity: string;
  /** In the plural, as in the rail. */
  label: string;
  icon: Icon;
  classes: string[];
}

/** The objects whose fields one may see, in the order of the modules. */
export function useObjects(): NamedObject[] {
  const { t } = useTranslation("menu");
  const modules = useModules();
  const entities = useEntities();
  const can = useCan();
  const told = useGet<{ items: CustomObject[] | null }>("/custom-fields/objects", undefined, { staleTime: 300_000 });
  const known = told.data?.items;
  return useMemo(
    () =>
      Object.entries(entities).flatMap(([entity, { custom, permission, path, icon, label }]) => {
        if (!custom || !can(permission)) return [];
        const list = path("").replace(/\/$/, "");
        const entry = modules.flatMap((m) => m.menu).find((line) => line.path === list);
        return [{ entity, label: t(entry?.label ?? label), icon: icon ?? IconForms, classes: known?.find((o) => o.entity === entity)?.classes ?? [] }];
      }),
    [entities, modules, can, known, t],
  );
}
