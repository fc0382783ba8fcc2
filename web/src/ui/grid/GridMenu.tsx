import { ActionIcon, Checkbox, Group, Menu, Popover, ScrollArea, SegmentedControl, Stack, Text, Tooltip, UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconColumns3, IconDownload, IconPrinter } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { Query } from "@/api/http";
import { AppLink } from "../AppLink";
import { useEntity } from "../registry";
import { useCan } from "../session";
import { showFailed } from "../UndoToast";
import type { GridColumn } from "./columns";
import type { Density } from "../settings";
import type { GridState } from "./useGridState";

interface GridMenuProps<T> {
  state: GridState;
  columns: GridColumn<T>[];
  endpoint: string;
  query: Query;
  fileName: string;
  exportable: boolean;
  /** Entity of the rows: who may give it fields is led there. */
  entity?: string;
}

/** Columns and density, and the export of what is on screen. */
export function GridMenu<T>({ state, columns, endpoint, query, fileName, exportable, entity }: GridMenuProps<T>) {
  const { t } = useTranslation("ui");
  return (
    <Group gap={2} wrap="nowrap" data-no-print>
      <Popover position="bottom-end" width={280} trapFocus withinPortal>
        <Popover.Target>
          <Tooltip label={t("grid.columns")}>
            <ActionIcon aria-label={t("grid.columns")}>
              <IconColumns3 size={18} stroke={1.75} />
            </ActionIcon>
          </Tooltip>
        </Popover.Target>
        <Popover.Dropdown>
          <ColumnChooser state={state} columns={columns} entity={entity} />
        </Popover.Dropdown>
      </Popover>
      {exportable ? (
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <Tooltip label={t("grid.export")}>
              <ActionIcon aria-label={t("grid.export")}>
                <IconDownload size={18} stroke={1.75} />
              </ActionIcon>
            </Tooltip>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>{t("grid.export_label")}</Menu.Label>
            {(["csv", "xlsx"] as const).map((format) => (
              <Menu.Item key={format} onClick={() => void exportList(format)}>
                {t(`grid.export_${format}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      ) : null}
      <Tooltip label={t("print")}>
        <ActionIcon aria-label={t("print")} onClick={() => window.print()}>
          <IconPrinter size={18} stroke={1.75} />
        </ActionIcon>
      </Tooltip>
    </Group>
  );

  async function exportList(format: "csv" | "xlsx") {
    const shown = state.shown.map((key) => columns.find((c) => c.key === key)).filter((c) => c !== undefined);
    try {
      await api.download(endpoint, { ...query, count: undefined, format, columns: exportColumns(shown) }, `${fileName}.${format}`);
    } catch (cause) {
      showFailed(cause);
    }
  }
}

/** The API's names of the columns on screen. Money is two columns in a file, and a reference is its name. */
export function exportColumns<T>(columns: GridColumn<T>[]): string[] {
  return columns.flatMap((column) => {
    if (column.exportAs === false) return [];
    if (column.exportAs) return column.exportAs;
    if (column.kind === "money") return [`${column.key}.amount`, `${column.key}.currency`];
    if (column.kind === "ref" && column.labelField) return column.labelField;
    return column.key;
  });
}

function ColumnChooser<T>({ state, columns, entity }: { state: GridState; columns: GridColumn<T>[]; entity?: string }) {
  const { t } = useTranslation("ui");
  const can = useCan();
  const taking = useEntity(entity)?.custom === true;
  const shown = state.shown;
  const ordered = [
    ...shown.map((key) => columns.find((c) => c.key === key)).filter((c) => c !== undefined),
    ...columns.filter((c) => !shown.includes(c.key)),
  ];
  const move = (key: string, by: number) => {
    const next = [...shown];
    const from = next.indexOf(key);
    const to = from + by;
    if (from < 0 || to < 0 || to >= next.length) return;
    next.splice(to, 0, ...next.splice(from, 1));
    state.setColumns(next);
  };
  return (
    <Stack gap="sm">
      <SegmentedControl<Density>
        size="xs"
        fullWidth
        aria-label={t("grid.density")}
        value={state.density}
        onChange={state.setDensity}
        data={[
          { value: "comfortable", label: t("grid.comfortable") },
          { value: "regular", label: t("grid.regular") },
          { value: "dense", label: t("grid.dense") },
        ]}
      />
      <ScrollArea.Autosize mah={340} type="auto">
        <Stack gap={2}>
          {ordered.map((column) => {
            const index = shown.indexOf(column.key);
            return (
              <Group key={column.key} justify="space-between" wrap="nowrap" mih={28}>
                <Checkbox
                  label={column.label}
                  checked={index >= 0}
                  disabled={index >= 0 && shown.length === 1}
                  onChange={() => state.setColumns(index >= 0 ? shown.filter((k) => k !== column.key) : [...shown, column.key])}
                />
                {index >= 0 ? (
                  <Group gap={0} wrap="nowrap">
                    <ActionIcon size={24} disabled={index === 0} onClick={() => move(column.key, -1)} aria-label={t("grid.move_up", { column: column.label })}>
                      <IconArrowUp size={14} stroke={1.75} />
                    </ActionIcon>
                    <ActionIcon size={24} disabled={index === shown.length - 1} onClick={() => move(column.key, 1)} aria-label={t("grid.move_down", { column: column.label })}>
                      <IconArrowDown size={14} stroke={1.75} />
                    </ActionIcon>
                  </Group>
                ) : null}
              </Group>
            );
          })}
        </Stack>
      </ScrollArea.Autosize>
      <UnstyledButton onClick={() => state.setColumns(undefined)}>
        <Text size="xs" c="var(--lh-link)">
          {t("grid.reset_columns")}
        </Text>
      </UnstyledButton>
      {taking && can("custom.field.manage") ? (
        <AppLink to={`/admin/custom-fields?entity=${entity}`} fz="xs">
          {t("custom.add_column")}
        </AppLink>
      ) : null}
    </Stack>
  );
}
