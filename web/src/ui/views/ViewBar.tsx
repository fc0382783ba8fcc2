import { ActionIcon, Button, Group, Text, Tooltip, UnstyledButton } from "@mantine/core";
import { IconBuilding, IconLayoutDashboard, IconLock, IconPlus, IconUsers } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { GridColumn } from "../grid/columns";
import { Scrollable } from "../Scrollable";
import { SaveDialog } from "./SaveDialog";
import { useViewActs } from "./useViewActs";
import type { ListView } from "./useListView";
import { ViewMenu } from "./ViewMenu";
import classes from "./ViewBar.module.css";
import type { ActiveView } from "./wire";

const AddToDashboard = lazy(() => import("../dashboard/AddToDashboard").then((m) => ({ default: m.AddToDashboard })));

interface ViewBarProps<T> {
  list: string;
  /** Accessible name of the list. */
  label: string;
  view: ListView;
  fields: ReadonlySet<string>;
  /** All columns of the list: what a dashboard can show of it. */
  columns: GridColumn<T>[];
  /** Widths of the columns that the person has set. */
  widths: Record<string, number>;
}

/** Views of a list as tabs: those that come with it, one's own, the team's and the organisation's. */
export function ViewBar<T>({ list, label, view, fields, columns, widths }: ViewBarProps<T>) {
  const { t } = useTranslation("views");
  const [adding, setAdding] = useState(false);
  const [placing, setPlacing] = useState(false);
  const acts = useViewActs(list, view, fields, widths);
  const { active, edited } = view;
  const saved = active?.saved;
  return (
    <div className={classes.bar} data-no-print>
      <Scrollable label={t("of", { list: label })}>
        <div className={classes.tabs} role="group" aria-label={t("of", { list: label })}>
          {view.tabs.map((tab) => (
            <span key={tab.id} className={classes.tab} data-active={tab.id === active?.id || undefined}>
              <UnstyledButton className={classes.name} aria-pressed={tab.id === active?.id} onClick={() => view.open(tab.id)}>
                <SharingIcon tab={tab} />
                <span dir="auto">{tab.label}</span>
              </UnstyledButton>
              {tab.id === active?.id && tab.saved ? <ViewMenu saved={tab.saved} acts={acts} onPlace={() => setPlacing(true)} /> : null}
            </span>
          ))}
          <Tooltip label={t("add")}>
            <ActionIcon size={26} aria-label={t("add")} onClick={() => setAdding(true)}>
              <IconPlus size={16} stroke={1.75} />
            </ActionIcon>
          </Tooltip>
          <Tooltip label={t("widget.add_to")}>
            <ActionIcon size={26} aria-label={t("widget.add_to")} onClick={() => setPlacing(true)}>
              <IconLayoutDashboard size={16} stroke={1.75} />
            </ActionIcon>
          </Tooltip>
        </div>
      </Scrollable>
      {edited ? (
        <Group gap={6} wrap="nowrap" className={classes.edited}>
          <Text size="xs" c="dimmed" role="status">
            {t("edited")}
          </Text>
          {saved?.may_change && !saved.locked ? (
            <Button size="compact-xs" onClick={() => void acts.save(saved)}>
              {t(saved.sharing === "private" ? "save" : "save_all")}
            </Button>
          ) : null}
          <Button size="compact-xs" variant="default" onClick={() => setAdding(true)}>
            {t("save_new")}
          </Button>
          <Button size="compact-xs" variant="subtle" color="gray" onClick={() => view.open(active?.id)}>
            {t("reset")}
          </Button>
        </Group>
      ) : null}
      {adding ? <SaveDialog acts={acts} onClose={() => setAdding(false)} /> : null}
      {placing ? (
        <Suspense>
          <AddToDashboard list={list} label={label} view={view} fields={fields} columns={columns} onClose={() => setPlacing(false)} />
        </Suspense>
      ) : null}
    </div>
  );
}

function SharingIcon({ tab }: { tab: ActiveView }) {
  const { t } = useTranslation("views");
  if (!tab.saved) return null;
  if (tab.saved.locked) return <IconLock size={13} stroke={1.75} aria-label={t("locked")} />;
  if (tab.saved.sharing === "team") return <IconUsers size={13} stroke={1.75} aria-label={t("sharing.team")} />;
  if (tab.saved.sharing === "organisation") return <IconBuilding size={13} stroke={1.75} aria-label={t("sharing.organisation")} />;
  return null;
}
