import { Select, TextInput, Tooltip } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useParams } from "@/ui/address";
import { AppLink } from "@/ui/AppLink";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { Rows } from "@/ui/Rows";
import ask from "../ask/ask.module.css";
import { ScopeChip } from "../ask/ScopeChip";
import { useRoleNames } from "../ask/useRoleNames";
import { actionWord, areaWord, useResources, useWords } from "../words";
import classes from "./person.module.css";
import { groupPersonRights, type ObjectRights, type PersonRight } from "./rights";

/** What a person may do, object by object, and which roles give it; each right leads to its why. */
export function RightsOfPerson({ user, rights }: { user: string; rights: PersonRight[] }) {
  const { t } = useTranslation("grants");
  const [params, set] = useParams();
  const resources = useResources();
  const words = useWords();
  const name = useRoleNames();
  const byWord = (by: string) => (by.startsWith("u:") ? t("line.personal") : name(by));
  const roles = [...new Set(rights.flatMap((r) => r.by))];
  const typed = (params["find"] ?? "").trim().toLowerCase();
  const role = params["role"];
  const shown = rights.filter((r) => (!role || r.by.includes(role)) && (!typed || `${words.right(r.permission)} ${r.permission}`.toLowerCase().includes(typed)));
  const groups = groupPersonRights(shown, resources.items);
  return (
    <div className={classes.rights}>
      <div className={classes.filters}>
        <TextInput
          aria-label={t("person.find")}
          placeholder={t("person.find")}
          leftSection={<IconSearch size={16} stroke={1.75} aria-hidden />}
          value={params["find"] ?? ""}
          onChange={(event) => set({ find: event.currentTarget.value || undefined })}
        />
        <Select
          aria-label={t("person.by_role")}
          placeholder={t("person.by_role")}
          data={roles.map((id) => ({ value: id, label: byWord(id) }))}
          value={role && roles.includes(role) ? role : null}
          onChange={(next) => set({ role: next ?? undefined })}
          clearable
          clearButtonProps={{ "aria-label": t("ui:clear") }}
        />
      </div>
      {groups.length === 0 ? <EmptyBlock compact title={t(rights.length === 0 ? "person.no_rights" : "person.no_match")} /> : null}
      {groups.map(({ area, objects }) => (
        <section key={area} className={ask.block}>
          <h3>{areaWord(area)}</h3>
          <Rows<ObjectRights>
            label={t("person.rights_in", { area: areaWord(area) })}
            rows={objects}
            rowKey={(o) => o.object}
            columns={[
              { key: "object", label: t("person.object"), width: "26%", cell: (o) => <span title={o.object}>{words.object(o.object)}</span> },
              { key: "rights", label: t("person.may"), cell: (o) => <Chips user={user} object={o} byWord={byWord} /> },
              { key: "by", label: t("person.from_roles"), width: "26%", cell: (o) => o.by.map(byWord).join(", ") },
            ]}
          />
        </section>
      ))}
    </div>
  );
}

function Chips({ user, object, byWord }: { user: string; object: ObjectRights; byWord: (by: string) => string }) {
  const { t } = useTranslation("grants");
  return (
    <span className={classes.chips}>
      {object.rights.map(({ action, right }) => (
        <Tooltip key={right.permission} label={t("person.chip_tip", { right: right.permission, roles: right.by.map(byWord).join(", ") })} openDelay={300}>
          <AppLink to={`/admin/access/ask?user=${user}&right=${encodeURIComponent(right.permission)}`} className={classes.chip}>
            <span>{actionWord(action)}</span>
            {right.cell.allow !== "none" ? <ScopeChip scope={right.cell.allow} /> : null}
            {right.cell.deny !== "none" ? <ScopeChip scope={right.cell.deny} deny /> : null}
          </AppLink>
        </Tooltip>
      ))}
    </span>
  );
}
