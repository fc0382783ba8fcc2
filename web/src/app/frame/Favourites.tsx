import { ActionIcon, Menu } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconDots, IconStarOff } from "@tabler/icons-react";
import { useLocation } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { stringifySearch, type Params } from "@/ui/address";
import { useFavouriteActs, useFavouritePlaces } from "@/ui/favourites";
import classes from "./Rail.module.css";
import { RailLink } from "./RailLink";
import { below } from "./useScreen";

const size = { size: 16, stroke: 1.75 } as const;

/** What a person keeps at hand, in their order; a menu moves it and takes it away. */
export function Favourites({ folded }: { folded: boolean }) {
  const { t } = useTranslation("app");
  const places = useFavouritePlaces();
  const acts = useFavouriteActs();
  const here = useLocation({ select: (location) => below(location.pathname) + stringifySearch({ view: (location.search as Params)["view"] }) });
  if (places.length === 0) return null;
  return (
    <div className={classes.section}>
      <h2 className={classes.caption}>{t("rail.favourites")}</h2>
      {places.map((place, index) => (
        <div key={`${place.entity}/${place.id}`} className={classes.own}>
          <RailLink to={place.path} icon={place.icon} label={place.title} active={here === place.path} folded={folded} />
          {folded ? null : (
            <Menu position="bottom-end" withinPortal>
              <Menu.Target>
                <ActionIcon size={24} variant="subtle" color="gray" className={classes.more} aria-label={t("rail.favourite_menu", { name: place.title })}>
                  <IconDots size={14} stroke={1.75} />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item leftSection={<IconArrowUp {...size} />} disabled={index === 0} closeMenuOnClick={false} onClick={() => void acts.move(place, -1)}>
                  {t("rail.up")}
                </Menu.Item>
                <Menu.Item leftSection={<IconArrowDown {...size} />} disabled={index === places.length - 1} closeMenuOnClick={false} onClick={() => void acts.move(place, 1)}>
                  {t("rail.down")}
                </Menu.Item>
                <Menu.Item leftSection={<IconStarOff {...size} />} onClick={() => void acts.drop(place)}>
                  {t("ui:favourite.drop")}
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          )}
        </div>
      ))}
    </div>
  );
}
