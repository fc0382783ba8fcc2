import { IconBan, IconChevronRight, IconCircleCheck, IconCircleDashed } from "@tabler/icons-react";
import { Fragment, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { AppLink } from "@/ui/AppLink";
import { actionWord, useWords } from "../words";
import { chainOf, type Reason } from "./answer";
import classes from "./ask.module.css";
import { ScopeChip } from "./ScopeChip";
import { useRoleNames } from "./useRoleNames";

interface LineViewProps {
  line: Reason;
  /** It would decide, but does not reach the person or the record. */
  missed?: boolean;
  /** Said behind it: why it is shown, and what can be done with it. */
  aside?: ReactNode;
}

/** One line of the policy: what it says, by which roles it comes to the person, and its raw text for who keeps it as code. */
export function LineView({ line, missed, aside }: LineViewProps) {
  const { t } = useTranslation("grants");
  const words = useWords();
  const name = useRoleNames();
  const chain = chainOf(line);
  const deny = line.effect === "deny";
  const Mark = deny ? IconBan : missed ? IconCircleDashed : IconCircleCheck;
  return (
    <li className={classes.line} data-effect={line.effect} data-missed={missed || undefined}>
      <Mark size={18} stroke={1.75} aria-hidden className={classes.mark} />
      <div className={classes.said}>
        <div className={classes.words}>
          <span>{t(deny ? "line.denies" : "line.allows", { object: words.object(line.object), action: actionWord(line.action).toLowerCase() })}</span>
          <ScopeChip scope={line.scope} deny={deny} />
        </div>
        <div className={classes.chain}>
          {chain.length === 0
            ? t("line.personal")
            : chain.map((role, index) => (
                <Fragment key={role}>
                  {index > 0 ? <IconChevronRight size={14} stroke={1.75} role="img" aria-label={t("line.inherits")} /> : null}
                  <AppLink to={`/admin/access/roles/${encodeURIComponent(role)}`} fz="inherit">
                    {name(role)}
                  </AppLink>
                </Fragment>
              ))}
          <span className={classes.source}>{t(line.shipped ? "line.shipped" : "line.own")}</span>
        </div>
        <code className={classes.raw}>{[line.subject, line.object, line.action, line.scope, line.effect].join(", ")}</code>
      </div>
      {aside ? <div className={classes.aside}>{aside}</div> : null}
    </li>
  );
}
