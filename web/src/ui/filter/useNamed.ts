import { useQueryClient } from "@tanstack/react-query";
import { keyOf, useGet } from "@/api/query";
import type { GridColumn } from "../grid/columns";
import type { Condition } from "../grid/filters";
import { optionOf } from "../Picker";

type Item = Record<string, unknown>;

/** Says the name of the record that a condition means by its id. */
export function useNamed<T>(column: GridColumn<T> | undefined, id?: string): (condition: Condition) => Condition {
  const client = useQueryClient();
  const { endpoint = "", toOption } = column?.picker ?? {};
  const single = column?.kind === "ref" ? id : undefined;
  useGet<Item>(`${endpoint}/${single}`, undefined, { enabled: Boolean(single && endpoint), staleTime: 60_000 });
  return (condition) => {
    if (column?.kind !== "ref" || condition.op === "empty") return condition;
    const found = client.getQueryData<Item>([...keyOf(`${endpoint}/${condition.value}`, {})]);
    if (!found) return condition;
    const { name, title, number } = found;
    const label = toOption ? optionOf(found, toOption).label : (name ?? title ?? number);
    return typeof label === "string" && label ? { ...condition, value: label } : condition;
  };
}
