import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { person, server, show } from "@/test/screen";
import { Profile } from "./Profile";

it("names the roles as people call them, never by their ids", async () => {
  server(() => ({ body: { items: [] } }));
  await show(<Profile />, { me: { ...person(), roles: ["crm.rep", "hr.self"], role_names: ["Sales representative", "Employee"] } });
  expect(await screen.findByText("Sales representative, Employee")).toBeVisible();
  expect(screen.queryByText(/crm\.rep/)).toBeNull();
});
