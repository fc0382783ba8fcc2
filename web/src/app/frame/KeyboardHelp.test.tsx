import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { server, show } from "@/test/screen";
import { KeyboardHelp } from "./KeyboardHelp";

it("the map of keys is closed by a button with a name", async () => {
  server(() => ({ body: { items: [] } }));
  const close = vi.fn();
  const { screen } = await show(<KeyboardHelp onClose={close} />);
  await userEvent.click(await screen.findByRole("button", { name: "Close" }));
  expect(close).toHaveBeenCalledTimes(1);
});
