import { Badge, Button, Tabs } from "@mantine/core";
import { IconTable } from "@tabler/icons-react";
import { Link, useParams as useRouteParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useGet } from "@/api/query";
import type { Schema } from "@/api/schema";
import { stringifySearch, useGo, useParams } from "@/ui/address";
import { AppLink, linkProps } from "@/ui/AppLink";
import { formatCount } from "@/ui/number";
import { RecordState } from "@/ui/RecordPage";
import { AccessFrame } from "../AccessFrame";
import classes from "../drafts/drafts.module.css";
import { useMatrix } from "../drafts/useDraft";
import { HolderList } from "./HolderList";
import { RoleRights } from "./RoleRights";
import { ShippedLines } from "./ShippedLines";

type Page = Schema<"AccessRolePage">;

const tabs = ["rights", "people", "lines"] as const;

/** One role: what it may do in the end, who has it, whose rules it has, and its own lines. */
export function RolePage() {
  const { t } = useTranslation("access");
  const { role: id = "" } = useRouteParams({ strict: false }) as { role?: string };
  const [params] = useParams();
  const role = useGet<Page>(`/access/roles/${encodeURIComponent(id)}`, params["draft"] ? { draft: params["draft"] } : {});
  return role.data ? (
    <OneRole key={id} role={role.data} draft={params["draft"]} />
  ) : (
    <AccessFrame title={t("roles.role")}>
      <RecordState query={role}>{() => null}</RecordState>
    </AccessFrame>
  );
}

function OneRole({ role, draft }: { role: Page; draft: string | undefined }) {
  const { t } = useTranslation("access");
  const go = useGo();
  const { tab } = useRouteParams({ strict: false }) as { tab?: string };
  const matrix = useMatrix(draft);
  const roles = matrix.data?.roles ?? [];
  const current = tabs.find((one) => one === tab) ?? "rights";
  const query = stringifySearch({ draft });
  const path = `/admin/access/roles/${role.id}`;
  const count = (n: number) => <span className={classes.count}>{formatCount(n)}</span>;
  const links = (ids: string[]) =>
    ids.map((id, at) => (
      <span key={id}>
        {at > 0 ? ", " : ""}
        <AppLink to={`/admin/access/roles/${id}${query}`} fz="inherit" underline="always">
          <bdi>{roles.find((r) => r.id === id)?.name ?? id}</bdi>
        </AppLink>
      </span>
    ));
  return (
    <AccessFrame
      title={role.name}
      aside={
        <Badge size="sm" variant="default">
          {t(role.fixed ? "roles.is_fixed" : role.shipped ? "roles.is_shipped" : "roles.is_own")}
        </Badge>
      }
      text={
        <>
          <code>{role.id}</code> {role.note ? <bdi>· {role.note} </bdi> : null}
          {role.inherits.length > 0 ? (
            <>
              · {t("roles.inherits")} {links(role.inherits)}{" "}
            </>
          ) : null}
          {role.heirs.length > 0 ? (
            <>
              · {t("roles.heirs")} {links(role.heirs)}
            </>
          ) : null}
        </>
      }
      actions={
        <Button variant="default" leftSection={<IconTable size={18} stroke={1.75} />} renderRoot={(props) => <Link {...props} {...linkProps(draft ? `/admin/access/drafts/${draft}?role=${role.id}` : `/admin/access?role=${role.id}`)} />}>
          {t("roles.in_matrix")}
        </Button>
      }
    >
      <Tabs value={current} className={classes.tabs} onChange={(next) => next && go(`${next === "rights" ? path : `${path}/${next}`}${query}`, { replace: true })}>
        <Tabs.List className={classes.list}>
          <Tabs.Tab value="rights">
            {t("tabs.rights")}
            {count(Object.keys(role.cells).length)}
          </Tabs.Tab>
          <Tabs.Tab value="people">
            {t("tabs.people")}
            {count(role.holders.length)}
          </Tabs.Tab>
          <Tabs.Tab value="lines">
            {t("tabs.lines")}
            {count(role.rules.length)}
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="rights" className={classes.page} tabIndex={0}>
          <RoleRights role={role} />
        </Tabs.Panel>
        <Tabs.Panel value="people" className={classes.page} tabIndex={0}>
          <HolderList holders={role.holders} />
        </Tabs.Panel>
        <Tabs.Panel value="lines" className={classes.page} tabIndex={0}>
          <ShippedLines lines={role.rules} />
        </Tabs.Panel>
      </Tabs>
    </AccessFrame>
  );
}
