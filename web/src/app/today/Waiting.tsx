import { IconChevronRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useAccessStatus, type AccessStatus } from "@/api/access";
import { AppLink } from "@/ui/AppLink";
import { Notice } from "@/ui/Notice";
import classes from "./Today.module.css";

const places = [
  { id: "reviews", to: "/admin/access/reviews" },
  { id: "requests", to: "/admin/access/requests" },
  { id: "drafts", to: "/admin/access/versions" },
  { id: "unreviewed", to: "/admin/access/emergency" },
] as const satisfies { id: keyof AccessStatus; to: string }[];

/** What others wait for in matters of access: reviewers have no other way to their review. */
export function Waiting() {
  const { t } = useTranslation("app");
  const { data } = useAccessStatus();
  const waiting = data ? places.filter(({ id }) => data[id] > 0) : [];
  if (!data || waiting.length === 0) return null;
  return (
    <div className={classes.waiting}>
      <Notice tone="decision">
        {waiting.map(({ id, to }) => (
          <AppLink key={id} to={to} className={classes.wait}>
            {t(`today.waits.${id}`, { count: data[id] })}
            <IconChevronRight size={14} stroke={1.75} aria-hidden />
          </AppLink>
        ))}
      </Notice>
    </div>
  );
}
