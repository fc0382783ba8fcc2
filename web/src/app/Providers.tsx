import { DirectionProvider, localStorageColorSchemeManager, MantineProvider, useDirection } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import i18n from "i18next";
import { lazy, Suspense, useEffect, useState, type ReactNode } from "react";
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
      <DirectionProvider initialDirection={i18n.dir()} detectDirection={false}>
        <MantineProvider
          theme={theme}
          cssVariablesResolver={cssVariables}
          colorSchemeManager={colorScheme}
          defaultColorScheme="auto"
          getStyleNonce={styleNonce}
        >
          <FollowLanguage />
          <RegistryProvider modules={modules}>
            {children}
            <Suspense fallback={null}>
              <Toasts />
            </Suspense>
          </RegistryProvider>
        </MantineProvider>
      </DirectionProvider>
    </QueryClientProvider>
  );
}

/** Panels, arrows and keys of the kit run the way the language is written. */
function FollowLanguage() {
  const { setDirection } = useDirection();
  useEffect(() => {
    const follow = () => setDirection(i18n.dir());
    i18n.on("languageChanged", follow);
    return () => i18n.off("languageChanged", follow);
  }, [setDirection]);
  return null;
}
