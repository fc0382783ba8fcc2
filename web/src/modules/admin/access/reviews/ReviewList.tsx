import { Button } from "@mantine/core";
import { IconListCheck, IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useGet } from "@/api/query";
import type { Schema } from "@/api/schema";
import { useParams } from "@/ui/address";
import { AppLink } from "@/ui/AppLink";
import { DateText } from "@/ui/DateText";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { RecordSkeleton } from "@/ui/RecordPage";
import { Rows } from "@/ui/Rows";
import { useCan } from "@/ui/session";
import { StatusBadge } from "@/ui/StatusBadge";
import { AccessFrame } from "../AccessFrame";
import ask from "../ask/ask.module.css";
import { StartReview } from "./StartReview";

export type Review = Schema<"AccessReview">;

/** Rounds in which everybody's roles are confirmed by who leads them. */
export function ReviewList() {
  const { t } = useTranslation("grants");
  const can = useCan();
  const [params, set] = useParams();
  const list = useGet<{ items: Review[] }>("/access/reviews");
  const manages = can("access.review.manage");
  const start = manages ? (
    <Button leftSection={<IconPlus size={18} stroke={1.75} />} onClick={() => set({ new: "1" })}>
      {t("reviews.start")}
    </Button>
  ) : null;
  return (
    <AccessFrame title={t("reviews.title")} text={t("reviews.text")} actions={list.data?.items.length ? start : null}>
      <div className={ask.page}>
        {list.isPending ? <RecordSkeleton /> : null}
        {list.isError ? <ErrorBlock error={list.error} retry={() => void list.refetch()} /> : null}
        {list.data?.items.length === 0 ? (
          <EmptyBlock icon={IconListCheck} title={t("reviews.none")} text={t(manages ? "reviews.none_text" : "reviews.none_text_own")} action={start} />
        ) : null}
        {list.data && list.data.items.length > 0 ? (
          <Rows<Review>
            label={t("reviews.title")}
            rows={list.data.items}
            rowKey={(r) => r.id}
            columns={[
              {
                key: "name",
                label: t("reviews.name"),
                cell: (r) => (
                  <AppLink to={`/admin/access/reviews/${r.id}`} fz="inherit">
                    <span dir="auto">{r.name}</span>
                  </AppLink>
                ),
              },
              { key: "state", label: t("person.holds"), cell: (r) => <StatusBadge kind="access.review" state={r.state} label={t(`reviews.state.${r.state}`)} /> },
              { key: "due", label: t("reviews.due"), cell: (r) => <DateText value={r.due_on} due={r.state === "open"} /> },
              { key: "left", label: t("reviews.decided"), numeric: true, cell: (r) => t("reviews.of", { done: r.items - r.undecided, total: r.items }) },
              { key: "by", label: t("reviews.started_by"), cell: (r) => <span dir="auto">{r.started_by.name}</span> },
            ]}
          />
        ) : null}
      </div>
      {params["new"] && manages ? <StartReview onClose={() => set({ new: undefined })} /> : null}
    </AccessFrame>
  );
}
