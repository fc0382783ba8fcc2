import { Modal, Text } from "@mantine/core";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import { ActionDialog } from "@/ui/ActionDialog";
import { useGo } from "@/ui/address";
import { addDays, today, startOfDay } from "@/ui/dates";
import type { FieldSpec } from "@/ui/form/fields";
import { showDone } from "@/ui/UndoToast";
import { SecretOnce } from "./SecretOnce";
import type { Endpoint } from "./types";

export type EndpointAct = "rotate" | "end" | "own" | "replay" | "delete";

interface EndpointDialogsProps {
  endpoint: Endpoint;
  act: EndpointAct | null;
  onClose: () => void;
}

/** What is asked before an act on an endpoint that a word must precede. */
export function EndpointDialogs({ endpoint: e, act, onClose }: EndpointDialogsProps) {
  const { t } = useTranslation("webhooks");
  const refresh = useRefresh();
  const go = useGo();
  const [secret, setSecret] = useState<string | null>(null);
  const path = `/webhooks/endpoints/${e.id}`;
  const name = `jobs.endpoint/${e.id}/${act ?? ""}`;
  const keep = useMemo<FieldSpec[]>(
    () => [{ name: "keep_hours", label: t("secret.keep"), kind: "select", required: true, options: ["0", "24", "72", "168"].map((value) => ({ value, label: t(`secret.hours.${value}`) })), help: t("secret.keep_help") }],
    [t],
  );
  const since = useMemo<FieldSpec[]>(() => [{ name: "since", label: t("replay.since"), kind: "date", required: true, help: t("replay.help") }], [t]);
  const day = useMemo(() => ({ since: addDays(today(), -3) }), []);
  const standard = useMemo(() => ({ keep_hours: "24" }), []);
  const done = (said: string) => () => {
    showDone(said);
    void refresh("/webhooks");
  };
  if (secret) {
    return (
      <Modal opened closeButtonProps={{ "aria-label": t("ui:close") }} onClose={() => setSecret(null)} title={t("secret.rotated")} size="lg">
        <SecretOnce secret={secret} onDone={() => setSecret(null)} />
      </Modal>
    );
  }
  switch (act) {
    case "rotate":
      return (
        <ActionDialog<Endpoint>
          title={t("secret.rotate_title")}
          name={name}
          before={<Text size="sm">{t("secret.rotate_text")}</Text>}
          fields={keep}
          defaults={standard}
          submitLabel={t("rotate")}
          submit={(body) => api.post<Endpoint>(`${path}/rotate`, { keep_hours: Number(body["keep_hours"] ?? 24) }, { version: e.version })}
          onSaved={(saved) => {
            setSecret(saved.secret ?? "");
            void refresh("/webhooks");
          }}
          onClose={onClose}
        />
      );
    case "end":
      return (
        <ActionDialog<Endpoint>
          title={t("secret.end_title")}
          name={name}
          danger
          before={<Text size="sm">{t("secret.end_text")}</Text>}
          submitLabel={t("end_old")}
          submit={() => api.post<Endpoint>(`${path}/end-old-secret`, undefined, { version: e.version })}
          onSaved={done(t("secret.ended"))}
          onClose={onClose}
        />
      );
    case "own":
      return (
        <ActionDialog<Endpoint>
          title={t("own.title")}
          name={name}
          before={<Text size="sm">{t("own.text", { name: e.owner.name })}</Text>}
          submitLabel={t("take_over")}
          submit={() => api.patch<Endpoint>(path, { take_over: true }, e.version)}
          onSaved={done(t("own.done"))}
          onClose={onClose}
        />
      );
    case "replay":
      return (
        <ActionDialog<{ count: number }>
          title={t("replay.title")}
          name={name}
          before={<Text size="sm">{t("replay.text")}</Text>}
          fields={since}
          defaults={day}
          submitLabel={t("replay.submit")}
          submit={(body, { idempotencyKey }) => api.post<{ count: number }>(`${path}/replay`, { since: startOfDay(String(body["since"])).toISOString() }, { idempotencyKey })}
          onSaved={({ count }) => {
            showDone(t("replay.done", { count }));
            void refresh("/webhooks");
          }}
          onClose={onClose}
        />
      );
    case "delete":
      return (
        <ActionDialog<void>
          title={t("remove.title")}
          name={name}
          danger
          before={<Text size="sm">{t("remove.text")}</Text>}
          submitLabel={t("delete")}
          submit={() => api.delete(path, e.version)}
          onSaved={() => {
            showDone(t("remove.done"));
            void refresh("/webhooks");
            go("/admin/integrations");
          }}
          onClose={onClose}
        />
      );
    default:
      return null;
  }
}
