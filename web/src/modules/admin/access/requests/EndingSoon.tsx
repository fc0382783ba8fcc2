import { IconCalendarCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Assignment } from "@/api/access";
import { useGet } from "@/api/query";
import { AppLink } from "@/ui/AppLink";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { RecordSkeleton } from "@/ui/RecordPage";
import { Rows } from "@/ui/Rows";
import { useCan } from "@/ui/session";
import { endingWithin, untilWord } from "../person/period";

const days = 30;

/** Roles that end in the coming weeks by themselves; who still needs one gets it for longer. */
export function EndingSoon() {
  const { t } = useTranslation("grants");
  const can = useCan();
  const all = useGet<{ items: Assignment[] }>("/access/assignments");
  if (all.isPending) return <RecordSkeleton />;
  if (all.isError) return <ErrorBlock error={all.error} retry={() => void all.refetch()} />;
  const soon = endingWithin(all.data.items, days).filter((a) => a.kind !== "emergency");
  if (soon.length === 0) return <EmptyBlock icon={IconCalendarCheck} title={t("ending.none")} text={t("ending.none_text", { count: days })} />;
  return (
    <Rows<Assignment>
      label={t("requests.view.ending")}
      rows={soon}
      rowKey={(a) => a.id}
      columns={[
        {
          key: "who",
          label: t("requests.who"),
          cell: (a) => (
            <AppLink to={`/admin/access/people/${a.user.id}`} fz="inherit">
              <span dir="auto">{a.user.name}</span>
            </AppLink>
          ),
        },
        { key: "role", label: t("role.label"), cell: (a) => a.role_name },
        { key: "to", label: t("give.to"), cell: (a) => (a.valid_to ? untilWord(a.valid_to) : "") },
        { key: "reason", label: t("give.reason"), cell: (a) => <span dir="auto">{a.reason}</span> },
        ...(can("access.assignment.assign")
          ? [
              {
                key: "act",
                label: t("person.act"),
                bare: true,
                width: 110,
                cell: (a: Assignment) => (
                  <AppLink to={`/admin/access/people/${a.user.id}?give=${encodeURIComponent(a.role)}`} fz="inherit" aria-label={t("give.extend_for", { role: a.role_name, name: a.user.name })}>
                    {t("give.extend")}
                  </AppLink>
                ),
              },
            ]
          : []),
      ]}
    />
  );
}
