import { beforeAll } from "vitest";
import { startI18n } from "@/i18n";

// Words and figures are those of a reader in Britain, wherever the test runs.
const reader = globalThis.navigator ?? Object.defineProperty(globalThis, "navigator", { configurable: true, value: {} }).navigator;
Object.defineProperties(reader, { language: { configurable: true, get: () => "en-GB" }, languages: { configurable: true, get: () => ["en-GB"] } });

beforeAll(() => startI18n());
