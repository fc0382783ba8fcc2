import { Button } from "@mantine/core";
import { IconAlertTriangle, IconFlame, IconUserExclamation } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useAccessStatus, type AccessStatus } from "@/api/access";
import { AppLink } from "@/ui/AppLink";
import { formatTime } from "@/ui/dates";
import { locale } from "@/ui/number";
import { showDone, showFailed } from "@/ui/UndoToast";
import classes from "./AccessBars.module.css";

/** What nobody may overlook on any screen: emergency access, and that one person could change everything alone. */
export function AccessBars() {
  const { data } = useAccessStatus();
  if (!data) return null;
  const { emergency_until: until, emergency_id: id, emergencies, alone, keepers } = data;
  return (
    <>
      {until && id ? <Own id={id} until={until} key={until} /> : null}
      {emergencies.length > 0 ? <Others names={emergencies} /> : null}
      {alone ? <Alone reason={data.alone_reason ?? ""} /> : null}
      {!alone && keepers === 1 ? <Single /> : null}
    </>
  );
}

function Bar({ tone, icon: Mark, children, action }: { tone: "danger" | "warning"; icon: typeof IconFlame; children: ReactNode; action?: ReactNode }) {
  return (
    <div className={classes.bar} data-tone={tone} role="status">
      <Mark size={16} stroke={1.75} aria-hidden className={classes.mark} />
      <span className={classes.text}>{children}</span>
      {action}
    </div>
  );
}

function Own({ id, until }: { id: string; until: string }) {
  const { t } = useTranslation("app");
  const client = useQueryClient();
  const minutes = useMinutesTo(until);
  const [busy, setBusy] = useState(false);
  const over = minutes <= 0;
  useEffect(() => {
    // With the last minute its rights are gone too: what is on screen is read anew.
    if (over) void client.invalidateQueries();
  }, [over, client]);
  const end = async () => {
    setBusy(true);
    try {
      await api.post(`/access/emergencies/${id}/end`);
      await client.invalidateQueries();
      showDone(t("access.ended"));
    } catch (cause) {
      showFailed(cause);
    } finally {
      setBusy(false);
    }
  };
  if (over) return null;
  return (
    <Bar
      tone="danger"
      icon={IconFlame}
      action={
        <Button size="compact-xs" variant="default" loading={busy} onClick={() => void end()}>
          {t("access.end")}
        </Button>
      }
    >
      {t("access.own", { time: formatTime(until), count: minutes })}
    </Bar>
  );
}

function Others({ names }: { names: AccessStatus["emergencies"] }) {
  const { t } = useTranslation("app");
  const list = new Intl.ListFormat(locale()).format(names);
  return (
    <Bar tone="danger" icon={IconFlame} action={<Way to="/admin/access/emergency">{t("access.see")}</Way>}>
      {t("access.others", { names: list, count: names.length })}
    </Bar>
  );
}

function Alone({ reason }: { reason: string }) {
  const { t } = useTranslation("app");
  return (
    <Bar tone="warning" icon={IconUserExclamation} action={<Way to="/admin/access/rules">{t("access.see")}</Way>}>
      {t("access.alone", { reason })}
    </Bar>
  );
}

function Single() {
  const { t } = useTranslation("app");
  return (
    <Bar tone="warning" icon={IconAlertTriangle} action={<Way to="/admin/people">{t("access.appoint")}</Way>}>
      {t("access.single")}
    </Bar>
  );
}

function Way({ to, children }: { to: string; children: ReactNode }) {
  return (
    <AppLink to={to} fz="inherit" c="inherit" td="underline">
      {children}
    </AppLink>
  );
}

/** Minutes that are left, a begun one counting whole; it goes on by itself. */
function useMinutesTo(until: string): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), 5000);
    return () => window.clearInterval(timer);
  }, []);
  return Math.ceil((new Date(until).getTime() - now) / 60_000);
}
