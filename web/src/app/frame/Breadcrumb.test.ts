import { expect, it } from "vitest";
import type { ModuleRoute } from "@/ui/module";
import { listOf } from "./Breadcrumb";

const routes = ["/admin/access", "/admin/access/versions", "/admin/access/versions/$id", "/admin/access/drafts/$id", "/hr/people/$id"].map((path): ModuleRoute => ({ path, title: path, load: () => Promise.reject(new Error("not loaded")) }));

it("a record belongs to its list, or to the nearest screen above it", () => {
  expect(listOf("/admin/access/versions/$id", routes)?.path).toBe("/admin/access/versions");
  expect(listOf("/admin/access/drafts/$id", routes)?.path).toBe("/admin/access");
  expect(listOf("/hr/people/$id", routes)).toBeUndefined();
});
