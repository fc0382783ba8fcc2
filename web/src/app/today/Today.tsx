import { Button } from "@mantine/core";
import { IconCalendarCheck } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { linkProps } from "@/ui/AppLink";
import { formatDay, today } from "@/ui/dates";
import { EmptyBlock } from "@/ui/EmptyBlock";
import type { TodayCard } from "@/ui/module";
import { PageHeader } from "@/ui/PageHeader";
import { useModules } from "@/ui/registry";
import { useCan, useMe } from "@/ui/session";
import { useSections } from "../frame/entries";
import classes from "./Today.module.css";
import { TodaySlot } from "./TodaySlot";
import { Waiting } from "./Waiting";

/** Today: one column of work in order, and beside it what to keep an eye on; each card by itself. */
export function Today() {
  const { t } = useTranslation("app");
  const { user } = useMe();
  const cards = useCards();
  const top = cards.filter((card) => card.column === "top");
  const main = cards.filter((card) => card.column === "main");
  const side = cards.filter((card) => card.column === "side");
  const hour = useHour();
  const part = hour < 5 ? "night" : hour < 12 ? "morning" : hour < 18 ? "afternoon" : "evening";
  return (
    <div className={classes.page}>
      <PageHeader title={t(`today.greeting_${part}`, { name: firstName(user.name) })}>
        <p className={classes.day}>{formatDay(today(), "long")}</p>
      </PageHeader>
      <Waiting />
      {top.map((card) => (
        <TodaySlot key={card.id} card={card} />
      ))}
      {main.length + side.length === 0 ? <NoCards /> : null}
      <div className={classes.columns} data-single={main.length === 0 || side.length === 0 || undefined}>
        {[main, side].map((column, index) =>
          column.length > 0 ? (
            <div key={index} className={classes.column}>
              {column.map((card) => (
                <TodaySlot key={card.id} card={card} />
              ))}
            </div>
          ) : null,
        )}
      </div>
    </div>
  );
}

function useCards(): TodayCard[] {
  const can = useCan();
  return useModules()
    .flatMap((module) => module.today ?? [])
    .filter((card) => can(card.permission))
    .sort((a, b) => a.order - b.order);
}

/** For those whose roles bring no work here: the ways to what they may see. */
function NoCards() {
  const { t } = useTranslation("app");
  const sections = useSections();
  const entries = sections.flatMap((section) => section.entries).slice(0, 6);
  return (
    <EmptyBlock
      icon={IconCalendarCheck}
      title={t("today.nothing")}
      text={entries.length > 0 ? t("today.nothing_text") : t("today.no_rights")}
      action={
        <div className={classes.ways}>
          {entries.map((entry) => (
            <Button
              key={entry.path}
              variant="default"
              size="xs"
              leftSection={<entry.icon size={16} stroke={1.75} />}
              renderRoot={(props) => <Link {...props} {...linkProps(entry.path)} />}
            >
              {t(entry.label)}
            </Button>
          ))}
        </div>
      }
    />
  );
}

// The greeting of a page that stays open over noon changes with it.
function useHour(): number {
  const [hour, setHour] = useState(() => new Date().getHours());
  useEffect(() => {
    const timer = window.setInterval(() => setHour(new Date().getHours()), 60_000);
    return () => window.clearInterval(timer);
  }, []);
  return hour;
}

/** The name that people call each other by; a single name is itself. */
function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] ?? name;
}
