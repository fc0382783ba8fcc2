import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { lazy, Suspense, useState, type ReactNode } from "react";
import { newQueryClient } from "@/api/query";
import type { ModuleDescription } from "@/ui/module";
import { RegistryProvider } from "@/ui/registry";
import { cssVariables, theme } from "@/ui/theme";
import { styleNonce } from "./nonce";

// A toast that is shown before this file is here waits for it.
const Toasts = lazy(() => import("@/ui/Toasts").then((m) => ({ default: m.Toasts })));

const colorScheme = localStorageColorSchemeManager({ key: "longhouse.scheme" });

/** What every page stands on: the cache, the theme, the modules' entities, the toasts. */
export function Providers({ modules, children }: { modules: ModuleDescription[]; children: ReactNode }) {
  const [client] = useState(newQueryClient);
  return (
    <QueryClientProvider client={client}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariables}
        colorSchemeManager={colorScheme}
        defaultColorScheme="auto"
        getStyleNonce={styleNonce}
      >
        <RegistryProvider modules={modules}>
          {children}
          <Suspense fallback={null}>
            <Toasts />
          </Suspense>
        </RegistryProvider>
      </MantineProvider>
    </QueryClientProvider>
  );
}
