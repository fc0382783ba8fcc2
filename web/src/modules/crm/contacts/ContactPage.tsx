import { Anchor } from "@mantine/core";
import { IconPencil, IconTargetArrow, IconTrash, IconUser } from "@tabler/icons-react";
import { useParams as useRouteParams } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useRecord, useRefresh } from "@/api/query";
import { useGo } from "@/ui/address";
import { DateText } from "@/ui/DateText";
import { useEmbedded } from "@/ui/embedded";
import { EntityLink } from "@/ui/EntityLink";
import { Money } from "@/ui/Money";
import { RecordPage, RecordState, type Fact, type RecordAction } from "@/ui/RecordPage";
import { RelatedCard } from "@/ui/RelatedCard";
import { useCan } from "@/ui/session";
import { SidePanel } from "@/ui/SidePanel";
import { StatusBadge } from "@/ui/StatusBadge";
import { useInlineFacts } from "@/ui/useInlineFacts";
import { ContactPoints } from "../shared/ContactPoints";
import classes from "../shared/shared.module.css";
import { offerUndo } from "../shared/undo";
import { type Contact, type Deal, flat, written } from "../wire";
import { Affiliations } from "./Affiliations";
import { ContactForm } from "./ContactForm";
import { contactFields, contactLabels } from "./fields";

/** Page of a contact. */
export function ContactPage() {
  const { id = "" } = useRouteParams({ strict: false }) as { id?: string };
  return <ContactDetail id={id} />;
}

/** A contact: on its page, and in the side panel of the list. */
export function ContactDetail({ id }: { id: string }) {
  const query = useRecord<Contact>(`/crm/contacts/${id}`, "crm.contact");
  return <RecordState query={query}>{(contact) => <ContactView contact={contact} />}</RecordState>;
}

function ContactView({ contact }: { contact: Contact }) {
  const { t } = useTranslation("crm");
  const can = useCan();
  const go = useGo();
  const refresh = useRefresh();
  const embedded = useEmbedded();
  const [editing, setEditing] = useState(false);
  const editable = can("crm.contact.update");
  const assign = can("crm.contact.assign") && can("identity.user.read");
  const fields = useMemo(() => contactFields(t), [t]);
  const fact = useInlineFacts(contact, { entity: "crm.contact", endpoint: "/crm/contacts", fields, editable, read: flat, write: written });
  const path = `/crm/contacts/${contact.id}`;

  const actions: RecordAction[] = [];
  if (editable) actions.push({ id: "edit", label: t("edit"), icon: IconPencil, primary: true, run: () => setEditing(true) });
  if (can("crm.deal.create") && contact.account?.id)
    actions.push({ id: "deal", label: t("deal.new"), icon: IconTargetArrow, run: () => go(`/crm/deals?new=account:${contact.account?.id}`) });
  if (can("crm.contact.delete"))
    actions.push({
      id: "delete", label: t("delete"), icon: IconTrash, danger: true,
      run: async () => {
        await api.delete(path, contact.version);
        offerUndo(t("contact.deleted", { name: contact.name }), () => refresh("/crm/contacts"));
        if (!embedded) go("/crm/contacts");
        await refresh("/crm/contacts");
      },
    });

  const details: Fact[] = [
    fact("first_name", <span dir="auto">{contact.first_name || "–"}</span>),
    fact("last_name", <span dir="auto">{contact.last_name || "–"}</span>),
    fact("job_title", <span dir="auto">{contact.job_title || "–"}</span>),
    { label: t("contact.works_for"), value: contact.account?.id ? <EntityLink entity="crm.account" id={contact.account.id} label={contact.account.name} /> : "–" },
    fact("email", contact.email ? <Anchor href={`mailto:${contact.email}`} fz="inherit">{contact.email}</Anchor> : "–"),
    fact("phone", contact.phone ? <Anchor href={`tel:${contact.phone}`} fz="inherit">{contact.phone}</Anchor> : "–"),
    fact("salutation", contact.salutation || "–"),
    fact("code", <span className="lh-code">{contact.code || "–"}</span>),
    fact("owner_id", contact.owner?.name ?? "–", { editable: assign }),
    { label: t("changed"), value: <DateText value={contact.updated_at} relative /> },
  ];
  return (
    <>
      <RecordPage
        icon={IconUser}
        title={contact.name}
        subtitle={[contact.job_title, contact.account?.name].filter(Boolean).join(" · ")}
        actions={actions}
        details={details}
        custom={{ entity: "crm.contact", endpoint: "/crm/contacts", record: contact, editable }}
        path={path}
        tabs={[
          {
            id: "overview",
            label: t("overview"),
            content: (
              <div className={classes.overview}>
                <Affiliations contact={contact} editable={editable} />
                <ContactPoints path={path} list="/crm/contacts" version={contact.version} points={contact.contact_points ?? []} editable={editable} />
              </div>
            ),
          },
        ]}
        related={
          can("crm.deal.read") ? (
            <RelatedCard<Deal>
              title={t("deal.title")}
              endpoint="/crm/deals"
              query={{ contact_id: contact.id }}
              all={`/crm/deals?layout=list&contact_id=${contact.id}`}
              line={(deal) => (
                <>
                  <div className={classes.two}>
                    <EntityLink entity="crm.deal" id={deal.id} label={deal.name} />
                    <Money value={deal.amount} />
                  </div>
                  <StatusBadge kind="crm.deal" state={deal.status} label={deal.stage.name} />
                </>
              )}
            />
          ) : undefined
        }
        timeline={{ entity: "crm.contact", id: contact.id, fieldLabels: contactLabels(t), refreshes: ["/crm/contacts"] }}
      />
      <SidePanel opened={editing} onClose={() => setEditing(false)} title={t("contact.edit", { name: contact.name })}>
        {editing ? <ContactForm contact={contact} onDone={() => setEditing(false)} /> : null}
      </SidePanel>
    </>
  );
}
