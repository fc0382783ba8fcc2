import { describe, expect, it } from "vitest";
import { placeOf } from "./places";

describe("the places of access", () => {
  it.each([
    ["/admin/access", "matrix"],
    ["/admin/access/roles/crm.rep", "matrix"],
    ["/admin/access/drafts/1/effects", "versions"],
    ["/admin/access/versions/1", "versions"],
    ["/admin/access/people/1", "ask"],
    ["/admin/access/reviews/1", "reviews"],
  ])("%s belongs to %s", (path, id) => {
    expect(placeOf(path)?.id).toBe(id);
  });
});
