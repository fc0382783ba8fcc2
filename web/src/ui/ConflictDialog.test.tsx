import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { show } from "@/test/screen";
import { ConflictDialog } from "./ConflictDialog";

const clashes = [
  { field: "city", label: "City", original: "Berlin", theirs: "Lyon", yours: "Graz" },
  { field: "amount", label: "Amount", original: null, theirs: { amount: "5", currency: "EUR" }, yours: { amount: "7", currency: "EUR" } },
];

describe("a conflict", () => {
  it("begins with yours and applies what was picked, field by field", async () => {
    const apply = vi.fn();
    const { screen } = await show(<ConflictDialog clashes={clashes} who="Ben" onApply={apply} onCancel={() => undefined} />);
    expect(await screen.findByText(/Ben changed the same fields/)).toBeInTheDocument();
    expect(screen.getByLabelText("Graz")).toBeChecked();
    await userEvent.click(screen.getByLabelText("Lyon"));
    await userEvent.click(screen.getByRole("button", { name: "Save these values" }));
    expect(apply).toHaveBeenCalledWith({ city: "Lyon", amount: { amount: "7", currency: "EUR" } });
  });

  it("can be left without deciding", async () => {
    const [apply, cancel] = [vi.fn(), vi.fn()];
    const { screen } = await show(<ConflictDialog clashes={clashes} onApply={apply} onCancel={cancel} />);
    await userEvent.click(await screen.findByRole("button", { name: "Back to the form" }));
    expect(cancel).toHaveBeenCalled();
    expect(apply).not.toHaveBeenCalled();
  });
});
