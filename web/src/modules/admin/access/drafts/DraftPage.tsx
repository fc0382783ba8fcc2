import { Tabs } from "@mantine/core";
import { useParams as useRouteParams } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useGo, useParams, stringifySearch } from "@/ui/address";
import { formatCount } from "@/ui/number";
import { RecordSkeleton, RecordState } from "@/ui/RecordPage";
import { useCan } from "@/ui/session";
import { StatusBadge } from "@/ui/StatusBadge";
import { AccessFrame } from "../AccessFrame";
import { LinesView } from "../lines/LinesView";
import { MatrixPane } from "../matrix/MatrixPane";
import type { Whole } from "../types";
import { ChecksView } from "./ChecksView";
import { DraftBar } from "./DraftBar";
import { DraftMenu } from "./DraftMenu";
import classes from "./drafts.module.css";
import { EffectsView } from "./EffectsView";
import { tallyOf } from "./tally";
import { useEditing, useMatrix, useReport, useWhole } from "./useDraft";

const tabs = ["matrix", "effects", "checks", "lines"] as const;

/** A draft of the policy: change it, see what it would do, and bring it into force. */
export function DraftPage() {
  const { id = "" } = useRouteParams({ strict: false }) as { id?: string };
  const whole = useWhole(id);
  const { t } = useTranslation("access");
  const shown = whole.data;
  return shown ? (
    <Draft key={id} draft={shown} />
  ) : (
    <AccessFrame title={t("drafts.title")}>
      <RecordState query={whole}>{() => null}</RecordState>
    </AccessFrame>
  );
}

function Draft({ draft }: { draft: Whole }) {
  const { t } = useTranslation("access");
  const can = useCan();
  const go = useGo();
  const [params] = useParams();
  const { tab } = useRouteParams({ strict: false }) as { tab?: string };
  const current = tabs.find((one) => one === tab) ?? "matrix";
  const path = `/admin/access/drafts/${draft.id}`;
  const alive = draft.state === "draft" || draft.state === "submitted";
  const report = useReport(draft.id, alive);
  const matrix = useMatrix(draft.id);
  const published = useMatrix();
  const change = useEditing(draft.id);
  const editing = draft.state === "draft" && can("access.policy.edit") ? change : undefined;
  const tally = report.data ? tallyOf(report.data) : undefined;
  // What is in force, or was, or came to nothing has a page of its own.
  useEffect(() => {
    if (!alive) go(`/admin/access/versions/${draft.id}`, { replace: true });
  }, [alive, draft.id, go]);

  const count = (n: number | undefined) => (n ? <span className={classes.count}>{formatCount(n)}</span> : null);
  return (
    <AccessFrame
      title={draft.name}
      aside={<StatusBadge kind="access.version" state={draft.state} label={t(`states.${draft.state}`)} />}
      text={[t("drafts.by", { names: draft.authors.map((a) => a.name).join(", ") }), draft.note].filter(Boolean).join(" · ")}
      actions={<DraftMenu draft={draft} edit={editing?.edit} />}
      bar={<DraftBar draft={draft} report={report.data} tally={tally} saving={change.saving > 0 || report.isFetching} />}
    >
      <Tabs
        value={current}
        className={classes.tabs}
        onChange={(next) => next && go(`${next === "matrix" ? path : `${path}/${next}`}${stringifySearch({ role: params["role"] })}`, { replace: true })}
      >
        <Tabs.List className={classes.list}>
          <Tabs.Tab value="matrix">{t("tabs.matrix")}</Tabs.Tab>
          <Tabs.Tab value="effects">
            {t("tabs.effects")}
            {count(report.data?.affected)}
          </Tabs.Tab>
          <Tabs.Tab value="checks">
            {t("tabs.checks")}
            {count(tally?.problems)}
          </Tabs.Tab>
          <Tabs.Tab value="lines">
            {t("tabs.lines")}
            {count(draft.policy.rules.length)}
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="matrix" className={classes.panel}>
          <RecordState query={matrix}>{(answer) => (published.isPending ? <RecordSkeleton /> : <MatrixPane matrix={answer} published={published.data} draft={draft} editing={editing} />)}</RecordState>
        </Tabs.Panel>
        <Tabs.Panel value="effects" className={classes.page} tabIndex={0}>
          <RecordState query={report}>{(answer) => <EffectsView effects={answer.effects} draft={draft.id} roles={matrix.data?.roles} />}</RecordState>
        </Tabs.Panel>
        <Tabs.Panel value="checks" className={classes.page} tabIndex={0}>
          <RecordState query={report}>{(answer) => <ChecksView report={answer} path={path} />}</RecordState>
        </Tabs.Panel>
        <Tabs.Panel value="lines" className={classes.page} tabIndex={0}>
          <LinesView draft={draft} difference={report.data?.difference} roles={matrix.data?.roles} edit={editing?.edit} />
        </Tabs.Panel>
      </Tabs>
    </AccessFrame>
  );
}
