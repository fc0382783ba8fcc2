import { afterEach, describe, expect, it, vi } from "vitest";
import { server } from "@/test/screen";
import { api } from "./client";
import { headersFor, onProofNeeded, onSessionEnd } from "./http";
import type { ApiProblem } from "./problem";

afterEach(() => {
  onSessionEnd(null);
  onProofNeeded(null);
  window.history.replaceState(null, "", "/");
});

describe("a request", () => {
  it("names the organisation of its address, the version and its own key", async () => {
    window.history.replaceState(null, "", "/o/acme/crm/deals");
    const sent = server(() => ({ body: { id: "d1" } }));
    await api.post("/crm/deals/d1/win", {}, { version: 3, idempotencyKey: "k1" });
    const headers = sent[0]?.headers;
    expect(headers?.get("Longhouse-Org")).toBe("acme");
    expect(headers?.get("If-Match")).toBe('"3"');
    expect(headers?.get("Idempotency-Key")).toBe("k1");
    expect(headers?.get("X-Longhouse")).toBe("1");
  });

  it("names its tab, the same in a change and in what the event stream is opened with", async () => {
    const sent = server(() => ({ body: {} }));
    await api.post("/crm/deals", {});
    const tab = sent[0]?.headers.get("Longhouse-Tab");
    expect(tab).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(headersFor("GET", { accept: "text/event-stream" }).get("Longhouse-Tab")).toBe(tab);
  });

  it("sends a list by commas, or by repeating its parameter where the operation reads it so", async () => {
    const sent = server(() => ({ body: { items: [] } }));
    await api.get("/crm/orders", { status: ["draft", "confirmed"], q: "", owner_id: [] });
    await api.get("/inventory/availability", { product_id: { each: ["p1", "p2"] } });
    expect(sent.map((request) => request.search)).toEqual(["?status=draft%2Cconfirmed", "?product_id=p1&product_id=p2"]);
  });

  it("throws the server's problem, with the version it holds", async () => {
    server(() => ({ status: 412, body: { code: "stale", title: "Changed", request_id: "r1" }, headers: { ETag: '"9"' } }));
    const problem = (await api.patch("/crm/deals/d1", {}, 3).catch((cause: unknown) => cause)) as ApiProblem;
    expect(problem).toMatchObject({ status: 412, code: "stale", currentVersion: 9, requestId: "r1", transient: false });
  });

  it("is sent once more with the same key after a new sign-in", async () => {
    let signedIn = false;
    const sent = server(() => (signedIn ? { body: { ok: true } } : { status: 401, body: { code: "session_ended" } }));
    onSessionEnd(async () => (signedIn = true));
    await api.post("/crm/deals", { name: "A" });
    expect(sent).toHaveLength(2);
    expect(sent[1]?.headers.get("Idempotency-Key")).toBe(sent[0]?.headers.get("Idempotency-Key"));
  });

  it("is sent once more with the same key after a fresh proof", async () => {
    let proven = false;
    const sent = server(() => (proven ? { body: { ok: true } } : { status: 403, body: { code: "fresh_proof_required" } }));
    onProofNeeded(async () => (proven = true));
    await api.post("/access/drafts/d1/publish", {}, { version: 2 });
    expect(sent).toHaveLength(2);
    expect(sent[1]?.headers.get("Idempotency-Key")).toBe(sent[0]?.headers.get("Idempotency-Key"));
    expect(sent[1]?.headers.get("If-Match")).toBe('"2"');
  });

  it("fails as the server said when the proof is not given, and asks for none after another refusal", async () => {
    const asked = vi.fn(async () => false);
    onProofNeeded(asked);
    let code = "fresh_proof_required";
    const sent = server(() => ({ status: 403, body: { code } }));
    await expect(api.post("/access/emergencies", {})).rejects.toMatchObject({ code: "fresh_proof_required" });
    code = "access.own_draft";
    await expect(api.post("/access/drafts/d1/publish", {})).rejects.toMatchObject({ code: "access.own_draft" });
    expect(sent).toHaveLength(2);
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it("fails as the server said when nobody signs in", async () => {
    const sent = server(() => ({ status: 401, body: { code: "session_ended" } }));
    onSessionEnd(async () => false);
    await expect(api.get("/crm/deals")).rejects.toMatchObject({ status: 401, code: "session_ended" });
    expect(sent).toHaveLength(1);
  });

  it("says offline when nothing answers", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("network")));
    await expect(api.get("/crm/deals")).rejects.toMatchObject({ status: 0, code: "offline", transient: true });
  });
});
