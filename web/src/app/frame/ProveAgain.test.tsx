import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { api } from "@/api/client";
import { server, show } from "@/test/screen";
import { ProveAgain } from "./ProveAgain";

it("an act that needs a fresh proof asks for the password, says when it is wrong, and is done then", async () => {
  let proven = false;
  const sent = server(({ path, body }) => {
    if (path !== "/identity/sessions/current/proof") return proven ? { body: { id: "d1" } } : { status: 403, body: { code: "fresh_proof_required" } };
    proven = (body as { password: string }).password === "right";
    return proven ? { status: 204 } : { status: 401, body: { code: "wrong_credentials", detail: "The password is wrong." } };
  });
  await show(<ProveAgain />);
  const published = vi.fn();
  void api.post("/access/drafts/d1/publish", {}).then(published);

  const field = await screen.findByLabelText(/Password/);
  await userEvent.type(field, "wrong{Enter}");
  expect(await screen.findByText("The password is wrong.")).toBeVisible();
  expect(published).not.toHaveBeenCalled();
  await userEvent.clear(field);
  await userEvent.type(field, "right{Enter}");

  await vi.waitFor(() => expect(published).toHaveBeenCalledWith({ id: "d1" }));
  expect(screen.queryByText("Is it you?")).toBeNull();
  expect(sent.filter((request) => request.path.endsWith("/publish"))).toHaveLength(2);
});

it("an act whose proof is not given fails as the server said", async () => {
  server(() => ({ status: 403, body: { code: "fresh_proof_required", detail: "Enter your password once more." } }));
  await show(<ProveAgain />);
  const refused = api.post("/access/emergencies", {}).catch((cause: unknown) => cause);
  await userEvent.click(await screen.findByRole("button", { name: "Cancel" }));
  expect(await refused).toMatchObject({ status: 403, code: "fresh_proof_required" });
});
