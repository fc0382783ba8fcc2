import type { Schema } from "@/api/schema";

export type Matrix = Schema<"AccessMatrix">;
export type Role = Schema<"AccessRole">;
export type RoleCell = Schema<"AccessRoleCell">;
export type Resource = Schema<"AccessResource">;
export type Version = Schema<"AccessVersion">;
export type Whole = Schema<"AccessWhole">;
export type Report = Schema<"AccessReport">;
export type Effect = Schema<"AccessEffect">;
export type Finding = Schema<"AccessFinding">;
export type Difference = Schema<"AccessDifference">;
export type Rule = Schema<"AuthzRule">;
export type Change = Schema<"AccessChange">;
export type Person = Schema<"AccessPerson">;

/** How far a right goes, from the narrowest; each contains the ones before it. */
export type Scope = Rule["scope"];

export const scopes: Scope[] = ["own", "team", "dept", "all"];

/** How wide a scope is: none is 0, all is 4. */
export function width(scope: string | undefined): number {
  return scopes.indexOf(scope as Scope) + 1;
}
