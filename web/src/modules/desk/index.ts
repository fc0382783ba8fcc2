import { IconLayoutDashboard } from "@tabler/icons-react";
import type { ModuleDescription } from "@/ui/module";

/** What people arrange for themselves: dashboards of any module's lists. */
export const desk: ModuleDescription = {
  name: "desk",
  label: "menu:desk.module",
  icon: IconLayoutDashboard,
  menu: [],
  home: [{ label: "menu:desk.dashboards", path: "/dashboards", icon: IconLayoutDashboard, key: "b" }],
  routes: [
    { path: "/dashboards", load: () => import("./dashboards/DashboardList").then((m) => m.DashboardList), title: "menu:desk.dashboards" },
    { path: "/dashboards/$id", load: () => import("./dashboards/DashboardPage").then((m) => m.DashboardPage), title: "menu:desk.dashboard" },
  ],
  entities: {
    "desk.dashboard": { path: (id) => `/dashboards/${id}`, icon: IconLayoutDashboard, label: "menu:desk.dashboard", endpoint: "/desk/dashboards" },
  },
  create: [{ label: "menu:desk.new_dashboard", path: "/dashboards?new=1", icon: IconLayoutDashboard }],
  today: [{ id: "desk.pinned", column: "top", order: 0, load: () => import("./today/PinnedDashboard").then((m) => m.PinnedDashboard) }],
};
