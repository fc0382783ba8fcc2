import { act, fireEvent, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { person, server, show, type Sent } from "@/test/screen";
import { DataGrid, type GridColumn, type GridEdit } from "../../DataGrid";

interface Account {
  id: string;
  version: number;
  name: string;
  city?: string;
  size?: number;
}

const columns: GridColumn<Account>[] = [
  { key: "name", label: "Name", sort: true },
  { key: "city", label: "City" },
  { key: "size", label: "Size", kind: "number" },
];
const edit: GridEdit<Account> = {
  entity: "crm.account",
  fields: [
    { name: "name", label: "Name", kind: "text", required: true },
    { name: "city", label: "City", kind: "text" },
    { name: "size", label: "Size", kind: "integer" },
  ],
  read: (a) => a as Account & Record<string, unknown>,
  write: (body) => body,
  away: "delete",
  title: (a) => a.name,
};
const me = person(["crm.account.update", "crm.account.delete"]);
const run = (over: object) => ({
  id: "r1", entity: "crm.account", act: "set", state: "previewed", total: 2, done: 0, changed: 0, unchanged: 0, refusals: 0, tried: 2, would_change: 2,
  reasons: [], refused: [], undoable: true, created_at: "2026-11-22T10:00:00Z", ...over,
});

let rows: Account[];
let total: number;
beforeEach(() => {
  rows = [1, 2, 3].map((n) => ({ id: `a${n}`, version: n, name: `Account ${n}`, city: "Bern", size: n }));
  total = 3;
});

function answering(more: (request: Sent) => { status?: number; body?: unknown; headers?: Record<string, string> } | undefined = () => undefined) {
  return server((request) => more(request) ?? { body: { items: rows, total: { count: total, exact: true } } });
}

async function list() {
  const shown = await show(<DataGrid<Account> name="t" label="Accounts" endpoint="/crm/accounts" columns={columns} edit={edit} />, { me });
  await shown.screen.findByText("Account 1");
  return shown;
}

const cellOf = (text: string) => document.evaluate(`//*[@role='gridcell'][contains(., '${text}')]`, document, null, XPathResult.FIRST_ORDERED_NODE_TYPE, null).singleNodeValue as HTMLElement;

describe("a cell", () => {
  it("is edited by keyboard, saved as it is left, and the next one follows", async () => {
    const sent = answering(({ method, body }) => (method === "PATCH" ? { body: { ...rows[0], version: 8, ...(body as object) } } : undefined));
    const { screen } = await list();
    await userEvent.keyboard("j{ArrowRight}{ArrowRight}");
    expect(screen.getByRole("grid").getAttribute("aria-activedescendant")).toBe(cellOf("Bern").id);
    await userEvent.keyboard("{Enter}");
    await userEvent.clear(await screen.findByRole("textbox", { name: "City" }));
    await userEvent.keyboard("Basel{Tab}");
    expect(await screen.findByRole("textbox", { name: "Size" })).toHaveFocus();
    const patch = await waitFor(() => sent.find((s) => s.method === "PATCH")!);
    expect(patch.body).toEqual({ city: "Basel" });
    expect(patch.headers.get("If-Match")).toBe('"1"');
    await userEvent.keyboard("{Escape}");
    expect(await screen.findByText("Basel")).toBeInTheDocument();
    expect(await screen.findByText("City of Account 1 saved")).toBeInTheDocument();
    expect(sent.filter((s) => s.method === "PATCH")).toHaveLength(1);
  });

  it("keeps what was typed when it is refused, says why, and sends it again", async () => {
    let refuse = true;
    const sent = answering(({ method, body }) =>
      method !== "PATCH" ? undefined : refuse ? { status: 422, body: { code: "invalid", title: "No", detail: "No.", errors: [{ pointer: "/city", code: "x", detail: "There is no such city." }] } } : { body: { ...rows[0], version: 2, ...(body as object) } },
    );
    const { screen } = await list();
    await userEvent.dblClick(cellOf("Bern"));
    await userEvent.clear(await screen.findByRole("textbox", { name: "City" }));
    await userEvent.keyboard("Atlantis{Enter}");
    await userEvent.click(await screen.findByRole("button", { name: "City is not saved: There is no such city." }));
    expect(screen.getByText("Atlantis")).toBeInTheDocument();
    refuse = false;
    await userEvent.click(await screen.findByRole("button", { name: "Try again" }));
    await waitFor(() => expect(screen.queryByRole("button", { name: /is not saved/ })).toBeNull());
    expect(sent.filter((s) => s.method === "PATCH")).toHaveLength(2);
  });

  it("takes the change of another field along, and asks about the same field", async () => {
    let theirs: Account = { ...rows[0]!, version: 5, size: 77 };
    const sent = answering(({ method, path, headers, body }) => {
      if (path.endsWith("/a1") && method === "GET") return { body: theirs };
      if (method !== "PATCH") return undefined;
      if (headers.get("If-Match") !== `"${theirs.version}"`) return { status: 412, body: { code: "stale", title: "Stale", detail: "Somebody was faster." } };
      theirs = { ...theirs, ...(body as object), version: theirs.version + 1 };
      return { body: theirs };
    });
    const { screen } = await list();
    await userEvent.dblClick(cellOf("Bern"));
    await userEvent.clear(await screen.findByRole("textbox", { name: "City" }));
    await userEvent.keyboard("Basel{Enter}");
    expect(await screen.findByText("77")).toBeInTheDocument();
    expect(sent.filter((s) => s.method === "PATCH").map((s) => s.headers.get("If-Match"))).toEqual(['"1"', '"5"']);
    expect(screen.queryByRole("dialog")).toBeNull();

    theirs = { ...theirs, version: 9, city: "Chur" };
    await userEvent.dblClick(cellOf("Basel"));
    await userEvent.clear(await screen.findByRole("textbox", { name: "City" }));
    await userEvent.keyboard("Thun{Enter}");
    const dialog = await screen.findByRole("dialog", { name: "Changed by two people" });
    for (const text of ["Basel", "Chur", "Thun"]) expect(within(dialog).getByText(text)).toBeInTheDocument();
    await userEvent.click(within(dialog).getByRole("button", { name: "Save these values" }));
    await waitFor(() => expect(sent.filter((s) => s.method === "PATCH").at(-1)?.body).toEqual({ city: "Thun" }));
    expect(sent.filter((s) => s.method === "PATCH").at(-1)?.headers.get("If-Match")).toBe('"9"');
  });

  it("stays in its editor while what was typed cannot be", async () => {
    const sent = answering();
    const { screen } = await list();
    await userEvent.keyboard("je");
    await userEvent.clear(await screen.findByRole("textbox", { name: "Name" }));
    await userEvent.keyboard("{Enter}");
    expect(await screen.findByText("Required.")).toBeInTheDocument();
    expect(screen.getByRole("textbox", { name: "Name" })).toHaveFocus();
    expect(sent.some((s) => s.method === "PATCH")).toBe(false);
  });

  it("is not edited by whoever may not", async () => {
    answering();
    const { screen } = await show(<DataGrid<Account> name="t" label="Accounts" endpoint="/crm/accounts" columns={columns} edit={edit} exportable={false} />, { me: person(["crm.account.read"]) });
    await screen.findByText("Account 1");
    await userEvent.keyboard("je");
    expect(screen.queryByRole("textbox", { name: "Name" })).toBeNull();
    expect(screen.queryByRole("checkbox", { name: "Select the row" })).toBeNull();
  });
});

describe("many rows", () => {
  it("are looked at first, then changed, with a reason for each that stays", async () => {
    const refused = [{ id: "a2", title: "Account 2", code: "forbidden", detail: "Not yours." }];
    const reasons = [{ code: "forbidden", detail: "Not yours.", count: 1 }];
    const sent = answering(({ path, body }) => {
      if (path === "/history/undo") return { body: { reversed: 1, kept: [], failed: [], conflicts: [] } };
      if (path !== "/crm/accounts/bulk") return undefined;
      if ((body as { preview?: boolean }).preview) return { body: run({ would_change: 1, refusals: 1, refused, reasons }) };
      return { body: run({ state: "done", done: 2, changed: 1, refusals: 1, refused, reasons }) };
    });
    const { screen } = await list();
    await userEvent.keyboard("jxjX");
    await userEvent.click(within(screen.getByRole("toolbar")).getByRole("button", { name: "Edit" }));
    const dialog = await screen.findByRole("dialog", { name: "Edit 2 records" });
    await userEvent.click(within(dialog).getByPlaceholderText("Choose a field"));
    await userEvent.click(await screen.findByRole("option", { name: "City" }));
    await userEvent.type(within(dialog).getByRole("textbox", { name: "City" }), "Basel");
    await userEvent.click(within(dialog).getByRole("button", { name: "See what would change" }));
    expect(await within(dialog).findByText("1 will change")).toBeInTheDocument();
    expect(within(dialog).getByText("1 × Not yours.")).toBeInTheDocument();
    await userEvent.click(within(dialog).getByRole("button", { name: "Change 1 record" }));
    expect(await within(dialog).findByRole("button", { name: "Download the refused records" })).toBeInTheDocument();
    expect(within(dialog).getByRole("button", { name: "Undo all" })).toBeInTheDocument();
    const [preview, start] = sent.filter((s) => s.path === "/crm/accounts/bulk");
    expect(preview?.body).toEqual({ rows: [{ id: "a1", version: 1 }, { id: "a2", version: 2 }], set: { city: "Basel" }, preview: true });
    expect(start?.body).toEqual({ previewed: "r1" });
    expect(within(dialog).getByText("1 record changed")).toBeInTheDocument();
    await userEvent.click(within(dialog).getByRole("button", { name: "Undo all" }));
    await waitFor(() => expect(sent.find((s) => s.path === "/history/undo")?.body).toEqual({ operation: "r1" }));
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("are all that match at the second Ctrl A, and one taken out is not all", async () => {
    total = 1284;
    const sent = answering(({ path }) => (path === "/crm/accounts/bulk" ? { body: run({ total: 1284, would_change: 1271, tried: 200 }) } : undefined));
    const { screen } = await list();
    await userEvent.keyboard("{Control>}a{/Control}");
    const bar = screen.getByRole("toolbar");
    expect(within(bar).getByText("3 selected")).toBeInTheDocument();
    expect(within(bar).getByRole("button", { name: "Select all 1,284 that match" })).toBeInTheDocument();
    await userEvent.keyboard("{Control>}a{/Control}");
    expect(within(bar).getByText("All 1,284 that match are selected")).toBeInTheDocument();
    await userEvent.click(within(bar).getByRole("button", { name: "Delete" }));
    const dialog = await screen.findByRole("dialog", { name: "Delete 1,284 records" });
    expect(await within(dialog).findByRole("button", { name: "Delete 1,271 records" })).toBeInTheDocument();
    expect(within(dialog).getByText(/The first 200 were really tried/)).toBeInTheDocument();
    expect(sent.find((s) => s.path === "/crm/accounts/bulk")?.body).toEqual({ matching: {}, expected: 1284, do: "delete", preview: true });
    await userEvent.click(within(dialog).getByRole("button", { name: "Cancel" }));
    await userEvent.click(screen.getAllByRole("checkbox", { name: "Select the row" })[0]!);
    expect(within(screen.getByRole("toolbar")).getByText("2 selected")).toBeInTheDocument();
    await userEvent.keyboard("{Escape}");
    expect(screen.queryByRole("toolbar")).toBeNull();
  });
});

describe("the clipboard", () => {
  const clip = (kind: "copy" | "paste", text = "") => {
    const data = { value: text, getData: () => data.value, setData: (_: string, now: string) => void (data.value = now) };
    const event = Object.assign(new Event(kind, { bubbles: true, cancelable: true }), { clipboardData: data });
    act(() => void document.body.dispatchEvent(event));
    return data;
  };

  it("takes the selected rows with a header", async () => {
    answering();
    await list();
    await userEvent.keyboard("jxjX");
    expect(clip("copy").value).toBe("Name\tCity\tSize\nAccount 1\tBern\t1\nAccount 2\tBern\t2");
  });

  it("gives a column, shown before and after, and what is no value stays", async () => {
    const sent = answering(({ path, body }) => {
      if (path !== "/crm/accounts/bulk") return undefined;
      return { body: run((body as { preview?: boolean }).preview ? { total: 1, would_change: 1 } : { state: "done", total: 1, done: 1, changed: 1 }) };
    });
    const { screen } = await list();
    await userEvent.keyboard("j{ArrowRight}{ArrowRight}{ArrowRight}");
    clip("paste", "10\nmany\n3\n");
    const dialog = await screen.findByRole("dialog", { name: "Paste into 3 rows" });
    expect(await within(dialog).findByText("Enter a number, such as 1,234.50.")).toBeInTheDocument();
    const first = within(dialog).getByRole("row", { name: /Account 1/ });
    expect(first).toHaveTextContent("1 → 10");
    await userEvent.click(await within(dialog).findByRole("button", { name: "Change 1 record" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    const bulk = sent.filter((s) => s.path === "/crm/accounts/bulk");
    expect(bulk[0]?.body).toEqual({ rows: [{ id: "a1", version: 1, set: { size: 10 } }], preview: true });
    expect(bulk[1]?.body).toEqual({ previewed: "r1" });
  });
});

// The tests above press keys on the document; a click on a cell waits whether another follows.
it("a single click on a cell that can be edited opens as anywhere in the row", async () => {
  answering();
  const opened = vi.fn();
  const { screen } = await show(<DataGrid<Account> name="t" label="Accounts" endpoint="/crm/accounts" columns={columns} edit={edit} onOpen={opened} />, { me });
  await screen.findByText("Account 1");
  fireEvent.click(cellOf("Bern"), { detail: 1 });
  await waitFor(() => expect(opened).toHaveBeenCalledTimes(1));
});
