import { Button, Checkbox, Group, SegmentedControl } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { GridColumn } from "../grid/columns";
import classes from "./Filter.module.css";
import { LeafRow } from "./LeafRow";
import { isBranch, maxDepth, replaced, type Branch, type Node } from "./tree";

interface BranchBoxProps<T> {
  branch: Branch;
  columns: GridColumn<T>[];
  level: number;
  /** There is no room for another condition. */
  full: boolean;
  onChange: (branch: Branch) => void;
  onRemove?: () => void;
}

/** Conditions of which all or one hold; groups stand in groups. */
export function BranchBox<T>({ branch, columns, level, full, onChange, onRemove }: BranchBoxProps<T>) {
  const { t } = useTranslation("views");
  const put = (index: number, node: Node | undefined) => onChange(replaced(branch, [index], node));
  const add = (node: Node) => onChange({ ...branch, parts: [...branch.parts, node] });
  const blank = { field: "", op: "", value: "" };
  return (
    <div className={classes.branch} data-level={level} role="group" aria-label={t(branch.join === "and" ? "filter.all" : "filter.any")}>
      <Group justify="space-between" gap="sm">
        <Group gap="sm">
          <SegmentedControl
            size="xs"
            aria-label={t("filter.join")}
            value={branch.join}
            onChange={(join) => onChange({ ...branch, join })}
            data={[
              { value: "and", label: t("filter.all") },
              { value: "or", label: t("filter.any") },
            ]}
          />
          <Checkbox size="xs" label={t("filter.not")} checked={branch.not} onChange={(event) => onChange({ ...branch, not: event.currentTarget.checked })} />
        </Group>
        {onRemove ? (
          <Button size="compact-xs" variant="subtle" color="gray" leftSection={<IconTrash size={14} stroke={1.75} />} onClick={onRemove}>
            {t("filter.remove_group")}
          </Button>
        ) : null}
      </Group>
      {/* A condition has no name of its own: its place is what it is. */}
      {branch.parts.map((part, index) =>
        isBranch(part) ? (
          <BranchBox<T> key={index} branch={part} columns={columns} level={level + 1} full={full} onChange={(next) => put(index, next)} onRemove={() => put(index, undefined)} />
        ) : (
          <LeafRow<T> key={index} leaf={part} columns={columns} onChange={(next) => put(index, next)} onRemove={() => put(index, undefined)} />
        ),
      )}
      <Group gap="xs">
        <Button size="compact-sm" variant="default" leftSection={<IconPlus size={14} stroke={1.75} />} disabled={full} onClick={() => add(blank)}>
          {t("filter.add")}
        </Button>
        {level < maxDepth - 1 ? (
          <Button size="compact-sm" variant="subtle" color="gray" leftSection={<IconPlus size={14} stroke={1.75} />} disabled={full} onClick={() => add({ join: branch.join === "and" ? "or" : "and", not: false, parts: [blank] })}>
            {t("filter.add_group")}
          </Button>
        ) : null}
      </Group>
    </div>
  );
}
