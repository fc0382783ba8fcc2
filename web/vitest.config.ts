import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// Most tests are about figures and words and need no page; those that do share what they load.
const onPage = ["src/**/*.test.tsx", "src/api/http.test.ts", "src/ui/grid/keyboard.test.ts"];

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "@": new URL("./src", import.meta.url).pathname } },
  test: {
    css: false,
    testTimeout: 20_000,
    isolate: false,
    projects: [
      { extends: true, test: { name: "logic", environment: "node", include: ["src/**/*.test.ts"], exclude: onPage, setupFiles: ["src/test/words.ts"] } },
      { extends: true, test: { name: "page", environment: "jsdom", include: onPage, setupFiles: ["src/test/words.ts", "src/test/setup.ts"] } },
    ],
  },
});
