import { Button } from "@mantine/core";
import { IconUserPlus } from "@tabler/icons-react";
import { useParams as useRouteParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { RoleRequest } from "@/api/access";
import { useGet } from "@/api/query";
import type { Schema } from "@/api/schema";
import { useParams } from "@/ui/address";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { Notice } from "@/ui/Notice";
import { RecordSkeleton } from "@/ui/RecordPage";
import { useCan } from "@/ui/session";
import { StatusBadge } from "@/ui/StatusBadge";
import { AccessFrame } from "../AccessFrame";
import ask from "../ask/ask.module.css";
import { LineView } from "../ask/LineView";
import { RequestRows } from "../requests/RequestRows";
import { Assignments } from "./Assignments";
import { GiveRole } from "./GiveRole";
import { untilWord } from "./period";
import classes from "./person.module.css";
import { RightsOfPerson } from "./RightsOfPerson";

type Page = Schema<"AccessPersonPage">;

/** One person: their roles with their ends, what they wait for, and what they may do in the end. */
export function PersonPage() {
  const { t } = useTranslation("grants");
  const { id = "" } = useRouteParams({ strict: false }) as { id?: string };
  const can = useCan();
  const [params, set] = useParams();
  const page = useGet<Page>(`/access/people/${id}`);
  const gives = can("access.assignment.assign");
  const person = page.data?.person;
  const giving = params["give"];
  return (
    <AccessFrame
      title={person?.name ?? t("person.title")}
      aside={person ? <StatusBadge kind="identity.user" state={person.active ? "active" : "disabled"} label={t(person.active ? "person.active" : "person.inactive")} /> : null}
      text={t("person.text")}
      actions={
        gives && person ? (
          <Button leftSection={<IconUserPlus size={18} stroke={1.75} />} onClick={() => set({ give: "1" })}>
            {t("give.button")}
          </Button>
        ) : null
      }
    >
      <div className={ask.page}>
        {page.isPending ? <RecordSkeleton /> : null}
        {page.isError ? <ErrorBlock error={page.error} retry={() => void page.refetch()} /> : null}
        {page.data ? <Sections page={page.data} onExtend={(role) => set({ give: role })} /> : null}
      </div>
      {giving && gives && page.data ? (
        <GiveRole person={page.data.person} role={giving === "1" ? undefined : giving} held={page.data.assignments} onClose={() => set({ give: undefined })} />
      ) : null}
    </AccessFrame>
  );
}

function Sections({ page, onExtend }: { page: Page; onExtend: (role: string) => void }) {
  const { t } = useTranslation("grants");
  const { person, assignments, rules, rights } = page;
  const open = useGet<{ items: RoleRequest[] }>("/access/requests", { state: "open" });
  const waiting = (open.data?.items ?? []).filter((r) => r.user.id === person.id);
  return (
    <div className={classes.sections}>
      {person.active ? null : <Notice tone="warning">{t("person.inactive_text", { name: person.name })}</Notice>}
      <section>
        <h2>{t("person.roles")}</h2>
        <Assignments name={person.name} assignments={assignments} onExtend={onExtend} />
      </section>
      {waiting.length > 0 ? (
        <section>
          <h2>{t("person.waiting")}</h2>
          <RequestRows label={t("person.waiting")} requests={waiting} />
        </section>
      ) : null}
      {rules.length > 0 ? (
        <section className={ask.block}>
          <h2>{t("person.lines")}</h2>
          <ul className={ask.lines}>
            {rules.map((rule) => (
              <LineView
                key={[rule.object, rule.action, rule.scope, rule.effect].join()}
                line={{ ...rule, shipped: false, path: [], reaches: true, decides: false }}
                aside={[rule.reason, rule.valid_to ? t("person.until", { until: untilWord(rule.valid_to) }) : ""].filter(Boolean).join(" · ")}
              />
            ))}
          </ul>
        </section>
      ) : null}
      <section>
        <h2>{t("person.rights")}</h2>
        <RightsOfPerson user={person.id} rights={rights} />
      </section>
    </div>
  );
}
