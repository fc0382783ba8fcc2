import { spawnSync } from "node:child_process";
import { resolve } from "node:path";

// Takes pictures of every screen, or of those whose address holds a text: npm run shots -- <folder> [/admin/access]. In German with SHOTS_LANGUAGE=de-DE before it.
const [folder, only] = process.argv.slice(2);
if (!folder) {
  console.error("Say where the pictures go: npm run shots -- <folder> [part of an address]");
  process.exit(2);
}
const run = spawnSync("npx", ["playwright", "test", "--project=shots", "--reporter=dot", ...(only ? ["--grep", only] : [])], { stdio: "inherit", env: { ...process.env, SHOTS: resolve(folder) } });
process.exit(run.status ?? 1);
