import { randomUUID } from "node:crypto";
import type { APIRequestContext } from "@playwright/test";

/** An answer of the API, read by name. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test reads what it knows to be there
export type Thing = Record<string, any>;

/** A person's REST client: it makes what a journey begins with, and reads what it should have led to. */
export class Client {
  constructor(
    readonly request: APIRequestContext,
    readonly address: string,
    readonly org: string,
  ) {}

  async send(method: string, path: string, data?: unknown, version?: number): Promise<Thing> {
    const response = await this.request.fetch(`${this.address}/api/v1${path}`, {
      method,
      data,
      headers: {
        "Longhouse-Org": this.org,
        "X-Longhouse": "1",
        ...(method === "POST" ? { "Idempotency-Key": randomUUID() } : {}),
        ...(method === "PATCH" ? { "Content-Type": "application/merge-patch+json" } : {}),
        ...(version === undefined ? {} : { "If-Match": `"${version}"` }),
      },
    });
    const text = await response.text();
    if (!response.ok()) throw new Error(`${method} ${path}: ${response.status()} ${text}`);
    return text ? (JSON.parse(text) as Thing) : {};
  }

  get(path: string): Promise<Thing> {
    return this.send("GET", path);
  }

  make(path: string, data: unknown): Promise<Thing> {
    return this.send("POST", path, data);
  }

  patch(path: string, record: Thing, data: unknown): Promise<Thing> {
    return this.send("PATCH", path, data, record["version"] as number);
  }

  async items(path: string): Promise<Thing[]> {
    const page = await this.get(`${path}${path.includes("?") ? "&" : "?"}limit=200`);
    return page["items"] as Thing[];
  }
}
