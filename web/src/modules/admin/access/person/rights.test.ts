import { expect, it } from "vitest";
import type { Resource } from "../types";
import { groupPersonRights, type PersonRight } from "./rights";

function resource(name: string, actions: string[], classes: string[] = []): Resource {
  const object = name.replace(".", ":");
  const of = (path: string) => actions.map((a) => ({ name: a, permission: `${path}.${a}`, sensitive: false }));
  return {
    name,
    object,
    module: name.split(".")[0] ?? "",
    label: name,
    scopes: ["all"],
    records: true,
    actions: of(name),
    classes: classes.map((c) => ({ name: c, object: `${object}#${c}`, fields: [], sensitive: false, actions: of(`${name}#${c}`) })),
  };
}

function right(permission: string, by: string[]): PersonRight {
  return { permission, by, cell: { allow: "all", deny: "none" } };
}

it("a person's rights stand by area and object, in the order of the modules, with the roles that give them", () => {
  const resources = [resource("identity.user", ["read"]), resource("crm.deal", ["read", "create", "update"], ["margin"])];
  const groups = groupPersonRights(
    [right("identity.user.read", ["people.admin"]), right("crm.deal.update", ["crm.rep"]), right("crm.deal#margin.read", ["crm.lead"]), right("crm.deal.read", ["crm.rep", "crm.reader"])],
    resources,
  );
  expect(groups.map((g) => g.area)).toEqual(["crm", "platform"]);
  expect(groups[0]?.objects.map((o) => o.object)).toEqual(["crm:deal", "crm:deal#margin"]);
  expect(groups[0]?.objects[0]?.rights.map((r) => r.action)).toEqual(["read", "update"]);
  expect(groups[0]?.objects[0]?.by).toEqual(["crm.rep", "crm.reader"]);
});
