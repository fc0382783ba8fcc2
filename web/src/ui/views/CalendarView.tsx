import { ActionIcon, Button, Group, Select, Text, UnstyledButton } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Page } from "@/api/client";
import type { Query } from "@/api/http";
import { useGet } from "@/api/query";
import { addDays, dayOf, formatDay, today } from "../dates";
import { EmptyBlock } from "../EmptyBlock";
import { ErrorBlock } from "../ErrorBlock";
import { Cell } from "../grid/Cell";
import { filterField, type GridColumn } from "../grid/columns";
import { both, nextStep, startOfDay } from "../grid/summing";
import type { GridState } from "../grid/useGridState";
import { locale } from "../number";
import { useZone } from "../session";
import { memberOf } from "../value";
import { inPlainWords } from "./plain";
import classes from "./CalendarView.module.css";

interface CalendarViewProps<T> {
  state: GridState;
  columns: GridColumn<T>[];
  shown: GridColumn<T>[];
  endpoint: string;
  query: Query;
  label: string;
  rowId: (row: T) => string;
  onOpen: (row: T) => void;
}

const most = 200;

/** The rows of a view on the days of a month; weeks begin on Monday. */
export function CalendarView<T extends object>({ state, columns, shown, endpoint, query, label, rowId, onOpen }: CalendarViewProps<T>) {
  const { t } = useTranslation("views");
  const zone = useZone();
  const days = columns.filter((c) => filterField(c) && (c.kind === "date" || c.kind === "instant"));
  const by = days.find((c) => filterField(c) === state.params["by"]) ?? days.find((c) => c.due) ?? days[0];
  const [month, setMonth] = useState(() => `${today().slice(0, 8)}01`);
  const field = by ? (filterField(by) ?? by.key) : "";
  const until = nextStep(month, "month");
  const said = (day: string) => (by?.kind === "instant" ? startOfDay(day, zone) : day);
  const { count: _count, sort: _sort, ...rest } = query;
  const found = useGet<Page<T>>(
    endpoint,
    { ...rest, count: 1, limit: most, filter: both(rest["filter"] as string | undefined, [{ field, op: "gte", value: said(month) }, { field, op: "lt", value: said(until) }]) },
    { enabled: Boolean(by), keep: true },
  );
  if (!by) return <EmptyBlock title={t("calendar.nothing")} />;
  const rows = found.data?.items ?? [];
  const dayOfRow = (row: T) => {
    const value = by.value ? by.value(row) : memberOf(row, by.key);
    return typeof value === "string" ? (by.kind === "instant" ? dayOf(value) : value.slice(0, 10)) : "";
  };
  const first = addDays(month, -((new Date(`${month}T00:00:00Z`).getUTCDay() + 6) % 7));
  const weeks = addDays(first, 35) < until ? 6 : 5;
  const cells = Array.from({ length: weeks * 7 }, (_, index) => addDays(first, index));
  const title = new Intl.DateTimeFormat(locale(), { month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(`${month}T00:00:00Z`));
  const weekday = (day: string) => new Intl.DateTimeFormat(locale(), { weekday: "short", timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));
  // What a record is called, and one fact beside it.
  const [head, fact] = [shown.find((c) => c !== by), shown.find((c, index) => index > 0 && c !== by && c.card) ?? shown.filter((c) => c !== by)[1]];
  const total = found.data?.total;
  return (
    <div className={classes.root}>
      <Group gap="sm">
        <Group gap={2}>
          <ActionIcon aria-label={t("calendar.before")} onClick={() => setMonth(shiftMonth(month, -1))}>
            <IconChevronLeft size={18} stroke={1.75} className={classes.arrow} />
          </ActionIcon>
          <ActionIcon aria-label={t("calendar.after")} onClick={() => setMonth(until)}>
            <IconChevronRight size={18} stroke={1.75} className={classes.arrow} />
          </ActionIcon>
        </Group>
        <Text fw={600} role="status">
          {title}
        </Text>
        <Button size="compact-sm" variant="default" onClick={() => setMonth(`${today().slice(0, 8)}01`)}>
          {t("calendar.today")}
        </Button>
        {days.length > 1 ? <Select size="xs" w={190} allowDeselect={false} aria-label={t("calendar.by")} value={field} data={days.map((c) => ({ value: filterField(c) ?? c.key, label: c.label }))} onChange={(next) => state.set({ by: next ?? undefined })} /> : null}
        {total && (!total.exact || total.count > most) ? (
          <Text size="sm" c="dimmed">
            {t("calendar.more", { count: most })}
          </Text>
        ) : null}
      </Group>
      {found.isError ? <ErrorBlock error={found.error} retry={() => void found.refetch()} /> : null}
      <div className={classes.month} role="group" aria-label={`${label}, ${title}`} data-stale={found.isPlaceholderData || undefined}>
        {cells.slice(0, 7).map((day) => (
          <div key={day} className={classes.weekday} aria-hidden>
            {weekday(day)}
          </div>
        ))}
        {cells.map((day) => {
          const mine = rows.filter((row) => dayOfRow(row) === day);
          return (
            <section key={day} className={classes.day} data-other={day < month || day >= until || undefined} data-today={day === today() || undefined} data-empty={mine.length === 0 || undefined} aria-label={formatDay(day)}>
              <span className={classes.number} aria-hidden>
                {Number(day.slice(8))}
              </span>
              <ul>
                {mine.map((row) => (
                  <li key={rowId(row)}>
                    <UnstyledButton className={classes.entry} onClick={() => onOpen(row)}>
                      {head ? <Cell row={row} column={head} /> : rowId(row)} {fact ? inPlainWords(row, fact) : null}
                    </UnstyledButton>
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
      </div>
    </div>
  );
}

function shiftMonth(month: string, by: number): string {
  const date = new Date(`${month}T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + by);
  return date.toISOString().slice(0, 10);
}
