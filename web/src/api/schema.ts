import type { components } from "./schema.d";

/**
 * A body or record as the API document names it: `Schema<"CrmAccount">`. The document is generated
 * from the server's own types, so a field that changes there fails to compile here.
 */
export type Schema<Name extends keyof components["schemas"]> = components["schemas"][Name];
