import { useEffect } from "react";
import { orgOfAddress } from "@/api/http";
import { useEntities } from "@/ui/registry";
import { useMe } from "@/ui/session";
import { useShownTitle } from "@/ui/usePageTitle";
import { useScreen } from "../frame/useScreen";

/** A record that was opened lately. */
export interface Recent {
  entity: string;
  id: string;
  title: string;
}

const most = 8;

function keyFor(user: string): string {
  return `longhouse.recent.${user}.${orgOfAddress() ?? ""}`;
}

/** The records that this person opened last in this organisation, the latest first. */
export function readRecent(user: string): Recent[] {
  try {
    const found: unknown = JSON.parse(window.localStorage.getItem(keyFor(user)) ?? "[]");
    return Array.isArray(found) ? (found as Recent[]) : [];
  } catch {
    return [];
  }
}

/** Puts a record in front; one that is there already moves. */
export function withRecent(before: Recent[], opened: Recent): Recent[] {
  return [opened, ...before.filter((r) => r.entity !== opened.entity || r.id !== opened.id)].slice(0, most);
}

/** Notes every record page that is opened, once it has said its title. */
export function useRememberRecent(): void {
  const { user } = useMe();
  const { path, params } = useScreen();
  const title = useShownTitle();
  const entities = useEntities();
  const id = params["id"];
  const entity = id ? Object.keys(entities).find((name) => path === entities[name]?.path(id) || path.startsWith(`${entities[name]?.path(id)}/`)) : undefined;
  useEffect(() => {
    if (!id || !entity || !title) return;
    try {
      window.localStorage.setItem(keyFor(user.id), JSON.stringify(withRecent(readRecent(user.id), { entity, id, title })));
    } catch {
      // A browser that keeps nothing has no recent records.
    }
  }, [id, entity, title, user.id]);
}
