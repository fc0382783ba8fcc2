import { IconBuildingCommunity, IconDoorExit, IconSitemap, IconUpload, IconUser, IconUserPlus, IconUsers } from "@tabler/icons-react";
import type { ModuleDescription } from "@/ui/module";
import { objectParts } from "@/ui/object/parts";
import { positionFrame } from "./frames";

const positions = objectParts(positionFrame, () => import("./positions/position.object").then((m) => m.position));

/** What HR hands to the shell. */
export const hr: ModuleDescription = {
  name: "hr",
  label: "menu:hr.module",
  icon: IconUsers,
  menu: [
    { label: "menu:hr.people", path: "/hr/people", icon: IconUsers, permission: "hr.employee.read", key: "e" },
    { label: "menu:hr.chart", path: "/hr/chart", icon: IconSitemap, permission: "hr.employee.read", key: "y" },
    { label: "menu:hr.units", path: "/hr/units", icon: IconBuildingCommunity, permission: "hr.unit.read" },
    ...positions.menu,
  ],
  routes: [
    { path: "/hr/people", load: () => import("./people/PeopleList").then((m) => m.PeopleList), title: "menu:hr.people", permission: "hr.employee.read" },
    { path: "/hr/people/$id", load: () => import("./people/PersonPage").then((m) => m.PersonPage), title: "menu:hr.person", permission: "hr.employee.read" },
    { path: "/hr/chart", load: () => import("./chart/OrgChart").then((m) => m.OrgChart), title: "menu:hr.chart", permission: "hr.employee.read" },
    { path: "/hr/units", load: () => import("./units/UnitsScreen").then((m) => m.UnitsScreen), title: "menu:hr.units", permission: "hr.unit.read" },
    { path: "/hr/units/$id", load: () => import("./units/UnitPage").then((m) => m.UnitPage), title: "menu:hr.unit", permission: "hr.unit.read" },
    ...positions.routes,
  ],
  entities: {
    "hr.employee": { path: (id) => `/hr/people/${id}`, icon: IconUser, isA: "person", label: "menu:hr.person", permission: "hr.employee.read", endpoint: "/hr/employees", custom: true },
    "hr.unit": { path: (id) => `/hr/units/${id}`, icon: IconBuildingCommunity, label: "menu:hr.unit", permission: "hr.unit.read", endpoint: "/hr/units" },
    ...positions.entities,
  },
  lists: [{ endpoint: "/hr/employees", path: "/hr/people", label: "menu:hr.people", icon: IconUsers, permission: "hr.employee.read", entity: "hr.employee", load: () => import("./lists").then((m) => m.usePeople) }],
  create: [
    { label: "menu:hr.hire", path: "/hr/people?new=1", icon: IconUserPlus, permission: "hr.employee.create", key: "e" },
    { label: "menu:hr.new_unit", path: "/hr/units?new=1", icon: IconBuildingCommunity, permission: "hr.unit.create" },
    ...positions.create,
  ],
  actions: [
    { id: "hr.upcoming", label: "menu:hr.upcoming", icon: IconUserPlus, permission: "hr.employee.read", path: "/hr/people?view=upcoming" },
    { id: "hr.left", label: "menu:hr.left", icon: IconDoorExit, permission: "hr.employee.read", path: "/hr/people?view=left" },
    { id: "hr.import", label: "menu:hr.import", icon: IconUpload, permission: "hr.employee.import", path: "/admin/imports?target=hr.employees" },
  ],
  today: [{ id: "hr.joiners_leavers", column: "side", order: 40, permission: "hr.employee.read", load: () => import("./today/JoinersLeavers").then((m) => m.JoinersLeavers) }],
};
