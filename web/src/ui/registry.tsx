import { createContext, useContext, useMemo, type ReactNode } from "react";
import type { EntityDescription, ModuleDescription } from "./module";

interface Registry {
  modules: ModuleDescription[];
  entities: Record<string, EntityDescription>;
}

const RegistryContext = createContext<Registry>({ modules: [], entities: {} });

/** Makes the modules' entities known, so that one module can link to a record of another by name. */
export function RegistryProvider({ modules, children }: { modules: ModuleDescription[]; children: ReactNode }) {
  const registry = useMemo<Registry>(() => ({ modules, entities: Object.assign({}, ...modules.map((m) => m.entities)) as Registry["entities"] }), [modules]);
  return <RegistryContext.Provider value={registry}>{children}</RegistryContext.Provider>;
}

/** All modules. */
export function useModules(): ModuleDescription[] {
  return useContext(RegistryContext).modules;
}

/** How an entity is shown; undefined for one that no module describes. */
export function useEntity(name: string | undefined): EntityDescription | undefined {
  return useContext(RegistryContext).entities[name ?? ""];
}

/** Every entity by name. */
export function useEntities(): Record<string, EntityDescription> {
  return useContext(RegistryContext).entities;
}
