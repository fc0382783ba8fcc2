import { useState } from "react";
import type { NotePerson, RecordRef } from "@/api/notes";
import { draftKey, dropDraft, keepDraft, readDraft } from "../form/draft";
import { useMe } from "../session";
import type { Typed } from "./mention";

const empty: Typed = { text: "", people: [] };

/** A note that is being written: it survives reload, crash and another page, until it is sent. */
export function useNoteDraft({ entity, id }: RecordRef): [Typed, (value: Typed) => void] {
  const { user } = useMe();
  const key = draftKey(`note.${entity}.${id}`, user.id);
  const [value, setValue] = useState<Typed>(() => read(key));
  const change = (next: Typed) => {
    setValue(next);
    if (next.text) keepDraft(key, { text: next.text, people: JSON.stringify(next.people) });
    else dropDraft(key);
  };
  return [value, change];
}

function read(key: string): Typed {
  const values = readDraft(key)?.values;
  if (typeof values?.text !== "string") return empty;
  try {
    return { text: values.text, people: JSON.parse(String(values.people ?? "[]")) as NotePerson[] };
  } catch {
    return { text: values.text, people: [] };
  }
}
