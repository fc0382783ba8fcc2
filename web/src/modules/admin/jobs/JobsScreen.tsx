import { IconClipboardList } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useParams } from "@/ui/address";
import { PageHeader } from "@/ui/PageHeader";
import { Screen } from "@/ui/Screen";
import { useCan } from "@/ui/session";
import classes from "../shared/admin.module.css";
import { EndedList } from "./EndedList";
import { HandlerList } from "./HandlerList";
import { HealthLine } from "./HealthLine";
import { JobTabs } from "./JobTabs";
import { ScheduleList } from "./ScheduleList";
import { useGentleRefresh } from "./useJobs";
import { WorkList } from "./WorkList";

/** Work that the house does in the background: how it is, what waits, what failed and why, and what runs by the clock. */
export function JobsScreen() {
  const { t } = useTranslation("admin");
  const can = useCan();
  const [params] = useParams();
  useGentleRefresh();
  const tabs = (["work", "handlers", "schedules", "ended"] as const).filter((tab) => tab !== "schedules" || can("jobs.schedule.read"));
  const tab = tabs.find((one) => one === params["tab"]) ?? "work";
  return (
    <Screen>
      <PageHeader title={t("jobs.title")} icon={IconClipboardList} />
      <HealthLine />
      <JobTabs tabs={tabs} current={tab} />
      {tab === "work" ? <WorkList /> : null}
      {tab === "ended" ? <EndedList /> : null}
      {tab === "handlers" ? (
        <div className={classes.page}>
          <HandlerList />
        </div>
      ) : null}
      {tab === "schedules" ? (
        <div className={classes.page}>
          <ScheduleList />
        </div>
      ) : null}
    </Screen>
  );
}
