import { describe, expect, it } from "vitest";
import { nextOf } from "./session";

describe("the page after sign-in", () => {
  it("is the one that was asked for", () => {
    expect(nextOf({ next: "/o/acme/crm/deals?stage=open" })).toBe("/o/acme/crm/deals?stage=open");
    expect(nextOf({})).toBe("/");
  });

  it.each(["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])("is never %s", (next) => {
    expect(nextOf({ next })).toBe("/");
  });
});
