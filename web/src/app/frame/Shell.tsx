import { useDisclosure, useLocalStorage, useMediaQuery } from "@mantine/hooks";
import { Outlet, useLocation } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { printLight } from "@/ui/usePrinting";
import { useRememberRecent } from "../palette/recent";
import { collectTyped } from "../palette/typeahead";
import { AccessBars } from "./AccessBars";
import { BottomBar } from "./BottomBar";
import { Live } from "./Live";
import { OfferUndo } from "./OfferUndo";
import { OfflineBar } from "./OfflineBar";
import { Rail } from "./Rail";
import classes from "./Shell.module.css";
import { TopBar } from "./TopBar";
import { useFrameKeys } from "./useFrameKeys";
import { useRememberPlace } from "./useScreen";

const loadPalette = () => import("../palette/Palette").then((m) => ({ default: m.Palette }));
const Palette = lazy(loadPalette);
const PhoneMenu = lazy(() => import("./PhoneMenu").then((m) => ({ default: m.PhoneMenu })));
const KeyboardHelp = lazy(() => import("./KeyboardHelp").then((m) => ({ default: m.KeyboardHelp })));

/** The frame around every screen: rail, top bar, content; on phones a bar at the bottom. */
export function Shell() {
  const { t } = useTranslation("app");
  const phone = useMediaQuery("(max-width: 36em)", false, { getInitialValueInEffect: false });
  const narrow = useMediaQuery("(max-width: 62em)", false, { getInitialValueInEffect: false });
  const [habit, setHabit] = useLocalStorage({ key: "longhouse.rail", defaultValue: "open", getInitialValueInEffect: false });
  const [menu, menuHandlers] = useDisclosure(false);
  const [palette, paletteHandlers] = useDisclosure(false);
  const [help, helpHandlers] = useDisclosure(false);
  const folded = narrow || habit === "folded";
  const fold = () => setHabit(habit === "folded" ? "open" : "folded");

  // The palette is a file of its own, fetched when the page is quiet; once asked for it stays.
  const [wanted, setWanted] = useState(false);
  const search = () => {
    if (!palette) collectTyped();
    setWanted(true);
    paletteHandlers.open();
  };
  useEffect(() => {
    const timer = window.setTimeout(() => void loadPalette().catch(() => undefined), 2000);
    return () => window.clearTimeout(timer);
  }, []);

  useEffect(printLight, []);
  useRememberPlace();
  useRememberRecent();
  useFrameKeys({ palette: search, help: helpHandlers.toggle, fold });
  const pathname = useLocation({ select: (location) => location.pathname });
  const { close } = menuHandlers;
  useEffect(close, [pathname, close]);

  return (
    <div className={classes.shell} data-folded={folded || undefined} data-phone={phone || undefined}>
      <a href="#content" className="lh-skip">
        {t("skip")}
      </a>
      {phone ? (
        <Suspense fallback={null}>
          <PhoneMenu opened={menu} onClose={close} />
        </Suspense>
      ) : (
        <Rail folded={folded} onFold={narrow ? undefined : fold} />
      )}
      <div className={classes.column}>
        <TopBar phone={phone} onSearch={search} onKeys={helpHandlers.open} />
        <OfflineBar />
        <AccessBars />
        <main id="content" tabIndex={-1} className={classes.content}>
          <Outlet />
        </main>
        {phone ? <BottomBar onSearch={search} onMenu={menuHandlers.open} /> : null}
      </div>
      <Live />
      <OfferUndo />
      <Suspense fallback={null}>
        {wanted ? <Palette opened={palette} onClose={paletteHandlers.close} onKeys={helpHandlers.open} /> : null}
        {help ? <KeyboardHelp onClose={helpHandlers.close} /> : null}
      </Suspense>
    </div>
  );
}
