import { IconLayoutDashboard } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { useGet } from "@/api/query";
import { AppLink } from "@/ui/AppLink";
import type { Dashboard } from "@/ui/dashboard/wire";
import classes from "../dashboards/Dashboard.module.css";

const Grid = lazy(() => import("../dashboards/Grid").then((m) => ({ default: m.Grid })));

/** The dashboard with which a day begins: one's own, one's role's, or everybody's. Most people have none, and see nothing of it. */
export function PinnedDashboard() {
  const all = useGet<{ items: Dashboard[] | null }>("/desk/dashboards", undefined, { staleTime: 60_000 });
  const pinned = all.data?.items?.find((dashboard) => dashboard.opens);
  return pinned ? <Pinned dashboard={pinned} /> : null;
}

function Pinned({ dashboard }: { dashboard: Dashboard }) {
  const { data } = useGet<Dashboard>(`/desk/dashboards/${dashboard.id}`);
  if (!data?.widgets?.length) return null;
  return (
    <section aria-label={data.name} className={classes.pinned}>
      <h2 className={classes.pinnedHead}>
        <IconLayoutDashboard size={18} stroke={1.75} aria-hidden color="var(--mantine-color-dimmed)" />
        <AppLink to={`/dashboards/${data.id}`} c="inherit" fw={600} fz={14}>
          {data.name}
        </AppLink>
      </h2>
      <Suspense>
        <Grid widgets={data.widgets} />
      </Suspense>
    </section>
  );
}
