import type { Option } from "../form/fields";
import type { ColumnKind, GridColumn } from "../grid/columns";
import type { EntityDescription } from "../module";
import { memberOf } from "../value";
import { CustomValue } from "./CustomValue";
import { linkSource, optionsOf } from "./specs";
import { isReference, labelOf, nameOf, type CustomField, type CustomKind } from "./wire";

interface ColumnContext {
  entities: Record<string, EntityDescription>;
  /** Who can be chosen where a field names a person. */
  people: Option[];
  /** The reader's: labels and choices are in it. */
  language: string;
}

const kinds: Record<CustomKind, ColumnKind | undefined> = {
  text: undefined, long_text: undefined, integer: "number", decimal: "number", percent: "number", money: "money", boolean: "boolean", date: "date",
  choice: "choice", choices: "choice", person: "choice", link: "ref", url: undefined, email: undefined, phone: undefined, file: undefined, formula: "number",
};

const unsorted = new Set<CustomKind>(["choices", "file", "long_text", "person", "link"]);

/** The fields as columns of a list, shown when they are chosen. */
export function columnsOf<T>(fields: CustomField[], { entities, people, language }: ColumnContext): GridColumn<T>[] {
  return fields.map((field): GridColumn<T> => {
    const name = nameOf(field);
    const refers = isReference(field.kind);
    return {
      key: name,
      label: labelOf(field, language),
      kind: kinds[field.kind],
      value: refers ? (row) => (memberOf(row, name) as { id?: string } | undefined)?.id : undefined,
      cell: (row) => <CustomValue field={field} value={memberOf(row, name)} />,
      labelField: refers ? `${name}.name` : undefined,
      entity: field.kind === "link" ? field.entity_of : undefined,
      picker: field.kind === "link" ? linkSource(field.entity_of, entities) : undefined,
      options: field.kind === "person" ? people : optionsOf(field),
      people: field.kind === "person" || undefined,
      many: field.kind === "choices" || undefined,
      presence: field.kind === "file" || undefined,
      hidden: true,
      sort: !unsorted.has(field.kind),
      filter: true,
      optional: true,
      edit: field.kind === "file" || field.kind === "formula" ? false : undefined,
      // An amount brings its currency along, as a column of its own.
      exportAs: name,
    };
  });
}
