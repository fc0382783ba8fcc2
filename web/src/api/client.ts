import { send, sendJson, type Answer, type Query, type SendOptions } from "./http";

/** A page of a list. `next` is the cursor of the following page. */
export interface Page<T> {
  items: T[];
  next?: string | null;
  total?: { count: number; exact: boolean } | null;
}

/** What every record carries. */
export interface Versioned {
  id: string;
  version: number;
}

/** An amount with its currency; the amount is a decimal string and never becomes a float. */
export interface MoneyValue {
  amount: string;
  currency: string;
}

/**
 * The calls that screens make. Paths are written without `/api/v1`. Each throws ApiProblem when
 * the server refuses. `version` goes out as If-Match.
 */
export const api = {
  /** Reads a record or a list. */
  get: async <T>(path: string, query?: Query, options?: SendOptions): Promise<T> =>
    (await sendJson<T>("GET", path, { ...options, query })).data,

  /** Reads one page of a list. */
  list: async <T>(path: string, query?: Query, signal?: AbortSignal): Promise<Page<T>> =>
    (await sendJson<Page<T>>("GET", path, { query, signal })).data,

  /** Creates something or runs a verb; a verb on an existing record needs its version. */
  post: async <T>(path: string, body?: unknown, options?: SendOptions): Promise<T> =>
    (await sendJson<T>("POST", path, { ...options, body })).data,

  /** Replaces something whole. */
  put: async <T>(path: string, body: unknown, options?: SendOptions): Promise<T> =>
    (await sendJson<T>("PUT", path, { ...options, body })).data,

  /** Changes the members of the patch and nothing else (JSON merge patch). */
  patch: async <T>(path: string, body: unknown, version?: number, options?: SendOptions): Promise<T> =>
    (await sendJson<T>("PATCH", path, { ...options, body, version })).data,

  /** Deletes a record. */
  delete: async (path: string, version?: number, options?: SendOptions): Promise<void> => {
    await send("DELETE", path, { ...options, version });
  },

  /** Uploads one file as the form field `file`. */
  upload: async <T>(path: string, file: File, options?: SendOptions): Promise<T> => {
    const form = new FormData();
    form.append("file", file);
    return (await sendJson<T>("POST", path, { ...options, body: form })).data;
  },

  /** Reads with the version from the ETag, for callers that need both. */
  read: async <T>(path: string, query?: Query): Promise<Answer<T>> => sendJson<T>("GET", path, { query }),

  /** Fetches a file with the headers of the organisation and hands it to the browser to save. */
  download: async (path: string, query: Query | undefined, fallbackName: string): Promise<void> => {
    const response = await send("GET", path, { query, accept: "*/*" });
    const blob = await response.blob();
    const named = /filename="?([^";]+)"?/.exec(response.headers.get("Content-Disposition") ?? "");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = named?.[1] ?? fallbackName;
    link.click();
    // The browser reads the blob after this turn.
    window.setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  },
};
