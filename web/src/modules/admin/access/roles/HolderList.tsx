import { IconUsers } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Schema } from "@/api/schema";
import { AppLink } from "@/ui/AppLink";
import { DateText } from "@/ui/DateText";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { Rows } from "@/ui/Rows";

type Assignment = Schema<"AccessAssignment">;

/** Who has a role, since when, until when, and from whom. */
export function HolderList({ holders }: { holders: Assignment[] }) {
  const { t } = useTranslation("access");
  if (holders.length === 0) return <EmptyBlock icon={IconUsers} title={t("holders.none")} text={t("holders.none_text")} />;
  return (
    <Rows<Assignment>
      label={t("tabs.people")}
      rows={holders}
      rowKey={(one) => one.id}
      faded={(one) => !one.user.active}
      columns={[
        {
          key: "person",
          label: t("lines.person"),
          cell: (one) => (
            <AppLink to={`/admin/access/people/${one.user.id}`} fz="inherit">
              <bdi>{one.user.name}</bdi>
            </AppLink>
          ),
        },
        { key: "kind", label: t("holders.kind"), cell: (one) => t(`holders.kinds.${one.kind}`) },
        { key: "from", label: t("lines.from_field"), cell: (one) => (one.valid_from ? <DateText value={one.valid_from} /> : t("lines.always")) },
        { key: "to", label: t("lines.to_field"), cell: (one) => (one.valid_to ? <DateText value={one.valid_to} /> : t("holders.no_end")) },
        { key: "by", label: t("holders.by"), cell: (one) => <bdi>{one.approver ? t("holders.by_two", { giver: one.granted_by, approver: one.approver.name }) : one.granted_by}</bdi> },
        { key: "reason", label: t("lines.reason"), cell: (one) => <bdi>{one.reason}</bdi> },
      ]}
    />
  );
}
