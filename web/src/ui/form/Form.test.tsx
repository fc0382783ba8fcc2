import { IconBuilding } from "@tabler/icons-react";
import { fireEvent, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { ApiProblem } from "@/api/problem";
import { server, show } from "@/test/screen";
import type { ModuleDescription } from "../module";
import type { FieldSpec } from "./fields";
import { Form } from "./Form";
import type { FormOptions } from "./useForm";

const fields: FieldSpec[] = [
  { name: "name", label: "Name", kind: "text", required: true },
  { name: "city", label: "City", kind: "text" },
  { name: "salary", label: "Salary", kind: "text", sensitive: true },
];
const record = { id: "a1", version: 7, name: "Ostlab", city: "Berlin", salary: "" };

function form(options: Partial<FormOptions<unknown>> & Pick<FormOptions<unknown>, "submit">) {
  return <Form<unknown> name="crm.account/a1" fields={fields} submitLabel="Save" {...options} />;
}

describe("a form", () => {
  it("sends only what changed, on the version that was read", async () => {
    const submit = vi.fn().mockResolvedValue({ version: 8 });
    const { screen } = await show(form({ record, version: 7, submit }));
    await userEvent.clear(screen.getByLabelText("City"));
    await userEvent.type(screen.getByLabelText("City"), "Graz{Control>}{Enter}{/Control}");
    expect(submit).toHaveBeenCalledTimes(1);
    expect(submit.mock.calls[0]?.[0]).toEqual({ city: "Graz" });
    expect(submit.mock.calls[0]?.[1]).toMatchObject({ version: 7 });
    expect(await screen.findByText("Saved")).toBeInTheDocument();
  });

  it("puts the server's faults on their fields and takes the focus to the summary", async () => {
    const submit = vi.fn().mockRejectedValue(new ApiProblem(422, { errors: [{ pointer: "/name", code: "taken", detail: "This name is taken." }] }));
    const { screen } = await show(form({ submit }));
    await userEvent.type(screen.getByLabelText(/Name/), "Ostlab");
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    const summary = (await screen.findByText("One thing to put right")).closest("[tabindex='-1']");
    expect(summary).toHaveFocus();
    await userEvent.click(screen.getByRole("button", { name: "Name: This name is taken." }));
    await vi.waitFor(() => expect(screen.getByLabelText(/Name/)).toHaveFocus());
    expect(screen.getByLabelText(/Name/)).toBeInvalid();
  });

  it("retries the same text with the same key, and another text with another", async () => {
    const submit = vi.fn().mockRejectedValue(new ApiProblem(503, { title: "Busy" }));
    const { screen } = await show(form({ submit }));
    await userEvent.type(screen.getByLabelText(/Name/), "A");
    const save = screen.getByRole("button", { name: "Save" });
    await userEvent.click(save);
    await userEvent.click(save);
    await userEvent.type(screen.getByLabelText(/Name/), "B");
    await userEvent.click(save);
    const keys = submit.mock.calls.map((call) => (call[1] as { idempotencyKey: string }).idempotencyKey);
    expect(keys[0]).toBe(keys[1]);
    expect(keys[2]).not.toBe(keys[1]);
  });

  describe("of a kind whose records may be there already", () => {
    const alike: FieldSpec[] = [{ name: "name", label: "Name", kind: "text", alike: true }];
    const accounts: ModuleDescription = {
      name: "crm", label: "menu:crm", icon: IconBuilding, menu: [], routes: [],
      entities: { "crm.account": { label: "menu:crm.account", icon: IconBuilding, path: (id) => `/crm/accounts/${id}`, permission: "crm.account.read" } },
    };

    it("shows those that the text of a new one finds", async () => {
      const sent = server(() => ({ body: { groups: [{ entity: "crm.account", label: "Accounts", items: [{ id: "a2", title: "Ostlab GmbH", subtitle: "Berlin" }] }] } }));
      const { screen } = await show(form({ name: "crm.account/new", fields: alike, submit: vi.fn() }), { modules: [accounts] });
      await userEvent.type(screen.getByLabelText("Name"), "Ostlap");
      expect(await screen.findByRole("link", { name: "Ostlab GmbH (Berlin)" })).toHaveAttribute("target", "_blank");
      expect(sent.at(-1)?.query).toMatchObject({ q: "Ostlap", kinds: "crm.account" });
    });

    it("asks nothing while a present one is changed", async () => {
      const { screen } = await show(form({ name: "crm.account/a1", fields: alike, record, submit: vi.fn() }), { modules: [accounts] });
      expect(screen.getAllByRole("status"), "what says that it is saved").toHaveLength(1);
    });
  });

  it("keeps a draft, but nothing sensitive", async () => {
    const first = await show(form({ submit: vi.fn() }));
    fireEvent.change(first.screen.getByLabelText(/Name/), { target: { value: "Half a name" } });
    fireEvent.change(first.screen.getByLabelText("Salary"), { target: { value: "5000" } });
    await vi.waitFor(() => expect(JSON.stringify({ ...window.localStorage })).toContain("Half a name"));
    expect(JSON.stringify({ ...window.localStorage })).not.toContain("5000");
    first.router.history.destroy();
    document.body.innerHTML = "";

    const { screen } = await show(form({ submit: vi.fn() }));
    await userEvent.click(screen.getByRole("button", { name: "Restore" }));
    expect(screen.getByLabelText(/Name/)).toHaveValue("Half a name");
  });

  it("joins changes of two people to different fields without a question", async () => {
    const submit = vi.fn().mockRejectedValueOnce(new ApiProblem(412, { code: "stale" })).mockResolvedValue({ version: 9 });
    const { screen } = await show(form({ record, version: 7, submit, reload: async () => ({ ...record, version: 8, name: "Ostlab AG" }) }));
    await userEvent.clear(screen.getByLabelText("City"));
    await userEvent.type(screen.getByLabelText("City"), "Graz");
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    await screen.findByText(/both changes were kept/);
    expect(submit.mock.calls[1]?.[0]).toEqual({ city: "Graz" });
    expect(submit.mock.calls[1]?.[1]).toMatchObject({ version: 8 });
    expect(screen.getByLabelText(/Name/)).toHaveValue("Ostlab AG");
  });

  it("asks when both changed the same field, and saves what was picked on the new version", async () => {
    const submit = vi.fn().mockRejectedValueOnce(new ApiProblem(412, { code: "stale" })).mockResolvedValue({ version: 9 });
    const { screen } = await show(form({ record, version: 7, submit, reload: async () => ({ ...record, version: 8, city: "Lyon" }) }));
    await userEvent.clear(screen.getByLabelText("City"));
    await userEvent.type(screen.getByLabelText("City"), "Graz");
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    const dialog = within(await screen.findByRole("dialog"));
    expect(dialog.getByLabelText("Graz")).toBeChecked();
    await userEvent.click(dialog.getByLabelText("Lyon"));
    await userEvent.click(dialog.getByRole("button", { name: "Save these values" }));
    await vi.waitFor(() => expect(screen.getByLabelText("City")).toHaveValue("Lyon"));
    expect(submit.mock.lastCall?.[1]).toMatchObject({ version: 8 });
  });
});
