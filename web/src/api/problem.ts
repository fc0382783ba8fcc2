import { said, saidReady } from "./said";

/** One fault of one field; `pointer` is a JSON pointer into the body that was sent. */
export interface FieldProblem {
  pointer: string;
  code: string;
  detail: string;
}

/** The body of application/problem+json, as every refused request answers. */
export interface ProblemBody {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
  code?: string;
  errors?: FieldProblem[] | null;
  request_id?: string;
  [member: string]: unknown;
}

/** A request that the server refused, or that did not reach it (`status` 0, code `offline`). */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly errors: FieldProblem[];
  readonly requestId: string;
  /** The version that the server holds now; only on 412. */
  readonly currentVersion?: number;
  /** Seconds until a new try makes sense; only on 429 and 503. */
  readonly retryAfter?: number;
  readonly body: ProblemBody;

  constructor(status: number, body: ProblemBody, headers?: Headers) {
    const detail = said(body.detail ?? "");
    super(detail || body.title || body.code || `HTTP ${status}`);
    this.name = "ApiProblem";
    this.status = status;
    this.body = body;
    this.code = body.code ?? (status === 0 ? "offline" : "internal");
    // The name of an HTTP status is no word for people who read another language.
    this.title = said(body.title ?? "");
    this.detail = detail;
    this.errors = (body.errors ?? []).map((one) => ({ ...one, detail: said(one.detail) }));
    this.requestId = body.request_id ?? headers?.get("X-Request-Id") ?? "";
    if (status === 412) this.currentVersion = versionOf(headers?.get("ETag"));
    const wait = Number(headers?.get("Retry-After"));
    if (Number.isFinite(wait) && wait > 0) this.retryAfter = wait;
  }

  /** True when a second try of the same request may succeed by itself. */
  get transient(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** Reads `"7"` (also weak, `W/"7"`) as 7; anything else is undefined. */
export function versionOf(etag: string | null | undefined): number | undefined {
  const match = /^(?:W\/)?"(\d+)"$/.exec(etag ?? "");
  return match ? Number(match[1]) : undefined;
}

/** Makes a problem of any thrown thing, so that screens handle one type. */
export function toProblem(cause: unknown): ApiProblem {
  if (cause instanceof ApiProblem) return cause;
  const detail = cause instanceof Error ? cause.message : String(cause);
  return new ApiProblem(500, { code: "client", detail });
}

/** Reads the problem out of a refused response, whatever its body is. */
export async function readProblem(response: Response): Promise<ApiProblem> {
  await saidReady();
  const type = response.headers.get("Content-Type") ?? "";
  let body: ProblemBody = {};
  if (type.includes("json")) {
    body = ((await response.json().catch(() => ({}))) ?? {}) as ProblemBody;
  }
  return new ApiProblem(response.status, body, response.headers);
}
