import { IconHistory } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { linkProps } from "@/ui/AppLink";
import { PageHeader } from "@/ui/PageHeader";
import { Screen } from "@/ui/Screen";
import classes from "./audit.module.css";
import { ProofLine } from "./ProofLine";

const places = [
  { id: "changes", path: "/admin/audit" },
  { id: "facts", path: "/admin/audit/facts" },
] as const;

/** Frame of the audit's lists: what was changed, and what is worth knowing besides; above them how far it is proved. */
export function AuditFrame({ here, children }: { here: (typeof places)[number]["id"]; children: ReactNode }) {
  const { t } = useTranslation("admin");
  return (
    <Screen>
      <PageHeader title={t("audit.title")} icon={IconHistory}>
        <ProofLine />
      </PageHeader>
      <nav className={classes.places} aria-label={t("audit.places.label")}>
        {places.map((place) => (
          <Link key={place.id} {...linkProps(place.path)} activeOptions={{ exact: true, includeSearch: false }} className={classes.place} aria-current={place.id === here ? "page" : undefined}>
            {t(`audit.places.${place.id}`)}
          </Link>
        ))}
      </nav>
      {children}
    </Screen>
  );
}
