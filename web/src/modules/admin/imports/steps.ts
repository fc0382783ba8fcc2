import type { Import, ImportPart, ImportTarget, TargetField } from "@/api/imports";

/** The steps of an import, in order; each is an address. */
export const steps = ["file", "match", "check", "run", "result"] as const;

export type Step = (typeof steps)[number];

/** The step at which an import stands. */
export function stepOf(item: Import): Step {
  switch (item.state) {
    case "mapping":
      return "match";
    case "checking":
    case "checked":
      return "check";
    case "running":
      return "run";
    case "failed":
      return item.started_at ? "run" : "match";
    default:
      return "result";
  }
}

/** Whether a step can be opened now; those behind the work at hand wait for it. */
export function isOpen(step: Step, item: Import): boolean {
  if (step === "file" || step === "match") return true;
  if (step === "check") return item.state !== "mapping" && !(item.state === "failed" && !item.started_at);
  if (step === "run") return item.state !== "mapping" && item.state !== "checking";
  return ["done", "failed", "undoing", "undone"].includes(item.state);
}

/** Columns and options can be chosen until the import has run. */
export function isEditable(item: Import): boolean {
  return item.state === "mapping" || item.state === "checked";
}

/** The fields that the columns of a file can feed. */
export function fieldsOf(target: ImportTarget | undefined, part: ImportPart): TargetField[] {
  if (!target) return [];
  return part === "lines" ? (target.lines?.fields ?? []) : target.fields;
}

/** The mapping, field → column, of a file. */
export function mappingOf(item: Import, part: ImportPart): Record<string, string> {
  return (part === "lines" ? item.lines_mapping : item.mapping) ?? {};
}

/** How the columns of a file write days and decimals, by field. */
export function formatsOf(item: Import, part: ImportPart): Record<string, string> {
  return (part === "lines" ? item.lines_formats : item.formats) ?? {};
}

/** Fields that a file must feed and does not; the lines of a second file name their row. */
export function missingFields(target: ImportTarget | undefined, part: ImportPart, mapping: Record<string, string>): TargetField[] {
  return fieldsOf(target, part).filter((f) => (f.required || (part === "lines" && f.key === target?.lines?.key)) && !mapping[f.key]);
}

/** Gives a column to a field; both lose what they had. An empty field leaves the column out. */
export function assign(mapping: Record<string, string>, column: string, field: string | null): Record<string, string> {
  const next = Object.fromEntries(Object.entries(mapping).filter(([key, value]) => value !== column && key !== field));
  if (field) next[field] = column;
  return next;
}

/** How surely a column is the right one for a field: below 0.6 a person should look. A choice that is not saved yet is told by its name. */
export function fitOf(column: string, field: TargetField, certainty: number | undefined): "sure" | "likely" | "unsure" {
  const name = fold(column);
  const sure = certainty ?? (name === fold(field.key) || name === fold(field.label) ? 1 : 0.6);
  return sure >= 0.9 ? "sure" : sure >= 0.6 ? "likely" : "unsure";
}

function fold(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
}

/** The first filled cells of a column. */
export function samplesOf(sample: string[][], index: number, count = 3): string[] {
  const found = new Set<string>();
  for (const row of sample) {
    const cell = row[index]?.trim();
    if (cell) found.add(cell);
    if (found.size === count) break;
  }
  return [...found];
}
