import { Button } from "@mantine/core";
import { IconUserCheck, IconUserQuestion } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { RoleRequest } from "@/api/access";
import { useGet } from "@/api/query";
import { useParams } from "@/ui/address";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { RecordSkeleton } from "@/ui/RecordPage";
import { useCan } from "@/ui/session";
import { Views } from "@/ui/Views";
import { AccessFrame } from "../AccessFrame";
import ask from "../ask/ask.module.css";
import { AskRole } from "./AskRole";
import { EndingSoon } from "./EndingSoon";
import { RequestRows } from "./RequestRows";

/** Roles that people wait for: all of them for who may approve, one's own for everybody else. */
export function RequestsScreen() {
  const { t } = useTranslation("grants");
  const can = useCan();
  const [params, set] = useParams();
  const reads = can("access.policy.read");
  const all = reads || can("access.assignment.approve");
  const views = (["open", "decided", "ending"] as const).filter((view) => view !== "ending" || reads);
  const view = views.find((v) => v === params["view"]) ?? "open";
  return (
    <AccessFrame
      title={t("requests.title")}
      text={t(all ? "requests.text" : "requests.text_own")}
      actions={
        <Button variant={all ? "default" : "filled"} leftSection={<IconUserQuestion size={18} stroke={1.75} />} onClick={() => set({ new: "1", right: undefined })}>
          {t("ask_role.button")}
        </Button>
      }
    >
      <div className={ask.page}>
        <div>
          <Views label={t("requests.shown")} views={views.map((value) => ({ value, label: t(`requests.view.${value}`) }))} />
        </div>
        {view === "ending" ? <EndingSoon /> : <Requests decided={view === "decided"} all={all} />}
      </div>
      {params["new"] ? <AskRole right={params["right"]} onClose={() => set({ new: undefined, right: undefined })} /> : null}
    </AccessFrame>
  );
}

function Requests({ decided, all }: { decided: boolean; all: boolean }) {
  const { t } = useTranslation("grants");
  const requests = useGet<{ items: RoleRequest[] }>("/access/requests", decided ? undefined : { state: "open" });
  if (requests.isPending) return <RecordSkeleton />;
  if (requests.isError) return <ErrorBlock error={requests.error} retry={() => void requests.refetch()} />;
  const shown = requests.data.items.filter((r) => (r.state === "open") !== decided);
  if (shown.length === 0) {
    return <EmptyBlock icon={IconUserCheck} title={t(decided ? "requests.none_decided" : "requests.none")} text={t(all ? "requests.none_text" : "requests.none_text_own")} />;
  }
  return <RequestRows label={t(decided ? "requests.view.decided" : "requests.view.open")} requests={shown} />;
}
