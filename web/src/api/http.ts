import { noteChange } from "./changes";
import { ApiProblem, readProblem, versionOf } from "./problem";
import { reviver, saidReady } from "./said";

/** A list that is sent by repeating its parameter, for the operations that read it so. */
export interface Each {
  each: readonly string[];
}

/** Values of a query string; a list is sent comma separated, undefined and "" are left out. */
export type Query = Record<string, string | number | boolean | readonly string[] | Each | undefined | null>;

/** What a request may carry besides method and path. */
export interface SendOptions {
  query?: Query;
  body?: unknown;
  /** The version that the change was made on; sent as If-Match. */
  version?: number;
  /** One key per intention: a retry of the same intention must send the same key. */
  idempotencyKey?: string;
  accept?: string;
  signal?: AbortSignal;
  /** Goes out even when the page is being left. */
  keepalive?: boolean;
  /** Overrides the organisation of the address; null sends none. */
  org?: string | null;
  /** The sign-in screen itself, the first look at `me` and a proof do not ask for a new sign-in. */
  quietSignIn?: boolean;
}

/** An answer with the version of the record in it. */
export interface Answer<T> {
  data: T;
  version?: number;
  response: Response;
}

export const base = "/api/v1";

/** The organisation in the address, `/o/<org>/…`; two tabs may be in two of them. */
export function orgOfAddress(path: string = window.location.pathname): string | null {
  const match = /^\/o\/([^/]+)/.exec(path);
  return match?.[1] ? decodeURIComponent(match[1]) : null;
}

/** Builds the address of an API path with its query string. */
export function url(path: string, query?: Query): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {})) {
    if (value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0)) continue;
    if (typeof value === "object" && "each" in value) for (const one of value.each) params.append(key, one);
    else if (typeof value === "object") params.set(key, value.join(","));
    else params.set(key, String(value));
  }
  const search = params.toString();
  return `${base}${path}${search ? `?${search}` : ""}`;
}

/** Asked when a session has ended in the middle of work; resolves true when the person is back. */
export type SignInAgain = () => Promise<boolean>;

let signInAgain: SignInAgain | null = null;

/** The shell says how to ask for a new sign-in; the failed request is then sent once more. */
export function onSessionEnd(handler: SignInAgain | null): void {
  signInAgain = handler;
}

/** Asked when an act needs a proof of who one is that is minutes old; resolves true when it was given. */
export type ProveAgain = () => Promise<boolean>;

let proveAgain: ProveAgain | null = null;

/** The shell says how to ask for a fresh proof; the refused request is then sent once more. */
export function onProofNeeded(handler: ProveAgain | null): void {
  proveAgain = handler;
}

/** Names this tab, so that the event stream tells the others of its changes and not itself. */
const tab = newKey();

const safe = new Set(["GET", "HEAD"]);

/** The headers that every request of the UI carries, also downloads and the event stream. */
export function headersFor(method: string, options: SendOptions = {}): Headers {
  const headers = new Headers({ Accept: options.accept ?? "application/json" });
  const org = options.org === undefined ? orgOfAddress() : options.org;
  if (org) headers.set("Longhouse-Org", org);
  headers.set("Longhouse-Tab", tab);
  if (!safe.has(method)) headers.set("X-Longhouse", "1");
  if (method === "POST") headers.set("Idempotency-Key", options.idempotencyKey ?? newKey());
  if (options.version !== undefined) headers.set("If-Match", `"${options.version}"`);
  return headers;
}

/** A new idempotency key. */
export function newKey(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  // Browsers give randomUUID to secure contexts only; an intranet by plain http still needs keys.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Sends a request; throws ApiProblem for every answer that is not 2xx. */
export async function send(method: string, path: string, options: SendOptions = {}): Promise<Response> {
  const headers = headersFor(method, options);
  let body: BodyInit | undefined;
  if (options.body instanceof FormData) {
    body = options.body;
  } else if (options.body !== undefined) {
    headers.set("Content-Type", method === "PATCH" ? "application/merge-patch+json" : "application/json");
    body = JSON.stringify(options.body);
  }
  const init: RequestInit = { method, headers, body, signal: options.signal, keepalive: options.keepalive, credentials: "same-origin" };

  let response = await reach(url(path, options.query), init);
  if (response.status === 401 && signInAgain && !options.quietSignIn) {
    if (await signInAgain()) response = await reach(url(path, options.query), init);
  }
  if (response.ok) return made(response);
  const problem = await readProblem(response);
  if (problem.code !== "fresh_proof_required" || !proveAgain || !(await proveAgain())) throw problem;
  // The same request with the same key: what was refused did nothing yet.
  response = await reach(url(path, options.query), init);
  if (!response.ok) throw await readProblem(response);
  return made(response);

  function made(answer: Response): Response {
    if (!safe.has(method)) noteChange(method, path, answer);
    return answer;
  }
}

/** Sends a request and reads its JSON; an empty answer (204) is undefined. */
export async function sendJson<T>(method: string, path: string, options: SendOptions = {}): Promise<Answer<T>> {
  const response = await send(method, path, options);
  const text = response.status === 204 ? "" : await response.text();
  if (text) await saidReady();
  const data = (text ? JSON.parse(text, reviver(path)) : undefined) as T;
  return { data, version: versionOf(response.headers.get("ETag")), response };
}

async function reach(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init);
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new ApiProblem(0, { code: "offline", title: "The server cannot be reached." });
  }
}
