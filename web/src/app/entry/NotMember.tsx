import { useTranslation } from "react-i18next";
import { useWhoAmI } from "../session";
import { Door } from "./Door";
import classes from "./Organisations.module.css";
import { OrganisationMark } from "../frame/OrganisationMark";

/** The organisation of the address is not one of the person's: these are. */
export function NotMember() {
  const { t } = useTranslation("app");
  const me = useWhoAmI(null);
  return (
    <Door title={t("not_member.title")} text={t("not_member.text")}>
      <ul className={classes.list}>
        {(me.data?.organisations ?? []).map((org) => (
          <li key={org.id}>
            {/* A whole load: nothing of the other organisation stays in memory. */}
            <a href={`/o/${org.slug}`} className={classes.line}>
              <OrganisationMark name={org.name} />
              {org.name}
            </a>
          </li>
        ))}
      </ul>
    </Door>
  );
}
