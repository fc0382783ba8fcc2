// @vitest-environment node
import { ESLint } from "eslint";
import { beforeAll, describe, expect, it } from "vitest";

/* The rules of the house are shown able to fail: each fixture breaks one, and only that one. */

let eslint: ESLint;
// The first file waits until all rules are loaded, which is no test's time.
beforeAll(async () => {
  eslint = new ESLint({ cwd: new URL("../..", import.meta.url).pathname });
  await eslint.lintText("", { filePath: "src/ui/x.ts" });
}, 120_000);

async function rulesBrokenBy(code: string, filePath: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath });
  return (result?.messages ?? []).map((message) => [message.ruleId, message.messageId].filter(Boolean).join(" "));
}

const broken: [what: string, file: string, code: string, rule: string][] = [
  ["a module that imports its neighbour", "src/modules/crm/x.ts", 'import { hr } from "@/modules/hr";\nexport const x = hr;\n', "longhouse/boundaries neighbour"],
  ["the same by a relative path", "src/modules/crm/deals/x.ts", 'import { hr } from "../../hr/people";\nexport const x = hr;\n', "longhouse/boundaries neighbour"],
  ["the same by a dynamic import", "src/modules/crm/x.ts", 'export const x = () => import("../hr/people");\n', "longhouse/boundaries neighbour"],
  ["a module that imports the frame", "src/modules/crm/x.ts", 'export { makeRouter } from "@/app/router";\n', "longhouse/boundaries layer"],
  ["a kit that knows a module", "src/ui/x.ts", 'export * from "@/modules/crm";\n', "longhouse/boundaries layer"],
  ["an api that knows the kit", "src/api/x.ts", 'export { formatDay } from "../ui/dates";\n', "longhouse/boundaries layer"],
  ["a frame that reaches into a module", "src/app/x.ts", 'export { AccountList } from "@/modules/crm/accounts/AccountList";\n', "longhouse/boundaries index"],
  ["a table of Mantine in a module", "src/modules/hr/x.ts", 'import { Table } from "@mantine/core";\nexport const x = Table;\n', "longhouse/boundaries table"],
  ["a toast of Mantine in the frame", "src/app/x.ts", 'import { notifications } from "@mantine/notifications";\nexport const x = notifications;\n', "longhouse/boundaries notifications"],
  ["a default export", "src/ui/x.ts", "export default 1;\n", "no-restricted-syntax restrictedSyntax"],
  ["a dialog whose closing button has no name", "src/ui/x.tsx", 'import { Modal } from "@mantine/core";\nexport const X = () => <Modal opened onClose={() => undefined} />;\n', "no-restricted-syntax restrictedSyntax"],
  ["any", "src/ui/x.ts", "export const x: any = 1;\n", "@typescript-eslint/no-explicit-any unexpectedAny"],
  ["a bare word in JSX", "src/ui/x.tsx", "export const X = () => <p>Save</p>;\n", "longhouse/bare-text bare"],
  ["a bare label", "src/ui/x.tsx", 'export const X = () => <button type="button" aria-label="Close" />;\n', "longhouse/bare-text bare"],
  ["a margin on a side of the screen", "src/ui/x.tsx", 'import { Box } from "@mantine/core";\nexport const X = () => <Box ml={4} />;\n', "longhouse/sides side"],
  ["a style on a side of the screen", "src/ui/x.tsx", 'export const X = () => <p style={{ paddingLeft: 4 }} />;\n', "longhouse/sides side"],
  ["text set to a side", "src/ui/x.tsx", 'import { Text } from "@mantine/core";\nexport const X = () => <Text ta="right" />;\n', "longhouse/sides side"],
  ["a picture without words", "src/ui/x.tsx", 'export const X = () => <img src="/a.png" />;\n', "jsx-a11y/alt-text"],
  ["a hook in a condition", "src/ui/x.tsx", 'import { useState } from "react";\nexport function X({ on }: { on: boolean }) {\n  if (on) useState(1);\n  return null;\n}\n', "react-hooks/rules-of-hooks"],
];

describe("the lint", () => {
  it.each(broken)("refuses %s", async (_what, file, code, rule) => {
    expect(await rulesBrokenBy(code, file)).toEqual([rule]);
  });

  it("lets a module import itself, the kit and the API", async () => {
    const code = 'import { api } from "@/api/client";\nimport { Card } from "@/ui/Card";\nimport { wire } from "../wire";\nexport const x = [api, Card, wire];\n';
    expect(await rulesBrokenBy(code, "src/modules/crm/deals/x.ts")).toEqual([]);
  });

  it("lets the frame import a module's index", async () => {
    expect(await rulesBrokenBy('export { crm } from "@/modules/crm";\n', "src/app/x.ts")).toEqual([]);
  });
});
