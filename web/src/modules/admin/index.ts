import {
  IconClipboardList,
  IconHistory,
  IconKey,
  IconPlugConnected,
  IconSettings,
  IconShieldCheck,
  IconTableImport,
  IconUserPlus,
  IconUsers,
} from "@tabler/icons-react";
import type { ModuleDescription } from "@/ui/module";

/** What the administration hands to the shell. Everybody has imports and tokens of their own, so these need no right. */
export const admin: ModuleDescription = {
  name: "admin",
  label: "menu:admin.module",
  icon: IconSettings,
  namespaces: ["admin", "imports"],
  menu: [
    { label: "menu:admin.imports", path: "/admin/imports", icon: IconTableImport, key: "i" },
    { label: "menu:admin.people", path: "/admin/people", icon: IconUsers, permission: "identity.user.read" },
    { label: "menu:admin.roles", path: "/admin/roles", icon: IconShieldCheck, permission: "identity.user.read" },
    { label: "menu:admin.tokens", path: "/admin/tokens", icon: IconKey },
    { label: "menu:admin.jobs", path: "/admin/jobs", icon: IconClipboardList, permission: "jobs.delivery.read" },
    { label: "menu:admin.audit", path: "/admin/audit", icon: IconHistory, permission: "history.change.read" },
  ],
  routes: [
    { path: "/admin/imports", load: () => import("./imports/ImportList").then((m) => m.ImportList), title: "menu:admin.imports" },
    { path: "/admin/imports/new", load: () => import("./imports/ImportStart").then((m) => m.ImportStart), title: "menu:admin.new_import" },
    { path: "/admin/imports/$id", load: () => import("./imports/ImportPage").then((m) => m.ImportPage), title: "menu:admin.import" },
    { path: "/admin/people", load: () => import("./people/PeopleScreen").then((m) => m.PeopleScreen), title: "menu:admin.people", permission: "identity.user.read" },
    { path: "/admin/roles", load: () => import("./roles/RolesScreen").then((m) => m.RolesScreen), title: "menu:admin.roles", permission: "identity.user.read" },
    { path: "/admin/tokens", load: () => import("./tokens/TokensScreen").then((m) => m.TokensScreen), title: "menu:admin.tokens" },
    { path: "/admin/jobs", load: () => import("./jobs/JobsScreen").then((m) => m.JobsScreen), title: "menu:admin.jobs", permission: "jobs.delivery.read" },
    { path: "/admin/audit", load: () => import("./audit/AuditList").then((m) => m.AuditList), title: "menu:admin.audit", permission: "history.change.read" },
    { path: "/admin/audit/$id", load: () => import("./audit/ChangeSetPage").then((m) => m.ChangeSetPage), title: "menu:admin.change", permission: "history.change.read" },
  ],
  entities: {
    "imports.import": { path: (id) => `/admin/imports/${id}`, icon: IconTableImport, label: "menu:admin.import", endpoint: "/imports", titleField: "file_name" },
  },
  create: [{ label: "menu:admin.new_import", path: "/admin/imports/new", icon: IconTableImport, key: "i" }],
  actions: [
    { id: "admin.invite", label: "menu:admin.invite", icon: IconUserPlus, permission: "identity.user.invite", path: "/admin/people?new=1" },
    { id: "admin.new_token", label: "menu:admin.new_token", icon: IconKey, path: "/admin/tokens?new=1" },
    { id: "admin.dead_jobs", label: "menu:admin.dead_jobs", icon: IconClipboardList, permission: "jobs.delivery.read", path: "/admin/jobs?state=dead" },
    {
      id: "admin.reference",
      label: "menu:admin.reference",
      icon: IconPlugConnected,
      run: () => {
        window.location.assign("/reference");
      },
    },
  ],
  strings: {
    en: {
      module: "Administration",
      imports: "Imports",
      import: "Import",
      new_import: "New import",
      people: "People",
      roles: "Roles",
      tokens: "API tokens",
      jobs: "Background work",
      audit: "Audit",
      change: "Change",
      invite: "Invite a person",
      new_token: "New API token",
      dead_jobs: "Background work that failed for good",
      reference: "Open the API reference",
    },
  },
};
