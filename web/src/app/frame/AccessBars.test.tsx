import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import type { AccessStatus } from "@/api/access";
import { server, show } from "@/test/screen";
import { AccessBars } from "./AccessBars";

const calm: AccessStatus = { emergencies: [], alone: false, keepers: 2, drafts: 0, requests: 0, unreviewed: 0, reviews: 0 };

async function bars(status: Partial<AccessStatus>) {
  let now: AccessStatus = { ...calm, ...status };
  const sent = server(({ method }) => {
    if (method === "GET") return { body: now };
    now = calm;
    return { status: 204 };
  });
  await show(<AccessBars />);
  return sent;
}

describe("the bars of access", () => {
  it("say how long one's own emergency access lasts, and end it", async () => {
    const until = new Date(Date.now() + 9.5 * 60_000).toISOString();
    const sent = await bars({ emergency_until: until, emergency_id: "e1" });
    expect(await screen.findByText(/10 minutes left/)).toBeVisible();
    await userEvent.click(screen.getByRole("button", { name: "End now" }));
    await vi.waitFor(() => expect(screen.queryByText(/minutes left/)).toBeNull());
    expect(sent.find((request) => request.method === "POST")?.path).toBe("/access/emergencies/e1/end");
  });

  it("name others who have it, and the administrator who acts alone", async () => {
    await bars({ emergencies: ["Ben Ode", "Zoe Ott"], alone: true, alone_reason: "We are two people.", keepers: 1 });
    expect(await screen.findByText("Ben Ode and Zoe Ott have emergency access now.")).toBeVisible();
    expect(screen.getByText(/changes access alone: We are two people\./)).toBeVisible();
    expect(screen.queryByText(/Appoint a second\./)).toBeNull();
  });

  it("ask for a second person where only one can repair access", async () => {
    await bars({ keepers: 1 });
    expect(await screen.findByText(/Only one person can repair access/)).toBeVisible();
    expect(screen.getByRole("link", { name: "Appoint a second" })).toHaveAttribute("href", "/o/acme/admin/people");
  });

  it("say nothing to those who may not read the policy, or where all is well", async () => {
    const sent = await bars({ keepers: 0 });
    await vi.waitFor(() => expect(sent).toHaveLength(1));
    expect(screen.queryByRole("status")).toBeNull();
  });
});
