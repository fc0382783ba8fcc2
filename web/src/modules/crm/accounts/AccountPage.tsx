import { Anchor } from "@mantine/core";
import { IconBuilding, IconPencil, IconReceipt, IconTargetArrow, IconTrash, IconUserPlus } from "@tabler/icons-react";
import { useParams as useRouteParams } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useGet, useRecord, useRefresh } from "@/api/query";
import { useGo } from "@/ui/address";
import { DateText } from "@/ui/DateText";
import { useEmbedded } from "@/ui/embedded";
import { EntityLink } from "@/ui/EntityLink";
import { Money } from "@/ui/Money";
import { formatCount } from "@/ui/number";
import { RecordPage, RecordState, type Fact, type RecordAction } from "@/ui/RecordPage";
import { RelatedCard } from "@/ui/RelatedCard";
import { useCan } from "@/ui/session";
import { SidePanel } from "@/ui/SidePanel";
import { StatusBadge } from "@/ui/StatusBadge";
import { useInlineFacts } from "@/ui/useInlineFacts";
import { ContactPoints, WebLink } from "../shared/ContactPoints";
import { offerUndo } from "../shared/undo";
import classes from "../shared/shared.module.css";
import { type Account, type Contact, type Deal, flat, type Order, written } from "../wire";
import { AccountForm } from "./AccountForm";
import { Addresses } from "./Addresses";
import { accountFields, accountLabels } from "./fields";

/** Page of an account. */
export function AccountPage() {
  const { id = "" } = useRouteParams({ strict: false }) as { id?: string };
  return <AccountDetail id={id} />;
}

/** An account: on its page, and in the side panel of the list. */
export function AccountDetail({ id }: { id: string }) {
  const query = useRecord<Account>(`/crm/accounts/${id}`, "crm.account");
  return <RecordState query={query}>{(account) => <AccountView account={account} />}</RecordState>;
}

function AccountView({ account }: { account: Account }) {
  const { t } = useTranslation("crm");
  const can = useCan();
  const go = useGo();
  const refresh = useRefresh();
  const embedded = useEmbedded();
  const [editing, setEditing] = useState(false);
  const editable = can("crm.account.update");
  const assign = can("crm.account.assign") && can("identity.user.read");
  const fields = useMemo(() => accountFields(t), [t]);
  const fact = useInlineFacts(account, { entity: "crm.account", endpoint: "/crm/accounts", fields, editable, read: flat, write: written });
  const path = `/crm/accounts/${account.id}`;

  const actions: RecordAction[] = [];
  if (can("crm.deal.create")) actions.push({ id: "deal", label: t("deal.new"), icon: IconTargetArrow, primary: true, run: () => go(`/crm/deals?new=account:${account.id}`) });
  if (can("crm.order.create")) actions.push({ id: "order", label: t("order.new"), icon: IconReceipt, run: () => go(`/crm/orders?new=account:${account.id}`) });
  if (can("crm.contact.create")) actions.push({ id: "contact", label: t("contact.new"), icon: IconUserPlus, run: () => go(`/crm/contacts?new=account:${account.id}`) });
  if (editable) actions.push({ id: "edit", label: t("edit"), icon: IconPencil, run: () => setEditing(true) });
  if (can("crm.account.delete"))
    actions.push({
      id: "delete", label: t("delete"), icon: IconTrash, danger: true,
      run: async () => {
        await api.delete(path, account.version);
        offerUndo(t("account.deleted", { name: account.name }), () => refresh("/crm/accounts"));
        if (!embedded) go("/crm/accounts");
        await refresh("/crm/accounts");
      },
    });

  const facts: Fact[] = [
    { label: t("account.open_deals"), value: formatCount(account.open_deals), to: `/crm/deals?layout=list&status=open&account_id=${account.id}`, hidden: !can("crm.deal.read") },
    { label: t("account.open_orders"), value: formatCount(account.open_orders), to: `/crm/orders?status=draft,confirmed,partially_fulfilled,on_hold&account_id=${account.id}`, hidden: !can("crm.order.read") },
    { label: t("owner"), value: account.owner?.name ?? "–" },
    { label: t("changed"), value: <DateText value={account.updated_at} relative /> },
  ];
  const details: Fact[] = [
    fact("name", <span dir="auto">{account.name}</span>),
    fact("lifecycle", <StatusBadge kind="crm.account" state={account.lifecycle} label={t(`lifecycle.${account.lifecycle}`)} />),
    fact("phone", account.phone ? <Anchor href={`tel:${account.phone}`} fz="inherit">{account.phone}</Anchor> : "–"),
    fact("email", account.email ? <Anchor href={`mailto:${account.email}`} fz="inherit">{account.email}</Anchor> : "–"),
    fact("website", account.website ? <WebLink address={account.website} /> : "–"),
    fact("industry", account.industry || "–"),
    fact("employees", account.employees ? formatCount(account.employees) : "–"),
    fact("code", <span className="lh-code">{account.code || "–"}</span>),
    fact("legal_name", <span dir="auto">{account.legal_name || "–"}</span>),
    fact("currency", account.currency || "–"),
    fact("parent_id", account.parent?.id ? <EntityLink entity="crm.account" id={account.parent.id} label={account.parent.name} /> : "–"),
    fact("owner_id", account.owner?.name ?? "–", { editable: assign }),
    fact("description", <span dir="auto">{account.description || "–"}</span>),
  ];

  return (
    <>
      <RecordPage
        icon={IconBuilding}
        title={account.name}
        subtitle={[account.city, account.country].filter(Boolean).join(", ")}
        status={<StatusBadge kind="crm.account" state={account.lifecycle} label={t(`lifecycle.${account.lifecycle}`)} />}
        actions={actions}
        facts={facts}
        details={details}
        custom={{ entity: "crm.account", endpoint: "/crm/accounts", record: account, editable }}
        path={path}
        tabs={[
          {
            id: "overview",
            label: t("overview"),
            content: (
              <div className={classes.overview}>
                <ContactPoints path={path} list="/crm/accounts" version={account.version} points={account.contact_points ?? []} editable={editable} />
                <Addresses account={account} editable={editable} />
                <Children account={account} />
              </div>
            ),
          },
        ]}
        related={<Related account={account} />}
        timeline={{ entity: "crm.account", id: account.id, fieldLabels: accountLabels(t), refreshes: ["/crm/accounts"] }}
      />
      <SidePanel opened={editing} onClose={() => setEditing(false)} title={t("account.edit", { name: account.name })}>
        {editing ? <AccountForm account={account} onDone={() => setEditing(false)} /> : null}
      </SidePanel>
    </>
  );
}

function Related({ account }: { account: Account }) {
  const { t } = useTranslation("crm");
  const can = useCan();
  const go = useGo();
  return (
    <>
      {can("crm.contact.read") ? (
        <RelatedCard<Contact>
          title={t("contact.title")}
          endpoint="/crm/contacts"
          query={{ account_id: account.id }}
          all={`/crm/contacts?account_id=${account.id}`}
          onAdd={can("crm.contact.create") ? () => go(`/crm/contacts?new=account:${account.id}`) : undefined}
          addLabel={t("contact.new")}
          line={(contact) => (
            <>
              <EntityLink entity="crm.contact" id={contact.id} label={contact.name} />
              <div className={classes.sub}>{[contact.job_title, contact.phone || contact.email].filter(Boolean).join(" · ")}</div>
            </>
          )}
        />
      ) : null}
      {can("crm.deal.read") ? (
        <RelatedCard<Deal>
          title={t("deal.title")}
          endpoint="/crm/deals"
          query={{ account_id: account.id }}
          all={`/crm/deals?layout=list&account_id=${account.id}`}
          onAdd={can("crm.deal.create") ? () => go(`/crm/deals?new=account:${account.id}`) : undefined}
          addLabel={t("deal.new")}
          line={(deal) => (
            <>
              <div className={classes.two}>
                <EntityLink entity="crm.deal" id={deal.id} label={deal.name} />
                <Money value={deal.amount} />
              </div>
              <div className={classes.two}>
                <StatusBadge kind="crm.deal" state={deal.status} label={deal.stage.name} />
                <span className={classes.sub}>{deal.expected_close ? <DateText value={deal.expected_close} due={deal.status === "open"} /> : null}</span>
              </div>
            </>
          )}
        />
      ) : null}
      {can("crm.order.read") ? (
        <RelatedCard<Order>
          title={t("order.title")}
          endpoint="/crm/orders"
          query={{ account_id: account.id, sort: "-ordered_on" }}
          all={`/crm/orders?account_id=${account.id}`}
          onAdd={can("crm.order.create") ? () => go(`/crm/orders?new=account:${account.id}`) : undefined}
          addLabel={t("order.new")}
          line={(order) => (
            <>
              <div className={classes.two}>
                <EntityLink entity="crm.order" id={order.id} label={order.number || t("order.draft")} />
                <Money value={{ amount: order.total, currency: order.currency }} />
              </div>
              <div className={classes.two}>
                <StatusBadge kind="crm.order" state={order.status} label={t(`order.states.${order.status}`)} />
                <span className={classes.sub}>
                  <DateText value={order.ordered_on} />
                </span>
              </div>
            </>
          )}
        />
      ) : null}
    </>
  );
}

// Only accounts that have some say so: most have none.
function Children({ account }: { account: Account }) {
  const { t } = useTranslation("crm");
  const children = useGet<{ items: Account[] }>("/crm/accounts", { parent_id: account.id, limit: 1 });
  if (!children.data || children.data.items.length === 0) return null;
  return (
    <RelatedCard<Account>
      title={t("account.children")}
      endpoint="/crm/accounts"
      query={{ parent_id: account.id }}
      all={`/crm/accounts?parent_id=${account.id}`}
      line={(child) => (
        <div className={classes.two}>
          <EntityLink entity="crm.account" id={child.id} label={child.name} />
          <span className={classes.sub}>{[child.city, child.country].filter(Boolean).join(", ")}</span>
        </div>
      )}
    />
  );
}
