import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { toProblem } from "@/api/problem";
import { useRefresh } from "@/api/query";
import { ActionDialog } from "@/ui/ActionDialog";
import { MoveCancelled } from "@/ui/Board";
import type { FieldSpec } from "@/ui/form/fields";
import { Text } from "@mantine/core";
import { offerUndo } from "../shared/undo";
import { flat, written, type Deal, type Stage } from "../wire";
import { dealFields } from "./fields";
import { missingFields, sendMove, type Loss } from "./moves";
import { useLostReasons } from "./pipelines";

interface Question {
  deal: Deal;
  stage: Stage;
  /** Fields that the stage asks for; none means that it asks why the deal was lost. */
  fields?: string[];
  settle: (answer: Deal | null, cause?: unknown) => void;
}

/**
 * Moves a deal, asks for what is missing on the way, and offers to take the move back. `dialog`
 * must stand somewhere on the screen.
 */
export function useDealMoves() {
  const { t } = useTranslation("crm");
  const refresh = useRefresh();
  const [question, setQuestion] = useState<Question | null>(null);
  const after = () => refresh("/crm/deals", "/crm/accounts", "/history");

  const ask = (deal: Deal, stage: Stage, fields?: string[]): Promise<Deal> =>
    new Promise((resolve, reject) => {
      setQuestion({
        deal,
        stage,
        fields,
        settle: (answer, cause) => {
          setQuestion(null);
          if (answer) resolve(answer);
          else reject(cause instanceof Error ? cause : new MoveCancelled());
        },
      });
    });

  const attempt = async (deal: Deal, stage: Stage): Promise<Deal> => {
    if (stage.category === "lost" && deal.status !== "lost") return ask(deal, stage);
    try {
      return await sendMove(deal, stage);
    } catch (cause) {
      const missing = missingFields(toProblem(cause));
      if (missing.length === 0) throw cause;
      return ask(deal, stage, missing);
    }
  };

  /** Throws ApiProblem when the server refuses, MoveCancelled when the person changed their mind. */
  const move = async (deal: Deal, stage: Stage): Promise<Deal> => {
    const moved = await attempt(deal, stage);
    offerUndo(t("deal.moved", { name: deal.name, stage: stage.name }), after);
    void after();
    return moved;
  };

  return { move, dialog: question ? <QuestionDialog key={question.deal.id + question.stage.id} {...question} /> : null };
}

function QuestionDialog({ deal, stage, fields, settle }: Question) {
  return fields ? <GateDialog deal={deal} stage={stage} fields={fields} settle={settle} /> : <LostDialog deal={deal} stage={stage} settle={settle} />;
}

/** Why a deal was lost. */
function LostDialog({ deal, stage, settle }: Omit<Question, "fields">) {
  const { t } = useTranslation("crm");
  const reasons = useLostReasons().data?.items;
  const fields = useMemo<FieldSpec[]>(() => {
    const known = (reasons ?? []).filter((r) => r.active);
    return [
      { name: "reason", label: t("deal.lost_reason"), kind: "select", required: true, options: known.map((r) => ({ value: r.id, label: r.name })) },
      {
        name: "note", label: t("deal.lost_note"), kind: "textarea", maxLength: 2000,
        validate: (value, values) => (!value && known.find((r) => r.id === values["reason"])?.needs_note ? t("deal.note_needed") : undefined),
      },
    ];
  }, [reasons, t]);
  return (
    <ActionDialog<Deal>
      title={t("deal.lose_title", { name: deal.name })}
      name={`crm.deal/${deal.id}/lose`}
      fields={fields}
      submitLabel={t("deal.lose")}
      submit={(body) => sendMove(deal, stage, body as unknown as Loss)}
      onSaved={(saved) => settle(saved)}
      onClose={() => settle(null)}
    />
  );
}

/** The fields that a stage asks for, and nothing else. */
function GateDialog({ deal, stage, fields: names, settle }: Question & { fields: string[] }) {
  const { t } = useTranslation("crm");
  const fields = useMemo(
    () =>
      dealFields(t, { account: deal.account?.id })
        .filter((f) => names.includes(f.name))
        .map((f) => ({ ...f, required: true, more: false })),
    [t, names, deal.account?.id],
  );
  const record = useMemo(() => flat(deal), [deal]);
  return (
    <ActionDialog<Deal>
      title={t("deal.gate_title", { stage: stage.name })}
      before={<Text size="sm">{t("deal.gate_text", { name: deal.name })}</Text>}
      name={`crm.deal/${deal.id}/gate`}
      fields={fields}
      record={record}
      version={deal.version}
      submitLabel={t("deal.gate_move", { stage: stage.name })}
      submit={async (body, context) => sendMove(await api.patch<Deal>(`/crm/deals/${deal.id}`, written(body), context.version), stage)}
      reload={async () => flat(await api.get<Deal>(`/crm/deals/${deal.id}`))}
      onSaved={(saved) => settle(saved)}
      onClose={() => settle(null)}
    />
  );
}
