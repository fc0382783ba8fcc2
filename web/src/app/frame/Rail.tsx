import { Tooltip, UnstyledButton } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { IconChecks, IconChevronDown, IconHome, IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useApprovals } from "../approvals/useApprovals";
import { activeEntry, useHome, useSections, type Section } from "./entries";
import { Favourites } from "./Favourites";
import { OrganisationSwitch } from "./OrganisationSwitch";
import classes from "./Rail.module.css";
import { RailLink } from "./RailLink";
import { useScreen } from "./useScreen";

interface RailProps {
  folded?: boolean;
  /** Folds and unfolds it; not given where the width decides. */
  onFold?: () => void;
}

/** The left rail: organisation, Today, favourites, and every module that the person has something in. */
export function Rail({ folded = false, onFold }: RailProps) {
  const { t } = useTranslation("app");
  const sections = useSections();
  const { path } = useScreen();
  const active = activeEntry(sections, path);
  const { count: waiting } = useApprovals();
  const home = useHome();
  const foldLabel = folded ? t("rail.unfold") : t("rail.fold");
  return (
    <nav className={classes.rail} data-folded={folded || undefined} aria-label={t("rail.label")}>
      <OrganisationSwitch folded={folded} />
      <div className={classes.lines}>
        <RailLink to="/" icon={IconHome} label={t("today.title")} active={path === "/"} folded={folded} />
        <RailLink to="/approvals" icon={IconChecks} label={t("approvals.title")} active={path === "/approvals"} folded={folded} count={waiting} />
        {home.map((entry) => (
          <RailLink key={entry.path} to={entry.path} icon={entry.icon} label={t(entry.label)} active={path === entry.path || path.startsWith(`${entry.path}/`)} folded={folded} />
        ))}
        <Favourites folded={folded} />
        {sections.map((section) => (
          <RailSection key={section.module.name} section={section} active={active?.path} folded={folded} />
        ))}
      </div>
      {onFold ? (
        <div className={classes.foot}>
          <Tooltip label={foldLabel} position="right" disabled={!folded}>
            <UnstyledButton className={classes.line} onClick={onFold} aria-label={foldLabel} aria-expanded={!folded}>
              {folded ? <IconLayoutSidebarLeftExpand size={18} stroke={1.75} /> : <IconLayoutSidebarLeftCollapse size={18} stroke={1.75} />}
              <span className={classes.label}>{foldLabel}</span>
            </UnstyledButton>
          </Tooltip>
        </div>
      ) : null}
    </nav>
  );
}

function RailSection({ section, active, folded }: { section: Section; active?: string; folded: boolean }) {
  const { t } = useTranslation("menu");
  const { module, entries } = section;
  const [closed, setClosed] = useLocalStorage({ key: `longhouse.rail.${module.name}`, defaultValue: false, getInitialValueInEffect: false });
  // The way to where one is stays in sight, also in a section that is folded away.
  const shown = closed && !folded ? entries.filter((entry) => entry.path === active) : entries;
  return (
    <div className={classes.section}>
      <UnstyledButton className={classes.head} aria-expanded={!closed} onClick={() => setClosed(!closed)}>
        <span className={classes.label}>{t(module.label)}</span>
        <IconChevronDown size={14} stroke={2} aria-hidden className={classes.chevron} />
      </UnstyledButton>
      {shown.map((entry) => (
        <RailLink key={entry.path} to={entry.path} icon={entry.icon} label={t(entry.label)} active={entry.path === active} folded={folded} />
      ))}
    </div>
  );
}
