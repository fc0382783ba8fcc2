import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { api } from "@/api/client";
import { keyOf, useGet, useRefresh } from "@/api/query";
import { showFailed } from "@/ui/UndoToast";
import { rulesAfter } from "../matrix/cells";
import type { Change, Matrix, Report, Whole } from "../types";

const pathOf = (id: string) => `/access/versions/${id}`;
const reportOf = (id: string) => `/access/drafts/${id}/report`;

/** A draft with its policy. */
export function useWhole(id: string, enabled = true) {
  return useGet<Whole>(pathOf(id), undefined, { enabled });
}

/** The matrix of the published policy, or as it would be by a draft. */
export function useMatrix(draft?: string) {
  return useGet<Matrix>("/access/matrix", draft ? { draft } : {}, { staleTime: 60_000, keep: true });
}

/** What a draft would do; the last answer stays until the next is there. */
export function useReport(id: string, enabled = true) {
  return useGet<Report>(reportOf(id), undefined, { enabled, keep: true });
}

/** Changes a draft: `cells` shows in the matrix at once what the change will come to. */
export type Edit = (change: Change, cells?: (matrix: Matrix) => Matrix) => Promise<Whole>;

/** The way to change a draft, and how many changes are on their way. */
export interface Editing {
  edit: Edit;
  saving: number;
  /** Lines and matrix as they are going to be, also before the screen has shown them. */
  now: () => { whole: Whole | undefined; matrix: Matrix | undefined };
}

/**
 * Sends the changes of a draft one after the other, each with the version that the one before made,
 * so that somebody may press keys faster than the server answers. What is on its way shows at once.
 */
export function useEditing(id: string): Editing {
  const client = useQueryClient();
  const refresh = useRefresh();
  const waiting = useRef<Change[]>([]);
  const chain = useRef<Promise<unknown>>(Promise.resolve());
  const later = useRef<number>(undefined);
  const [saving, setSaving] = useState(0);
  useEffect(() => () => window.clearTimeout(later.current), []);

  const edit = useCallback<Edit>(
    (change, cells) => {
      const place = keyOf(pathOf(id), {});
      const table = keyOf("/access/matrix", { draft: id });
      // An answer that was asked for before this change would take it away again.
      void client.cancelQueries({ queryKey: table });
      const show = (whole: Whole, changes: Change[]): Whole => ({ ...whole, policy: { ...whole.policy, rules: changes.reduce(rulesAfter, whole.policy.rules) } });
      client.setQueryData<Whole>(place, (whole) => whole && show(whole, [change]));
      if (cells) client.setQueryData<Matrix>(table, (matrix) => matrix && cells(matrix));
      waiting.current.push(change);
      setSaving(waiting.current.length);
      const settle = () => {
        setSaving(waiting.current.length);
        if (waiting.current.length > 0) return;
        // Whoever presses several keys in a row wants one answer at the end.
        window.clearTimeout(later.current);
        later.current = window.setTimeout(() => void refresh("/access/matrix", "/access/roles", reportOf(id)), 250);
      };
      const sent = chain.current.then(async () => {
        try {
          const version = client.getQueryData<Whole>(place)?.version ?? 0;
          const whole = await api.patch<Whole>(`/access/drafts/${id}`, change, version);
          waiting.current.shift();
          client.setQueryData<Whole>(place, show(whole, waiting.current));
          settle();
          return whole;
        } catch (cause) {
          // What comes after it was meant for a draft that there is not.
          waiting.current.shift();
          await refresh(pathOf(id), "/access/matrix");
          settle();
          throw cause;
        }
      });
      chain.current = sent.catch(() => undefined);
      return sent;
    },
    [client, id, refresh],
  );
  const now = () => ({ whole: client.getQueryData<Whole>(keyOf(pathOf(id), {})), matrix: client.getQueryData<Matrix>(keyOf("/access/matrix", { draft: id })) });
  return { edit, saving, now };
}

/** Sends a change whose refusal has no better place than a toast. */
export function attempt(sent: Promise<unknown>): void {
  sent.catch(showFailed);
}
