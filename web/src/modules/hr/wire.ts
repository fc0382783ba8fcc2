import type { Schema } from "@/api/schema";

export type Employee = Schema<"HrEmployee">;
export type Person = Schema<"HrEmployeeRecord">;
export type JobPeriod = Schema<"HrJobPeriod">;
export type ManagerPeriod = Schema<"HrManagerPeriod">;
export type PayPeriod = Schema<"HrPayPeriod">;
export type Pay = Schema<"HrPayFacts">;
export type Spell = Schema<"HrSpell">;
export type OrgUnit = Schema<"HrUnit">;
export type Position = Schema<"HrPosition">;
export type Chart = Schema<"HrChart">;
export type ChartNode = Schema<"HrChartNode">;

/** A short list that has no pages. */
export interface Items<T> {
  items: T[] | null;
}

/** What a form sends: "" empties a field, a missing one stays. */
export function written(body: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, value ?? ""]));
}

/** A job as forms read it: what is read as `unit` is written as `unit_id`, so both stand side by side. */
export function flatJob(job: Pick<JobPeriod, "unit" | "position" | "title" | "site" | "employment_type"> | undefined): Record<string, unknown> {
  return {
    unit_id: job?.unit.id ?? "",
    unit_name: job?.unit.name ?? "",
    position_id: job?.position?.id ?? "",
    position_name: job?.position?.title ?? "",
    title: job?.title ?? "",
    site: job?.site ?? "",
    employment_type: job?.employment_type ?? "",
  };
}
