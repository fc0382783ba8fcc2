import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { GridColumn } from "@/ui/DataGrid";
import { formatDecimal } from "@/ui/number";
import { useReach } from "@/ui/session";
import { StatusBadge } from "@/ui/StatusBadge";
import { Unknown } from "@/ui/Unknown";
import { useOwnerOptions } from "../shared/owners";
import { accountSource, contactSource, salespersonSource } from "../sources";
import type { Deal } from "../wire";
import { covers, inCurrencyOf } from "./margin";
import { activeStages, usePipelines } from "./pipelines";

const statuses = ["open", "hold", "won", "lost"];

/** The columns of the list of deals, or of one's own alone; the board filters by the same. */
export function useDealColumns(own: boolean): GridColumn<Deal>[] {
  const { t } = useTranslation("crm");
  const owners = useOwnerOptions();
  const pipelines = usePipelines().data?.items;
  const reads = useReach("crm.deal.read");
  const margins = useReach("crm.deal#margin.read");
  const margin = margins !== undefined;
  const sortable = covers(margins, own ? "own" : reads);
  return useMemo<GridColumn<Deal>[]>(() => {
    const all = pipelines ?? [];
    const many = all.length > 1;
    const stages = all.flatMap((p) => activeStages(p).map((s) => ({ value: s.id, label: many ? `${p.name}: ${s.name}` : s.name })));
    return [
      { key: "name", label: t("deal.name"), sort: true, filter: true, width: 210 },
      {
        key: "account_id", label: t("deal.account"), kind: "ref", entity: "crm.account", value: (d) => d.account?.id, labelField: "account.name",
        filter: true, optional: true, picker: accountSource, card: true, width: 185,
      },
      {
        key: "stage_id", label: t("deal.stage"), kind: "choice", options: stages, filter: true, exportAs: "stage.name", card: true, width: 130,
        cell: (d) => <StatusBadge kind="crm.deal" state={d.status} label={d.stage.name} />,
      },
      { key: "amount", label: t("deal.amount"), kind: "money", sort: true, filter: true, card: true, width: 120 },
      ...(margin
        ? [
            {
              key: "margin", label: t("deal.margin"), kind: "money" as const, value: (d: Deal) => inCurrencyOf(d, d.margin), sort: sortable, filter: sortable, optional: true,
              exportAs: ["cost", "margin"], hidden: true, width: 120,
            },
            {
              key: "margin_percent", label: t("deal.margin_percent"), kind: "number" as const, filter: sortable, optional: true, hidden: true, width: 115,
              cell: (d: Deal) => (d.margin_percent === undefined ? <Unknown /> : <span className="lh-number">{t("percent", { value: formatDecimal(d.margin_percent) })}</span>),
            },
          ]
        : []),
      { key: "probability", label: t("deal.probability"), kind: "number", width: 115, cell: (d) => <span className="lh-number">{t("percent", { value: d.probability })}</span> },
      { key: "expected_close", label: t("deal.expected_close"), kind: "date", sort: true, filter: true, optional: true, due: true, width: 145 },
      { key: "next_step", label: t("deal.next_step"), width: 170 },
      { key: "owner_id", label: t("owner"), kind: "choice", options: owners, filter: true, optional: true, people: true, cell: (d) => d.owner?.name ?? "–", exportAs: "owner.name", width: 120 },
      { key: "status", label: t("status"), kind: "status", status: "crm.deal", options: statuses.map((value) => ({ value, label: t(`deal.states.${value}`) })), filter: true, hidden: true },
      {
        key: "contact_id", label: t("deal.contact"), kind: "ref", entity: "crm.contact", value: (d) => d.contact?.id, labelField: "contact.name",
        filter: true, optional: true, picker: contactSource, hidden: true,
      },
      {
        key: "salesperson_id", label: t("salesperson"), kind: "ref", entity: "hr.employee", value: (d) => d.salesperson?.id, labelField: "salesperson.name",
        filter: true, optional: true, picker: salespersonSource, hidden: true,
      },
      { key: "pipeline_id", label: t("deal.pipeline"), kind: "choice", options: all.map((p) => ({ value: p.id, label: p.name })), filter: true, exportAs: false, hidden: true },
      { key: "product", label: t("deal.product"), hidden: true },
      { key: "created_at", label: t("created"), kind: "instant", sort: true, filter: true, hidden: true },
      { key: "closed_at", label: t("deal.closed_at"), kind: "instant", hidden: true },
    ];
  }, [t, owners, pipelines, margin, sortable]);
}
