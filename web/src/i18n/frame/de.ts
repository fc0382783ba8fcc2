import "dayjs/locale/de";
import app from "../de/app.json";
import bulk from "../de/bulk.json";
import ui from "../de/ui.json";
import views from "../de/views.json";

const menus = import.meta.glob<Record<string, string>>("../../modules/*/i18n/de/menu.json", { eager: true, import: "default" });

/** What the frame says, in one file: its own words, and the menus of all modules as "menu:<module>.<key>". */
export const frame = {
  ui,
  app,
  views,
  bulk,
  menu: Object.fromEntries(Object.entries(menus).map(([path, words]) => [path.split("/").at(-4) ?? path, words])),
};
