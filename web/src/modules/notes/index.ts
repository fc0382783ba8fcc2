import { IconCheckbox } from "@tabler/icons-react";
import type { ModuleDescription } from "@/ui/module";

/** What people say and keep about records has no screens of its own but a card of Today: it stands on the page of each record. */
export const notes: ModuleDescription = {
  name: "notes",
  label: "menu:notes.module",
  icon: IconCheckbox,
  menu: [],
  routes: [],
  entities: {},
  today: [{ id: "notes.tasks", column: "main", order: 5, load: () => import("./MyTasks").then((m) => m.MyTasks) }],
  namespaces: ["talk"],
};
