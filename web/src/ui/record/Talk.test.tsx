import { fireEvent, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { server, show } from "@/test/screen";
import "@/test/words";
import { Talk } from "./Talk";

const ana = { id: "u1", name: "Ana Lind" };
const at = (minute: number) => `2026-05-03T10:${String(minute).padStart(2, "0")}:00Z`;
const note = { kind: "note", id: "n1", at: at(30), note: { id: "n1", text: "Hello **you** <b>x</b>", pinned: false, author: ana, at: at(30), may_change: true, version: 1 } };
const task = { kind: "task", id: "t1", at: at(20), task: { id: "t1", title: "Call", author: ana, assignee: ana, at: at(20), may_change: true, version: 3 } };
const change = { id: "9", change_set_id: "s", at: at(25), actor: { id: "u2", kind: "user", name: "Ben" }, op: "updated", entity: "crm.deal", entity_id: "d1", via: "ui", fields: [{ name: "stage", before: "a", after: "b" }] };
const about = { following: false, followers: [], tags: [], pinned: [], notes: 1, open_tasks: 1, files: 0, may_write: true, most_bytes: 10 };

let refuse = false;
const answer = () =>
  server(({ method, path }) => {
    if (method !== "GET" && refuse) return { status: 422, body: { code: "invalid", title: "Some fields need another value.", errors: [{ pointer: "/text", code: "notes.cannot_read", detail: "Eva may not read this record." }] } };
    if (method === "POST") return { status: 201, body: note.note };
    if (method !== "GET") return { body: task.task };
    if (path === "/history/timeline") return { body: { items: [change] } };
    if (path.endsWith("/entries")) return { body: { items: [note, task] } };
    if (path.endsWith("/people")) return { body: { items: [{ id: "u2", name: "Ben Elm" }] } };
    return { body: about };
  });

describe("the timeline of a record", () => {
  beforeEach(() => {
    refuse = false;
  });

  it("shows what was said and what was changed by time, and HTML as text", async () => {
    answer();
    await show(<Talk record={{ entity: "crm.deal", id: "d1" }} />);
    const feed = await screen.findByRole("feed");
    await within(feed).findByText(/Ben changed/);
    const lines = within(feed).getAllByRole("article");
    expect(lines.map((line) => /Hello|Ben changed|Call/.exec(line.textContent ?? "")?.[0])).toEqual(["Hello", "Ben changed", "Call"]);
    expect(within(feed).getByText("you").tagName).toBe("STRONG");
    expect(feed.textContent).toContain("<b>x</b>");
  });

  it("puts a name in by keyboard, sends by Ctrl+Enter, and keeps what was typed when it is refused", async () => {
    const sent = answer();
    const user = userEvent.setup();
    await show(<Talk record={{ entity: "crm.deal", id: "d1" }} />);
    const text = await screen.findByRole("textbox", { name: "Note" });
    await user.type(text, "Ask @be");
    await screen.findByRole("option", { name: "Ben Elm" });
    await user.keyboard("{Enter}now");
    expect(text).toHaveValue("Ask @Ben Elm now");
    refuse = true;
    await user.keyboard("{Control>}{Enter}{/Control}");
    expect(await screen.findByText("Eva may not read this record.")).toBeVisible();
    expect(text).toHaveValue("Ask @Ben Elm now");
    refuse = false;
    await user.click(text);
    await user.keyboard("{Control>}{Enter}{/Control}");
    await vi.waitFor(() => expect(text).toHaveValue(""));
    expect(sent.filter((s) => s.method === "POST").at(-1)?.body).toEqual({ text: "Ask @[Ben Elm](u:u2) now" });
  });

  it("ticks a task with the version that was read, and refuses a file that is too large before it is sent", async () => {
    const sent = answer();
    const user = userEvent.setup();
    await show(<Talk record={{ entity: "crm.deal", id: "d1" }} />);
    await user.click(await screen.findByRole("checkbox", { name: "Done: Call" }));
    const patch = sent.find((s) => s.method === "PATCH");
    expect([patch?.body, patch?.headers.get("If-Match")]).toEqual([{ done: true }, '"3"']);
    const feed = screen.getByRole("feed");
    fireEvent.drop(feed, { dataTransfer: { types: ["Files"], files: [new File(["more than ten bytes"], "big.pdf")] } });
    expect(await screen.findByText(/big\.pdf is larger/)).toBeVisible();
    expect(sent.some((s) => s.path.endsWith("/files"))).toBe(false);
  });
});
