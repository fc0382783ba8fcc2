import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { IconBuilding, IconFileInvoice } from "@tabler/icons-react";
import { QueryClientProvider } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import type { Me } from "@/api/identity";
import { newQueryClient } from "@/api/query";
import type { ModuleDescription } from "@/ui/module";
import { RegistryProvider } from "@/ui/registry";
import { SessionProvider } from "@/ui/session";
import { cssVariables, theme } from "@/ui/theme";
import { Toasts } from "@/ui/Toasts";

const organisation = { id: "o1", slug: "acme", name: "Acme", currency: "EUR", zone: "Europe/Berlin", language: "en" as const, demo: false };
const rights = ["crm.account.read", "crm.account.update", "crm.order.read", "history.change.read"];

const me: Me = {
  user: { id: "u1", name: "Ana Lind", email: "ana@acme.example" },
  settings: { theme: "auto", density: "regular", single_keys: true, zone: "Europe/Berlin" },
  organisation,
  organisations: [organisation],
  permissions: Object.fromEntries(rights.map((right) => [right, "all"])),
  roles: [],
  role_names: [],
};

const crm: ModuleDescription = {
  name: "crm",
  label: "menu:crm.module",
  icon: IconBuilding,
  menu: [],
  routes: [],
  entities: {
    "crm.account": { path: (id) => `/crm/accounts/${id}`, icon: IconBuilding, label: "menu:crm.account", permission: "crm.account.read" },
    "crm.order": { path: (id) => `/crm/orders/${id}`, icon: IconFileInvoice, label: "menu:crm.order", permission: "crm.order.read" },
  },
};

const scheme = localStorageColorSchemeManager({ key: "longhouse.scheme" });

/** What the stories stand on: the product's theme and words, a person with rights, and no server. */
export function World({ children }: { children: ReactNode }) {
  const [client] = useState(newQueryClient);
  return (
    <QueryClientProvider client={client}>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariables} colorSchemeManager={scheme} defaultColorScheme="auto">
        <RegistryProvider modules={[crm]}>
          <SessionProvider me={me}>
            {children}
            <Toasts />
          </SessionProvider>
        </RegistryProvider>
      </MantineProvider>
    </QueryClientProvider>
  );
}
