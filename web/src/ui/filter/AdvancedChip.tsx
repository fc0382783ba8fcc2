import { CloseButton, Tooltip } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { keyOf } from "@/api/query";
import { filterField, type GridColumn } from "../grid/columns";
import classes from "../grid/DataGrid.module.css";
import type { Condition } from "../grid/filters";
import type { GridState } from "../grid/useGridState";
import { optionOf } from "../Picker";
import { sentence } from "./sentence";
import { parseFilter } from "./tree";

/** The nested filter of a list as one chip that says all of it; it opens the builder. */
export function AdvancedChip<T>({ state, columns, onOpen }: { state: GridState; columns: GridColumn<T>[]; onOpen: () => void }) {
  const { t } = useTranslation(["views", "ui"]);
  const client = useQueryClient();
  const root = parseFilter(state.filter);
  // Names that were looked up already; an ID that nobody has looked up yet stays one record.
  const named = (condition: Condition): Condition => {
    const column = columns.find((c) => filterField(c) === condition.field);
    if (column?.kind !== "ref" || condition.op === "empty") return condition;
    const { endpoint = "", toOption } = column.picker ?? {};
    const found = client.getQueryData<Record<string, unknown>>([...keyOf(`${endpoint}/${condition.value}`, {})]);
    const label = found ? (toOption ? optionOf(found, toOption).label : (found["name"] ?? found["title"])) : undefined;
    return { ...condition, value: typeof label === "string" && label ? label : t("views:filter.a_record") };
  };
  const words = root ? sentence(root, columns, named, t) : t("views:filter.unread");
  return (
    <span className={classes.chip}>
      <Tooltip label={words} multiline maw={480}>
        <button type="button" className={classes.chipText} onClick={onOpen}>
          {words}
        </button>
      </Tooltip>
      <CloseButton size="xs" iconSize={13} aria-label={t("views:filter.remove_advanced")} onClick={() => state.set({ filter: undefined })} />
    </span>
  );
}
