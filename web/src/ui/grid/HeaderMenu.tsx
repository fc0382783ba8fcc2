import { Menu, UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowLeft, IconArrowRight, IconArrowUp, IconChevronDown, IconEyeOff, IconFilter, IconPin, IconPinnedOff, IconSortAscending, IconStack3, IconSum } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { filterField, sortField, type GridColumn } from "./columns";
import classes from "./DataGrid.module.css";
import { groupWord, sumsOfColumn } from "./summing";
import type { GridState } from "./useGridState";

interface HeaderMenuProps<T> {
  state: GridState;
  column: GridColumn<T>;
  /** The list can be grouped and summed. */
  summary: boolean;
  onFilter: () => void;
}

const size = { size: 16, stroke: 1.75 } as const;

/** What can be done with a column: sort, filter, group, sum, pin, move, hide. */
export function HeaderMenu<T>({ state, column, summary, onFilter }: HeaderMenuProps<T>) {
  const { t } = useTranslation(["views", "ui"]);
  const field = sortField(column);
  const others = field ? state.sort.split(",").filter((word) => word && word.replace(/^-/, "") !== field) : [];
  const word = summary ? groupWord(column) : undefined;
  const sums = summary ? sumsOfColumn(column) : [];
  const at = state.shown.indexOf(column.key);
  const pinned = state.pinned.includes(column.key);
  const move = (by: number) => {
    const next = [...state.shown];
    next.splice(at + by, 0, ...next.splice(at, 1));
    state.setColumns(next);
  };
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <UnstyledButton className={classes.headMenu} aria-label={t("ui:grid.column_menu", { column: column.label })}>
          <IconChevronDown size={14} stroke={1.75} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown mah={480} style={{ overflowY: "auto" }}>
        {field ? (
          <>
            <Menu.Item leftSection={<IconArrowUp {...size} />} onClick={() => state.setSort(field)}>
              {t("ui:grid.ascending")}
            </Menu.Item>
            <Menu.Item leftSection={<IconArrowDown {...size} />} onClick={() => state.setSort(`-${field}`)}>
              {t("ui:grid.descending")}
            </Menu.Item>
            {others.length > 0 && others.length < 3 ? (
              <Menu.Item leftSection={<IconSortAscending {...size} />} onClick={() => state.setSort([...others, field].join(","))}>
                {t("views:then_by")}
              </Menu.Item>
            ) : null}
          </>
        ) : null}
        {filterField(column) ? (
          <Menu.Item leftSection={<IconFilter {...size} />} onClick={onFilter}>
            {t("ui:filter.column")}
          </Menu.Item>
        ) : null}
        {word ? (
          <Menu.Item leftSection={<IconStack3 {...size} />} onClick={() => state.setGroup(state.group.includes(word) ? state.group.filter((g) => g !== word) : [...state.group.slice(-1), word])}>
            {t(state.group.includes(word) ? "views:group.off" : "views:group.by")}
          </Menu.Item>
        ) : null}
        {sums.length > 0 ? (
          <>
            <Menu.Divider />
            <Menu.Label>{t("views:sum.label")}</Menu.Label>
            {sums.map((sum) => {
              const on = state.sums[column.key] === sum;
              return (
                <Menu.Item key={sum} role="menuitemradio" aria-checked={on} leftSection={on ? <IconSum {...size} /> : <span style={{ inlineSize: 16 }} />} onClick={() => state.setSum(column.key, on ? undefined : sum)}>
                  {t(`views:sum.${sum}`)}
                </Menu.Item>
              );
            })}
            <Menu.Divider />
          </>
        ) : null}
        <Menu.Item leftSection={pinned ? <IconPinnedOff {...size} /> : <IconPin {...size} />} onClick={() => state.setPinned(pinned ? state.pinned.filter((k) => k !== column.key) : [...state.pinned, column.key])}>
          {t(pinned ? "views:unpin" : "views:pin")}
        </Menu.Item>
        <Menu.Item leftSection={<IconArrowLeft {...size} />} disabled={at <= 0} onClick={() => move(-1)}>
          {t("views:move_left")}
        </Menu.Item>
        <Menu.Item leftSection={<IconArrowRight {...size} />} disabled={at < 0 || at === state.shown.length - 1} onClick={() => move(1)}>
          {t("views:move_right")}
        </Menu.Item>
        <Menu.Item leftSection={<IconEyeOff {...size} />} disabled={state.shown.length === 1} onClick={() => state.setColumns(state.shown.filter((k) => k !== column.key))}>
          {t("ui:grid.hide")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
