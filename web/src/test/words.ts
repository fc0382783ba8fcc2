import { beforeAll } from "vitest";
import { startI18n } from "@/i18n";

// Words and figures are those of a reader in Britain, wherever the test runs.
Object.defineProperty(globalThis.navigator ?? Object.defineProperty(globalThis, "navigator", { configurable: true, value: {} }).navigator, "language", {
  configurable: true,
  get: () => "en-GB",
});

beforeAll(() => startI18n());
