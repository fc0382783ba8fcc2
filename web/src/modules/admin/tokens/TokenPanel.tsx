import { Button, Group, Stack, Text } from "@mantine/core";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { ApiToken } from "@/api/identity";
import { useRefresh } from "@/api/query";
import { addDays, today } from "@/ui/dates";
import { Form } from "@/ui/form/Form";
import type { FieldSpec } from "@/ui/form/fields";
import { Notice } from "@/ui/Notice";
import { Scrollable } from "@/ui/Scrollable";
import classes from "../shared/admin.module.css";
import { Secret } from "../shared/Secret";
import { RightsChooser } from "./RightsChooser";

/** Makes a token, and then shows its secret: once, as only its print is kept. */
export function TokenPanel({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation("admin");
  const refresh = useRefresh();
  const [made, setMade] = useState<ApiToken | null>(null);
  const fields = useMemo<FieldSpec[]>(
    () => [
      { name: "name", label: t("tokens.name"), kind: "text", required: true, maxLength: 100, help: t("tokens.name_help") },
      {
        name: "expires_on",
        label: t("tokens.expires_on"),
        kind: "date",
        required: true,
        help: t("tokens.expires_help"),
        validate: (value) => (typeof value === "string" && (value < today() || value > addDays(today(), 365)) ? t("tokens.expires_fault") : undefined),
      },
      {
        name: "permissions",
        label: t("tokens.rights"),
        // A map of rights and no list; the kind only keeps the form from making a text of it.
        kind: "multi",
        wide: true,
        validate: (value) => (Object.keys((value as object | null) ?? {}).length === 0 ? t("tokens.rights_fault") : undefined),
        render: ({ value, onChange, error }) => <RightsChooser value={mapOf(value)} onChange={onChange} error={error} />,
      },
    ],
    [t],
  );
  const defaults = useMemo(() => ({ expires_on: addDays(today(), 90), permissions: {} }), []);
  if (made) return <Made token={made} onDone={onDone} />;
  return (
    <Form<ApiToken>
      name="identity.token/new"
      fields={fields}
      defaults={defaults}
      narrow
      submitLabel={t("tokens.make")}
      submit={(body, { idempotencyKey }) => api.post<ApiToken>("/identity/tokens", { ...body, permissions: mapOf(body["permissions"]) }, { idempotencyKey })}
      onSaved={(token) => {
        setMade(token);
        void refresh("/identity/tokens");
      }}
      onCancel={onDone}
    />
  );
}

function mapOf(value: unknown): Record<string, string> {
  return value && typeof value === "object" && !Array.isArray(value) ? (value as Record<string, string>) : {};
}

function Made({ token, onDone }: { token: ApiToken; onDone: () => void }) {
  const { t } = useTranslation("admin");
  const example = `curl -H "Authorization: Bearer ${token.secret ?? ""}" \\\n  ${window.location.origin}/api/v1/identity/me`;
  return (
    <Stack gap="md" p="lg">
      <Notice tone="warning" title={t("tokens.once_title")}>
        {t("tokens.once")}
      </Notice>
      <Secret value={token.secret ?? ""} label={t("tokens.secret")} />
      <div>
        <Text size="sm" mb={6}>
          {t("tokens.example")}
        </Text>
        <Scrollable as="pre" label={t("tokens.example")} className={classes.code}>
          {example}
        </Scrollable>
      </div>
      <Group gap="sm">
        <Button onClick={onDone}>{t("done")}</Button>
        <Button variant="default" component="a" href="/reference">
          {t("tokens.reference")}
        </Button>
      </Group>
    </Stack>
  );
}
