import { describe, expect, it } from "vitest";
import { eventReader, type ServerEvent } from "./events";

function read(...pieces: string[]): ServerEvent[] {
  const events: ServerEvent[] = [];
  const push = eventReader((event) => events.push(event));
  pieces.forEach(push);
  return events;
}

describe("the reader of an event stream", () => {
  it("reads events of several lines with their name and number", () => {
    expect(read('event: changed\nid: 7\ndata: {"entity":"crm.account",\ndata: "id":"a1"}\n\n')).toEqual([
      { type: "changed", id: "7", data: { entity: "crm.account", id: "a1" } },
    ]);
  });

  it("keeps an unfinished event for the next piece, wherever it was cut", () => {
    const whole = 'event: progress\ndata: {"done":1}\n\nevent: progress\ndata: {"done":2}\n\n';
    for (let at = 0; at <= whole.length; at++) {
      expect(read(whole.slice(0, at), whole.slice(at)).map((event) => event.data)).toEqual([{ done: 1 }, { done: 2 }]);
    }
  });

  it("takes every kind of line end, and skips comments and events without data", () => {
    expect(read(": still here\r\n\r\n", "event: ping\n\n", 'data: "a"\r\r')).toEqual([{ type: "message", id: undefined, data: "a" }]);
  });

  it("hands text on that is no JSON", () => {
    expect(read("data: bye\n\n")).toEqual([{ type: "message", id: undefined, data: "bye" }]);
  });
});
