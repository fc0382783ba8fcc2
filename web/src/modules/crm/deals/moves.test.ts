import { afterEach, describe, expect, it, vi } from "vitest";
import { api } from "@/api/client";
import { ApiProblem } from "@/api/problem";
import type { Deal, Stage } from "../wire";
import { missingFields, rightFor, sendMove } from "./moves";

const stage = (id: string, category: Stage["category"]) => ({ id, category, name: id }) as Stage;
const deal = (over: Partial<Deal>) => ({ id: "d1", version: 3, status: "open", stage: stage("new", "open"), ...over }) as Deal;
const stale = () => new ApiProblem(412, { code: "stale" });

afterEach(() => vi.restoreAllMocks());

describe("moving a deal", () => {
  it("is a move, and for a decided deal a reopening", async () => {
    const post = vi.spyOn(api, "post").mockResolvedValue(deal({ version: 4 }));
    await sendMove(deal({}), stage("won", "won"));
    expect(post).toHaveBeenLastCalledWith("/crm/deals/d1/move", { stage_id: "won" }, { version: 3 });
    await sendMove(deal({ status: "lost" }), stage("new", "open"));
    expect(post).toHaveBeenLastCalledWith("/crm/deals/d1/reopen", { stage_id: "new" }, { version: 3 });
  });

  it("goes on when somebody else changed the deal and left it in its stage", async () => {
    const post = vi.spyOn(api, "post").mockRejectedValueOnce(stale()).mockResolvedValue(deal({ version: 6 }));
    vi.spyOn(api, "get").mockResolvedValue(deal({ version: 5 }));
    await expect(sendMove(deal({}), stage("proposal", "open"))).resolves.toMatchObject({ version: 6 });
    expect(post).toHaveBeenLastCalledWith("/crm/deals/d1/move", { stage_id: "proposal" }, { version: 5 });
  });

  it("stops when somebody else moved it", async () => {
    vi.spyOn(api, "post").mockRejectedValue(stale());
    vi.spyOn(api, "get").mockResolvedValue(deal({ version: 5, stage: stage("qualified", "open") }));
    await expect(sendMove(deal({}), stage("proposal", "open"))).rejects.toMatchObject({ status: 412 });
  });

  it("needs the right of the stage's category", () => {
    expect([rightFor({ category: "open" }), rightFor({ category: "won" }), rightFor({ category: "lost" })]).toEqual(["crm.deal.update", "crm.deal.win", "crm.deal.lose"]);
  });
});

describe("a gate", () => {
  const gate = (code: string, pointer: string) => ({ code, pointer, detail: "" });

  it("asks for the fields that it names", () => {
    const problem = new ApiProblem(422, { errors: [gate("crm.stage.field_required", "/amount"), gate("crm.stage.field_required", "/body/account_id")] });
    expect(missingFields(problem)).toEqual(["amount", "account_id"]);
  });

  it("asks for nothing when a field would not be enough", () => {
    const problem = new ApiProblem(422, { errors: [gate("crm.stage.field_required", "/amount"), gate("crm.stage.skip", "/stage_id")] });
    expect(missingFields(problem)).toEqual([]);
  });
});
