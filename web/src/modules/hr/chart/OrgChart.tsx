import { Button, Group, SegmentedControl, Select } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconArrowsMaximize, IconArrowsMinimize, IconSitemap, IconUserSearch } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useGet } from "@/api/query";
import { useGo, useParams } from "@/ui/address";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { PageHeader } from "@/ui/PageHeader";
import { RecordSkeleton } from "@/ui/RecordPage";
import { useCan } from "@/ui/session";
import { Tree } from "@/ui/Tree";
import { buildTree, chainOf, openTo } from "@/ui/tree/tree";
import { AsOfBanner, AsOfField, useAsOf } from "../shared/AsOf";
import { Face } from "../shared/Face";
import classes from "./OrgChart.module.css";
import { Chain } from "./Chain";
import { ChartView } from "./ChartView";
import type { Chart, ChartNode } from "../wire";

/** One person in the chart. */
export interface ChartItem {
  id: string;
  parent: string | undefined;
  text: string;
  node: ChartNode;
}

/** Who reports to whom on a day: as a chart, and as an indented list that says the same. */
export function OrgChart() {
  const { t } = useTranslation("hr");
  const can = useCan();
  const go = useGo();
  const [params, set] = useParams();
  const day = useAsOf();
  const phone = useMediaQuery("(max-width: 48em)", false, { getInitialValueInEffect: false });
  const chart = useGet<Chart>("/hr/org-chart", { as_of: day });
  const items = useMemo<ChartItem[]>(
    () => (chart.data?.nodes ?? []).map((node) => ({ id: node.id, parent: node.manager_id, text: node.name, node })),
    [chart.data],
  );
  const forest = useMemo(() => buildTree(items), [items]);
  const [own, setOwn] = useState<ReadonlySet<string> | null>(null);
  const person = params["person"] && forest.byId.has(params["person"]) ? params["person"] : null;
  // Two levels are open, and the way down to whom one looks at.
  const expanded = useMemo(() => {
    const open = new Set(own ?? openTo(forest, 2));
    for (const node of chainOf(person ? forest.byId.get(person) : undefined)) if (own === null) open.add(node.item.id);
    return open;
  }, [own, forest, person]);
  const show = (id: string | null) => {
    if (id) setOwn(new Set([...expanded, ...chainOf(forest.byId.get(id)).map((node) => node.item.id)]));
    set({ person: id ?? undefined });
  };
  const mode = params["view"] === "list" || params["view"] === "chart" ? params["view"] : phone ? "list" : "chart";
  const choices = useMemo(
    () => [...items].sort((a, b) => a.text.localeCompare(b.text)).map((item) => ({ value: item.id, label: item.node.title ? `${item.text} · ${item.node.title}` : item.text })),
    [items],
  );
  const open = (id: string) => go(`/hr/people/${id}${day ? `?as_of=${day}` : ""}`);

  return (
    <div className={classes.screen}>
      <PageHeader title={t("chart.title")} icon={IconSitemap} />
      <div className={classes.tools}>
        <Select
          className={classes.search}
          size="xs"
          searchable
          clearable
          aria-label={t("chart.search")}
          placeholder={t("chart.search")}
          leftSection={<IconUserSearch size={16} stroke={1.75} aria-hidden />}
          data={choices}
          value={person}
          onChange={show}
          nothingFoundMessage={t("chart.not_found")}
          limit={50}
          comboboxProps={{ shadow: "md" }}
        />
        <SegmentedControl
          size="xs"
          aria-label={t("chart.mode")}
          value={mode}
          onChange={(view) => set({ view })}
          data={[
            { value: "chart", label: t("chart.as_chart") },
            { value: "list", label: t("chart.as_list") },
          ]}
        />
        <AsOfField />
        <Group gap={4}>
          <Button size="compact-sm" variant="subtle" color="gray" leftSection={<IconArrowsMaximize size={16} stroke={1.75} />} onClick={() => setOwn(openTo(forest, Infinity))}>
            {t("chart.open_all")}
          </Button>
          <Button size="compact-sm" variant="subtle" color="gray" leftSection={<IconArrowsMinimize size={16} stroke={1.75} />} onClick={() => setOwn(openTo(forest, 1))}>
            {t("chart.close_all")}
          </Button>
        </Group>
      </div>
      {day ? (
        <div className={classes.banner}>
          <AsOfBanner />
        </div>
      ) : null}
      <Chain node={person ? forest.byId.get(person) : undefined} onPick={show} onOpen={open} />
      {chart.isPending ? <RecordSkeleton /> : null}
      {chart.isError ? <ErrorBlock error={chart.error} retry={() => void chart.refetch()} /> : null}
      {chart.isSuccess && items.length === 0 ? (
        <EmptyBlock
          icon={IconSitemap}
          title={t("chart.none")}
          text={t("chart.none_text")}
          action={can("hr.employee.create") ? <Button onClick={() => go("/hr/people?new=1")}>{t("hire.action")}</Button> : null}
        />
      ) : null}
      {items.length > 0 && mode === "list" ? (
        <div className={classes.list}>
          <Tree<ChartItem>
            label={t("chart.title")}
            items={items}
            expanded={expanded}
            onExpanded={setOwn}
            selected={person}
            onOpen={(item) => open(item.id)}
            row={({ item }) => (
              <>
                <span className={classes.who}>
                  <Face name={item.text} />
                  <b dir="auto">{item.text}</b>
                </span>
                <span className={classes.muted}>{[item.node.title, item.node.unit.name].filter(Boolean).join(" · ")}</span>
              </>
            )}
            end={({ below, children }) => (below > 0 ? <span className={classes.muted}>{t("chart.reports", { count: children.length, all: below })}</span> : null)}
          />
        </div>
      ) : null}
      {items.length > 0 && mode === "chart" ? (
        <ChartView forest={forest} expanded={expanded} onExpanded={setOwn} selected={person} onSelect={(id) => set({ person: id })} onOpen={open} />
      ) : null}
    </div>
  );
}
