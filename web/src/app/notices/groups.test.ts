import { describe, expect, it } from "vitest";
import type { NotifyMessage } from "@/api/search";
import { grouped } from "./groups";

const message = (id: string, record?: string): NotifyMessage => ({
  id,
  at: "2026-11-29T10:00:00Z",
  title: id,
  read: false,
  ...(record ? { entity: "crm.deal", entity_id: record } : {}),
});

describe("messages", () => {
  it("stand together by record, where the newest one is", () => {
    const groups = grouped([message("c", "1"), message("alone"), message("b", "2"), message("a", "1"), message("other")]);
    expect(groups.map((g) => [g.newest.id, g.earlier.map((m) => m.id)])).toEqual([
      ["c", ["a"]],
      ["alone", []],
      ["b", []],
      ["other", []],
    ]);
  });
});
