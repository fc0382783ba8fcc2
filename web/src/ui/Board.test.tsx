import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { ApiProblem } from "@/api/problem";
import { server, show } from "@/test/screen";
import { Board, MoveCancelled } from "./Board";
import { boardKey } from "./board/keyboard";

interface Deal {
  id: string;
  name: string;
}

const columns = [
  { id: "new", label: "New" },
  { id: "quote", label: "Quote" },
  { id: "won", label: "Won" },
];

function board(move: (deal: Deal, to: string) => Promise<unknown>) {
  const at: Record<string, Deal[]> = { new: [{ id: "d1", name: "Lab" }, { id: "d2", name: "Cold store" }], quote: [{ id: "d3", name: "Frame" }] };
  server(({ query }) => ({ body: { items: at[query["stage_id"] ?? ""] ?? [] } }));
  return (
    <Board<Deal>
      label="Deals"
      endpoint="/crm/deals"
      columnField="stage_id"
      columns={columns}
      cardLabel={(deal) => deal.name}
      card={(deal) => deal.name}
      onOpen={() => undefined}
      move={move}
    />
  );
}

describe("a board", () => {
  it("is walked by arrows, from card to card and over empty columns' edges", async () => {
    const { screen } = await show(board(vi.fn()));
    (await screen.findByRole("button", { name: "Lab" })).focus();
    await userEvent.keyboard("{ArrowDown}");
    expect(screen.getByRole("button", { name: "Cold store" })).toHaveFocus();
    await userEvent.keyboard("{ArrowRight}");
    expect(screen.getByRole("button", { name: "Frame" })).toHaveFocus();
  });

  it("moves a card by Space, arrows, Space, and says so", async () => {
    const move = vi.fn().mockResolvedValue(undefined);
    const { screen } = await show(board(move));
    (await screen.findByRole("button", { name: "Lab" })).focus();
    await userEvent.keyboard(" {ArrowRight}{ArrowRight}{ArrowLeft} ");
    expect(move).toHaveBeenCalledWith({ id: "d1", name: "Lab" }, "quote");
    expect(await screen.findByText("Lab moved to Quote.")).toBeInTheDocument();
  });

  it("puts a card back on Esc", async () => {
    const move = vi.fn();
    const { screen } = await show(board(move));
    (await screen.findByRole("button", { name: "Lab" })).focus();
    await userEvent.keyboard(" {ArrowRight}{Escape}");
    expect(move).not.toHaveBeenCalled();
    expect(screen.getByText("Lab is back where it was.")).toBeInTheDocument();
  });

  it("rolls a refused move back, with the reason on the card", async () => {
    const { screen } = await show(board(() => Promise.reject(new ApiProblem(409, { detail: "The amount is missing." }))));
    (await screen.findByRole("button", { name: "Lab" })).focus();
    await userEvent.keyboard(" {ArrowRight} ");
    expect(await screen.findByText("The amount is missing.")).toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Lab" }).closest("[data-column]")).toHaveAttribute("data-column", "new");
  });

  it("rolls a cancelled move back without a word", async () => {
    const { screen } = await show(board(() => Promise.reject(new MoveCancelled())));
    (await screen.findByRole("button", { name: "Lab" })).focus();
    await userEvent.keyboard(" {ArrowRight} ");
    await vi.waitFor(() => expect(screen.getByRole("button", { name: "Lab" }).closest("[data-column]")).toHaveAttribute("data-column", "new"));
    expect(screen.queryByRole("alert")).not.toBeInTheDocument();
  });
});

describe("the keys of a card", () => {
  it("mean something else while it is held", () => {
    expect(boardKey(" ", false)).toBe("pick");
    expect(boardKey(" ", true)).toBe("drop");
    expect(boardKey("m", true)).toBeNull();
    expect(boardKey("Escape", false)).toBeNull();
  });
});
