import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { server, show } from "@/test/screen";
import { DataGrid, type GridColumn } from "../DataGrid";
import type { SavedView } from "./wire";

interface Deal {
  id: string;
  name: string;
  status: string;
  amount: { amount: string; currency: string };
}

const columns: GridColumn<Deal>[] = [
  { key: "name", label: "Name", sort: true, filter: true },
  { key: "status", label: "Status", kind: "choice", filter: true, options: [{ value: "open", label: "Open" }, { value: "won", label: "Won" }] },
  { key: "amount", label: "Amount", kind: "money", sort: true, filter: true },
];

const saved: SavedView = {
  id: "v1", list: "crm.deals", name: "Open ones", owner: { id: "u1", name: "Ann" }, sharing: "private", locked: false, default_for: [], opens: false, may_change: true, position: 1,
  state: { conditions: { status: "open" }, sort: "-amount" }, version: 3,
};
const deal: Deal = { id: "d1", name: "Tea", status: "open", amount: { amount: "5", currency: "EUR" } };

function answering(views: SavedView[]) {
  return server(({ method, path, query }) => {
    if (path.endsWith("/desk/views") && method === "GET") return { body: { items: views } };
    if (path.includes("/desk/views")) return { body: { ...saved, id: "v2", version: 4 } };
    if (path.endsWith("/summary")) {
      const groups = query["group"] ? [{ key: { status: "open" }, count: 7, values: { "sum:amount": [{ value: "70", currency: "EUR" }, { value: "8", currency: "USD" }] } }] : [];
      return { body: { groups, total: { count: 7, values: { "sum:amount": [{ value: "70", currency: "EUR" }] } }, more: false } };
    }
    return { body: { items: [deal], total: { count: 1, exact: true } } };
  });
}

const grid = <DataGrid<Deal> name="t" label="Deals" endpoint="/crm/deals" columns={columns} arrange href={(d) => `/d/${d.id}`} />;
const lists = (sent: { path: string; query: Record<string, string> }[]) => sent.filter((s) => s.path.endsWith("/crm/deals"));

describe("the views of a list", () => {
  it("show what their address names, with what it changes", async () => {
    const sent = answering([saved]);
    const { screen } = await show(grid, { path: "/list?view=v1&q=tea&without=sort" });
    await screen.findByText("Tea");
    expect(lists(sent).at(-1)?.query).toMatchObject({ status: "open", q: "tea" });
    expect(lists(sent).at(-1)?.query["sort"]).toBeUndefined();
    expect(screen.getByText("Edited")).toBeInTheDocument();
  });

  it("open by themselves, and not over a link that says something else", async () => {
    const sent = answering([{ ...saved, opens: true }]);
    const { screen } = await show(grid, { path: "/list" });
    await screen.findByText("Tea");
    expect(lists(sent).at(-1)?.query).toMatchObject({ status: "open", sort: "-amount" });
    expect(screen.getByRole("button", { name: "Open ones" })).toHaveAttribute("aria-pressed", "true");
    const link = answering([{ ...saved, opens: true }]);
    const other = await show(grid, { path: "/list?status=won" });
    await other.screen.findAllByText("Tea");
    expect(lists(link).at(-1)?.query).toMatchObject({ status: "won" });
    expect(lists(link).at(-1)?.query["sort"]).toBeUndefined();
  });

  it("are saved with what is on screen", async () => {
    const sent = answering([saved]);
    const { screen } = await show(grid, { path: "/list?view=v1&sort=amount" });
    await userEvent.click(await screen.findByRole("button", { name: "Save" }));
    await vi.waitFor(() => expect(sent.find((s) => s.method === "PATCH")?.body).toEqual({ state: { conditions: { status: "open" }, sort: "amount" } }));
  });

  it("forget the changes when they are reset", async () => {
    answering([saved]);
    const { screen, router } = await show(grid, { path: "/list?view=v1&sort=amount&without=status" });
    await userEvent.click(await screen.findByRole("button", { name: "Reset" }));
    await vi.waitFor(() => expect(router.state.location.searchStr).toBe("?view=v1"));
  });

  it("are sums that are never one over two currencies, and groups that open", async () => {
    const sent = answering([]);
    const { screen } = await show(grid, { path: "/list?group=status&sums=amount:sum" });
    const group = await screen.findByRole("button", { name: /Open\s*7 records/ });
    expect(group).toHaveTextContent("€70");
    expect(group).toHaveTextContent("$8");
    await userEvent.click(group);
    await screen.findByText("Tea");
    expect(JSON.parse(lists(sent).at(-1)?.query["filter"] ?? "{}")).toEqual({ field: "status", op: "is", value: "open" });
  });
});
