import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// The host goes on as it came: the server refuses a change whose origin is another one.
const backend = { target: process.env.LONGHOUSE_DEV_API ?? "http://127.0.0.1:8080", changeOrigin: false };

// The policy of the server is strict: no inline script, no data: font, so nothing is inlined
// and the preload polyfill (an inline script in older set-ups) stays out.
export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "@": new URL("./src", import.meta.url).pathname } },
  build: {
    outDir: "dist",
    assetsDir: "assets",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
    manifest: true,
    sourcemap: false,
    // The reference of the API is a page of its own, so that the app does not carry its size.
    rolldownOptions: {
      input: { index: "index.html", reference: "reference.html" },
      // What the first page needs is one file and not a hundred small ones that screens share with it.
      output: { codeSplitting: { groups: [{ name: "frame", tags: ["$initial"], test: /\/src\/(?!reference\/)|\/node_modules\/(?!swagger)/ }] } },
    },
  },
  server: {
    // What a run of journeys leaves behind is no source of the page.
    watch: { ignored: ["**/e2e/**"] },
    proxy: {
      "/api": backend,
      "/problems": backend,
      // The page itself is served here; only what it asks the API goes on.
      "^/reference$": { ...backend, bypass: () => "/reference.html" },
    },
  },
});
