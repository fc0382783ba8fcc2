import i18n from "i18next";
import { useEffect, useEffectEvent, useRef } from "react";
import { useGo } from "@/ui/address";
import { isTyping } from "@/ui/grid/keyboard";
import { isSingleKey, singleKeys } from "@/ui/keys";
import { undoLast } from "@/ui/UndoToast";
import { useCreateActions, useHome, useSections } from "./entries";

/** How the modifier of commands is called here: "Ctrl", in German "Strg", or "⌘" on a Mac. */
export function mod(platform: string = navigator.platform): string {
  return /mac|iphone|ipad/i.test(platform) ? "⌘" : i18n.t("app:keys.ctrl");
}

interface FrameActions {
  palette: () => void;
  help: () => void;
  fold: () => void;
}

const patience = 1500;

/** What the second key of `g` or `c` opens: "g a" the accounts, "c a" a new account. */
export function useChords(): Map<string, string> {
  const sections = useSections();
  const actions = useCreateActions();
  const home = useHome();
  const chords = new Map<string, string>([["g h", "/"]]);
  for (const entry of home) if (entry.key) chords.set(`g ${entry.key}`, entry.path);
  for (const { entries } of sections) for (const entry of entries) if (entry.key) chords.set(`g ${entry.key}`, entry.path);
  for (const { action } of actions) if (action.key) chords.set(`c ${action.key}`, action.path);
  const admin = sections.find((section) => section.module.name === "admin")?.entries[0];
  if (admin) chords.set("g ,", admin.path);
  return chords;
}

/**
 * The keys of the frame. It listens before the screens do, so that the second key of a chord
 * never also moves a row; single keys are silent while somebody types or a dialog is open.
 */
export function useFrameKeys(actions: FrameActions): void {
  const chords = useChords();
  const go = useGo();
  const first = useRef<{ key: string; at: number } | null>(null);

  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const ctrl = event.ctrlKey || event.metaKey;
    if (ctrl && !event.altKey && event.key.toLowerCase() === "k") {
      take(event);
      actions.palette();
      return;
    }
    if (isTyping(event.target)) return;
    if (ctrl && !event.shiftKey && event.key.toLowerCase() === "z") {
      if (undoLast()) take(event);
      return;
    }
    if (!isSingleKey(event)) return;
    if (!singleKeys()) {
      // Screens listen for letters too; switched off means off everywhere.
      if (!document.querySelector("[role=menu],[role=listbox]")) event.stopImmediatePropagation();
      return;
    }
    if (document.querySelector("[role=dialog],[role=menu],[role=listbox]")) return;

    const begun = first.current;
    first.current = null;
    if (begun && event.timeStamp - begun.at < patience) {
      const to = chords.get(`${begun.key} ${event.key}`);
      take(event);
      if (to) go(to);
    } else if (event.key === "g" || event.key === "c") {
      first.current = { key: event.key, at: event.timeStamp };
      take(event);
    } else if (event.key === "?") {
      take(event);
      actions.help();
    } else if (event.key === "b") {
      take(event);
      actions.fold();
    }
  });

  useEffect(() => {
    document.addEventListener("keydown", onKey, true);
    return () => document.removeEventListener("keydown", onKey, true);
  }, []);
}

function take(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}
