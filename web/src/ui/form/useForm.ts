import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { newKey } from "@/api/http";
import { toProblem } from "@/api/problem";
import { useSayEditing } from "../editing";
import { useCurrency, useMe } from "../session";
import { sameValue } from "../value";
import type { Clash } from "../ConflictDialog";
import { draftKey, dropDraft, keepDraft, readDraft, type Draft } from "./draft";
import { checkField, faultsOf, isEmptyValue, toBody, toValues, type Faults, type FieldSpec, type Values } from "./fields";

/** How a save was asked for. */
export type SaveMode = "close" | "stay" | "new";

/** What a submit gets besides the body. */
export interface SubmitContext {
  /** The version that the change was made on; for If-Match. */
  version?: number;
  /** The same for every try of the same text, so that a retry creates nothing twice. */
  idempotencyKey: string;
  values: Values;
}

export interface FormOptions<R> {
  /** Names the draft: "crm.account/new", "crm.account/<id>". */
  name: string;
  fields: FieldSpec[];
  /** What is edited; without it something new is created. */
  record?: unknown;
  /** Values that a new record begins with. */
  defaults?: Values;
  version?: number;
  /** Sends the change: for a record only the changed members, for a new one all that are filled. */
  submit: (body: Record<string, unknown>, context: SubmitContext) => Promise<R>;
  /** Reads the record again after somebody else saved it. */
  reload?: () => Promise<{ version: number }>;
  onSaved?: (result: R, mode: SaveMode) => void;
}

const nothing: Faults = { fields: {}, rest: [] };

/** State of a form: values, faults, draft, and what happens when two people saved. */
export function useForm<R>(options: FormOptions<R>) {
  const { name, fields, record, defaults, submit, reload, onSaved } = options;
  const { t } = useTranslation("ui");
  const me = useMe();
  useSayEditing(Boolean(record));
  const currency = useCurrency();
  const initial = useMemo(() => ({ ...toValues(record, fields), ...(record ? {} : defaults) }), [record, fields, defaults]);
  const [base, setBase] = useState<Values>(initial);
  const [values, setValues] = useState<Values>(initial);
  const [faults, setFaults] = useState<Faults>(nothing);
  const [saving, setSaving] = useState(false);
  const [saved, setSaved] = useState(false);
  const [merged, setMerged] = useState(false);
  const [clashes, setClashes] = useState<Clash[] | null>(null);
  const fresh = useRef<{ record: unknown; version: number } | null>(null);
  const version = useRef(options.version);
  const key = useRef(newKey());
  const draftName = draftKey(name, me.user.id);
  const [draft, setDraft] = useState<Draft | null>(() => readDraft(draftName));
  const mode = useRef<SaveMode>("close");

  const dirtyNames = fields.filter((f) => !sameValue(values[f.name], base[f.name])).map((f) => f.name);
  const dirty = dirtyNames.length > 0;

  // A record that was read again while nothing was typed takes the form along.
  const [seen, setSeen] = useState(record);
  if (record !== seen) {
    setSeen(record);
    if (!dirty) {
      setBase(initial);
      setValues(initial);
    }
  }
  useEffect(() => {
    if (!dirty) version.current = options.version;
  }, [options.version, dirty]);

  const kept = JSON.stringify(dirty ? Object.fromEntries(fields.filter((f) => !f.sensitive).map((f) => [f.name, values[f.name]])) : null);
  useEffect(() => {
    if (kept === "null") return;
    const timer = window.setTimeout(() => keepDraft(draftName, JSON.parse(kept) as Values), 400);
    return () => window.clearTimeout(timer);
  }, [kept, draftName]);

  const words = {
    required: t("form.required"),
    number: t("form.number"),
    integer: t("form.integer"),
    email: t("form.email"),
  };
  const shown = fields.filter((f) => f.showIf?.(values) ?? true);

  const set = (field: string, value: unknown) => {
    setValues((before) => ({ ...before, [field]: value }));
    setFaults((before) => {
      if (!before.fields[field]) return before;
      const { [field]: _gone, ...rest } = before.fields;
      return { ...before, fields: rest };
    });
    setSaved(false);
    key.current = newKey();
  };

  const check = (field: FieldSpec) => {
    const fault = checkField(field, values, words);
    if (!fault || (fault === words.required && !dirty)) return;
    setFaults((before) => ({ ...before, fields: { ...before.fields, [field.name]: fault } }));
  };

  const send = async (now: Values, from: Values, source: unknown): Promise<void> => {
    const changed = shown.filter((f) => record ? !sameValue(now[f.name], from[f.name]) : f.quiet && isEmptyValue(now[f.name]) ? !isEmptyValue(from[f.name]) : !sameValue(now[f.name], ""));
    setSaving(true);
    try {
      const result = await submit(toBody(now, changed, currency, source), {
        version: version.current,
        idempotencyKey: key.current,
        values: now,
      });
      dropDraft(draftName);
      setDraft(null);
      setFaults(nothing);
      const next = mode.current === "new" ? initial : now;
      setBase(next);
      setValues(next);
      const answered = (result as { version?: number } | undefined)?.version;
      if (answered !== undefined) version.current = answered;
      key.current = newKey();
      setSaved(true);
      onSaved?.(result, mode.current);
    } catch (cause) {
      const problem = toProblem(cause);
      if (problem.status === 412 && reload) await settle(now, from);
      else setFaults(faultsOf(problem, shown));
    } finally {
      setSaving(false);
    }
  };

  // Somebody saved in between: what touches other fields is sent on the new version without a
  // question; only the same field needs a decision.
  const settle = async (now: Values, from: Values) => {
    const read = await reload!();
    const theirs = toValues(read, fields);
    const both = shown.filter(
      (f) =>
        !sameValue(now[f.name], from[f.name]) &&
        !sameValue(theirs[f.name], from[f.name]) &&
        !sameValue(theirs[f.name], now[f.name]),
    );
    version.current = read.version;
    fresh.current = { record: read, version: read.version };
    if (both.length > 0) {
      setClashes(
        both.map((f) => ({ field: f.name, label: f.label, original: from[f.name], theirs: theirs[f.name], yours: now[f.name] })),
      );
      return;
    }
    const mine = Object.fromEntries(shown.filter((f) => !sameValue(now[f.name], from[f.name])).map((f) => [f.name, now[f.name]]));
    const together = { ...theirs, ...mine };
    setBase(theirs);
    setValues(together);
    setMerged(true);
    await send(together, theirs, read);
  };

  const save = async (how: SaveMode = "close"): Promise<void> => {
    if (saving) return;
    mode.current = how;
    setMerged(false);
    const found: Record<string, string> = {};
    for (const field of shown) {
      const fault = checkField(field, values, words);
      if (fault) found[field.name] = fault;
    }
    if (Object.keys(found).length > 0) {
      setFaults({ fields: found, rest: [] });
      return;
    }
    await send(values, base, record);
  };

  const resolve = async (picked: Values) => {
    const theirs = toValues(fresh.current?.record, fields);
    const mine = Object.fromEntries(dirtyNames.map((n) => [n, values[n]]));
    const together = { ...theirs, ...mine, ...picked };
    setClashes(null);
    setBase(theirs);
    setValues(together);
    await send(together, theirs, fresh.current?.record);
  };

  const restore = useCallback(() => {
    if (!draft) return;
    setValues((before) => ({ ...before, ...draft.values }));
    setDraft(null);
  }, [draft]);
  const discard = () => {
    dropDraft(draftName);
    setDraft(null);
  };
  const reset = () => {
    discard();
    setValues(base);
    setFaults(nothing);
  };

  // A draft that says nothing new is not worth a question.
  const offered = draft && !dirty && Object.entries(draft.values).some(([n, v]) => !sameValue(v, base[n])) ? draft : null;

  return {
    fields: shown,
    values,
    set,
    check,
    faults,
    dirty,
    saving,
    saved,
    merged,
    save,
    reset,
    draft: offered,
    restore,
    discard,
    clashes,
    resolve,
    cancelClash: () => setClashes(null),
  };
}

export type FormState = ReturnType<typeof useForm>;
