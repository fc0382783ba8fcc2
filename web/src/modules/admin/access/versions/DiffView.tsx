import { IconGitCompare } from "@tabler/icons-react";
import { Fragment, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { CellChip } from "../matrix/CellChip";
import { countLines } from "../drafts/tally";
import classes from "../lines/lines.module.css";
import { fromWord, untilWord } from "../lines/lines";
import { Subject } from "../lines/Subject";
import type { Difference, Role, Rule, Version } from "../types";
import { actionWord, useWords } from "../words";
import { pairRules } from "./diff";

interface DiffViewProps {
  difference: Difference;
  before: Version | undefined;
  after: Version;
  roles?: Role[];
}

type Mark = "added" | "removed" | "changed";

/** Two versions side by side, line by line: what went stands at the start, what came at the end. */
export function DiffView({ difference, before, after, roles = [] }: DiffViewProps) {
  const { t } = useTranslation("access");
  if (countLines(difference) === 0) return <EmptyBlock icon={IconGitCompare} title={t("diff.none")} text={t("diff.none_text")} />;
  const nameOf = (version: Version | undefined) => (version?.number ? t("versions.numbered", { number: version.number, name: version.name }) : (version?.name ?? ""));
  const line = (rule: Rule | undefined, mark: Mark) => (rule ? <Line rule={rule} mark={mark} roles={roles} /> : null);
  const edge = (e: Difference["added_inherits"][number]) => t("diff.inherits", { role: roleWord(e.role, roles, difference), parent: roleWord(e.parent, roles, difference) });
  const rows: [key: string, left: ReactNode, right: ReactNode][] = [
    ...difference.removed_roles.map((r): [string, ReactNode, ReactNode] => [`-${r.id}`, <Plain key="l" mark="removed" text={t("diff.role", { name: r.name })} code={r.id} />, null]),
    ...difference.added_roles.map((r): [string, ReactNode, ReactNode] => [`+${r.id}`, null, <Plain key="r" mark="added" text={t("diff.role", { name: r.name })} code={r.id} />]),
    ...difference.changed_roles.map((r): [string, ReactNode, ReactNode] => [`~${r.id}`, null, <Plain key="r" mark="changed" text={t("diff.role_changed", { name: r.name })} code={r.id} />]),
    ...difference.removed_inherits.map((e): [string, ReactNode, ReactNode] => [`-${e.role} ${e.parent}`, <Plain key="l" mark="removed" text={edge(e)} code={`${e.role}, ${e.parent}`} />, null]),
    ...difference.added_inherits.map((e): [string, ReactNode, ReactNode] => [`+${e.role} ${e.parent}`, null, <Plain key="r" mark="added" text={edge(e)} code={`${e.role}, ${e.parent}`} />]),
    ...pairRules(difference).map((pair): [string, ReactNode, ReactNode] =>
      pair.before === pair.after ? [pair.key, null, line(pair.after, "changed")] : [pair.key, line(pair.before, "removed"), line(pair.after, "added")],
    ),
  ];
  return (
    <div className={classes.sides} role="table" aria-label={t("tabs.diff")}>
      <div role="row" className={classes.contents}>
        <div role="columnheader" className={classes.sideHead}>
          <bdi>{nameOf(before)}</bdi>
        </div>
        <div role="columnheader" className={classes.sideHead}>
          <bdi>{nameOf(after)}</bdi>
        </div>
      </div>
      {rows.map(([key, left, right]) => (
        <div key={key} role="row" className={classes.contents}>
          {[left, right].map((side, at) => (
            <Fragment key={at}>{side ?? <div role="cell" className={classes.side} data-empty aria-label={t("diff.nothing")} />}</Fragment>
          ))}
        </div>
      ))}
    </div>
  );
}

function roleWord(id: string, roles: Role[], difference: Difference): string {
  return [...roles, ...difference.removed_roles, ...difference.added_roles].find((r) => r.id === id)?.name ?? id;
}

function Sign({ mark }: { mark: Mark }) {
  const { t } = useTranslation("access");
  return (
    <span className={classes.sign} role="img" aria-label={t(`marks.${mark}`)}>
      {mark === "added" ? "+" : mark === "removed" ? "−" : "~"}{" "}
    </span>
  );
}

function Plain({ mark, text, code }: { mark: Mark; text: string; code: string }) {
  return (
    <div role="cell" className={classes.side} data-mark={mark}>
      <Sign mark={mark} />
      <bdi>{text}</bdi>
      <code className={classes.second}>{code}</code>
    </div>
  );
}

function Line({ rule, mark, roles }: { rule: Rule; mark: Mark; roles: Role[] }) {
  const { t } = useTranslation("access");
  const words = useWords();
  const more = [rule.valid_from ? t("lines.from", { day: fromWord(rule.valid_from) }) : "", rule.valid_to ? t("lines.until", { day: untilWord(rule.valid_to) }) : "", rule.reason ?? ""].filter(Boolean);
  return (
    <div role="cell" className={classes.side} data-mark={mark}>
      <Sign mark={mark} />
      {words.object(rule.object)}: {actionWord(rule.action).toLowerCase()} <CellChip cell={rule.effect === "deny" ? { deny: rule.scope } : { allow: rule.scope }} />
      <div className={classes.second}>
        <Subject subject={rule.subject} roles={roles} />
      </div>
      {more.length > 0 ? <div className={classes.second}>{more.join(" · ")}</div> : null}
      <code className={classes.second}>{[rule.subject, rule.object, rule.action, rule.scope, rule.effect].join(", ")}</code>
    </div>
  );
}
