import { IconFlag, IconPencil, IconPlayerPause, IconReceipt, IconRefresh, IconTargetArrow, IconTrash, IconX } from "@tabler/icons-react";
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
import { formatDecimal } from "@/ui/number";
import { Notice } from "@/ui/Notice";
import { RecordPage, RecordState, type Fact, type RecordAction } from "@/ui/RecordPage";
import { RelatedCard } from "@/ui/RelatedCard";
import { Rows } from "@/ui/Rows";
import { useCan } from "@/ui/session";
import { SidePanel } from "@/ui/SidePanel";
import { StatusBadge } from "@/ui/StatusBadge";
import { showFailed } from "@/ui/UndoToast";
import { useInlineFacts } from "@/ui/useInlineFacts";
import classes from "../shared/shared.module.css";
import { offerUndo } from "../shared/undo";
import { type Deal, flat, type Items, type Order, type Stage, type StageVisit, written } from "../wire";
import { unlessCancelled } from "./DealList";
import { DealForm } from "./DealForm";
import { dealFields, dealLabels } from "./fields";
import { inCurrencyOf, marginHidden } from "./margin";
import { firstOf, usePipelines } from "./pipelines";
import { StageBar } from "./StageBar";
import { lengthOf } from "./stages";
import { useDealMoves } from "./useDealMoves";

/** Page of a deal. */
export function DealPage() {
  const { id = "" } = useRouteParams({ strict: false }) as { id?: string };
  return <DealDetail id={id} />;
}

/** A deal: on its page, and in the side panel of list and board. */
export function DealDetail({ id }: { id: string }) {
  const query = useRecord<Deal>(`/crm/deals/${id}`, "crm.deal");
  return <RecordState query={query}>{(deal) => <DealView deal={deal} />}</RecordState>;
}

function DealView({ deal }: { deal: Deal }) {
  const { t } = useTranslation("crm");
  const can = useCan();
  const go = useGo();
  const refresh = useRefresh();
  const embedded = useEmbedded();
  const moves = useDealMoves();
  const [editing, setEditing] = useState(false);
  const pipeline = usePipelines().data?.items?.find((p) => p.id === deal.pipeline_id);
  const editable = can("crm.deal.update");
  const assign = can("crm.deal.assign") && can("identity.user.read");
  const fields = useMemo(() => dealFields(t, { account: deal.account?.id, currency: deal.amount.currency }), [t, deal.account?.id, deal.amount.currency]);
  const fact = useInlineFacts(deal, { entity: "crm.deal", endpoint: "/crm/deals", fields, editable, read: flat, write: written });
  const path = `/crm/deals/${deal.id}`;
  const decided = deal.status === "won" || deal.status === "lost";
  const move = (stage: Stage | undefined) => (stage ? moves.move(deal, stage).then(() => undefined, unlessCancelled) : undefined);

  const actions: RecordAction[] = [];
  if (pipeline && !decided && can("crm.deal.win")) actions.push({ id: "win", label: t("deal.win"), icon: IconFlag, primary: true, run: () => move(firstOf(pipeline, "won")) });
  if (pipeline && !decided && can("crm.deal.lose")) actions.push({ id: "lose", label: t("deal.lose"), icon: IconX, run: () => move(firstOf(pipeline, "lost")) });
  if (pipeline && deal.status === "open" && editable && firstOf(pipeline, "hold"))
    actions.push({ id: "hold", label: t("deal.hold"), icon: IconPlayerPause, run: () => move(firstOf(pipeline, "hold")) });
  if (pipeline && decided && editable) actions.push({ id: "reopen", label: t("deal.reopen"), icon: IconRefresh, primary: deal.status === "lost", run: () => move(firstOf(pipeline, "open")) });
  if (can("crm.order.create") && deal.account?.id)
    actions.push({ id: "order", label: t("order.new"), icon: IconReceipt, primary: deal.status === "won", run: () => go(`/crm/orders?new=account:${deal.account?.id}`) });
  if (editable) actions.push({ id: "edit", label: t("edit"), icon: IconPencil, run: () => setEditing(true) });
  if (can("crm.deal.delete"))
    actions.push({
      id: "delete", label: t("delete"), icon: IconTrash, danger: true,
      run: async () => {
        await api.delete(path, deal.version);
        offerUndo(t("deal.deleted", { name: deal.name }), () => refresh("/crm/deals"));
        if (!embedded) go("/crm/deals");
        await refresh("/crm/deals");
      },
    });

  const facts: Fact[] = [
    { label: t("deal.amount"), value: <Money value={deal.amount} code /> },
    { label: t("deal.probability"), value: t("percent", { value: deal.probability }) },
    { label: decided ? t("deal.closed_at") : t("deal.expected_close"), value: decided ? <DateText value={deal.closed_at} /> : <DateText value={deal.expected_close} weekday due /> },
    { label: t("deal.in_this_stage"), value: <DateText value={deal.stage_entered_at} relative /> },
  ];
  const details: Fact[] = [
    fact("name", <span dir="auto">{deal.name}</span>),
    fact("next_step", <span dir="auto">{deal.next_step || "–"}</span>),
    fact("expected_close", <DateText value={deal.expected_close} weekday due={!decided} />),
    fact("amount", <Money value={deal.amount} code />),
    fact("cost", <Money value={inCurrencyOf(deal, deal.cost)} code />, { hidden: marginHidden(deal), editable: can("crm.deal#margin.update") }),
    { label: t("deal.margin"), value: <Margin deal={deal} />, hidden: marginHidden(deal) },
    fact("account_id", deal.account?.id ? <EntityLink entity="crm.account" id={deal.account.id} label={deal.account.name} /> : "–"),
    fact("contact_id", deal.contact?.id ? <EntityLink entity="crm.contact" id={deal.contact.id} label={deal.contact.name} /> : "–"),
    fact("product", <span dir="auto">{deal.product || "–"}</span>),
    fact("salesperson_id", deal.salesperson?.id ? <EntityLink entity="hr.employee" id={deal.salesperson.id} label={deal.salesperson.name} /> : "–"),
    fact("owner_id", deal.owner?.name ?? "–", { editable: assign }),
    { label: t("deal.pipeline"), value: pipeline?.name ?? "–" },
    fact("code", <span className="lh-code">{deal.code || "–"}</span>, { hidden: !deal.code }),
  ];

  return (
    <>
      <RecordPage
        icon={IconTargetArrow}
        title={deal.name}
        subtitle={deal.account?.name}
        status={<StatusBadge kind="crm.deal" state={deal.status} label={deal.stage.name} />}
        actions={actions}
        facts={facts}
        details={details}
        custom={{ entity: "crm.deal", endpoint: "/crm/deals", record: deal, editable }}
        path={path}
        banner={
          <div className={classes.stack}>
            {pipeline ? <StageBar deal={deal} pipeline={pipeline} onMove={(stage) => void Promise.resolve(move(stage)).catch(showFailed)} /> : null}
            {deal.status === "lost" ? (
              <Notice tone="danger" title={t("deal.lost_because", { reason: deal.lost_reason?.name ?? "–" })}>
                {deal.lost_note}
              </Notice>
            ) : null}
          </div>
        }
        tabs={[{ id: "stages", label: t("deal.stages"), content: <Visits deal={deal} /> }]}
        related={
          can("crm.order.read") && deal.account?.id ? (
            <RelatedCard<Order>
              title={t("order.of_account")}
              endpoint="/crm/orders"
              query={{ account_id: deal.account.id, sort: "-ordered_on" }}
              all={`/crm/orders?account_id=${deal.account.id}`}
              line={(order) => (
                <>
                  <div className={classes.two}>
                    <EntityLink entity="crm.order" id={order.id} label={order.number || t("order.draft")} />
                    <Money value={{ amount: order.total, currency: order.currency }} />
                  </div>
                  <StatusBadge kind="crm.order" state={order.status} label={t(`order.states.${order.status}`)} />
                </>
              )}
            />
          ) : undefined
        }
        timeline={{ entity: "crm.deal", id: deal.id, fieldLabels: dealLabels(t), refreshes: ["/crm/deals"] }}
      />
      {moves.dialog}
      <SidePanel opened={editing} onClose={() => setEditing(false)} title={t("deal.edit", { name: deal.name })}>
        {editing ? <DealForm deal={deal} onDone={() => setEditing(false)} /> : null}
      </SidePanel>
    </>
  );
}

/** What the deal leaves over, and that in percent of its amount. */
function Margin({ deal }: { deal: Deal }) {
  const { t } = useTranslation("crm");
  return (
    <>
      <Money value={inCurrencyOf(deal, deal.margin)} code />
      {deal.margin_percent === undefined ? null : <span className="lh-number"> ({t("percent", { value: formatDecimal(deal.margin_percent) })})</span>}
    </>
  );
}

/** Through which stages the deal went, newest first, and how long it stayed. */
function Visits({ deal }: { deal: Deal }) {
  const { t } = useTranslation("crm");
  const visits = useGet<Items<StageVisit>>(`/crm/deals/${deal.id}/stages`);
  const rows = visits.data?.items ?? [];
  return (
    <Rows<StageVisit>
      label={t("deal.stages")}
      rows={rows}
      rowKey={(v) => v.entered_at + v.to.id}
      columns={[
        { key: "to", label: t("deal.stage"), cell: (v) => <StatusBadge kind="crm.deal" state={v.to.category} label={v.to.name} /> },
        { key: "entered", label: t("deal.entered"), cell: (v) => <DateText value={v.entered_at} /> },
        {
          key: "time", label: t("deal.time"), numeric: true,
          cell: (v) => {
            const { unit, count } = lengthOf(v.seconds);
            return <span className="lh-number">{t(`length.${unit}`, { count })}</span>;
          },
        },
        { key: "amount", label: t("deal.amount"), numeric: true, cell: (v) => <Money value={v.amount} /> },
        { key: "by", label: t("deal.by"), cell: (v) => (v.undo ? t("deal.undone_by", { who: v.by_name ?? t("nobody") }) : (v.by_name ?? t("nobody"))) },
      ]}
    />
  );
}
