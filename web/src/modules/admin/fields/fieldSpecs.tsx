import type { TFunction } from "i18next";
import { specOf, linkSource, type SpecContext } from "@/ui/custom/specs";
import { customKinds, languages, type CustomField, type CustomKind } from "@/ui/custom/wire";
import type { FieldSpec, Values } from "@/ui/form/fields";
import { wordsOf } from "@/ui/words";
import { DefaultChoice } from "./DefaultChoice";
import { DefaultMoney } from "./DefaultMoney";
import { FixedKind } from "./FixedKind";
import { canBeUnique, hasDefault, isChosen, isWords } from "./kinds";
import { KindPicker } from "./KindPicker";
import { keysOf, type Options } from "./options";
import { OptionsEditor } from "./OptionsEditor";
import { Preview } from "./Preview";
import type { NamedObject } from "./useObjects";

interface FieldSpecContext {
  /** What is changed; without it a new field is made. */
  field?: CustomField;
  classes: string[];
  objects: NamedObject[];
  /** The reader's language, which is asked for first. */
  language: string;
  surroundings: SpecContext;
}

const all: CustomKind[] = customKinds.filter(hasDefault);

/** What is asked of a field of the organisation's own. What its kind does not have is not asked. */
export function fieldSpecs(t: TFunction<"fields">, { field, classes, objects, language, surroundings }: FieldSpecContext): FieldSpec[] {
  const ordered = [...languages].sort((a, b) => Number(b === language) - Number(a === language));
  const labelled = (values: Values) => languages.some((one) => String(values[`label.${one}`] ?? "").trim() !== "");
  const is = (...kinds: CustomKind[]) => (values: Values) => kinds.includes(values["kind"] as CustomKind);
  return [
    field
      ? { name: "kind", label: t("kind"), kind: "text", wide: true, disabled: true, render: () => <FixedKind field={field} /> }
      : { name: "kind", label: t("kind"), kind: "text", wide: true, required: true, render: ({ value, onChange, error }) => <KindPicker value={value} onChange={onChange} error={error} /> },
    ...ordered.map(
      (one, index): FieldSpec => ({
        name: `label.${one}`, label: t("label_in", { language: t(`languages.${one}`) }), kind: "text", maxLength: 100, pointer: index === 0 ? "/label" : `/label/${one}`,
        validate: (_value, values) => (index === 0 && !labelled(values) ? t("label_missing") : undefined),
      }),
    ),
    {
      name: "options", label: t("options"), kind: "multi", wide: true, showIf: (values) => isChosen(values["kind"]),
      validate: (value) => (keysOf((value ?? []) as Options).some(Boolean) ? undefined : t("options_missing")),
      render: ({ value, onChange, error, id }) => <OptionsEditor id={id} value={value} onChange={onChange} error={error} />,
    },
    {
      name: "entity_of", label: t("entity_of"), kind: "select", required: true, disabled: field !== undefined, help: t("entity_of_help"),
      options: objects.map((object) => ({ value: object.entity, label: object.label })), showIf: is("link"),
    },
    { name: "currency", label: t("currency"), kind: "text", maxLength: 3, help: t("currency_help"), showIf: is("money") },
    { name: "decimals", label: t("decimals"), kind: "integer", showIf: is("decimal", "percent"), validate: (value) => (value && !/^[0-6]$/.test(String(value)) ? t("decimals_range") : undefined) },
    ...all.flatMap((kind) => defaultSpec(kind, t, surroundings)),
    { name: "required", label: t("required"), kind: "boolean", help: t("required_help"), showIf: (values) => Boolean(values["kind"]) && !is("file")(values) },
    { name: "unique", label: t("unique"), kind: "boolean", help: t("unique_help"), showIf: (values) => canBeUnique(values["kind"]) },
    { name: "searchable", label: t("searchable"), kind: "boolean", help: t("searchable_help"), showIf: (values) => isWords(values["kind"]) && !values["class"] },
    ...(classes.length > 0 ? [{ name: "class", label: t("class"), kind: "select" as const, help: t("class_help"), options: classes.map((value) => ({ value, label: wordsOf(value) })) }] : []),
    ...ordered.map((one): FieldSpec => ({ name: `help.${one}`, label: t("help_in", { language: t(`languages.${one}`) }), kind: "text", maxLength: 500, more: true, pointer: `/help/${one}` })),
    ...(field
      ? []
      : [
          {
            name: "key", label: t("key"), kind: "text" as const, maxLength: 40, help: t("key_help"), more: true,
            validate: (value: unknown) => (typeof value === "string" && value && !/^[a-z][a-z0-9_]{0,39}$/.test(value) ? t("key_form") : undefined),
          },
        ]),
    { name: "preview", label: t("preview"), kind: "text", wide: true, showIf: (values) => Boolean(values["kind"]), render: ({ values }) => <Preview values={values} context={surroundings} /> },
  ];
}

/** What a new record begins with, asked by the control that the field will have. */
function defaultSpec(kind: CustomKind, t: TFunction<"fields">, context: SpecContext): FieldSpec[] {
  const own = specOf({ id: "", entity: "", key: "new", kind, label: {}, required: false, unique: false, searchable: false, position: 0, version: 0 }, context);
  if (!own) return [];
  const spec: FieldSpec = {
    ...own, name: `default.${kind}`, label: t("default"), help: t("default_help"), pointer: "/default", section: undefined, disabled: false,
    labelField: own.labelField && `default.${kind}.name`, showIf: (values) => values["kind"] === kind && !(values["unique"] === true && canBeUnique(kind)),
  };
  if (kind === "link") spec.picker = (values) => linkSource(String(values["entity_of"] ?? ""), context.entities) ?? { endpoint: "" };
  if (kind === "choice" || kind === "choices") spec.render = (control) => <DefaultChoice {...control} many={kind === "choices"} />;
  if (kind === "money") spec.render = (control) => <DefaultMoney {...control} />;
  return [spec];
}
