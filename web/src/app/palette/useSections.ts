import { useDebouncedValue } from "@mantine/hooks";
import { IconArrowBackUp, IconClock, IconBolt, IconHelpCircle, IconHome, IconKeyboard, IconMoon, IconSearch, IconSun, IconUserCircle } from "@tabler/icons-react";
import { useComputedColorScheme } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useGet } from "@/api/query";
import type { SearchAnswer } from "@/api/search";
import { useGo } from "@/ui/address";
import { useOfferedCommands } from "@/ui/commands";
import { useFavouritePlaces } from "@/ui/favourites";
import { useEntities, useModules } from "@/ui/registry";
import { useCan, useMe } from "@/ui/session";
import { useSettings } from "@/ui/settings";
import { showFailed } from "@/ui/UndoToast";
import { useCreateActions, useHome, useSections as useRailSections } from "../frame/entries";
import { fitting, type Item, type Section } from "./items";
import { readRecent } from "./recent";

const prefixes: Record<string, "person" | "document"> = { "@": "person", "#": "document" };

/** What the palette shows for a text. `>` asks for actions only, `@` for people and `#` for documents; records come from the server. */
export function usePaletteSections(typed: string, opened: boolean, onKeys: () => void) {
  const { t } = useTranslation("app");
  const go = useGo();
  const entities = useEntities();
  const only = prefixes[typed.charAt(0)];
  const kinds = only ? Object.keys(entities).filter((name) => entities[name]?.isA === only) : undefined;
  const onlyActions = typed.startsWith(">");
  const text = (onlyActions || kinds ? typed.slice(1) : typed).trim();
  const local = useLocalItems(onKeys);
  const offered = useOfferedCommands();
  const found = useRecords(onlyActions ? "" : text, opened, kinds);
  const sections: Section[] = [];
  const add = (title: string, items: Item[]) => {
    if (items.length > 0) sections.push({ title, items });
  };
  if (kinds) {
    for (const group of found.groups) add(group.title, group.items);
    return { sections, searching: found.searching, late: found.late, failed: found.failed };
  }
  for (const { about, commands } of offered) {
    const items = commands.map((c) => ({ id: `on-${about}-${c.id}`, icon: c.icon ?? IconBolt, title: c.label, hint: about, run: () => void Promise.resolve(c.run()).catch(showFailed) }));
    add(about, fitting(items, text, 5));
  }
  if (!onlyActions) add(t("rail.favourites"), fitting(local.favourites, text, 5));
  if (!onlyActions) add(t("palette.recent"), fitting(local.recent, text, text ? 3 : 5));
  if (!onlyActions) add(t("palette.go"), fitting(local.go, text, text ? 5 : 6));
  add(t("palette.create"), fitting(local.create, text, 6));
  add(t("palette.actions"), fitting(local.actions, text, text || onlyActions ? 6 : 4));
  // Records stand last: they come later, and nothing above the highlight may move.
  for (const group of found.groups) add(group.title, group.items);
  if (!onlyActions && text.length >= 2) {
    add(t("search.title"), [{ id: "search", icon: IconSearch, title: t("palette.all", { text }), run: () => go(`/search?q=${encodeURIComponent(text)}`) }]);
  }
  return { sections, searching: found.searching, late: found.late, failed: found.failed };
}

function useLocalItems(onKeys: () => void) {
  const { t } = useTranslation("app");
  const go = useGo();
  const can = useCan();
  const { user } = useMe();
  const entities = useEntities();
  const modules = useModules();
  const rail = useRailSections();
  const home = useHome();
  const creations = useCreateActions();
  const [, change] = useSettings();
  const dark = useComputedColorScheme("light") === "dark";

  const favourites: Item[] = useFavouritePlaces().map((place) => ({ id: `favourite-${place.entity}-${place.id}`, icon: place.icon, title: place.title, hint: t(place.kind), run: () => go(place.path) }));
  const recent: Item[] = readRecent(user.id).flatMap((record) => {
    const entity = entities[record.entity];
    if (!entity || !can(entity.permission)) return [];
    return { id: `recent-${record.entity}-${record.id}`, icon: entity.icon ?? IconClock, title: record.title, hint: t(entity.label), run: () => go(entity.path(record.id)) };
  });
  const places: Item[] = [
    { id: "go-/", icon: IconHome, title: t("today.title"), keys: "g h", run: () => go("/") },
    ...home.map((entry) => ({ id: `go-${entry.path}`, icon: entry.icon, title: t(entry.label), keys: entry.key ? `g ${entry.key}` : undefined, run: () => go(entry.path) })),
    ...rail.flatMap(({ module, entries }) =>
      entries.map((entry) => ({
        id: `go-${entry.path}`,
        icon: entry.icon,
        title: t(entry.label),
        hint: t(module.label),
        keys: entry.key ? `g ${entry.key}` : undefined,
        run: () => go(entry.path),
      })),
    ),
    { id: "go-/me", icon: IconUserCircle, title: t("profile.title"), run: () => go("/me") },
    { id: "go-/me/changes", icon: IconArrowBackUp, title: t("changes.title"), run: () => go("/me/changes") },
    { id: "go-/help", icon: IconHelpCircle, title: t("help.title"), run: () => go("/help") },
  ];
  const create: Item[] = creations.map(({ action }) => ({
    id: `create-${action.path}`,
    icon: action.icon,
    title: t(action.label),
    keys: action.key ? `c ${action.key}` : undefined,
    run: () => go(action.path),
  }));
  const actions: Item[] = [
    ...modules.flatMap((module) =>
      (module.actions ?? [])
        .filter((action) => can(action.permission))
        .map((action) => ({
          id: action.id,
          icon: action.icon,
          title: t(action.label),
          hint: t(module.label),
          run: () => {
            if (action.path) go(action.path);
            void Promise.resolve(action.run?.()).catch(showFailed);
          },
        })),
    ),
    {
      id: "scheme",
      icon: dark ? IconSun : IconMoon,
      title: dark ? t("palette.to_light") : t("palette.to_dark"),
      run: () => change({ theme: dark ? "light" : "dark" }),
    },
    { id: "keys", icon: IconKeyboard, title: t("keys.title"), keys: "?", run: onKeys },
  ];
  return { favourites, recent, go: places, create, actions };
}

/** Every module is asked at once by the server; what is late or not allowed is simply not there. */
function useRecords(text: string, opened: boolean, kinds?: string[]) {
  const go = useGo();
  const entities = useEntities();
  const [asked] = useDebouncedValue(text, 120);
  const answer = useGet<SearchAnswer>("/search", { q: asked, kinds: kinds?.join(",") }, { enabled: opened && asked.length >= 2, keep: true });
  const current = text.length >= 2 ? answer.data : undefined;
  // The order of the modules, whichever answered first.
  const order = Object.keys(entities);
  const inOrder = [...(current?.groups ?? [])].sort((a, b) => order.indexOf(a.entity) - order.indexOf(b.entity));
  const groups: Section[] = inOrder.map((group) => ({
    title: group.label,
    items: (group.items ?? []).flatMap((hit) => {
      const entity = entities[group.entity];
      return entity ? { id: `${group.entity}-${hit.id}`, icon: entity.icon, title: hit.title, hint: hit.subtitle, run: () => go(entity.path(hit.id)) } : [];
    }),
  }));
  return { groups, searching: text.length >= 2 && (answer.isFetching || asked !== text), late: current?.late ?? [], failed: text.length >= 2 && answer.isError };
}
