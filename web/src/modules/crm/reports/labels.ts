import type { TFunction } from "i18next";
import { locale } from "@/ui/number";
import type { SalesGroup } from "../wire";
import type { Group } from "./grouping";

/** The name of a group, as the report and its chart say it. */
export function groupName(by: Group, group: Pick<SalesGroup, "key" | "label">, t: TFunction<"crm">): string {
  if (by === "month" && /^\d{4}-\d{2}$/.test(group.key)) {
    return new Intl.DateTimeFormat(locale(), { month: "short", year: "numeric", timeZone: "UTC" }).format(new Date(`${group.key}-01T00:00:00Z`));
  }
  return group.label || t(`report.no_${by === "salesperson" || by === "category" || by === "ship_country" ? by : "name"}`);
}
