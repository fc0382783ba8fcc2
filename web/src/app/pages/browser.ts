// A browser also calls itself all that it is compatible with, so the rarer name is asked for first.
const browsers: [string, RegExp][] = [
  ["Edge", /Edg(A|iOS)?\//],
  ["Opera", /OPR\//],
  ["Samsung Internet", /SamsungBrowser\//],
  ["Firefox", /Firefox\/|FxiOS\//],
  ["Chrome", /Chrom(e|ium)\/|CriOS\//],
  ["Safari", /Safari\//],
  ["curl", /^curl\//],
];

const systems: [string, RegExp][] = [
  ["iPhone", /iPhone/],
  ["iPad", /iPad/],
  ["Android", /Android/],
  ["Windows", /Windows/],
  ["macOS", /Mac OS X|Macintosh/],
  ["ChromeOS", /CrOS/],
  ["Linux", /Linux/],
];

/** What people call a browser and its system, by how it introduces itself; empty where nobody knows. */
export function browserOf(agent: string): { browser: string; system: string } {
  const find = (names: [string, RegExp][]) => names.find(([, form]) => form.test(agent))?.[0] ?? "";
  return { browser: find(browsers), system: find(systems) };
}
