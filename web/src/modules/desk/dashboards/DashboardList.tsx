import { Button, Skeleton } from "@mantine/core";
import { IconLayoutDashboard, IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useGet } from "@/api/query";
import { useGo, useParams } from "@/ui/address";
import { AppLink } from "@/ui/AppLink";
import type { Dashboard } from "@/ui/dashboard/wire";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { PageHeader } from "@/ui/PageHeader";
import classes from "./Dashboard.module.css";
import { DashboardDialog } from "./DashboardDialog";
import { DashboardMenu } from "./DashboardMenu";
import { Shared } from "./Shared";

/** The dashboards that one may see. */
export function DashboardList() {
  const { t } = useTranslation("desk");
  const go = useGo();
  const [params, set] = useParams();
  const all = useGet<{ items: Dashboard[] | null }>("/desk/dashboards");
  const items = all.data?.items ?? [];
  const begin = () => set({ new: "1" });
  return (
    <div className={classes.page}>
      <PageHeader
        title={t("title")}
        icon={IconLayoutDashboard}
        actions={
          <Button leftSection={<IconPlus size={18} stroke={1.75} />} onClick={begin}>
            {t("new")}
          </Button>
        }
      />
      {all.isPending ? (
        <div role="status" aria-label={t("ui:loading")} className={classes.cards}>
          {[1, 2, 3].map((card) => (
            <Skeleton key={card} height={84} radius={8} />
          ))}
        </div>
      ) : null}
      {all.isError ? <ErrorBlock error={all.error} retry={() => void all.refetch()} /> : null}
      {all.isSuccess && items.length === 0 ? <EmptyBlock icon={IconLayoutDashboard} title={t("none")} text={t("none_text")} action={<Button onClick={begin}>{t("new")}</Button>} /> : null}
      {items.length > 0 ? (
        <ul className={classes.cards}>
          {items.map((dashboard) => (
            <li key={dashboard.id} className={classes.card}>
              <div className={classes.cardHead}>
                <h2 className={classes.name} dir="auto">
                  <AppLink to={`/dashboards/${dashboard.id}`}>{dashboard.name}</AppLink>
                </h2>
                <DashboardMenu dashboard={dashboard} />
              </div>
              <div className={classes.facts}>
                <Shared dashboard={dashboard} />
                <span>{t("count", { count: dashboard.count })}</span>
                {dashboard.opens ? <span>{t("today.begins")}</span> : null}
              </div>
            </li>
          ))}
        </ul>
      ) : null}
      {params["new"] ? <DashboardDialog onClose={() => set({ new: undefined })} onDone={(made) => go(`/dashboards/${made.id}`, { replace: true })} /> : null}
    </div>
  );
}
