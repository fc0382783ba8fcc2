import i18n from "i18next";
import { useMemo } from "react";
import { useGet } from "@/api/query";
import { moduleWord } from "../shared/rights";
import type { Resource } from "./types";

const none: Resource[] = [];

/** What policies may speak of; it changes with a release only. */
export function useResources() {
  const answer = useGet<{ items: Resource[] }>("/access/resources", undefined, { staleTime: 3_600_000 });
  return { ...answer, items: answer.data?.items ?? none };
}

/** Says rights in words: "Deals, margin: read" for crm.deal#margin.read. */
export interface Words {
  /** "crm.deal#margin.read" */
  right: (permission: string) => string;
  /** "crm:deal#margin", "crm:*", "*:*" */
  object: (object: string) => string;
}

/** Says rights in words, with the labels that the modules gave to their resources. */
export function useWords(): Words {
  const { items } = useResources();
  return useMemo(() => wordsFrom(items), [items]);
}

/** The words of resources that are known. */
export function wordsFrom(resources: Resource[]): Words {
  const object = (name: string) => {
    const [path = "", fields] = name.split("#");
    const [module = "", resource = ""] = path.split(":");
    const label = resource === "*" ? everything(module) : (resources.find((r) => r.object === path)?.label ?? wordOf(resource || path));
    return fields ? i18n.t("access:words.fields", { object: label, fields: classWord(fields) }) : label;
  };
  return {
    object,
    right: (permission) => {
      const first = permission.indexOf(".");
      const last = permission.lastIndexOf(".");
      return i18n.t("access:words.right", { object: object(`${permission.slice(0, first)}:${permission.slice(first + 1, last)}`), action: actionWord(permission.slice(last + 1)).toLowerCase() });
    },
  };
}

function everything(module: string): string {
  return module === "*" ? i18n.t("access:words.everything") : i18n.t("access:words.everything_of", { module: areaWord(module) });
}

/** An action in words: "Change". */
export function actionWord(action: string): string {
  return action === "*" ? i18n.t("access:words.any_action") : i18n.t(`access:actions.${action}`, { defaultValue: wordOf(action) });
}

/** A class of fields in words: "margin". */
export function classWord(name: string): string {
  return name === "*" ? i18n.t("access:words.all_fields") : i18n.t(`access:classes.${name}`, { defaultValue: wordOf(name).toLowerCase() });
}

/** A scope as a chip says it: "Team". */
export function scopeWord(scope: string | undefined): string {
  return i18n.t(`access:scopes.${scope || "none"}`);
}

/** A scope in a sentence: "the records of the team". */
export function reachWord(scope: string | undefined): string {
  return i18n.t(`access:reaches.${scope || "none"}`);
}

/** The area that a module belongs to; what is no business stands under administration. */
export function areaOf(module: string): string {
  return ["crm", "inventory", "hr"].includes(module) ? module : "platform";
}

/** The area of a module in words. */
export function areaWord(module: string): string {
  return moduleWord(areaOf(module));
}

function wordOf(name: string): string {
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
