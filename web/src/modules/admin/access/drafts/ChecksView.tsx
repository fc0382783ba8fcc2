import { IconAlertOctagon, IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { AppLink } from "@/ui/AppLink";
import type { Finding, Report } from "../types";
import { useWords } from "../words";
import classes from "./drafts.module.css";
import { byGuard, lineOf } from "./tally";

const marks = { ok: IconCircleCheck, warning: IconAlertTriangle, error: IconAlertOctagon } as const;

interface ChecksViewProps {
  report: Report;
  /** Address of the draft, to open the line that a finding speaks of. */
  path: string;
}

/** What each guard says of a draft: what refuses it, what is worth a look, and what is fine. */
export function ChecksView({ report, path }: ChecksViewProps) {
  const { t } = useTranslation("access");
  return (
    <ul className={classes.checks}>
      {byGuard(report.findings ?? []).map(({ guard, findings, level }) => {
        const Mark = marks[level];
        return (
          <li key={guard}>
            <Mark size={18} stroke={1.75} className={classes.mark} data-level={level} role="img" aria-label={t(`checks.levels.${level}`)} />
            <div>
              <h2>{t(`checks.${guard}.title`)}</h2>
              <p>{findings.length === 0 ? t(`checks.${guard}.fine`, { count: report.tests }) : t(`checks.${guard}.text`)}</p>
              {findings.length > 0 ? (
                <ul className={classes.findings}>
                  {findings.map((finding, at) => (
                    <li key={`${finding.code} ${finding.pointer} ${at}`} data-level={finding.level}>
                      <Said finding={finding} path={path} />
                    </li>
                  ))}
                </ul>
              ) : null}
            </div>
          </li>
        );
      })}
    </ul>
  );
}

function Said({ finding, path }: { finding: Finding; path: string }) {
  const { t } = useTranslation("access");
  const words = useWords();
  const line = lineOf(finding.pointer);
  const role = finding.roles?.[0];
  return (
    <>
      {finding.permission && !finding.message.includes(words.right(finding.permission)) ? <strong>{words.right(finding.permission)}: </strong> : null}
      <span dir="auto">{finding.message}</span>{" "}
      {line !== undefined ? (
        <AppLink to={`${path}/lines?line=${line}`} fz="inherit">
          {t("checks.line")}
        </AppLink>
      ) : role && finding.permission ? (
        <AppLink to={`${path}?role=${role}&find=${encodeURIComponent(finding.permission)}`} fz="inherit">
          {t("checks.cell")}
        </AppLink>
      ) : null}
    </>
  );
}
