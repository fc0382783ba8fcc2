import { Text } from "@mantine/core";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { specOf, type SpecContext } from "@/ui/custom/specs";
import { languages, type CustomField, type CustomKind } from "@/ui/custom/wire";
import { Field } from "@/ui/form/Field";
import type { Values } from "@/ui/form/fields";
import classes from "./fields.module.css";
import { keysOf, type Options } from "./options";

/** The field as the forms of its object will show it, to be tried. */
export function Preview({ values, context }: { values: Values; context: SpecContext }) {
  const { t } = useTranslation("fields");
  const id = useId();
  const kind = values["kind"] as CustomKind;
  const [tried, setTried] = useState<{ kind: CustomKind; value: unknown } | null>(null);
  const spec = specOf(fieldOf(values, t("no_name")), context);
  const value = tried?.kind === kind ? tried.value : (values[`default.${kind}`] ?? "");
  return (
    <section className={classes.preview} aria-label={t("preview")}>
      <Text size="xs" c="dimmed" mb={8}>
        {t("preview")}
      </Text>
      {spec ? (
        <Field field={{ ...spec, disabled: false }} id={id} value={value} values={values} onChange={(next) => setTried({ kind, value: next })} onBlur={() => undefined} />
      ) : (
        <Text size="sm">{t("preview_file")}</Text>
      )}
    </section>
  );
}

// The field that the form describes just now.
function fieldOf(values: Values, unnamed: string): CustomField {
  const words = (name: string) => Object.fromEntries(languages.map((language) => [language, String(values[`${name}.${language}`] ?? "")]));
  const options = (values["options"] ?? []) as Options;
  const keys = keysOf(options);
  const label = words("label");
  return {
    id: "", entity: "", key: "preview", kind: values["kind"] as CustomKind, label: Object.values(label).some(Boolean) ? label : { en: unnamed }, help: words("help"),
    options: options.flatMap((option, index) => (keys[index] ? [{ ...option, key: keys[index] }] : [])), entity_of: String(values["entity_of"] ?? ""), currency: String(values["currency"] ?? ""),
    required: values["required"] === true, unique: false, searchable: false, position: 0, version: 0,
  };
}
