import { Button, SegmentedControl, Skeleton } from "@mantine/core";
import { IconBell } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useGet, useRefresh } from "@/api/query";
import type { Schema } from "@/api/schema";
import { linkProps } from "@/ui/AppLink";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { PageHeader } from "@/ui/PageHeader";
import { useMe } from "@/ui/session";
import { showFailed } from "@/ui/UndoToast";
import { MutedRecords } from "./MutedRecords";
import classes from "./notices.module.css";

type Preference = Schema<"NotifyPreference">;
type Channel = Preference["channel"];

const channels: Channel[] = ["mail", "digest", "app", "none"];
const areas = ["crm", "hr", "inventory", "access", "identity", "imports", "jobs"] as const;

/** How this person hears of each kind of message: one line each, kept at once. */
export function Preferences() {
  const { t } = useTranslation("app");
  const { user, organisation } = useMe();
  const refresh = useRefresh();
  const query = useGet<{ items?: Preference[] | null }>("/notify/preferences");
  const items = query.data?.items ?? [];
  const choose = async (kind: string, channel: Channel) => {
    const choices = items.map((p) => ({ kind: p.name, channel: p.name === kind ? channel : p.channel }));
    await api.put("/notify/preferences", { items: choices.filter((c, i) => c.channel !== items[i]?.default) }).catch(showFailed);
    await refresh("/notify/preferences");
  };
  const known = areas.map((area) => ({ area, kinds: items.filter((p) => p.module === area) }));
  const rest = items.filter((p) => !(areas as readonly string[]).includes(p.module));
  const groups = [...known.map(({ area, kinds }) => ({ title: t(`notices.areas.${area}`), kinds })), { title: t("notices.areas.other"), kinds: rest }];
  return (
    <div className={classes.page}>
      <PageHeader
        title={t("notices.preferences")}
        icon={IconBell}
        actions={
          <Button variant="default" renderRoot={(props) => <Link {...props} {...linkProps("/notifications")} />}>
            {t("notices.title")}
          </Button>
        }
      >
        <p className={classes.intro}>{t("notices.preferences_text", { email: user.email, zone: organisation.zone.split("/").pop()?.replaceAll("_", " ") })}</p>
      </PageHeader>
      {query.isPending ? <Skeleton height={200} mx="md" /> : null}
      {query.isError ? <ErrorBlock error={query.error} retry={() => void query.refetch()} /> : null}
      {groups
        .filter((group) => group.kinds.length > 0)
        .map((group) => (
          <section key={group.title} className={classes.area}>
            <h2 className={classes.areaTitle}>{group.title}</h2>
            <ul className={classes.kinds}>
              {group.kinds.map((kind) => (
                <li key={kind.name} className={classes.kind}>
                  <div className={classes.kindText}>
                    <span id={`kind-${kind.name}`}>{kind.label}</span>
                    <span className={classes.text}>{kind.stays ? t("notices.because_stays", { why: kind.because }) : t("notices.because", { why: kind.because })}</span>
                  </div>
                  <SegmentedControl
                    size="xs"
                    className={classes.channel}
                    aria-labelledby={`kind-${kind.name}`}
                    value={kind.channel}
                    onChange={(next) => void choose(kind.name, next as Channel)}
                    data={channels.filter((c) => c !== "none" || !kind.stays).map((value) => ({ value, label: t(`notices.channels.${value}`) }))}
                  />
                </li>
              ))}
            </ul>
          </section>
        ))}
      <MutedRecords />
    </div>
  );
}
