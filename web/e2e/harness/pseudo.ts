import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build, preview } from "vite";

/** The web app as it is built for looking at: with the made-up languages, before a house that answers. */
export interface Stage {
  address: string;
  close(): Promise<void>;
}

/** Builds the web app with the made-up languages, and serves it before the house. */
export async function openStage(house: string): Promise<Stage> {
  const root = resolve(import.meta.dirname, "../..");
  const outDir = await mkdtemp(join(tmpdir(), "longhouse-stage-"));
  process.env.LONGHOUSE_DEV_API = house;
  const common = { root, mode: "pseudo", logLevel: "error" } as const;
  await build({ ...common, build: { outDir, emptyOutDir: true } });
  const server = await preview({ ...common, build: { outDir }, preview: { host: "127.0.0.1", port: 0 } });
  const address = server.resolvedUrls?.local[0]?.replace(/\/$/, "");
  if (!address) throw new Error("The stage does not say where it is.");
  return {
    address,
    close: async () => {
      await server.close();
      await rm(outDir, { recursive: true, force: true });
    },
  };
}
