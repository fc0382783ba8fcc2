import "@mantine/core/styles.layer.css";
import "@/ui/global.css";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { loadSaid } from "@/api/said";
import { startI18n } from "@/i18n";
import { firstLanguage } from "@/i18n/language";
import { modules } from "./modules";
import { handOutNonce } from "./nonce";
import { Providers } from "./Providers";
import { makeRouter } from "./router";

handOutNonce();
void loadSaid(firstLanguage());
await startI18n();

const root = document.getElementById("root");
if (!root) throw new Error("the page has no #root");
createRoot(root).render(
  <StrictMode>
    <Providers modules={modules}>
      <RouterProvider router={makeRouter(modules)} />
    </Providers>
  </StrictMode>,
);
