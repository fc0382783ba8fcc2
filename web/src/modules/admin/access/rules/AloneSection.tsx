import { Button, Text } from "@mantine/core";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useGet, useRefresh } from "@/api/query";
import type { Schema } from "@/api/schema";
import { ActionDialog } from "@/ui/ActionDialog";
import type { FieldSpec } from "@/ui/form/fields";
import { Notice } from "@/ui/Notice";
import { RecordState } from "@/ui/RecordPage";
import { useCan } from "@/ui/session";
import { showFailed } from "@/ui/UndoToast";
import classes from "../lines/lines.module.css";
import type { Status } from "../places";

type Setting = Schema<"AccessSetting">;

/** Whether one administrator may take both steps: only while there is no second one, and said aloud. */
export function AloneSection() {
  const { t } = useTranslation("access");
  const can = useCan();
  const refresh = useRefresh();
  const setting = useGet<Setting>("/access/setting");
  const status = useGet<Status>("/access/status");
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const fields = useMemo<FieldSpec[]>(() => [{ name: "reason", label: t("alone.reason"), kind: "textarea", required: true, maxLength: 500, help: t("alone.reason_help") }], [t]);
  const keepers = status.data?.keepers ?? 0;
  const saved = () => void refresh("/access/setting", "/access/status");
  const end = async (now: Setting) => {
    setBusy(true);
    try {
      await api.put<Setting>("/access/setting", { alone: false }, { version: now.version });
      saved();
    } catch (cause) {
      showFailed(cause);
    } finally {
      setBusy(false);
    }
  };
  const mayChange = can("access.setting.update");
  return (
    <section className={classes.block} aria-label={t("alone.title")}>
      <h2>{t("alone.title")}</h2>
      <Text size="sm" c="dimmed" maw={880}>
        {t("alone.text")}
      </Text>
      <RecordState query={setting}>
        {(now) => (
          <>
            <Notice
              tone={now.alone ? "warning" : "neutral"}
              actions={
                mayChange && now.alone ? (
                  <Button size="compact-sm" variant="default" loading={busy} onClick={() => void end(now)}>
                    {t("alone.end")}
                  </Button>
                ) : mayChange && keepers < 2 && status.isSuccess ? (
                  <Button size="compact-sm" variant="default" onClick={() => setAsked(true)}>
                    {t("alone.begin")}
                  </Button>
                ) : null
              }
            >
              {now.alone ? t("alone.on", { reason: now.reason }) : t("alone.off", { count: keepers })}
            </Notice>
            {asked ? (
              <ActionDialog<Setting>
                title={t("alone.begin")}
                name="access.setting/alone"
                fields={fields}
                before={<Text size="sm">{t("alone.before")}</Text>}
                submitLabel={t("alone.begin")}
                submit={(body) => api.put<Setting>("/access/setting", { alone: true, reason: body["reason"] }, { version: now.version })}
                onSaved={saved}
                onClose={() => setAsked(false)}
              />
            ) : null}
          </>
        )}
      </RecordState>
    </section>
  );
}
