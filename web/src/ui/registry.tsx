import { createContext, useContext, type ReactNode } from "react";
import type { EntityDescription, ModuleDescription } from "./module";

interface Registry {
  modules: ModuleDescription[];
  entities: Record<string, EntityDescription>;
}

const RegistryContext = createContext<Registry>({ modules: [], entities: {} });

/** Makes the modules' entities known, so that one module can link to a record of another by name. */
export function RegistryProvider({ modules, children }: { modules: ModuleDescription[]; children: ReactNode }) {
  const entities = Object.assign({}, ...modules.map((m) => m.entities)) as Record<string, EntityDescription>;
  return <RegistryContext.Provider value={{ modules, entities }}>{children}</RegistryContext.Provider>;
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
