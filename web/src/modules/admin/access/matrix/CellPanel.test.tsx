import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import i18n from "i18next";
import { beforeAll, expect, it, vi } from "vitest";
import { show } from "@/test/screen";
import type { Role } from "../types";
import { wordsFrom } from "../words";
import { CellPanel } from "./CellPanel";
import type { Wish } from "./cells";

const rep: Role = { id: "crm.rep", name: "Sales representative", note: "", module: "crm", shipped: true, fixed: false, members: 6, inherits: [], cells: {} };
const cell = { key: "crm.rep crm.deal.read", role: rep, permission: "crm.deal.read", action: "read", sensitive: false, scopes: ["own", "team", "dept", "all"], cell: undefined };

// A field that grows measures fonts, which the page of a test does not have.
Object.defineProperty(document, "fonts", { configurable: true, value: new EventTarget() });

beforeAll(() => i18n.loadNamespaces("access"));

it("leads to the reason of a deny and back by keyboard alone", async () => {
  const onWish = vi.fn<(wish: Wish) => void>();
  await show(<CellPanel opened={{ cell }} words={wordsFrom([])} roles={[rep]} rules={[]} onWish={onWish} />);
  await userEvent.click(screen.getByRole("button", { name: /Deny/ }));
  expect(screen.getByLabelText(/Reason/)).toHaveFocus();
  await userEvent.click(screen.getByRole("button", { name: "Back" }));
  expect(screen.getByRole("button", { name: /Deny/ })).toHaveFocus();
  await userEvent.keyboard("{Enter}");
  await userEvent.keyboard("Only the order desk");
  await userEvent.click(screen.getByRole("button", { name: "Deny" }));
  expect(onWish).toHaveBeenCalledWith({ deny: "all", reason: "Only the order desk" });
});
