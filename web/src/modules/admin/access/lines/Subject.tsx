import { useTranslation } from "react-i18next";
import { useGet } from "@/api/query";
import type { Schema } from "@/api/schema";
import { AppLink } from "@/ui/AppLink";
import type { Role } from "../types";
import classes from "./lines.module.css";

interface SubjectProps {
  /** "r:crm.rep", or "u:" and an ID. */
  subject: string;
  roles: Role[];
}

/** Of whom a line speaks: a role, or one person. */
export function Subject({ subject, roles }: SubjectProps) {
  const [kind, id = ""] = [subject.slice(0, 1), subject.slice(2)];
  if (kind === "u") return <OnePerson id={id} />;
  const role = roles.find((r) => r.id === id);
  return (
    <>
      <AppLink to={`/admin/access/roles/${id}`} fz="inherit">
        <bdi>{role?.name ?? id}</bdi>
      </AppLink>
      {role ? <code className={classes.second}>{id}</code> : null}
    </>
  );
}

function OnePerson({ id }: { id: string }) {
  const { t } = useTranslation("access");
  const page = useGet<Schema<"AccessPersonPage">>(`/access/people/${id}`, undefined, { staleTime: 300_000 });
  return (
    <>
      <AppLink to={`/admin/access/people/${id}`} fz="inherit">
        <bdi>{page.data?.person.name ?? id.slice(0, 8)}</bdi>
      </AppLink>
      <span className={classes.second}>{t("lines.person")}</span>
    </>
  );
}
