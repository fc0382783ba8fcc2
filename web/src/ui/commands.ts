import type { Icon } from "@tabler/icons-react";
import { useEffect, useRef, useSyncExternalStore } from "react";

/** Something that can be done with what is on screen, by its button or from the palette. */
export interface Command {
  id: string;
  label: string;
  icon?: Icon;
  /** Why it cannot be done now: then it is not offered. */
  disabled?: string | false;
  run: () => void | Promise<void>;
}

/** What can be done with one thing on screen: "Ostlab AG", "12 selected". */
interface Offer {
  about: string;
  read: () => Command[];
}

let offers: Offer[] = [];
const listeners = new Set<() => void>();

function put(next: Offer[]) {
  offers = next;
  for (const tell of listeners) tell();
}

/** Offers commands to the palette for as long as the component is on screen. */
export function useOfferCommands(about: string, commands: Command[]): void {
  const latest = useRef(commands);
  useEffect(() => {
    latest.current = commands;
  });
  const any = commands.length > 0;
  useEffect(() => {
    if (!any) return;
    const offer = { about, read: () => latest.current };
    put([offer, ...offers]); // what was opened last is what the person looks at
    return () => put(offers.filter((o) => o !== offer));
  }, [about, any]);
}

/** What the screen offers now, the innermost first. */
export function useOfferedCommands(): { about: string; commands: Command[] }[] {
  const now = useSyncExternalStore(
    (tell) => {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
    () => offers,
  );
  return now.map(({ about, read }) => ({ about, commands: read().filter((command) => !command.disabled) }));
}
