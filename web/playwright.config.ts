import { existsSync } from "node:fs";
import { defineConfig, type ViewportSize } from "@playwright/test";

/** A laptop's window, which is what people work in; and a phone's. */
export const desktop: ViewportSize = { width: 1440, height: 900 };
export const phone: ViewportSize = { width: 390, height: 844 };

const places = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const chromium = places.find((place) => place && existsSync(place));
const quiet = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
// Chromium's sandbox refuses root, which is who builds in many containers.
const root = process.getuid?.() === 0 ? ["--no-sandbox"] : [];

/**
 * The journeys: the real binary, its own PostgreSQL, and the Chromium of the machine. Nothing is
 * fetched. A test waits for what people would see, and never for a time.
 */
export default defineConfig({
  testDir: "e2e",
  outputDir: "e2e/output",
  snapshotPathTemplate: "{testDir}/stories/pictures/{arg}{ext}",
  globalSetup: "./e2e/harness/global.ts",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [["list"]],
  use: {
    viewport: desktop,
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    reducedMotion: "reduce",
    actionTimeout: 20_000,
    trace: { mode: "retain-on-failure", screenshots: false },
    screenshot: "only-on-failure",
    launchOptions: { executablePath: chromium, args: [...quiet, ...root] },
  },
  projects: [
    // The longest journeys first, so that they do not run alone at the end.
    { name: "journeys", testMatch: "journeys/*.spec.ts" },
    // A barrier is named with its place; a film of each screen would cost as much as looking for it.
    { name: "axe", testMatch: "axe/*.spec.ts", use: { trace: "off" } },
    { name: "stories", testMatch: "stories/*.spec.ts", use: { trace: "off" } },
    ...(process.env.BENCH ? [{ name: "bench", testMatch: "bench/*.bench.ts" }] : []),
    ...(process.env.SHOTS ? [{ name: "shots", testMatch: "shots/*.shots.ts", timeout: 600_000 }] : []),
  ],
});
