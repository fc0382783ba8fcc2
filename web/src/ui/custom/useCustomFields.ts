import { useLive } from "@/api/live";
import { useGet } from "@/api/query";
import { useEntity } from "../registry";
import { useCan } from "../session";
import type { CustomField } from "./wire";

const none: CustomField[] = [];

/** How long the fields of an object are taken as they were read; a change of them is heard at once. */
const fresh = 5 * 60_000;

/**
 * The fields that the organisation gave an object, in their order, as far as the reader may see them.
 * `ready` is false while they are read for the first time; without them an object is as it came.
 */
export function useCustomFields(entity: string | undefined): { ready: boolean; fields: CustomField[] } {
  const taking = useEntity(entity)?.custom === true;
  const can = useCan();
  const enabled = taking && can("custom.field.read");
  const found = useGet<{ items: CustomField[] | null }>("/custom-fields", { entity }, { enabled, staleTime: fresh });
  useLive("changed", (event) => {
    if (enabled && event.entity === "custom.field") void found.refetch();
  });
  return { ready: !enabled || !found.isPending, fields: found.data?.items ?? none };
}
