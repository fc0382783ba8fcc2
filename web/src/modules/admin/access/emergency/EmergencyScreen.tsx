import { Button } from "@mantine/core";
import { IconFlame, IconShieldCheck } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Emergency } from "@/api/access";
import { api } from "@/api/client";
import { useGet } from "@/api/query";
import { useParams } from "@/ui/address";
import { BreakGlass } from "@/ui/BreakGlass";
import { DateText } from "@/ui/DateText";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { formatCount } from "@/ui/number";
import { RecordSkeleton } from "@/ui/RecordPage";
import { Rows } from "@/ui/Rows";
import { useCan, useMe } from "@/ui/session";
import { SidePanel } from "@/ui/SidePanel";
import { StatusBadge } from "@/ui/StatusBadge";
import { showDone, showFailed } from "@/ui/UndoToast";
import admin from "../../shared/admin.module.css";
import { AccessFrame } from "../AccessFrame";
import ask from "../ask/ask.module.css";
import { ReviewEmergency } from "./ReviewEmergency";
import { Uses } from "./Uses";

/** Where an emergency access stands. */
function stateOf(e: Emergency): "running" | "waiting" | "reviewed" {
  return e.running ? "running" : e.reviewed_at ? "reviewed" : "waiting";
}

/** Who took emergency access, what they did with it, and who has looked at that. */
export function EmergencyScreen() {
  const { t } = useTranslation("grants");
  const can = useCan();
  const [params, set] = useParams();
  const list = useGet<{ items: Emergency[] }>("/access/emergencies", undefined, { refetchInterval: 60_000 });
  const open = list.data?.items.find((e) => e.id === params["open"]);
  const mayLook = can("access.emergency.review") || can("access.policy.read");
  return (
    <AccessFrame
      title={t("emergency.title")}
      text={t("emergency.text")}
      actions={
        can("access.emergency.use") ? (
          <Button variant="default" leftSection={<IconFlame size={18} stroke={1.75} />} onClick={() => set({ new: "1" })}>
            {t("emergency.take")}
          </Button>
        ) : null
      }
    >
      <div className={ask.page}>
        {list.isPending ? <RecordSkeleton /> : null}
        {list.isError ? <ErrorBlock error={list.error} retry={() => void list.refetch()} /> : null}
        {list.data?.items.length === 0 ? <EmptyBlock icon={IconShieldCheck} title={t("emergency.none")} text={t("emergency.none_text")} /> : null}
        {list.data && list.data.items.length > 0 ? <List items={list.data.items} onOpen={mayLook ? (id) => set({ open: id }) : undefined} /> : null}
      </div>
      <SidePanel size="lg" opened={Boolean(open)} onClose={() => set({ open: undefined })} title={open ? t("emergency.of", { name: open.user.name }) : ""}>
        {open ? <Uses emergency={open} /> : null}
      </SidePanel>
      {params["new"] && can("access.emergency.use") ? <BreakGlass onClose={() => set({ new: undefined })} /> : null}
    </AccessFrame>
  );
}

function List({ items, onOpen }: { items: Emergency[]; onOpen?: (id: string) => void }) {
  const { t } = useTranslation("grants");
  const [reviewing, setReviewing] = useState<Emergency | null>(null);
  return (
    <>
      <Rows<Emergency>
        label={t("emergency.title")}
        rows={items}
        rowKey={(e) => e.id}
        columns={[
          {
            key: "who",
            label: t("requests.who"),
            cell: (e) => (
              <div>
                <span dir="auto">{e.user.name}</span>
                <span className={admin.second} dir="auto">
                  {e.reason}
                </span>
              </div>
            ),
          },
          { key: "state", label: t("person.holds"), cell: (e) => <StatusBadge kind="access.emergency" state={stateOf(e)} label={t(`emergency.state.${stateOf(e)}`)} /> },
          { key: "from", label: t("emergency.began"), cell: (e) => <DateText value={e.began_at} /> },
          { key: "to", label: t("emergency.ends"), cell: (e) => <DateText value={e.ends_at} /> },
          {
            key: "uses",
            label: t("emergency.uses"),
            numeric: true,
            cell: (e) =>
              onOpen ? (
                <Button size="compact-sm" variant="subtle" onClick={() => onOpen(e.id)} aria-label={t("emergency.see_uses", { count: e.uses, name: e.user.name })}>
                  {t("emergency.show_uses", { shown: formatCount(e.uses) })}
                </Button>
              ) : (
                formatCount(e.uses)
              ),
          },
          {
            key: "review",
            label: t("emergency.review"),
            cell: (e) => <Looked emergency={e} onReview={() => setReviewing(e)} />,
          },
        ]}
      />
      {reviewing ? <ReviewEmergency emergency={reviewing} onClose={() => setReviewing(null)} /> : null}
    </>
  );
}

function Looked({ emergency: e, onReview }: { emergency: Emergency; onReview: () => void }) {
  const { t } = useTranslation("grants");
  const can = useCan();
  const me = useMe();
  const mine = e.user.id === me.user.id;
  if (e.reviewed_at) {
    return (
      <div>
        <span dir="auto">{e.reviewed_by?.name}</span>
        <span className={admin.second} dir="auto">
          {e.note}
        </span>
      </div>
    );
  }
  if (e.running) return mine || can("access.emergency.review") ? <EndNow emergency={e} /> : null;
  if (mine) return <span className={admin.dimmed}>{t("emergency.by_another")}</span>;
  if (!can("access.emergency.review")) return <span className={admin.dimmed}>{t("emergency.nobody_yet")}</span>;
  return (
    <Button size="compact-sm" onClick={onReview} aria-label={t("emergency.review_named", { name: e.user.name })}>
      {t("emergency.review_now")}
    </Button>
  );
}

function EndNow({ emergency }: { emergency: Emergency }) {
  const { t } = useTranslation("grants");
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const end = async () => {
    setBusy(true);
    try {
      await api.post(`/access/emergencies/${emergency.id}/end`);
      // It may be one's own: every screen may show less now.
      await client.invalidateQueries();
      showDone(t("emergency.ended", { name: emergency.user.name }));
    } catch (cause) {
      showFailed(cause);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button size="compact-sm" variant="default" loading={busy} onClick={() => void end()} aria-label={t("emergency.end_named", { name: emergency.user.name })}>
      {t("emergency.end")}
    </Button>
  );
}
