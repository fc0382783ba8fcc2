// Fails when the script that the first page needs is larger than the budget of the design (gzip).
import { readFileSync, existsSync } from "node:fs";
import { gzipSync } from "node:zlib";

const budget = 250 * 1024;
const manifestPath = "dist/.vite/manifest.json";
if (!existsSync(manifestPath)) {
  console.error("size: no build found, run `npm run build` first");
  process.exit(1);
}
const manifest = JSON.parse(readFileSync(manifestPath, "utf8"));
// The page names the scripts that it begins with; the frame and Today are among them, for they are what nearly everybody opens first.
const named = [...readFileSync("dist/index.html", "utf8").matchAll(/<script[^>]* src="\/([^"]+)"/g)].map((match) => match[1]);
const entries = Object.values(manifest).filter((chunk) => named.includes(chunk.file));
const later = ["src/app/frame/Organisation.tsx", "src/app/today/Today.tsx"].filter((name) => manifest[name]);
if (entries.length === 0 || later.length > 0) {
  console.error(`size: the page has no script, or loads later what it shows first: ${later.join(", ")}`);
  process.exit(1);
}

// Everything that these import without being asked, and nothing that a screen loads later.
const files = new Set();
const visit = (chunk) => {
  if (files.has(chunk.file)) return;
  files.add(chunk.file);
  for (const name of chunk.imports ?? []) visit(manifest[name]);
};
entries.forEach(visit);
// Of the frame's words a reader loads one language; the longest counts, with what it brings.
const languages = Object.keys(manifest).filter((name) => /^src\/i18n\/frame\/\w+\.ts$/.test(name));
if (languages.length < 2) {
  console.error("size: the frame's words are not in files by language any more");
  process.exit(1);
}
const sizeOf = (file) => gzipSync(readFileSync(`dist/${file}`), { level: 9 }).length;
const [longest] = languages.map((name) => manifest[name]).sort((a, b) => sizeOf(b.file) - sizeOf(a.file));
visit(longest);

let total = 0;
for (const file of files) {
  const size = sizeOf(file);
  total += size;
  console.log(`${(size / 1024).toFixed(1).padStart(8)} kB  ${file}`);
}
console.log(`${(total / 1024).toFixed(1).padStart(8)} kB  first load, budget ${budget / 1024} kB`);
if (total > budget) {
  console.error("size: the first load is over its budget");
  process.exit(1);
}
