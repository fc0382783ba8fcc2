import { createContext, useContext } from "react";

const EmbeddedContext = createContext(false);

/** Says that what is inside stands in a side panel: no page title, tabs kept out of the address. */
export const EmbeddedProvider = EmbeddedContext.Provider;

/** Whether the component stands in a side panel. */
export function useEmbedded(): boolean {
  return useContext(EmbeddedContext);
}
