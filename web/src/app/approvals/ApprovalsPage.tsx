import { Skeleton } from "@mantine/core";
import { IconChecks } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { PageHeader } from "@/ui/PageHeader";
import { ApprovalRow } from "./ApprovalRow";
import classes from "./approvals.module.css";
import { useApprovals } from "./useApprovals";

/** One inbox for all that waits for the person's decision, decided from its row. */
export function ApprovalsPage() {
  const { t } = useTranslation("app");
  const { groups, failed, count, pending } = useApprovals();
  return (
    <div className={classes.page}>
      <PageHeader title={t("approvals.title")} icon={IconChecks} aside={count > 0 ? <span className={classes.count}>{t("approvals.count", { count })}</span> : null} />
      <div className={classes.body}>
        {failed.map(({ error, retry }, at) => (
          <ErrorBlock key={at} error={error} retry={retry} />
        ))}
        {pending && groups.length === 0 ? [0, 1, 2].map((n) => <Skeleton key={n} height={64} />) : null}
        {!pending && failed.length === 0 && groups.length === 0 ? <EmptyBlock icon={IconChecks} title={t("approvals.none")} text={t("approvals.none_text")} /> : null}
        {groups.map(({ kind, described, items }) => (
          <section key={kind} aria-label={t(described.label)}>
            <h2 className={classes.head}>
              <described.icon size={16} stroke={1.75} aria-hidden />
              {t(described.label)}
              <span className={classes.count}>{items.length}</span>
            </h2>
            <ul className={classes.list}>
              {items.map((item) => (
                <ApprovalRow key={item.id} item={item} path={described.path(item.id)} />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </div>
  );
}
