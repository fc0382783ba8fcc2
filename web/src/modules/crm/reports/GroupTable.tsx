import { useTranslation } from "react-i18next";
import { AppLink } from "@/ui/AppLink";
import { EntityLink } from "@/ui/EntityLink";
import { Money, Quantity } from "@/ui/Money";
import { formatCount } from "@/ui/number";
import { Rows, type RowColumn } from "@/ui/Rows";
import type { SalesGroup, SalesReport } from "../wire";
import { ordersOf, type Group } from "./grouping";
import { groupName } from "./labels";
import classes from "./reports.module.css";

interface GroupTableProps {
  by: Group;
  report: SalesReport;
  from: string;
  to: string;
}

const entities: Partial<Record<Group, string>> = { account: "crm.account", product: "inventory.product", salesperson: "hr.employee" };

/** The report in numbers, with a line for all of it. */
export function GroupTable({ by, report, from, to }: GroupTableProps) {
  const { t } = useTranslation("crm");
  const money = (amount: string) => <Money value={{ amount, currency: report.currency }} />;
  const freight = by !== "product" && by !== "category";
  const columns: RowColumn<SalesGroup>[] = [
    { key: "group", label: t(`report.groups.${by}`), cell: (group) => nameOf(group) },
    { key: "orders", label: t("report.orders"), numeric: true, cell: (group) => ordersCell(group) },
    { key: "quantity", label: t("report.quantity"), numeric: true, cell: (group) => <Quantity value={group.quantity} /> },
    { key: "gross", label: t("report.gross"), numeric: true, cell: (group) => money(group.gross) },
    { key: "discount", label: t("report.discount"), numeric: true, cell: (group) => money(group.discount) },
    { key: "net", label: t("report.net"), numeric: true, cell: (group) => <b>{money(group.net)}</b> },
  ];
  if (freight) columns.push({ key: "freight", label: t("report.freight"), numeric: true, cell: (group) => money(group.freight) });
  const all: SalesGroup = { ...report.total, key: "$all", label: t("report.all") };
  return (
    <Rows<SalesGroup>
      label={t("report.chart", { by: t(`report.by_group.${by}`), currency: report.currency })}
      columns={columns}
      rows={[...(report.groups ?? []), all]}
      rowKey={(group) => group.key}
    />
  );

  function nameOf(group: SalesGroup) {
    if (group.key === "$all") return <b>{group.label}</b>;
    const entity = entities[by];
    if (entity && group.id) return <EntityLink entity={entity} id={group.id} label={group.label} />;
    return <span dir="auto">{groupName(by, group, t)}</span>;
  }
  function ordersCell(group: SalesGroup) {
    const list = ordersOf(group.key === "$all" ? "none" : by, group.key, { from, to, currency: report.currency });
    const count = <span className="lh-number">{formatCount(group.orders)}</span>;
    return list ? (
      <AppLink to={list} fz="inherit" className={classes.opens} aria-label={t("report.open_orders", { count: group.orders, group: group.label })}>
        {count}
      </AppLink>
    ) : (
      count
    );
  }
}
