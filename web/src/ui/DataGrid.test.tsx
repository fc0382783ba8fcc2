import { act, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { emitLive } from "@/api/live";
import { server, show } from "@/test/screen";
import { DataGrid, type GridColumn } from "./DataGrid";

interface Account {
  id: string;
  name: string;
  state: string;
}

const columns: GridColumn<Account>[] = [
  { key: "name", label: "Name", sort: true, filter: true },
  { key: "state", label: "State", kind: "choice", filter: true, options: [{ value: "active", label: "Active" }, { value: "old", label: "Old" }] },
];
const rows: Account[] = [1, 2, 3].map((n) => ({ id: `a${n}`, name: `Account ${n}`, state: "active" }));

function answering(items: Account[] = rows) {
  return server(({ query }) => ({ body: { items: query["q"] === "nothing" ? [] : items, total: { count: items.length, exact: true } } }));
}

describe("a list", () => {
  it("asks for what its address says, and counts", async () => {
    const sent = answering();
    const { screen } = await show(<DataGrid<Account> name="t" label="Accounts" endpoint="/crm/accounts" columns={columns} />, {
      path: "/list?state=active&sort=-name&q=acc",
    });
    await screen.findByText("Account 1");
    expect(sent[0]?.query).toMatchObject({ state: "active", sort: "-name", q: "acc", count: "1", limit: "50" });
    expect(screen.getByText("State is Active")).toBeInTheDocument();
    expect(screen.getByText("3 records")).toBeInTheDocument();
  });

  it("offers to take a condition away when nothing matches", async () => {
    answering();
    const { screen, router } = await show(<DataGrid<Account> name="t" label="Accounts" endpoint="/crm/accounts" columns={columns} />, { path: "/list?q=nothing" });
    await userEvent.click(await screen.findByRole("button", { name: "Without: text “nothing”" }));
    await screen.findByText("Account 1");
    expect(router.state.location.searchStr).toBe("");
  });

  it("has a button for each condition that says whether its panel is open", async () => {
    answering();
    const { screen } = await show(<DataGrid<Account> name="t" label="Accounts" endpoint="/crm/accounts" columns={columns} />, { path: "/list?state=active" });
    const chip = await screen.findByRole("button", { name: "State is Active" });
    expect([...document.querySelectorAll("[aria-haspopup]")].filter((element) => element.tagName !== "BUTTON")).toEqual([]);
    expect(chip).toHaveAttribute("aria-haspopup", "dialog");
    expect(chip).toHaveAttribute("aria-expanded", "false");
    await userEvent.click(chip);
    expect(chip).toHaveAttribute("aria-expanded", "true");
    expect(await screen.findByRole("dialog", { name: "State is Active" })).toBeInTheDocument();
  });

  it("is worked by keyboard: down, select, open", async () => {
    answering();
    const opened = vi.fn();
    const { screen } = await show(
      <DataGrid<Account> name="t" label="Accounts" endpoint="/crm/accounts" columns={columns} onOpen={opened} bulk={[{ id: "x", label: "Assign", run: () => undefined }]} />,
    );
    await screen.findByText("Account 1");
    await userEvent.keyboard("jjx");
    const row = screen.getByText("Account 2").closest("[role=row]");
    expect(row).toHaveAttribute("aria-selected", "true");
    expect(screen.getByRole("grid")).toHaveAttribute("aria-activedescendant", row?.id);
    expect(within(screen.getByRole("toolbar")).getByText("1 selected")).toBeInTheDocument();
    await userEvent.keyboard("{Enter}");
    expect(opened).toHaveBeenCalledWith(rows[1]);
  });

  it("says that rows changed and moves nothing by itself", async () => {
    const sent = answering();
    const { screen } = await show(<DataGrid<Account> name="t" label="Accounts" endpoint="/crm/accounts" columns={columns} entity="crm.account" />);
    await screen.findByText("Account 1");
    const before = sent.length;
    act(() => emitLive("changed", { entity: "crm.account", id: "a1" }));
    act(() => emitLive("changed", { entity: "hr.employee", id: "e1" }));
    expect(sent).toHaveLength(before);
    await userEvent.click(screen.getByRole("button", { name: "1 changed" }));
    await vi.waitFor(() => expect(sent).toHaveLength(before + 1));
  });

  it("opens the record of its address even when it is not among the rows", async () => {
    server(({ path }) => ({ body: path.endsWith("/a9") ? { id: "a9", name: "Account 9", state: "old" } : { items: rows } }));
    const { screen } = await show(
      <DataGrid<Account> name="t" label="Accounts" endpoint="/crm/accounts" columns={columns} preview={(a) => ({ title: a.name, body: "Its page" })} />,
      { path: "/list?open=a9" },
    );
    expect(await screen.findByRole("dialog", { name: "Account 9" })).toHaveTextContent("Its page");
  });

  it("shows a refusal in its place, with a retry", async () => {
    server(() => ({ status: 403, body: { code: "forbidden", title: "Not allowed", detail: "You may not read accounts." } }));
    const { screen } = await show(<DataGrid<Account> name="t" label="Accounts" endpoint="/crm/accounts" columns={columns} />);
    expect(await screen.findByText("You may not read accounts.")).toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Try again" })).toBeInTheDocument();
  });
});
