import { Button, Select, Tabs, Text } from "@mantine/core";
import { IconArrowBackUp, IconDownload } from "@tabler/icons-react";
import { useParams as useRouteParams } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Page } from "@/api/client";
import { useGet } from "@/api/query";
import { stringifySearch, useGo, useParams } from "@/ui/address";
import { formatInstant } from "@/ui/dates";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { formatCount } from "@/ui/number";
import { RecordSkeleton, RecordState } from "@/ui/RecordPage";
import { useCan } from "@/ui/session";
import { StatusBadge } from "@/ui/StatusBadge";
import { showFailed } from "@/ui/UndoToast";
import { AccessFrame } from "../AccessFrame";
import { BeginDraft } from "../drafts/BeginDraft";
import classes from "../drafts/drafts.module.css";
import { EffectsView } from "../drafts/EffectsView";
import { listOf } from "../drafts/list";
import { countLines } from "../drafts/tally";
import { useMatrix, useWhole } from "../drafts/useDraft";
import { LinesView } from "../lines/LinesView";
import type { Report, Version, Whole } from "../types";
import { DiffView } from "./DiffView";

const tabs = ["diff", "effects", "policy"] as const;

/** A version of the policy: what it changed, beside its parent or any other, and the way back to it. */
export function VersionPage() {
  const { t } = useTranslation("access");
  const { id = "" } = useRouteParams({ strict: false }) as { id?: string };
  const whole = useWhole(id);
  return whole.data ? (
    <OneVersion key={id} version={whole.data} />
  ) : (
    <AccessFrame title={t("versions.one")}>
      <RecordState query={whole}>{() => null}</RecordState>
    </AccessFrame>
  );
}

function OneVersion({ version }: { version: Whole }) {
  const { t } = useTranslation("access");
  const can = useCan();
  const go = useGo();
  const [params, set] = useParams();
  const { tab } = useRouteParams({ strict: false }) as { tab?: string };
  const path = `/admin/access/versions/${version.id}`;
  const others = useGet<Page<Version>>("/access/versions", { limit: 200 });
  const known = others.data?.items ?? [];
  // The first came from nothing: what is in force shows what has changed since.
  const first = version.parent ?? known.find((v) => v.state === "published")?.id;
  const wanted = params["with"] ?? first;
  const other = known.find((v) => v.id === wanted && v.id !== version.id);
  const report = useGet<Report>(`${path.replace("/admin", "")}/compare`, { with: other?.id }, { enabled: other !== undefined, keep: true, staleTime: 300_000 });
  const matrix = useMatrix();
  const [asked, setAsked] = useState(false);
  const current = tabs.find((one) => one === tab) ?? "diff";
  const waiting = version.state === "draft" || version.state === "submitted";
  useEffect(() => {
    if (waiting) go(`/admin/access/drafts/${version.id}`, { replace: true });
  }, [waiting, version.id, go]);

  const facts = [
    version.authors.length > 0 ? t("drafts.by", { names: listOf(version.authors.map((a) => a.name)) }) : "",
    version.approver && version.published_at ? t(version.alone ? "versions.published_alone" : "versions.published_by", { name: version.approver.name, at: formatInstant(version.published_at) }) : "",
    version.note,
    version.reason,
  ].filter(Boolean);
  return (
    <AccessFrame
      title={version.number ? t("versions.numbered", { number: version.number, name: version.name }) : version.name}
      aside={<StatusBadge kind="access.version" state={version.state} label={t(`states.${version.state}`)} />}
      text={facts.join(" · ")}
      actions={
        <>
          <Button variant="default" visibleFrom="sm" leftSection={<IconDownload size={18} stroke={1.75} />} onClick={() => void api.download(`/access/versions/${version.id}/file`, undefined, "policy.csv").catch(showFailed)}>
            {t("versions.download")}
          </Button>
          {can("access.policy.edit") && version.state !== "published" ? (
            <Button leftSection={<IconArrowBackUp size={18} stroke={1.75} />} onClick={() => setAsked(true)}>
              {t("versions.go_back")}
            </Button>
          ) : null}
        </>
      }
      bar={
        <section className={classes.bar} aria-label={t("versions.beside")}>
          <Text size="sm" c="dimmed" aria-hidden>
            {t("versions.beside")}
          </Text>
          <Select
            size="xs"
            w={320}
            aria-label={t("versions.beside")}
            placeholder={t("versions.beside_hint")}
            searchable
            value={other?.id ?? null}
            data={known.filter((v) => v.id !== version.id).map((v) => ({ value: v.id, label: v.number ? t("versions.numbered", { number: v.number, name: v.name }) : `${v.name} (${t(`states.${v.state}`)})` }))}
            onChange={(id) => set({ with: id === first ? undefined : (id ?? undefined) })}
            comboboxProps={{ shadow: "md" }}
          />
          <Text size="sm" className={classes.tally} role="status">
            {other && report.data ? t("versions.differs", { count: countLines(report.data.difference), people: t("versions.people", { count: report.data.affected }) }) : ""}
          </Text>
        </section>
      }
    >
      <Tabs value={current} className={classes.tabs} onChange={(next) => next && go(`${next === "diff" ? path : `${path}/${next}`}${stringifySearch({ with: params["with"] })}`, { replace: true })}>
        <Tabs.List className={classes.list}>
          <Tabs.Tab value="diff">{t("tabs.diff")}</Tabs.Tab>
          <Tabs.Tab value="effects">
            {t("tabs.effects")}
            {other && report.data?.affected ? <span className={classes.count}>{formatCount(report.data.affected)}</span> : null}
          </Tabs.Tab>
          <Tabs.Tab value="policy">
            {t("tabs.policy")}
            <span className={classes.count}>{formatCount(version.policy.rules.length)}</span>
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="diff" className={classes.page} tabIndex={0}>
          <Compared other={other} report={report}>
            {(answer) => <DiffView difference={answer.difference} before={other} after={version} roles={matrix.data?.roles} />}
          </Compared>
        </Tabs.Panel>
        <Tabs.Panel value="effects" className={classes.page} tabIndex={0}>
          <Compared other={other} report={report}>
            {(answer) => <EffectsView effects={answer.effects} roles={matrix.data?.roles} />}
          </Compared>
        </Tabs.Panel>
        <Tabs.Panel value="policy" className={classes.page} tabIndex={0}>
          <LinesView draft={version} difference={undefined} roles={matrix.data?.roles} />
        </Tabs.Panel>
      </Tabs>
      {asked ? <BeginDraft from={version} onClose={() => setAsked(false)} /> : null}
    </AccessFrame>
  );
}

interface ComparedProps {
  other: Version | undefined;
  report: ReturnType<typeof useGet<Report>>;
  children: (report: Report) => React.ReactNode;
}

function Compared({ other, report, children }: ComparedProps) {
  const { t } = useTranslation("access");
  if (!other) return <p className={classes.whom}>{t("versions.choose")}</p>;
  if (report.data) return <>{children(report.data)}</>;
  if (report.isError) return <ErrorBlock error={report.error} retry={() => void report.refetch()} />;
  return <RecordSkeleton />;
}
