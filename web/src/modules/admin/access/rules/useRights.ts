import { useMemo } from "react";
import type { Option } from "@/ui/form/fields";
import { useResources, useWords } from "../words";

/** All rights as choices, in words and by their raw name. */
export function useRights(): Option[] {
  const { items } = useResources();
  const words = useWords();
  return useMemo(
    () =>
      items
        .flatMap((resource) => [...resource.actions, ...resource.classes.flatMap((c) => c.actions)])
        .map(({ permission }) => ({ value: permission, label: `${words.right(permission)} (${permission})` }))
        .sort((a, b) => a.label.localeCompare(b.label)),
    [items, words],
  );
}
