import { spawnSync } from "node:child_process";
import { resolve } from "node:path";

// Takes pictures of every screen: npm run shots -- <folder>
const folder = process.argv[2];
if (!folder) {
  console.error("Say where the pictures go: npm run shots -- <folder>");
  process.exit(2);
}
const run = spawnSync("npx", ["playwright", "test", "--project=shots", "--reporter=dot"], { stdio: "inherit", env: { ...process.env, SHOTS: resolve(folder) } });
process.exit(run.status ?? 1);
