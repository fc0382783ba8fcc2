import { Button, Skeleton } from "@mantine/core";
import { IconArrowsMove, IconCheck, IconLayoutDashboard, IconPlus } from "@tabler/icons-react";
import { useParams as useRouteParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { newKey } from "@/api/http";
import { useRecord } from "@/api/query";
import { useParams } from "@/ui/address";
import { useOfferCommands } from "@/ui/commands";
import { below, type Dashboard, type NewWidget, type Widget } from "@/ui/dashboard/wire";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { FavouriteStar } from "@/ui/FavouriteStar";
import { PageHeader } from "@/ui/PageHeader";
import { showUndo } from "@/ui/UndoToast";
import { DashboardMenu } from "./DashboardMenu";
import { Grid } from "./Grid";
import classes from "./Dashboard.module.css";
import { Shared } from "./Shared";
import { useWidgets } from "./useWidgets";
import { WidgetDialog } from "./WidgetDialog";

/** A dashboard: what its widgets count, and for whoever may change it how they stand. */
export function DashboardPage() {
  const { id = "" } = useRouteParams({ strict: false }) as { id?: string };
  const query = useRecord<Dashboard & { version: number }>(`/desk/dashboards/${id}`, "desk.dashboard");
  if (query.isPending) return <Bones />;
  if (query.isError) return <ErrorBlock error={query.error} retry={() => void query.refetch()} />;
  return <Shown key={id} dashboard={query.data} />;
}

function Shown({ dashboard }: { dashboard: Dashboard }) {
  const { t } = useTranslation("desk");
  const [params, set] = useParams();
  const acts = useWidgets(dashboard.id);
  const [dialog, setDialog] = useState<Widget | "new">();
  const widgets = dashboard.widgets ?? [];
  const may = dashboard.may_change && !dashboard.locked;
  const arranging = may && Boolean(params["arrange"]) && widgets.length > 0;

  const put = async (words: NewWidget, at?: Widget) => {
    setDialog(undefined);
    if (at) {
      const { id, x, y, w, h } = at;
      await acts.keep(acts.now().map((widget) => (widget.id === id ? { ...words, id, x, y, w, h } : widget)));
    } else {
      await acts.keep([...acts.now(), { ...words, id: newKey(), x: 0, y: below(acts.now()) }]);
    }
  };
  const remove = (widget: Widget, name: string) => {
    void acts.keep(acts.now().filter((one) => one.id !== widget.id));
    showUndo(t("widget.removed", { name }), () => acts.keep([...acts.now().filter((one) => one.id !== widget.id), widget]));
  };

  useOfferCommands(dashboard.name, may ? [{ id: "add", label: t("widget.add"), icon: IconPlus, run: () => setDialog("new") }, { id: "arrange", label: t(arranging ? "arranged" : "arrange"), icon: IconArrowsMove, disabled: widgets.length === 0 && t("widget.none"), run: () => set({ arrange: arranging ? undefined : "1" }) }] : []);

  return (
    <div className={classes.page}>
      <PageHeader
        title={dashboard.name}
        icon={IconLayoutDashboard}
        aside={
          <>
            <FavouriteStar entity="desk.dashboard" id={dashboard.id} title={dashboard.name} />
            <Shared dashboard={dashboard} />
          </>
        }
        actions={
          <>
            <span role="status" className={classes.saving}>
              {acts.saving ? t("saving") : ""}
            </span>
            {may && widgets.length > 0 ? (
              <Button variant="default" aria-pressed={arranging} leftSection={arranging ? <IconCheck size={18} stroke={1.75} /> : <IconArrowsMove size={18} stroke={1.75} />} onClick={() => set({ arrange: arranging ? undefined : "1" })}>
                {t(arranging ? "arranged" : "arrange")}
              </Button>
            ) : null}
            {may ? (
              <Button leftSection={<IconPlus size={18} stroke={1.75} />} onClick={() => setDialog("new")}>
                {t("widget.add")}
              </Button>
            ) : null}
            <DashboardMenu dashboard={dashboard} />
          </>
        }
      />
      {widgets.length === 0 ? (
        <EmptyBlock
          icon={IconLayoutDashboard}
          title={t("widget.none")}
          text={t(may ? "widget.none_text" : "widget.none_theirs")}
          action={may ? <Button onClick={() => setDialog("new")}>{t("widget.add_first")}</Button> : undefined}
        />
      ) : (
        <div className={classes.grid}>
          <Grid widgets={widgets} arranging={arranging} acts={may ? acts : undefined} onEdit={may ? setDialog : undefined} onRemove={may ? remove : undefined} />
        </div>
      )}
      {dialog ? <WidgetDialog widget={dialog === "new" ? undefined : dialog} onClose={() => setDialog(undefined)} onDone={(words) => void put(words, dialog === "new" ? undefined : dialog)} /> : null}
    </div>
  );
}

function Bones() {
  const { t } = useTranslation("ui");
  return (
    <div role="status" aria-label={t("loading")} className={classes.bones}>
      <Skeleton height={22} width={220} />
      <Skeleton height={160} radius={8} />
      <Skeleton height={240} radius={8} />
    </div>
  );
}
