import { Button, Group, Menu, Text } from "@mantine/core";
import { IconArchive, IconDownload, IconPencil, IconTrash, IconUserShare } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { BulkAction } from "../grid/columns";
import classes from "./bulk.module.css";
import { formatCount } from "../number";
import { showFailed } from "../UndoToast";
import type { BulkAct } from "./BulkDialog";

interface BulkBarProps<T> {
  count: number;
  /** All that match are chosen, and not only those that are loaded. */
  all: boolean;
  /** How many match, if that is known and more than are chosen. */
  matching?: number;
  /** More match than can be counted. */
  tooMany: boolean;
  onAll: () => void;
  acts: BulkAct[];
  onAct: (act: BulkAct) => void;
  /** Acts of the list's own; they are for loaded rows only. */
  own: BulkAction<T>[];
  rows: T[];
  onExport?: (format: "csv" | "xlsx") => void;
  /** Why the selection cannot be exported now. */
  noExport?: string;
  onClear: () => void;
}

const marks = { edit: IconPencil, assign: IconUserShare, delete: IconTrash, archive: IconArchive };

/** What can be done with the selected rows, and with all that match. */
export function BulkBar<T>(props: BulkBarProps<T>) {
  const { t } = useTranslation(["bulk", "ui"]);
  const { count, all, matching, acts, own, rows, onClear } = props;
  return (
    <div className={classes.bar} role="toolbar" aria-label={t("ui:grid.bulk")}>
      <Text size="sm" fw={600} role="status" className="lh-number">
        {all ? t("bulk:all_chosen", { shown: formatCount(count) }) : t("ui:grid.selected", { count })}
      </Text>
      {!all && matching !== undefined && matching > count ? (
        <Button size="compact-sm" variant="subtle" onClick={props.onAll}>
          {t("bulk:choose_all", { shown: formatCount(matching) })}
        </Button>
      ) : null}
      {!all && props.tooMany ? (
        <Text size="xs" c="dimmed">
          {t("bulk:too_many")}
        </Text>
      ) : null}
      <Group gap="xs" flex={1}>
        {acts.map((act) => {
          const Mark = marks[act];
          return (
            <Button key={act} size="compact-sm" variant="default" color={act === "delete" ? "red" : undefined} leftSection={<Mark size={16} stroke={1.75} />} onClick={() => props.onAct(act)}>
              {t(`bulk:act_${act}`)}
            </Button>
          );
        })}
        {props.onExport ? (
          <Menu position="top-start" withinPortal>
            <Menu.Target>
              <Button size="compact-sm" variant="default" leftSection={<IconDownload size={16} stroke={1.75} />} disabled={Boolean(props.noExport)} title={props.noExport}>
                {t("ui:grid.export")}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {(["csv", "xlsx"] as const).map((format) => (
                <Menu.Item key={format} onClick={() => props.onExport?.(format)}>
                  {t(`ui:grid.export_${format}`)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        ) : null}
        {own.map((action) => (
          <Button
            key={action.id}
            size="compact-sm"
            variant="default"
            color={action.danger ? "red" : undefined}
            leftSection={action.icon}
            disabled={all}
            title={all ? t("bulk:loaded_only") : undefined}
            onClick={() => void Promise.resolve(action.run(rows)).then(onClear).catch(showFailed)}
          >
            {action.label}
          </Button>
        ))}
      </Group>
      <Button size="compact-sm" variant="subtle" color="gray" onClick={onClear}>
        {t("ui:grid.clear_selection")}
      </Button>
    </div>
  );
}
