import { IconBuilding } from "@tabler/icons-react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { person, show } from "@/test/screen";
import { setSingleKeys } from "@/ui/keys";
import type { ModuleDescription } from "@/ui/module";
import { useFrameKeys } from "./useFrameKeys";

const crm: ModuleDescription = {
  name: "crm",
  label: "menu:crm.module",
  icon: IconBuilding,
  menu: [{ label: "menu:crm.accounts", path: "/crm/accounts", icon: IconBuilding, key: "a", permission: "crm.account.read" }],
  create: [{ label: "menu:crm.new", path: "/crm/accounts?new=1", icon: IconBuilding, key: "a", permission: "crm.account.create" }],
  routes: [],
  entities: {},
};

async function frame(rights: string[]) {
  const actions = { palette: vi.fn(), help: vi.fn(), fold: vi.fn() };
  const later = vi.fn();
  document.addEventListener("keydown", later);
  function Frame() {
    useFrameKeys(actions);
    return <input aria-label="Field" />;
  }
  const { router, screen } = await show(<Frame />, { me: person(rights), modules: [crm] });
  return { actions, later, router, screen };
}

describe("the keys of the frame", () => {
  it("go by g and create by c, and never reach the list below", async () => {
    const { router, later } = await frame(["crm.account.read", "crm.account.create"]);
    await userEvent.keyboard("ga");
    await vi.waitFor(() => expect(router.state.location.pathname).toBe("/o/acme/crm/accounts"));
    await userEvent.keyboard("ca");
    await vi.waitFor(() => expect(router.state.location.searchStr).toBe("?new=1"));
    expect(later).not.toHaveBeenCalled();
  });

  it("lead only where the person may go", async () => {
    const { router } = await frame([]);
    await userEvent.keyboard("ga");
    expect(router.state.location.pathname).toBe("/o/acme/list");
  });

  it("are text while somebody types; the palette opens even then", async () => {
    const { actions, screen } = await frame([]);
    await userEvent.type(screen.getByLabelText("Field"), "?b");
    expect(screen.getByLabelText("Field")).toHaveValue("?b");
    expect(actions.help).not.toHaveBeenCalled();
    await userEvent.keyboard("{Control>}k{/Control}");
    expect(actions.palette).toHaveBeenCalledTimes(1);
  });

  it("are silent when a person switched single keys off", async () => {
    const { actions } = await frame([]);
    setSingleKeys(false);
    await userEvent.keyboard("?b");
    expect(actions.help).not.toHaveBeenCalled();
    setSingleKeys(true);
    await userEvent.keyboard("?b");
    expect(actions.help).toHaveBeenCalledTimes(1);
    expect(actions.fold).toHaveBeenCalledTimes(1);
  });
});
