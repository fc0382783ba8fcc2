import { useTranslation } from "react-i18next";
import classes from "../shared/admin.module.css";
import { RightChip } from "../shared/RightsList";
import { actionWord, groupRights, mainActions, moduleWord, objectWord, type ModuleRights } from "../shared/rights";
import { Scrollable } from "@/ui/Scrollable";

/** Rights as a table for each module: objects down, actions across, and in each cell how far it reaches. */
export function RightsMatrix({ permissions }: { permissions: Record<string, string> }) {
  return (
    <>
      {groupRights(permissions).map((group) => (
        <section key={group.module}>
          <h3>{moduleWord(group.module)}</h3>
          <ModuleMatrix group={group} />
        </section>
      ))}
    </>
  );
}

function ModuleMatrix({ group }: { group: ModuleRights }) {
  const { t } = useTranslation("admin");
  const label = t("roles.matrix", { module: moduleWord(group.module) });
  const actions = mainActions.filter((action) => group.objects.some((o) => o.rights.some((r) => r.action === action)));
  const main = new Set<string>(actions);
  const more = group.objects.some((o) => o.rights.some((r) => !main.has(r.action)));
  return (
    <Scrollable label={label} className={classes.matrix}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("rights.object")}</th>
            {actions.map((action) => (
              <th key={action} scope="col">
                {actionWord(action)}
              </th>
            ))}
            {more ? <th scope="col">{t("rights.more")}</th> : null}
          </tr>
        </thead>
        <tbody>
          {group.objects.map((object) => (
            <tr key={`${object.module}.${object.object}`}>
              <th scope="row">{objectWord(object)}</th>
              {actions.map((action) => {
                const right = object.rights.find((r) => r.action === action);
                return <td key={action}>{right ? <RightChip right={right} bare /> : <None />}</td>;
              })}
              {more ? (
                <td>
                  <span className={classes.chips}>
                    {object.rights
                      .filter((r) => !main.has(r.action))
                      .map((right) => (
                        <RightChip key={right.name} right={right} />
                      ))}
                  </span>
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrollable>
  );
}

function None() {
  const { t } = useTranslation("admin");
  return (
    <span className={classes.none} title={t("rights.not")}>
      –
    </span>
  );
}
