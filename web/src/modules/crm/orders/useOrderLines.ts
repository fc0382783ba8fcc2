import { useEffect, useState } from "react";
import { api } from "@/api/client";
import { newKey } from "@/api/http";
import { toProblem, type FieldProblem } from "@/api/problem";
import { draftKey, dropDraft, keepDraft, readDraft } from "@/ui/form/draft";
import { useMe } from "@/ui/session";
import type { Order } from "../wire";
import { draftOf, isBlank, sameLines, sent, type DraftLine } from "./lines";

/** What came between while lines were typed. */
export interface LineClash {
  theirs: Order;
}

/**
 * The lines of a draft while they are typed: kept in the browser until they are saved, and settled
 * when somebody else saved other lines in between.
 */
export function useOrderLines(order: Order, onSaved: (order: Order) => void) {
  const me = useMe();
  const place = draftKey(`crm.order/${order.id}/lines`, me.user.id);
  const server = draftOf(order.lines ?? []);
  const [base, setBase] = useState<DraftLine[]>(server);
  const [lines, setLines] = useState<DraftLine[]>(server);
  const [seen, setSeen] = useState(order.version);
  const [errors, setErrors] = useState<FieldProblem[]>([]);
  const [rest, setRest] = useState("");
  const [saving, setSaving] = useState(false);
  const [clash, setClash] = useState<LineClash | null>(null);
  const [kept, setKept] = useState<DraftLine[] | null>(() => {
    const found = readDraft(place)?.values["lines"] as DraftLine[] | undefined;
    return found && !sameLines(found, server) ? found : null;
  });
  const dirty = !sameLines(lines, base);

  // What was read again takes the lines along while nothing is typed.
  if (order.version !== seen) {
    setSeen(order.version);
    if (!dirty) {
      setBase(server);
      setLines(server);
    }
  }
  const text = dirty ? JSON.stringify(lines) : "";
  useEffect(() => {
    if (!text) return;
    const timer = window.setTimeout(() => keepDraft(place, { lines: JSON.parse(text) as DraftLine[] }), 400);
    return () => window.clearTimeout(timer);
  }, [text, place]);

  const accept = (saved: Order) => {
    const now = draftOf(saved.lines ?? []);
    dropDraft(place);
    setKept(null);
    setBase(now);
    setLines(now);
    setSeen(saved.version);
    setErrors([]);
    setRest("");
    setClash(null);
    onSaved(saved);
    return saved;
  };

  /** Saves the lines; null when they were refused, and then the grid says why. */
  const save = async (version = order.version): Promise<Order | null> => {
    setSaving(true);
    try {
      return accept(await api.put<Order>(`/crm/orders/${order.id}/lines`, { lines: sent(lines) }, { version, idempotencyKey: newKey() }));
    } catch (cause) {
      const problem = toProblem(cause);
      if (problem.status !== 412) {
        // Blank lines are not sent, so a fault's number is counted without them.
        setErrors(problem.errors.map((e) => ({ ...e, pointer: shifted(e.pointer, lines) })));
        setRest(problem.errors.some((e) => e.pointer.includes("/lines/")) ? "" : problem.errors[0]?.detail || problem.detail || problem.title);
        return null;
      }
      const theirs = await api.get<Order>(`/crm/orders/${order.id}`);
      if (sameLines(draftOf(theirs.lines ?? []), base) && theirs.status === "draft") return save(theirs.version);
      setClash({ theirs });
      return null;
    } finally {
      setSaving(false);
    }
  };

  return {
    lines,
    setLines: (next: DraftLine[]) => {
      setLines(next);
      setErrors([]);
    },
    dirty,
    saving,
    errors,
    rest,
    save,
    reset: () => {
      dropDraft(place);
      setLines(base);
      setErrors([]);
      setRest("");
    },
    kept,
    restore: () => {
      if (kept) setLines(kept);
      setKept(null);
    },
    forget: () => {
      dropDraft(place);
      setKept(null);
    },
    clash,
    takeTheirs: () => clash && accept(clash.theirs),
    keepMine: () => (clash ? save(clash.theirs.version) : null),
  };
}

export type OrderLines = ReturnType<typeof useOrderLines>;

/** "/lines/1/quantity" of what was sent, as the place of that line on the screen. */
export function shifted(pointer: string, lines: DraftLine[]): string {
  const match = /^(?:\/body)?\/lines\/(\d+)(\/.*)?$/.exec(pointer);
  if (!match) return pointer;
  const at = lines.map((line, index) => ({ line, index })).filter(({ line }) => !isBlank(line))[Number(match[1])]?.index ?? Number(match[1]);
  return `/lines/${at}${match[2] ?? ""}`;
}
