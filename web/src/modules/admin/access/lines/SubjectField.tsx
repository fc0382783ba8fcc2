import { SegmentedControl, Select } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Values } from "@/ui/form/fields";
import { Picker } from "@/ui/Picker";
import { moduleWord } from "../../shared/rights";
import { people } from "../ask/PersonPicker";
import { rolesByArea } from "../matrix/rows";
import type { Role } from "../types";

/** What a form hands to a control in the place of the standard one. */
export interface Control {
  value: unknown;
  onChange: (value: unknown) => void;
  error?: ReactNode;
  id: string;
  values: Values;
}

/** Of whom a line or a test speaks: a role, or one person. */
export function SubjectField({ value, onChange, error, id, roles }: Control & { roles: Role[] }) {
  const { t } = useTranslation("access");
  const subject = typeof value === "string" ? value : "";
  const kind = subject.startsWith("u:") ? "u" : "r";
  const word = (area: string) => (area === "own" ? t("roles.own") : moduleWord(area));
  return (
    <div>
      <SegmentedControl
        size="xs"
        mb={6}
        aria-label={t("lines.who_kind")}
        value={kind}
        onChange={(next) => onChange(next === "u" ? "u:" : "")}
        data={[
          { value: "r", label: t("roles.role") },
          { value: "u", label: t("lines.person") },
        ]}
      />
      {kind === "u" ? (
        <Picker {...people} id={id} label={t("lines.person")} required error={error} value={subject.slice(2) || null} onChange={(next) => onChange(`u:${next ?? ""}`)} />
      ) : (
        <Select
          id={id}
          label={t("roles.role")}
          required
          searchable
          error={error}
          value={subject.slice(2) || null}
          data={rolesByArea(roles).map((group) => ({ group: word(group.area), items: group.roles.map((r) => ({ value: r.id, label: r.name })) }))}
          onChange={(next) => onChange(next ? `r:${next}` : "")}
          comboboxProps={{ shadow: "md" }}
        />
      )}
    </div>
  );
}
