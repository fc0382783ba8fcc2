import { Anchor } from "@mantine/core";
import { IconArrowBackUp, IconDoorExit, IconKey, IconPencil, IconSitemap, IconUser, IconUserPlus } from "@tabler/icons-react";
import { useParams as useRouteParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useGet, useRecord, useRefresh } from "@/api/query";
import { useGo } from "@/ui/address";
import { AppLink } from "@/ui/AppLink";
import { DateText } from "@/ui/DateText";
import { useEmbedded } from "@/ui/embedded";
import { EntityLink } from "@/ui/EntityLink";
import { Notice } from "@/ui/Notice";
import { formatDay } from "@/ui/dates";
import { RecordPage, RecordState, type RecordAction, type RecordTab } from "@/ui/RecordPage";
import { useCan } from "@/ui/session";
import { SidePanel } from "@/ui/SidePanel";
import { StatusBadge } from "@/ui/StatusBadge";
import { Unknown } from "@/ui/Unknown";
import { AsOfBanner, AsOfField, useAsOf } from "../shared/AsOf";
import type { Items, Person, Spell } from "../wire";
import { EndForm } from "./EndForm";
import { EmploymentsTab } from "./EmploymentsTab";
import { personLabels } from "./fields";
import { JobsTab } from "./JobsTab";
import { LineTab } from "./LineTab";
import { LoginDialog } from "./LoginDialog";
import { PayTab } from "./PayTab";
import { PersonalTab } from "./PersonalTab";
import { PersonForm } from "./PersonForm";
import { RehireForm } from "./RehireForm";

/** The page of a person, today or as of a day. */
export function PersonPage() {
  const { id = "" } = useRouteParams({ strict: false }) as { id?: string };
  return <PersonDetail id={id} />;
}

/** A person with job, reporting line and employments; as a page, or beside a list. */
export function PersonDetail({ id }: { id: string }) {
  const day = useAsOf();
  const query = useRecord<Person>(`/hr/employees/${id}`, "hr.employee", { as_of: day });
  return <RecordState query={query}>{(person) => <PersonView person={person} day={day} />}</RecordState>;
}

type Panel = "edit" | "end" | "rehire" | "login" | null;

function PersonView({ person, day }: { person: Person; day: string | undefined }) {
  const { t } = useTranslation("hr");
  const can = useCan();
  const go = useGo();
  const embedded = useEmbedded();
  const refresh = useRefresh();
  const [panel, setPanel] = useState<Panel>(null);
  const spells = useGet<Items<Spell>>(`/hr/employees/${person.id}/employments`);
  const last = spells.data?.items?.reduce<Spell | undefined>((latest, spell) => (!latest || spell.number > latest.number ? spell : latest), undefined);
  const leaving = last?.last_day !== undefined && !last.announced;
  const gone = last?.last_day !== undefined && last.announced;
  // Another day than today is for reading only: what is done is done from today's point of view.
  const live = day === undefined;
  const update = live && can("hr.employee.update");
  const actions: RecordAction[] = [];
  if (live && person.status === "left" && can("hr.employee.create")) actions.push({ id: "rehire", label: t("rehire.action"), icon: IconUserPlus, primary: true, run: () => setPanel("rehire") });
  if (update) actions.push({ id: "edit", label: t("person.edit"), icon: IconPencil, run: () => setPanel("edit") });
  actions.push({ id: "chart", label: t("chart.show"), icon: IconSitemap, run: () => go(`/hr/chart?person=${person.id}${day ? `&as_of=${day}` : ""}`) });
  if (live && can("hr.employee.link") && can("identity.user.read")) actions.push({ id: "login", label: t("login.action"), icon: IconKey, run: () => setPanel("login") });
  if (live && leaving && can("hr.employee.end")) {
    actions.push({
      id: "stay", label: t("end.take_back"), icon: IconArrowBackUp,
      run: async () => {
        await api.post(`/hr/employees/${person.id}/end`, { last_day: "" }, { version: person.version });
        await refresh("/hr", "/history");
      },
    });
  }
  if (live && last && !gone && person.status !== "left" && can("hr.employee.end")) actions.push({ id: "end", label: leaving ? t("end.move") : t("end.action"), icon: IconDoorExit, danger: true, run: () => setPanel("end") });

  const hidden = person._hidden ?? [];
  const personal = !hidden.includes("personal");
  const tabs: RecordTab[] = [
    { id: "job", label: t("job.tab"), content: <JobsTab person={person} editable={update} /> },
    { id: "line", label: t("line.tab"), content: <LineTab person={person} editable={update} day={day} /> },
    { id: "employments", label: t("spell.tab"), content: <EmploymentsTab person={person} /> },
    ...(hidden.includes("salary") ? [] : [{ id: "pay", label: t("pay.tab"), content: <PayTab person={person} live={live} /> }]),
    ...(personal ? [{ id: "personal", label: t("person.personal"), content: <PersonalTab person={person} editable={live && can("hr.employee#personal.update") && can("hr.employee.update")} /> }] : []),
  ];
  const close = () => setPanel(null);
  return (
    <>
      <RecordPage
        icon={IconUser}
        title={person.name}
        subtitle={person.position?.title ?? person.title}
        status={<StatusBadge kind="hr.employee" state={leaving && person.status === "active" ? "leaving" : person.status} label={leaving && person.status === "active" ? t("status.leaving") : t(`status.${person.status}`)} />}
        actions={actions}
        banner={
          <>
            {!embedded ? <AsOfBanner text={t("as_of.read_only")} /> : null}
            {live && leaving ? <Notice tone="warning">{t("end.planned", { day: formatDay(last?.last_day ?? "", "long") })}</Notice> : null}
          </>
        }
        details={[
          { label: t("job.does"), value: person.position?.title ?? person.title ?? <Unknown /> },
          { label: t("job.unit"), value: <EntityLink entity="hr.unit" id={person.unit?.id} label={person.unit?.name} /> },
          { label: t("line.manager"), value: <EntityLink entity="hr.employee" id={person.manager?.id} label={person.manager?.name} /> },
          { label: t("job.type"), value: person.employment_type ? t(`type.${person.employment_type}`) : <Unknown /> },
          { label: t("job.site"), value: person.site || <Unknown /> },
          { label: t("person.email"), value: person.email ? <Anchor href={`mailto:${person.email}`} fz="inherit">{person.email}</Anchor> : <Unknown /> },
          { label: t("person.phone"), value: person.phone ? <Anchor href={`tel:${person.phone}`} fz="inherit">{person.phone}</Anchor> : <Unknown /> },
          { label: t("person.number"), value: <span className="lh-code">{person.number}</span> },
          { label: t("person.hired_on"), value: <DateText value={person.hired_on} /> },
          { label: t("person.seniority"), value: <DateText value={person.seniority_from} />, hidden: person.seniority_from === person.hired_on },
          { label: t("end.last_day"), value: <DateText value={person.last_day} />, hidden: !person.last_day },
          { label: t("login.label"), value: <Login id={person.login_id} /> },
          { label: t("as_of.label"), value: <AsOfField />, hidden: embedded },
        ]}
        custom={{ entity: "hr.employee", endpoint: "/hr/employees", record: person, editable: update }}
        tabs={tabs}
        timeline={{ entity: "hr.employee", id: person.id, fieldLabels: personLabels(t), refreshes: ["/hr"] }}
        path={`/hr/people/${person.id}`}
        keep={day ? `?as_of=${day}` : ""}
      />
      <SidePanel opened={panel === "edit"} onClose={close} title={t("person.edit")}>
        <PersonForm person={person} onDone={close} />
      </SidePanel>
      <SidePanel opened={panel === "end"} onClose={close} title={t("end.title", { name: person.name })}>
        <EndForm person={person} planned={leaving ? last?.last_day : undefined} onDone={close} />
      </SidePanel>
      <SidePanel opened={panel === "rehire"} onClose={close} title={t("rehire.title", { name: person.name })}>
        <RehireForm person={person} onDone={close} />
      </SidePanel>
      {panel === "login" ? <LoginDialog person={person} onClose={close} /> : null}
    </>
  );
}

// Whose login it is, by name where one may see that.
function Login({ id }: { id: string | undefined }) {
  const { t } = useTranslation("hr");
  const can = useCan();
  if (!id) return <>{t("login.none")}</>;
  return can("identity.user.read") ? <AppLink to="/admin/people" fz="inherit">{t("login.there")}</AppLink> : <>{t("login.there")}</>;
}
