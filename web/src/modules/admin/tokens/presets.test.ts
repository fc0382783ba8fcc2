import { expect, it } from "vitest";
import { presetOf, presets } from "./presets";

const held = { "crm.order.read": "team", "crm.order.delete": "all", "identity.user.invite": "all", "hr.employee#personal.read": "all" };
const preset = (id: string) => presetOf(presets.find((p) => p.id === id)!.takes, held);

it("reads everything that one may read, and changes nothing", () => {
  expect(preset("read")).toEqual({ "crm.order.read": "team", "hr.employee#personal.read": "all" });
});

it("takes for orders no right to delete them", () => {
  expect(preset("orders")).toEqual({ "crm.order.read": "team" });
});
