import { within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { person, server, show } from "@/test/screen";
import { LostReasons } from "./LostReasons";

const price = { id: "r1", name: "Price", needs_note: false, active: true, version: 3 };

describe("reasons for lost deals", () => {
  it("are added, renamed and taken out of use by who configures pipelines", async () => {
    const sent = server(({ method }) => ({ body: method === "GET" ? { items: [price] } : price }));
    const { screen } = await show(<LostReasons />, { me: person(["crm.pipeline.read", "crm.pipeline.configure"]) });

    await userEvent.click(await screen.findByRole("button", { name: "Edit Price" }));
    let dialog = within(await screen.findByRole("dialog", { name: "Edit Price" }));
    await userEvent.clear(dialog.getByLabelText(/Reason/));
    await userEvent.type(dialog.getByLabelText(/Reason/), "Too dear");
    await userEvent.click(dialog.getByLabelText("In use"));
    await userEvent.click(dialog.getByRole("button", { name: "Save" }));
    await expect.poll(() => sent.find((r) => r.method === "PATCH")).toMatchObject({ path: "/crm/lost-reasons/r1", body: { name: "Too dear", active: false } });
    expect(sent.find((r) => r.method === "PATCH")?.headers.get("If-Match")).toBe('"3"');

    await userEvent.click(await screen.findByRole("button", { name: "Add reason" }));
    dialog = within(await screen.findByRole("dialog", { name: "Add reason" }));
    await userEvent.type(dialog.getByLabelText(/Reason/), "Went silent");
    await userEvent.click(dialog.getByLabelText(/Needs a note/));
    await userEvent.click(dialog.getByRole("button", { name: "Add reason" }));
    await expect.poll(() => sent.find((r) => r.method === "POST")).toMatchObject({ path: "/crm/lost-reasons", body: { name: "Went silent", needs_note: true } });
  });

  it("are only read by everybody else", async () => {
    server(() => ({ body: { items: [price] } }));
    const { screen } = await show(<LostReasons />, { me: person(["crm.pipeline.read"]) });
    await screen.findByText("Price");
    expect(screen.queryByRole("button", { name: /Add|Edit/ })).toBeNull(); // a toast of another test may have one to close it
  });
});
