import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, type AnyRoute, type RouteComponent } from "@tanstack/react-router";
import i18n from "i18next";
import { parseSearch, stringifySearch, type Params } from "@/ui/address";
import type { ModuleDescription, ModuleRoute } from "@/ui/module";
import { Organisation } from "./frame/Organisation";
import { Guarded } from "./pages/Guarded";
import { NotFound } from "./pages/NotFound";
import { PageFailed } from "./pages/PageFailed";
import { PagePending } from "./pages/PagePending";
import { Today } from "./today/Today";

/** What the frame knows of a screen: its title, its module, and its address below the organisation. */
export interface ScreenData {
  title: string;
  module?: string;
  path: string;
}

declare module "@tanstack/react-router" {
  interface StaticDataRouteOption {
    screen?: ScreenData;
  }
}

const search = (params: Record<string, unknown>): Params => params as Params;

/**
 * The addresses of the product: the doors (sign-in, first run, invitation) and, below
 * `/o/<organisation>`, the frame's own pages and every screen of every module. The frame and Today
 * are what nearly everybody opens first, so they come with the entry and not after it.
 */
export function makeRouter(modules: ModuleDescription[]) {
  const root = createRootRoute({ component: Outlet, validateSearch: search, notFoundComponent: NotFound, errorComponent: PageFailed });
  const door = (path: string, load: () => Promise<{ default: React.ComponentType }>): AnyRoute =>
    createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load) });
  const doors = [
    door("/sign-in", () => import("./entry/SignIn").then((m) => ({ default: m.SignIn }))),
    door("/setup", () => import("./entry/Setup").then((m) => ({ default: m.Setup }))),
    door("/forgot", () => import("./entry/Forgot").then((m) => ({ default: m.Forgot }))),
    door("/reset", () => import("./entry/Reset").then((m) => ({ default: m.Reset }))),
    door("/join", () => import("./entry/Join").then((m) => ({ default: m.Join }))),
    // A path without an organisation opens in the default one.
    door("/$", () => import("./entry/Homeward").then((m) => ({ default: m.Homeward }))),
  ];

  const org: AnyRoute = createRoute({
    getParentRoute: () => root,
    path: "/o/$org",
    component: Organisation,
  });
  const page = (path: string, title: string, component: RouteComponent): AnyRoute =>
    createRoute({ getParentRoute: () => org, path, pendingComponent: PagePending, staticData: { screen: { title, path } }, component });
  const pages = [
    page("/", "app:today.title", Today),
    page("/me", "app:profile.title", lazyRouteComponent(() => import("./pages/Profile").then((m) => ({ default: m.Profile })))),
    page("/notifications", "app:notices.title", lazyRouteComponent(() => import("./notices/NotificationsPage").then((m) => ({ default: m.NotificationsPage })))),
    page("/me/notifications", "app:notices.preferences", lazyRouteComponent(() => import("./notices/Preferences").then((m) => ({ default: m.Preferences })))),
    page("/me/changes", "app:changes.title", lazyRouteComponent(() => import("./pages/RecentChanges").then((m) => ({ default: m.RecentChanges })))),
    page("/approvals", "app:approvals.title", lazyRouteComponent(() => import("./approvals/ApprovalsPage").then((m) => ({ default: m.ApprovalsPage })))),
    page("/search", "app:search.title", lazyRouteComponent(() => import("./pages/SearchPage").then((m) => ({ default: m.SearchPage })))),
    page("/help", "app:help.title", lazyRouteComponent(() => import("./pages/Help").then((m) => ({ default: m.Help })))),
  ];
  const nowhere = createRoute({ getParentRoute: () => org, path: "/$", component: NotFound });
  const screens = modules.flatMap((module) => module.routes.map((route) => screenRoute(org, module, route)));

  return createRouter({
    routeTree: root.addChildren([...doors, org.addChildren([...pages, ...screens, nowhere])]),
    parseSearch,
    stringifySearch,
    defaultPreload: "intent",
    defaultPendingMs: 150,
    defaultPendingMinMs: 300,
    defaultNotFoundComponent: NotFound,
    defaultErrorComponent: PageFailed,
    scrollRestoration: true,
    scrollToTopSelectors: ["#content"],
  });
}

function screenRoute(org: AnyRoute, module: ModuleDescription, route: ModuleRoute): AnyRoute {
  const component = lazyRouteComponent(async () => {
    const Screen = await route.load();
    return {
      default: () => (
        <Guarded permission={route.permission}>
          <Screen />
        </Guarded>
      ),
    };
  });
  return createRoute({
    getParentRoute: () => org,
    // A record's tab is part of its address, and the record stays where it is when the tab changes.
    path: /\$[^/]+$/.test(route.path) ? `${route.path}/{-$tab}` : route.path,
    pendingComponent: PagePending,
    staticData: { screen: { title: route.title, module: module.name, path: route.path } },
    // The words are there before the screen is, so that it never shows a key.
    loader: () => i18n.loadNamespaces(module.namespaces ?? [module.name]),
    component,
  });
}
