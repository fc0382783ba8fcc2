import { Button, Text } from "@mantine/core";
import { IconAlertTriangle, IconArrowForwardUp } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import { useGo } from "@/ui/address";
import { useCan } from "@/ui/session";
import { showDone, showFailed } from "@/ui/UndoToast";
import type { Report, Whole } from "../types";
import { carried } from "./carry";
import classes from "./drafts.module.css";

/** For a draft that another policy overtook: its changes go into a new draft of what is in force now. */
export function CarryOver({ draft }: { draft: Whole }) {
  const { t } = useTranslation("access");
  const can = useCan();
  const go = useGo();
  const refresh = useRefresh();
  const [busy, setBusy] = useState(false);
  const carry = async () => {
    setBusy(true);
    try {
      const own = await api.get<Report>(`/access/versions/${draft.id}/compare`, { with: draft.parent });
      const fresh = await api.post<Whole>("/access/drafts", { name: draft.name, note: draft.note });
      const change = carried(own.difference, fresh.policy);
      if (Object.keys(change).length > 0) await api.patch<Whole>(`/access/drafts/${fresh.id}`, change, fresh.version);
      await refresh("/access/versions");
      showDone(t("outdated.done"));
      go(`/admin/access/drafts/${fresh.id}`);
    } catch (cause) {
      showFailed(cause);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className={classes.steps}>
      <Text size="sm" className={classes.verdict} data-tone="warning" role="status">
        <IconAlertTriangle size={14} stroke={2} aria-hidden /> {t("outdated.text")}
      </Text>
      {can("access.policy.edit") && draft.parent ? (
        <Button size="xs" loading={busy} leftSection={<IconArrowForwardUp size={16} stroke={1.75} />} onClick={() => void carry()}>
          {t("outdated.carry")}
        </Button>
      ) : null}
    </div>
  );
}
