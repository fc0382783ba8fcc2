import { useGet } from "./query";
import type { Schema } from "./schema";

/** Whether somebody has emergency access or acts alone, and what waits for the person. */
export type AccessStatus = Schema<"AccessStatus">;

/** A role that a person has, since when and until when. */
export type Assignment = Schema<"AccessAssignment">;

/** What became of a role that was given: it holds, or it waits for a second person. */
export type Given = Schema<"AccessGiven">;

/** A role that somebody waits for. */
export type RoleRequest = Schema<"AccessRequest">;

/** A role by its words, as everybody may see it. */
export type RoleChoice = Schema<"AccessChoice">;

/** That somebody broke the glass. */
export type Emergency = Schema<"AccessEmergency">;

const minute = 60_000;

/** Where access stands for the person. Nothing tells of its changes, so it is asked for once a minute. */
export function useAccessStatus() {
  return useGet<AccessStatus>("/access/status", undefined, { staleTime: minute / 2, refetchInterval: minute });
}

/** All roles by their words, or those that give a right. */
export function useRoleChoices(gives?: string) {
  return useGet<{ items: RoleChoice[] }>("/access/roles", gives ? { gives } : undefined, { staleTime: 5 * minute });
}
