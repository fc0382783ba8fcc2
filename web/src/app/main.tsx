import "@mantine/core/styles.layer.css";
import "@/ui/global.css";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { startI18n } from "@/i18n";
import { menuStrings, modules } from "./modules";
import { handOutNonce } from "./nonce";
import { Providers } from "./Providers";
import { makeRouter } from "./router";

handOutNonce();
await startI18n(menuStrings());

const root = document.getElementById("root");
if (!root) throw new Error("the page has no #root");
createRoot(root).render(
  <StrictMode>
    <Providers modules={modules}>
      <RouterProvider router={makeRouter(modules)} />
    </Providers>
  </StrictMode>,
);
