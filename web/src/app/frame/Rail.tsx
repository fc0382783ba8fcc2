import { Tooltip, UnstyledButton } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { Link } from "@tanstack/react-router";
import { IconChecks, IconChevronDown, IconHome, IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand, type Icon } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { linkProps } from "@/ui/AppLink";
import { useApprovals } from "../approvals/useApprovals";
import { activeEntry, useSections, type Section } from "./entries";
import { OrganisationSwitch } from "./OrganisationSwitch";
import classes from "./Rail.module.css";
import { useScreen } from "./useScreen";

interface RailProps {
  folded?: boolean;
  /** Folds and unfolds it; not given where the width decides. */
  onFold?: () => void;
}

/** The left rail: organisation, Today, and every module that the person has something in. */
export function Rail({ folded = false, onFold }: RailProps) {
  const { t } = useTranslation("app");
  const sections = useSections();
  const { path } = useScreen();
  const active = activeEntry(sections, path);
  const { count: waiting } = useApprovals();
  const foldLabel = folded ? t("rail.unfold") : t("rail.fold");
  return (
    <nav className={classes.rail} data-folded={folded || undefined} aria-label={t("rail.label")}>
      <OrganisationSwitch folded={folded} />
      <div className={classes.lines}>
        <RailLink to="/" icon={IconHome} label={t("today.title")} active={path === "/"} folded={folded} />
        <RailLink to="/approvals" icon={IconChecks} label={t("approvals.title")} active={path === "/approvals"} folded={folded} count={waiting} />
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

function RailLink({ to, icon: Mark, label, active, folded, count = 0 }: { to: string; icon: Icon; label: string; active: boolean; folded: boolean; count?: number }) {
  const line = useRef<HTMLAnchorElement>(null);
  // The menu is longer than many windows: where one is must not be below its edge.
  useEffect(() => {
    if (active) line.current?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    <Tooltip label={label} position="right" disabled={!folded}>
      <Link ref={line} {...linkProps(to)} activeOptions={{ exact: true, includeSearch: false }} className={classes.line} data-active={active || undefined}>
        <Mark size={18} stroke={1.75} aria-hidden />
        <span className={classes.label}>{label}</span>
        {count > 0 ? <span className={classes.count}>{count}</span> : null}
      </Link>
    </Tooltip>
  );
}
