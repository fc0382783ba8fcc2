import app from "../en/app.json";
import bulk from "../en/bulk.json";
import ui from "../en/ui.json";
import views from "../en/views.json";

const menus = import.meta.glob<Record<string, string>>("../../modules/*/i18n/en/menu.json", { eager: true, import: "default" });

/** What the frame says, in one file: its own words, and the menus of all modules as "menu:<module>.<key>". */
export const frame = {
  ui,
  app,
  views,
  bulk,
  menu: Object.fromEntries(Object.entries(menus).map(([path, words]) => [path.split("/").at(-4) ?? path, words])),
};
