import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { ApiToken } from "@/api/identity";
import { useGet, useRefresh } from "@/api/query";
import { Form } from "@/ui/form/Form";
import type { FieldSpec } from "@/ui/form/fields";
import { useMe } from "@/ui/session";
import { EventsChooser } from "./EventsChooser";
import { SecretOnce } from "./SecretOnce";
import type { Endpoint } from "./types";

interface EndpointPanelProps {
  /** What is changed; without it a new one is made. */
  endpoint?: Endpoint;
  /** With the new endpoint once its secret was seen. */
  onDone: (id?: string) => void;
}

/** Makes an endpoint and shows its secret once, or changes one. */
export function EndpointPanel({ endpoint, onDone }: EndpointPanelProps) {
  const { t } = useTranslation("webhooks");
  const me = useMe();
  const refresh = useRefresh();
  const [made, setMade] = useState<Endpoint | null>(null);
  const tokens = useGet<{ items?: ApiToken[] | null }>("/identity/tokens", undefined, { enabled: !endpoint });
  const fields = useMemo<FieldSpec[]>(() => {
    const own = (tokens.data?.items ?? []).filter((token) => token.owner.id === me.user.id);
    const list: FieldSpec[] = [
      { name: "url", label: t("url"), kind: "url", required: true, maxLength: 2000, placeholder: "https://", help: endpoint && endpoint.owner.id !== me.user.id ? t("url_takes_over") : t("url_help") },
      { name: "description", label: t("description"), kind: "text", maxLength: 200, help: t("description_help") },
      {
        name: "types",
        label: t("hears"),
        kind: "multi",
        wide: true,
        pointer: "/types",
        render: ({ value, onChange, error }) => <EventsChooser value={(value as string[] | null) ?? []} onChange={onChange} error={error} />,
      },
    ];
    if (!endpoint && own.length > 0) {
      list.push({ name: "token", label: t("token"), kind: "select", options: own.map((token) => ({ value: token.id, label: token.name })), help: t("token_help") });
    }
    return list;
  }, [t, endpoint, me.user.id, tokens.data]);
  const defaults = useMemo(() => ({ types: [] }), []);
  if (made) return <SecretOnce secret={made.secret ?? ""} onDone={() => onDone(made.id)} />;
  return (
    <Form<Endpoint>
      name={`jobs.endpoint/${endpoint?.id ?? "new"}`}
      fields={fields}
      record={endpoint}
      defaults={defaults}
      version={endpoint?.version}
      narrow
      submitLabel={endpoint ? t("save") : t("make")}
      submit={(body, { idempotencyKey, version }) =>
        endpoint ? api.patch<Endpoint>(`/webhooks/endpoints/${endpoint.id}`, body, version ?? endpoint.version) : api.post<Endpoint>("/webhooks/endpoints", body, { idempotencyKey })
      }
      onSaved={(saved) => {
        void refresh("/webhooks");
        if (endpoint) onDone();
        else setMade(saved);
      }}
      onCancel={() => onDone()}
    />
  );
}
