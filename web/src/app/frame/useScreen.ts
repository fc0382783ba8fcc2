import { useLocation, useMatches } from "@tanstack/react-router";
import { useEffect } from "react";
import { orgOfAddress } from "@/api/http";
import { stringifySearch, type Params } from "@/ui/address";
import type { ScreenData } from "../router";

/** The screen that is open: what its route says of it, and its address below the organisation. */
export interface OpenScreen {
  screen?: ScreenData;
  /** "/crm/deals/0192…", without the organisation. */
  path: string;
  params: Record<string, string>;
}

/** The screen that is open now. */
export function useScreen(): OpenScreen {
  const last = useMatches({ select: (matches) => matches.at(-1) });
  const pathname = useLocation({ select: (location) => location.pathname });
  return {
    screen: last?.staticData.screen,
    path: below(pathname),
    params: (last?.params ?? {}) as Record<string, string>,
  };
}

/** A path without its organisation: "/o/acme/crm/deals" is "/crm/deals". */
export function below(pathname: string): string {
  return pathname.replace(/^\/o\/[^/]+/, "").replace(/\/$/, "") || "/";
}

const places = new Map<string, string>();

/** Keeps the query string of every list, so that the way back leads to the same place in it. */
export function useRememberPlace(): void {
  const { screen, path } = useScreen();
  const search = useLocation({ select: (location) => stringifySearch(location.search as Params) });
  useEffect(() => {
    if (screen && !screen.path.includes("$")) places.set(`${orgOfAddress()}${path}`, search);
  }, [screen, path, search]);
}

/** The list with the filter, the sort and the text that it had when it was left. */
export function placeOf(path: string): string {
  return path + (places.get(`${orgOfAddress()}${path}`) ?? "");
}
