import { useTranslation } from "react-i18next";
import classes from "./admin.module.css";
import { actionWord, groupRights, moduleWord, objectWord, type Right } from "./rights";

/** What a role or a token allows, one line for each object. */
export function RightsList({ permissions }: { permissions: Record<string, string> }) {
  const { t } = useTranslation("admin");
  const groups = groupRights(permissions);
  if (groups.length === 0) return <p className={classes.dimmed}>{t("rights.none")}</p>;
  return (
    <div className={classes.rights}>
      {groups.map((group) => (
        <section key={group.module}>
          <h3>{moduleWord(group.module)}</h3>
          {group.objects.map((object) => (
            <div key={`${object.module}.${object.object}`} className={classes.right}>
              <span>{objectWord(object)}</span>
              <span className={classes.chips}>
                {object.rights.map((right) => (
                  <RightChip key={right.name} right={right} />
                ))}
              </span>
            </div>
          ))}
        </section>
      ))}
    </div>
  );
}

/** An action and how far it reaches. */
function RightChip({ right }: { right: Right }) {
  const { t } = useTranslation("admin");
  return (
    <span className={classes.chip} data-reach={right.reach}>
      {t("rights.chip", { action: actionWord(right.action), reach: t(`rights.reach.${right.reach}`) })}
    </span>
  );
}
