import { IconCircleCheck, IconCircleX, IconHelpHexagon } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useGet } from "@/api/query";
import { useParams } from "@/ui/address";
import { AppLink } from "@/ui/AppLink";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { RecordSkeleton } from "@/ui/RecordPage";
import { useCan } from "@/ui/session";
import { reachWord, useWords } from "../words";
import { answerOf, keyOf, missOf, roleOf, sorted, type Explanation, type Reason } from "./answer";
import classes from "./ask.module.css";
import { LineView } from "./LineView";
import { PersonPicker } from "./PersonPicker";
import { RecordPicker } from "./RecordPicker";
import { RightPicker } from "./RightPicker";

/** Why one person may or may not do one thing, in a sentence and by the lines that say so. */
export function WhyTab() {
  const { t } = useTranslation("grants");
  const [params, set] = useParams();
  const { user, right, record } = params;
  const answer = useGet<Explanation>("/access/why", { user, permission: right, id: record }, { enabled: Boolean(user && right), keep: true });
  const shown = user && right ? answer.data : undefined;
  return (
    <>
      <div className={classes.form}>
        <PersonPicker value={user} onChange={(next) => set({ user: next })} />
        <RightPicker value={right} onChange={(next) => set({ right: next, record: undefined })} />
        <RecordPicker permission={right} value={record} name={shown?.record?.id === record ? shown?.record?.title : undefined} onChange={(next) => set({ record: next })} />
      </div>
      {!user || !right ? <EmptyBlock icon={IconHelpHexagon} title={t("ask.begin.why")} text={t("ask.begin_text.why")} /> : null}
      {user && right && answer.isPending ? <RecordSkeleton /> : null}
      {answer.isError ? <ErrorBlock error={answer.error} retry={() => void answer.refetch()} /> : null}
      {shown && !answer.isError ? <Answered explanation={shown} /> : null}
    </>
  );
}

function Answered({ explanation }: { explanation: Explanation }) {
  const { t } = useTranslation("grants");
  const words = useWords();
  const { user, allowed, permission, record } = explanation;
  const { key, reach, except, relation } = answerOf(explanation);
  const { deciding, others } = sorted(explanation);
  const Mark = allowed ? IconCircleCheck : IconCircleX;
  return (
    <div className={classes.answer} aria-live="polite">
      <section className={classes.verdict} data-allowed={allowed}>
        <Mark size={24} stroke={1.75} aria-hidden />
        <div>
          <h2 dir="auto">{t(allowed ? "answer.yes" : "answer.no", { name: user.name })}</h2>
          <p dir="auto">
            {t(`answer.${key}`, {
              right: words.right(permission),
              reach: reachWord(reach),
              except: reachWord(except),
              record: record?.title ?? "",
              relation: relation ? t(`answer.relation.${relation}`) : "",
            })}
          </p>
          <code>{permission}</code>
        </div>
      </section>
      {deciding.length > 0 ? (
        <section className={classes.block}>
          <h3>{t("why.deciding", { count: deciding.length })}</h3>
          <Lines lines={deciding} />
        </section>
      ) : null}
      {explanation.nearest.length > 0 ? <Nearest lines={explanation.nearest} user={user.id} /> : null}
      {others.length > 0 ? (
        <section className={classes.block}>
          <h3>{t("why.others", { count: others.length })}</h3>
          <Lines lines={others} />
        </section>
      ) : null}
      <p className={classes.small}>
        <AppLink to={`/admin/access/people/${user.id}`}>{t("why.all_rights", { name: user.name })}</AppLink>
      </p>
    </div>
  );
}

function Lines({ lines }: { lines: Reason[] }) {
  return (
    <ul className={classes.lines}>
      {lines.map((line) => (
        <LineView key={keyOf(line)} line={line} />
      ))}
    </ul>
  );
}

function Nearest({ lines, user }: { lines: Reason[]; user: string }) {
  const { t } = useTranslation("grants");
  const can = useCan();
  const gives = can("access.assignment.assign");
  return (
    <section className={classes.block}>
      <h3>{t("why.nearest")}</h3>
      <p>{t("why.nearest_text")}</p>
      <ul className={classes.lines}>
        {lines.map((line) => {
          const role = roleOf(line.subject);
          const short = missOf(line) === "short";
          return (
            <LineView
              key={keyOf(line)}
              line={line}
              missed
              aside={
                short ? (
                  t("why.too_short")
                ) : role === "emergency" ? (
                  t("why.emergency")
                ) : gives && role ? (
                  <AppLink to={`/admin/access/people/${user}?give=${encodeURIComponent(role)}`} fz="inherit">
                    {t("why.give")}
                  </AppLink>
                ) : (
                  t("why.not_theirs")
                )
              }
            />
          );
        })}
      </ul>
    </section>
  );
}
