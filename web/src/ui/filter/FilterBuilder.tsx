import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Page } from "@/api/client";
import type { Query } from "@/api/http";
import { useGet } from "@/api/query";
import { filterField, type GridColumn } from "../grid/columns";
import type { GridState } from "../grid/useGridState";
import { formatCount } from "../number";
import { BranchBox } from "./BranchBox";
import { countOf, depthOf, fromConditions, maxConditions, maxDepth, parseFilter, toConditions, writeFilter, type Branch } from "./tree";

interface FilterBuilderProps<T> {
  state: GridState;
  columns: GridColumn<T>[];
  endpoint: string;
  /** What the list asks for beside its conditions. */
  query: Query;
  onClose: () => void;
}

/** Conditions in groups of all, one and none. It counts while it is filled in, and goes back to chips where they can say the same. */
export function FilterBuilder<T>({ state, columns, endpoint, query, onClose }: FilterBuilderProps<T>) {
  const { t } = useTranslation("views");
  const filterable = columns.filter((c) => filterField(c));
  const [root, setRoot] = useState<Branch>(() => startOf(state));
  const text = writeFilter(root);
  const [asked] = useDebouncedValue(text, 300);
  const tooDeep = depthOf(root) > maxDepth;
  const tooMany = countOf(root) > maxConditions;
  const fixed = Object.fromEntries(Object.entries(query).filter(([name]) => !state.conditions.some((c) => c.param === name)));
  const found = useGet<Page<unknown>>(endpoint, { ...fixed, filter: asked, q: state.q, limit: 1, count: 1 }, { enabled: !tooDeep && !tooMany, keep: true });
  const total = found.data?.total;
  const chips = toConditions(root);

  const take = (patch: Record<string, string | undefined>) => {
    state.set({ ...Object.fromEntries(state.conditions.map((c) => [c.param, undefined])), filter: undefined, ...patch });
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={t("filter.title")} size="xl" closeButtonProps={{ "aria-label": t("ui:close") }}>
      <Stack gap="md">
        <BranchBox branch={root} columns={filterable} level={1} full={countOf(root) >= maxConditions} onChange={setRoot} />
        {tooDeep || tooMany ? (
          <Text size="sm" c="red" role="alert">
            {t(tooDeep ? "filter.too_deep" : "filter.too_many")}
          </Text>
        ) : null}
        <Group justify="space-between" gap="sm">
          <Text size="sm" role="status" className="lh-number">
            {found.isError ? found.error.errors[0]?.detail || found.error.detail : total ? t(total.exact ? "ui:grid.total" : "ui:grid.total_more", { count: total.count, shown: formatCount(total.count) }) : ""}
          </Text>
          <Group gap="sm">
            {chips && Object.keys(chips).length > 0 ? (
              <Button variant="subtle" color="gray" onClick={() => take(chips)}>
                {t("filter.to_chips")}
              </Button>
            ) : null}
            <Button variant="default" onClick={onClose}>
              {t("ui:cancel")}
            </Button>
            <Button disabled={tooDeep || tooMany} onClick={() => take({ filter: text })}>
              {t("ui:filter.apply")}
            </Button>
          </Group>
        </Group>
      </Stack>
    </Modal>
  );
}

// It begins with what the list shows: chips become conditions of the filter.
function startOf(state: GridState): Branch {
  const leaves = fromConditions(state.conditions);
  const kept = parseFilter(state.filter);
  if (!kept) return { join: "and", not: false, parts: leaves.length > 0 ? leaves : [{ field: "", op: "", value: "" }] };
  return leaves.length > 0 ? { join: "and", not: false, parts: [...leaves, kept] } : kept;
}
