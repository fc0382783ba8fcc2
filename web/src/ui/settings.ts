import { useMantineColorScheme } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent } from "react";
import { api } from "@/api/client";
import type { Me, Settings } from "@/api/identity";
import { keyOf } from "@/api/query";
import { loadSaid } from "@/api/said";
import { browserLanguage, keepLanguage } from "@/i18n/language";
import { setLanguage } from "@/i18n";
import { setSingleKeys } from "./keys";
import { setReading, type Reading } from "./reading";
import { useMe } from "./session";
import { showFailed } from "./UndoToast";

/*
 * How a person likes to read is kept by the server and goes with them to any browser. This one
 * holds a copy, so that the first thing it paints is right already.
 */

/** How high the rows of lists are. */
export type Density = Settings["density"];

/** The copy of the density; lists read it. */
export function useDensity() {
  return useLocalStorage<Density>({ key: "longhouse.density", defaultValue: "regular" });
}

/** What formatters need of the settings: the person's zone, else the organisation's. */
export function readingOf({ settings, organisation }: Pick<Me, "settings" | "organisation">): Reading {
  return { zone: settings.zone || organisation.zone, weekStart: settings.week_start, hours: settings.hours };
}

/** Shows the product in the person's language; without one, in the browser's. */
export async function speak(language: Settings["language"]): Promise<void> {
  const wanted = language ?? browserLanguage();
  await loadSaid(wanted);
  await setLanguage(wanted);
  if (!language) keepLanguage(undefined);
}

/** The settings of who is signed in, and how to change them: at once here, and then on the server. */
export function useSettings(): [Settings, (patch: Partial<Settings>) => void] {
  const me = useMe();
  const client = useQueryClient();
  const { setColorScheme } = useMantineColorScheme();
  const [, setDensity] = useDensity();

  const show = (settings: Settings) => {
    client.setQueryData<Me>(keyOf("/identity/me", {}), (old) => (old ? { ...old, settings } : old));
    setColorScheme(settings.theme);
    setDensity(settings.density);
    setSingleKeys(settings.single_keys);
    setReading(readingOf({ settings, organisation: me.organisation }));
  };

  const change = (patch: Partial<Settings>) => {
    const next = { ...me.settings, ...patch };
    const said = me.settings.language !== next.language ? speak(next.language) : Promise.resolve();
    void said
      .then(() => {
        show(next);
        return api.put("/identity/me/settings", next);
      })
      .then(
        // What the server said stands in the cache in the language that was read before.
        () => (me.settings.language !== next.language ? client.invalidateQueries() : undefined),
        async (cause: unknown) => {
          showFailed(cause);
          await speak(me.settings.language);
          show(me.settings);
        },
      );
  };
  return [me.settings, change];
}

/** Makes this browser look and read as the person said, wherever they said it. */
export function useSettle(me: Me | undefined): void {
  const { setColorScheme } = useMantineColorScheme();
  const [, setDensity] = useDensity();
  const { settings } = me ?? {};
  // Only what the server says anew counts; a change here is shown where it is made.
  const said = settings && [settings.theme, settings.density, settings.single_keys, settings.language].join(" ");
  const settle = useEffectEvent(() => {
    if (!settings) return;
    setColorScheme(settings.theme);
    setDensity(settings.density);
    setSingleKeys(settings.single_keys);
    if (settings.language) speak(settings.language).catch(showFailed);
  });
  useEffect(() => {
    if (said) settle();
  }, [said]);
}
