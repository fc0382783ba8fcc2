import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import { useGo } from "@/ui/address";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { Form } from "@/ui/form/Form";
import { RecordSkeleton } from "@/ui/RecordPage";
import { useCan } from "@/ui/session";
import { flat, written, type Deal, type Pipeline } from "../wire";
import { marginHidden } from "./margin";
import { dealFields, startField } from "./fields";
import { pickPipeline, usePipelines } from "./pipelines";

interface DealFormProps {
  /** Without it a new deal is made. */
  deal?: Deal;
  account?: string;
  pipeline?: string;
  onDone: () => void;
}

/** Makes a deal, or changes one. */
export function DealForm(props: DealFormProps) {
  const pipelines = usePipelines();
  if (pipelines.isPending) return <RecordSkeleton />;
  if (pipelines.isError) return <ErrorBlock error={pipelines.error} retry={() => void pipelines.refetch()} compact />;
  const pipeline = pickPipeline(pipelines.data.items ?? [], props.deal?.pipeline_id ?? props.pipeline);
  return pipeline ? <Fields {...props} into={pipeline} /> : null;
}

function Fields({ deal, account, into, onDone }: DealFormProps & { into: Pipeline }) {
  const { t } = useTranslation("crm");
  const can = useCan();
  const go = useGo();
  const refresh = useRefresh();
  const assign = can("crm.deal.assign") && can("identity.user.read");
  const cost = can("crm.deal#margin.update") && !marginHidden(deal);
  const fields = useMemo(() => {
    const typed = dealFields(t, { account: deal?.account?.id ?? account, assign, cost, currency: deal?.amount.currency });
    if (deal) return typed;
    const start = startField(t, into);
    return [...typed.slice(0, 4), start, ...typed.slice(4)];
  }, [t, deal, account, assign, cost, into]);
  const record = useMemo(() => (deal ? flat(deal) : undefined), [deal]);
  const defaults = useMemo(() => ({ account_id: account ?? "", stage_id: startField(t, into).options?.[0]?.value ?? "" }), [account, into, t]);
  return (
    <Form<Deal>
      custom="crm.deal"
      name={deal ? `crm.deal/${deal.id}` : "crm.deal/new"}
      fields={fields}
      record={record}
      defaults={defaults}
      version={deal?.version}
      submitLabel={deal ? t("save") : t("deal.create")}
      repeat={!deal}
      submit={(body, context) =>
        deal
          ? api.patch<Deal>(`/crm/deals/${deal.id}`, written(body), context.version)
          : api.post<Deal>("/crm/deals", { ...written(body), pipeline_id: into.id }, { idempotencyKey: context.idempotencyKey })
      }
      reload={deal ? async () => flat(await api.get<Deal>(`/crm/deals/${deal.id}`)) : undefined}
      onSaved={(saved, mode) => {
        void refresh("/crm/deals", "/crm/accounts", "/history");
        if (mode === "close") {
          onDone();
          if (!deal) go(`/crm/deals/${saved.id}`);
        }
      }}
      onCancel={onDone}
    />
  );
}
