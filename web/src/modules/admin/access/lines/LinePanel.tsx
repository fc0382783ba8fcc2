import { Select } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Padded } from "@/ui/Screen";
import { Form } from "@/ui/form/Form";
import type { FieldSpec, Values } from "@/ui/form/fields";
import { SidePanel } from "@/ui/SidePanel";
import type { Edit } from "../drafts/useDraft";
import { scopes, type Resource, type Role, type Rule, type Whole } from "../types";
import { actionWord, areaOf, areaWord, scopeWord, useResources, useWords, type Words } from "../words";
import { changeOf, valuesOf, type LineValues } from "./lines";
import { SubjectField, type Control } from "./SubjectField";

interface LinePanelProps {
  draft: string;
  /** The line that is changed; none: a new one. */
  rule?: Rule;
  roles: Role[];
  edit: Edit;
  onClose: () => void;
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** One line by all its parts: also for whole modules, for one person, and from a day to another. */
export function LinePanel({ draft, rule, roles, edit, onClose }: LinePanelProps) {
  const { t } = useTranslation("access");
  const resources = useResources().items;
  const words = useWords();
  const fields = useMemo<FieldSpec[]>(
    () => [
      { name: "subject", label: t("lines.who"), kind: "text", required: true, pointer: "/add_rules/0/subject", wide: true, render: (control) => <SubjectField {...control} roles={roles.filter((role) => !role.fixed)} /> },
      { name: "object", label: t("lines.object"), kind: "text", required: true, pointer: "/add_rules/0/object", wide: true, render: (control) => <ObjectField {...control} resources={resources} words={words} /> },
      { name: "action", label: t("lines.action"), kind: "text", required: true, pointer: "/add_rules/0/action", wide: true, render: (control) => <ActionField {...control} resources={resources} /> },
      {
        name: "effect",
        label: t("lines.effect"),
        kind: "select",
        required: true,
        pointer: "/add_rules/0/effect",
        options: [
          { value: "allow", label: t("lines.allow") },
          { value: "deny", label: t("lines.deny") },
        ],
      },
      { name: "scope", label: t("lines.reach"), kind: "select", required: true, pointer: "/add_rules/0/scope", options: scopes.map((value) => ({ value, label: scopeWord(value) })) },
      { name: "from", label: t("lines.from_field"), kind: "date", pointer: "/add_rules/0/valid_from" },
      { name: "to", label: t("lines.to_field"), kind: "date", pointer: "/add_rules/0/valid_to", help: t("lines.to_help") },
      { name: "reason", label: t("lines.reason"), kind: "textarea", maxLength: 500, pointer: "/add_rules/0/reason", help: t("lines.reason_help"), validate: (value, values) => (values["effect"] === "deny" && text(value).trim() === "" ? t("panel.reason_missing") : undefined) },
    ],
    [t, roles, resources, words],
  );
  const record = useMemo(() => (rule ? valuesOf(rule) : undefined), [rule]);
  const title = t(rule ? "lines.edit" : "lines.add");
  return (
    <SidePanel opened onClose={onClose} title={title}>
      <Padded>
        <Form<Whole>
          name={`access.draft/${draft}/line/${rule ? [rule.subject, rule.object, rule.action, rule.scope, rule.effect].join(" ") : "new"}`}
          fields={fields}
          record={record}
          defaults={{ effect: "allow", scope: "own" }}
          narrow
          submitLabel={t(rule ? "lines.save" : "lines.add")}
          submit={(_body, { values }) => edit(changeOf(all(values), rule))}
          onSaved={onClose}
          onCancel={onClose}
        />
      </Padded>
    </SidePanel>
  );
}

function all(values: Values): LineValues {
  const of = (name: keyof LineValues) => text(values[name]);
  return { subject: of("subject"), object: of("object"), action: of("action"), scope: of("scope"), effect: of("effect"), from: of("from"), to: of("to"), reason: of("reason") };
}

function ObjectField({ value, onChange, error, id, resources, words }: Control & { resources: Resource[]; words: Words }) {
  const { t } = useTranslation("access");
  const data = useMemo(() => {
    const modules = [...new Set(resources.map((r) => r.module))];
    return [
      { group: t("lines.wide"), items: ["*:*", ...modules.map((m) => `${m}:*`)].map((object) => ({ value: object, label: `${words.object(object)}${object === "*:*" ? "" : ` (${object})`}` })) },
      ...["crm", "inventory", "hr", "platform"].map((area) => ({
        group: areaWord(area),
        items: resources.filter((r) => areaOf(r.module) === area).flatMap((r) => [r.object, ...r.classes.map((c) => c.object)].map((object) => ({ value: object, label: words.object(object) }))),
      })),
    ].filter((group) => group.items.length > 0);
  }, [resources, words, t]);
  return <Select id={id} label={t("lines.object")} required searchable error={error} value={text(value) || null} data={data} onChange={(next) => onChange(next ?? "")} comboboxProps={{ shadow: "md" }} description={text(value).endsWith("*") ? t("lines.wide_help") : undefined} />;
}

function ActionField({ value, onChange, error, id, values, resources }: Control & { resources: Resource[] }) {
  const { t } = useTranslation("access");
  const [path = "", fields] = text(values["object"]).split("#");
  const [module, name] = path.split(":");
  const about = resources.filter((r) => (name === "*" ? module === "*" || r.module === module : r.object === path));
  const actions = about.flatMap((r) => (fields ? (r.classes.find((c) => c.name === fields)?.actions ?? []) : r.actions)).map((a) => a.name);
  const data = ["*", ...new Set(actions)].map((action) => ({ value: action, label: actionWord(action) }));
  return <Select id={id} label={t("lines.action")} required searchable error={error} disabled={about.length === 0} value={data.some((d) => d.value === value) ? text(value) : null} data={data} onChange={(next) => onChange(next ?? "")} comboboxProps={{ shadow: "md" }} />;
}
