import { ActionIcon, Tooltip } from "@mantine/core";
import { IconStar, IconStarFilled } from "@tabler/icons-react";
import { useEffect, useEffectEvent } from "react";
import { useTranslation } from "react-i18next";
import { useFavouriteActs, useFavourites, type Favourite } from "./favourites";
import { isTyping } from "./grid/keyboard";
import { singleKeys } from "./keys";
import { useEntity } from "./registry";

/** Keeps what is on the page at hand, or no longer; so does Shift and `f`. */
export function FavouriteStar({ entity, id, title, list }: Favourite) {
  const { t } = useTranslation("ui");
  const on = useFavourites().some((one) => one.entity === entity && one.id === id);
  const acts = useFavouriteActs();
  const known = useEntity(entity) !== undefined;
  const toggle = () => (on ? acts.drop({ entity, id }) : acts.keep({ entity, id, title, list }));
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!known || event.key !== "F" || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || !singleKeys()) return;
    if (document.querySelector("[role=dialog],[role=menu],[role=listbox]")) return;
    event.preventDefault();
    void toggle();
  });
  useEffect(() => {
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  // What has no screen of its own could not be gone to.
  if (!known) return null;
  const label = t(on ? "favourite.drop" : "favourite.keep");
  return (
    <Tooltip label={label}>
      <ActionIcon size={28} variant="subtle" color="gray" aria-label={label} aria-pressed={on} onClick={() => void toggle()} data-no-print>
        {on ? <IconStarFilled size={16} color="var(--lh-warning-fg)" /> : <IconStar size={16} stroke={1.75} />}
      </ActionIcon>
    </Tooltip>
  );
}
