import { base, headersFor, orgOfAddress } from "./http";

/** One server-sent event, its data already read as JSON. */
export interface ServerEvent {
  type: string;
  id?: string;
  data: unknown;
}

/** Splits the text of an event stream; keeps an unfinished event for the next piece. */
export function eventReader(emit: (event: ServerEvent) => void): (piece: string) => void {
  let rest = "";
  return (piece) => {
    rest = (rest + piece).replace(/\r\n?/g, "\n");
    const blocks = rest.split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const event = parseEvent(block);
      if (event) emit(event);
    }
  };
}

function parseEvent(block: string): ServerEvent | null {
  let type = "message";
  let id: string | undefined;
  const data: string[] = [];
  for (const line of block.split("\n")) {
    if (line.startsWith(":")) continue;
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") type = value;
    if (field === "data") data.push(value);
    if (field === "id") id = value;
  }
  if (data.length === 0) return null;
  const text = data.join("\n");
  try {
    return { type, id, data: JSON.parse(text) };
  } catch {
    return { type, id, data: text };
  }
}

/** Called with each event, and with the state of the connection. */
export interface StreamHandlers {
  onEvent: (event: ServerEvent) => void;
  onState?: (state: "open" | "lost") => void;
}

/**
 * Keeps an event stream open until the returned function is called. It is a fetch and not an
 * EventSource, because the organisation travels in a header. It comes back after a loss with
 * growing pauses and says where it stopped.
 */
export function openStream(path: string, handlers: StreamHandlers): () => void {
  const stop = new AbortController();
  const org = orgOfAddress();
  let lastId: string | undefined;
  let pause = 1000;

  const run = async () => {
    while (!stop.signal.aborted) {
      try {
        const headers = headersFor("GET", { accept: "text/event-stream", org });
        if (lastId) headers.set("Last-Event-ID", lastId);
        const response = await fetch(base + path, { headers, signal: stop.signal, credentials: "same-origin" });
        // Nobody is signed in, or this server has no stream: asking again would not help.
        if (response.status >= 400 && response.status < 500 && response.status !== 429) return;
        if (!response.ok || !response.body) throw new Error(`stream answered ${response.status}`);
        handlers.onState?.("open");
        pause = 1000;
        const push = eventReader((event) => {
          if (event.id) lastId = event.id;
          handlers.onEvent(event);
        });
        const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
        for (;;) {
          const { done, value } = await reader.read();
          if (done) break;
          push(value);
        }
      } catch {
        if (stop.signal.aborted) return;
        handlers.onState?.("lost");
      }
      await wait(pause, stop.signal);
      pause = Math.min(pause * 2, 30_000);
    }
  };
  void run();
  return () => stop.abort();
}

function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = window.setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      window.clearTimeout(timer);
      resolve();
    });
  });
}
