import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type { HistoryItem } from "@/api/history";
import { show } from "@/test/screen";
import { UndoAction } from "./UndoAction";

const item: HistoryItem = {
  id: "1",
  change_set_id: "01a22951-289d-72e5-9246-56709b7b7cd8",
  at: "2026-11-29T21:58:00Z",
  via: "ui",
  actor: { id: "01a22951-191e-7300-8ae9-a474b445ed85", kind: "user", name: "Ana" },
  op: "updated",
  entity: "inventory.delivery",
  entity_id: "01a22951-2e61-7e3f-b33a-56097b6643b7",
  fields: [],
  undoable: false,
};
const record = { entity: item.entity, id: item.entity_id };

describe("the undo of a line of history", () => {
  it("says why it cannot be, and asks nothing", async () => {
    const { screen } = await show(<UndoAction item={{ ...item, why_not: "Goods have left the house." }} record={record} onUndone={() => undefined} />);
    const button = await screen.findByRole("button", { name: "Cannot be undone. Goods have left the house." });
    expect(button).toHaveAttribute("aria-disabled", "true");
    await userEvent.hover(button);
    expect(await screen.findByRole("tooltip")).toHaveTextContent("Goods have left the house.");
    await userEvent.click(button);
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
  });

  it("is offered where it can be", async () => {
    const { screen } = await show(<UndoAction item={{ ...item, undoable: true }} record={record} onUndone={() => undefined} />);
    expect(await screen.findByRole("button", { name: "Undo this change" })).toBeInTheDocument();
  });
});
