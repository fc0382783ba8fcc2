import { Button, Progress, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useParams as useRouteParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { keyOf, useGet, useRefresh } from "@/api/query";
import { ActionDialog } from "@/ui/ActionDialog";
import { formatDay } from "@/ui/dates";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { RecordSkeleton } from "@/ui/RecordPage";
import { useCan } from "@/ui/session";
import { StatusBadge } from "@/ui/StatusBadge";
import { showDone, showFailed } from "@/ui/UndoToast";
import { Views } from "@/ui/Views";
import { useParams } from "@/ui/address";
import { AccessFrame } from "../AccessFrame";
import ask from "../ask/ask.module.css";
import { touched } from "../person/GiveRole";
import type { Review } from "./ReviewList";
import { ReviewItems } from "./ReviewItems";
import classes from "./reviews.module.css";
import type { ReviewItem } from "./walk";

/** One round: who leads people says of each of their roles whether it is still needed. */
export function ReviewPage() {
  const { t } = useTranslation("grants");
  const { id = "" } = useRouteParams({ strict: false }) as { id?: string };
  const can = useCan();
  const [closing, setClosing] = useState(false);
  const path = `/access/reviews/${id}/items`;
  const reviews = useGet<{ items: Review[] }>("/access/reviews");
  const list = useGet<{ items: ReviewItem[] }>(path);
  const review = reviews.data?.items.find((r) => r.id === id);
  const items = list.data?.items ?? [];
  const failed = [list, reviews].find((query) => query.isError);
  return (
    <AccessFrame
      title={review?.name ?? t("reviews.one")}
      aside={review ? <StatusBadge kind="access.review" state={review.state} label={t(`reviews.state.${review.state}`)} /> : null}
      text={review ? t(review.state === "open" ? "reviews.page_text" : "reviews.page_text_closed", { due: formatDay(review.due_on) }) : ""}
      actions={
        review?.state === "open" && can("access.review.manage") ? (
          <Button variant="default" onClick={() => setClosing(true)}>
            {t("reviews.close")}
          </Button>
        ) : null
      }
    >
      <div className={ask.page}>
        {failed ? <ErrorBlock error={failed.error!} retry={() => void failed.refetch()} /> : null}
        {!failed && (list.isPending || reviews.isPending) ? <RecordSkeleton /> : null}
        {list.data && review ? <Items path={path} items={items} closed={review.state === "closed"} /> : null}
      </div>
      {closing && review ? <CloseReview review={review} items={items} onClose={() => setClosing(false)} /> : null}
    </AccessFrame>
  );
}

function Items({ path, items, closed }: { path: string; items: ReviewItem[]; closed: boolean }) {
  const { t } = useTranslation("grants");
  const client = useQueryClient();
  const refresh = useRefresh();
  const [params] = useParams();
  const mine = items.filter((item) => item.mine);
  const done = items.filter((item) => item.decision).length;
  const shown = params["view"] === "undecided" ? items.filter((item) => !item.decision) : params["view"] === "mine" ? mine : items;

  const decide = async (some: ReviewItem[], decision: "keep" | "end") => {
    const ids = new Set(some.map((item) => item.id));
    // What was pressed shows at once; what was refused is read again.
    client.setQueryData<{ items: ReviewItem[] }>(keyOf(path, {}), (before) =>
      before ? { ...before, items: before.items.map((item) => (ids.has(item.id) ? { ...item, decision } : item)) } : before,
    );
    const said = await Promise.allSettled(some.map((item) => api.post(`/access/review-items/${item.id}/decide`, { decision })));
    const refused = said.find((one) => one.status === "rejected");
    if (refused) showFailed(refused.reason);
    await refresh("/access/reviews", "/access/status");
  };

  return (
    <>
      <div className={classes.bar}>
        <div className={classes.progress}>
          <Text size="sm" role="status">
            {t("reviews.progress", { done, total: items.length })}
          </Text>
          <Progress value={items.length > 0 ? (done / items.length) * 100 : 0} aria-label={t("reviews.decided")} />
        </div>
        <Views
          label={t("requests.shown")}
          views={(mine.length < items.length ? (["all", "mine", "undecided"] as const) : (["all", "undecided"] as const)).map((value) => ({ value, label: t(`reviews.view.${value}`) }))}
        />
      </div>
      {closed || mine.length === 0 ? null : <p className={classes.keys}>{t("reviews.keys")}</p>}
      <ReviewItems items={shown} closed={closed} onDecide={(some, decision) => void decide(some, decision)} />
    </>
  );
}

function CloseReview({ review, items, onClose }: { review: Review; items: ReviewItem[]; onClose: () => void }) {
  const { t } = useTranslation("grants");
  const refresh = useRefresh();
  const gone = items.filter((item) => item.decision !== "keep");
  return (
    <ActionDialog<void>
      title={t("reviews.close_title", { name: review.name })}
      name={`access.review/${review.id}/close`}
      danger
      submitLabel={gone.length > 0 ? t("reviews.close_submit", { count: gone.length }) : t("reviews.close")}
      onClose={onClose}
      before={
        <>
          <Text size="sm">{t("reviews.close_text", { undecided: items.filter((item) => !item.decision).length, ended: items.filter((item) => item.decision === "end").length })}</Text>
          {gone.length > 0 ? (
            <ul className={ask.names}>
              {gone.slice(0, 8).map((item) => (
                <li key={item.id} dir="auto">
                  {t("reviews.loses", { name: item.user.name, role: item.role_name })}
                </li>
              ))}
              {gone.length > 8 ? <li>{t("try.more", { count: gone.length - 8, shown: gone.length - 8 })}</li> : null}
            </ul>
          ) : null}
        </>
      }
      submit={() => api.post<void>(`/access/reviews/${review.id}/close`)}
      onSaved={() => {
        showDone(t("reviews.closed", { name: review.name }));
        void refresh("/access/reviews", ...touched);
      }}
    />
  );
}
