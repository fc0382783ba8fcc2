import { IconListSearch } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Emergency } from "@/api/access";
import { useGet } from "@/api/query";
import type { Schema } from "@/api/schema";
import { formatInstant } from "@/ui/dates";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { RecordSkeleton } from "@/ui/RecordPage";
import { Rows } from "@/ui/Rows";
import ask from "../ask/ask.module.css";

type Use = Schema<"AccessUse">;

/** What follows the module in the address of a request: which record it was about. */
function recordIn(path: string): string {
  return path.split("/").slice(4).join("/");
}

/** What was asked for with an emergency access, reads included, the newest first. */
export function Uses({ emergency }: { emergency: Emergency }) {
  const { t } = useTranslation("grants");
  const uses = useGet<{ items: Use[] }>(`/access/emergencies/${emergency.id}/uses`);
  if (uses.isPending) return <RecordSkeleton />;
  if (uses.isError) return <ErrorBlock error={uses.error} retry={() => void uses.refetch()} />;
  const items = uses.data.items;
  return (
    <div className={ask.page}>
      <p className={ask.small} dir="auto">
        {t("emergency.because", { reason: emergency.reason })}
      </p>
      {items.length === 0 ? (
        <EmptyBlock icon={IconListSearch} title={t("emergency.no_uses")} />
      ) : (
        <Rows<Use>
          label={t("emergency.uses")}
          rows={items}
          rowKey={(u, index) => `${u.request_id ?? u.at}-${index}`}
          columns={[
            { key: "at", label: t("emergency.at"), width: 190, cell: (u) => formatInstant(u.at, { seconds: true }) },
            {
              key: "what",
              label: t("emergency.asked"),
              cell: (u) => (
                <span title={u.path}>
                  <code className={ask.raw}>{u.operation}</code> <span className={ask.small}>{recordIn(u.path)}</span>
                </span>
              ),
            },
            { key: "from", label: t("emergency.from"), cell: (u) => u.address },
          ]}
        />
      )}
    </div>
  );
}
