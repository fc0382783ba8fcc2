import "@mantine/core/styles.layer.css";
import "@/ui/global.css";
import "./stories.css";
import { createMemoryHistory, createRootRoute, createRoute, createRouter, RouterProvider } from "@tanstack/react-router";
import { createRoot } from "react-dom/client";
import { startI18n } from "@/i18n";
import { parseSearch, stringifySearch, type Params } from "@/ui/address";
import { answer } from "./answers";
import { Stories } from "./Stories";
import { World } from "./World";

// What the kit asks of a server is answered here; nothing leaves the page.
window.fetch = answer;
window.history.replaceState(null, "", `/o/acme/stories${window.location.search}${window.location.hash}`);
await startI18n();

const root = createRootRoute({ validateSearch: (search: Record<string, unknown>): Params => search as Params });
const place = createRoute({ getParentRoute: () => root, path: "/o/acme/$", component: Stories });
const router = createRouter({ routeTree: root.addChildren([place]), history: createMemoryHistory({ initialEntries: ["/o/acme/stories"] }), parseSearch, stringifySearch });

const at = document.getElementById("root");
if (!at) throw new Error("the page has no #root");
createRoot(at).render(
  <World>
    <RouterProvider router={router as never} />
  </World>,
);
