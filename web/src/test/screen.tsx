import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, createRootRoute, createRoute, createRouter, RouterProvider } from "@tanstack/react-router";
import { render, screen } from "@testing-library/react";
import { vi } from "vitest";
import type { Me } from "@/api/identity";
import { newQueryClient } from "@/api/query";
import { parseSearch, stringifySearch, type Params } from "@/ui/address";
import type { ModuleDescription } from "@/ui/module";
import { RegistryProvider } from "@/ui/registry";
import { SessionProvider } from "@/ui/session";
import { cssVariables, theme } from "@/ui/theme";
import { Toasts } from "@/ui/Toasts";

const organisation = { id: "o1", slug: "acme", name: "Acme", currency: "EUR", zone: "Europe/Berlin", language: "en" as const, demo: false };

/** Somebody who is signed in, with the rights that a test gives. */
export function person(rights: string[] = []): Me {
  return {
    user: { id: "u1", name: "Ana Lind", email: "ana@acme.example" },
    settings: { theme: "auto", density: "regular", single_keys: true },
    organisation,
    organisations: [organisation],
    permissions: Object.fromEntries(rights.map((right) => [right, "all"])),
    roles: [],
    role_names: [],
  };
}

interface Place {
  /** Address below the organisation, with its query string. */
  path?: string;
  me?: Me;
  modules?: ModuleDescription[];
}

/** Shows an element as a screen of the product; answers the router, to read the address from. */
export async function show(element: React.ReactNode, { path = "/list", me = person(), modules = [] }: Place = {}) {
  // Requests read the organisation from the window's own address.
  window.history.replaceState(null, "", `/o/acme${path}`);
  const root = createRootRoute({ validateSearch: (search: Record<string, unknown>): Params => search as Params });
  const place = createRoute({ getParentRoute: () => root, path: "/o/acme/$", component: () => element });
  const router = createRouter({
    routeTree: root.addChildren([place]),
    history: createMemoryHistory({ initialEntries: [`/o/acme${path}`] }),
    parseSearch,
    stringifySearch,
  });
  render(
    <QueryClientProvider client={newQueryClient()}>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariables} env="test">
        <RegistryProvider modules={modules}>
          <SessionProvider me={me}>
            <RouterProvider router={router as never} />
            <Toasts />
          </SessionProvider>
        </RegistryProvider>
      </MantineProvider>
    </QueryClientProvider>,
  );
  await vi.waitFor(() => {
    if (router.state.status !== "idle") throw new Error("the router is not idle yet");
  });
  return { router, screen };
}

/** One request that the screen sent. */
export interface Sent {
  method: string;
  path: string;
  query: Record<string, string>;
  search: string;
  headers: Headers;
  body: unknown;
}

type Reply = { status?: number; body?: unknown; headers?: Record<string, string> };

/** Answers every request of a test by its own rule, and keeps what was sent. */
export function server(answer: (request: Sent) => Reply): Sent[] {
  const sent: Sent[] = [];
  vi.stubGlobal("fetch", async (address: string, init: RequestInit) => {
    const url = new URL(address, "http://localhost");
    const request: Sent = {
      method: init.method ?? "GET",
      path: url.pathname.replace("/api/v1", ""),
      query: Object.fromEntries(url.searchParams),
      search: url.search,
      headers: new Headers(init.headers),
      body: typeof init.body === "string" ? JSON.parse(init.body) : undefined,
    };
    sent.push(request);
    const { status = 200, body = {}, headers = {} } = answer(request);
    const type = status >= 400 ? "application/problem+json" : "application/json";
    return new Response(status === 204 ? null : JSON.stringify(body), { status, headers: { "Content-Type": type, ...headers } });
  });
  return sent;
}
