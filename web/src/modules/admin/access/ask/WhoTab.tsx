import { IconUsers } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useGet } from "@/api/query";
import type { Schema } from "@/api/schema";
import { stringifySearch, useParams } from "@/ui/address";
import { AppLink } from "@/ui/AppLink";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { RecordSkeleton } from "@/ui/RecordPage";
import { Rows, type RowColumn } from "@/ui/Rows";
import { useWords } from "../words";
import { chainOf, type Reason } from "./answer";
import classes from "./ask.module.css";
import { RecordPicker } from "./RecordPicker";
import { RightPicker } from "./RightPicker";
import { ScopeChip } from "./ScopeChip";
import { useRoleNames } from "./useRoleNames";

type Holder = Schema<"AccessHolder">;

/** Who may do something, with any record or with one, and what gives it to each. */
export function WhoTab() {
  const { t } = useTranslation("grants");
  const words = useWords();
  const [params, set] = useParams();
  const { right, record } = params;
  const answer = useGet<{ items: Holder[] }>("/access/who", { permission: right, id: record }, { enabled: Boolean(right), keep: true });
  const holders = right ? answer.data?.items : undefined;
  return (
    <>
      <div className={classes.form}>
        <RightPicker value={right} onChange={(next) => set({ right: next, record: undefined })} />
        <RecordPicker permission={right} value={record} onChange={(next) => set({ record: next })} />
      </div>
      {!right ? <EmptyBlock icon={IconUsers} title={t("ask.begin.who")} text={t("ask.begin_text.who")} /> : null}
      {right && answer.isPending ? <RecordSkeleton /> : null}
      {answer.isError ? <ErrorBlock error={answer.error} retry={() => void answer.refetch()} /> : null}
      {right && holders && !answer.isError ? (
        <div className={classes.answer} aria-live="polite">
          {holders.length === 0 ? (
            <EmptyBlock icon={IconUsers} title={t("who.nobody")} text={t("who.nobody_text", { right: words.right(right) })} />
          ) : (
            <section className={classes.block}>
              <h2>{t("who.count", { count: holders.length, right: words.right(right) })}</h2>
              <Holders holders={holders} right={right} record={record} />
            </section>
          )}
        </div>
      ) : null}
    </>
  );
}

function Holders({ holders, right, record }: { holders: Holder[]; right: string; record: string | undefined }) {
  const { t } = useTranslation("grants");
  const columns: RowColumn<Holder>[] = [
    {
      key: "person",
      label: t("ask.person"),
      cell: ({ person }) => (
        <AppLink to={`/admin/access/people/${person.id}`} fz="inherit">
          <span dir="auto">{person.name}</span>
        </AppLink>
      ),
    },
    {
      key: "reach",
      label: t("who.reach"),
      cell: ({ cell }) => (
        <span className={classes.words}>
          <ScopeChip scope={cell.allow} />
          {cell.deny !== "none" ? <ScopeChip scope={cell.deny} deny /> : null}
        </span>
      ),
    },
    ...(record ? [{ key: "relation", label: t("who.relation"), cell: ({ relation }: Holder) => (relation ? t(`who.stands.${relation}`) : "") }] : []),
    { key: "by", label: t("who.by"), cell: ({ by }) => <By lines={by} /> },
    {
      key: "why",
      label: t("who.why"),
      bare: true,
      width: 70,
      cell: ({ person }) => (
        <AppLink to={`/admin/access/ask${stringifySearch({ user: person.id, right, record })}`} fz="inherit" aria-label={t("who.why_named", { name: person.name })}>
          {t("who.why")}
        </AppLink>
      ),
    },
  ];
  return <Rows<Holder> label={t("ask.tab.who")} rows={holders} rowKey={({ person }) => person.id} columns={columns} />;
}

/** The roles that give it, each once, with the way to the person. */
function By({ lines }: { lines: Reason[] }) {
  const { t } = useTranslation("grants");
  const name = useRoleNames();
  const ways = lines.map((line) => chainOf(line).map(name).join(" › ") || t("line.personal"));
  return <>{[...new Set(ways)].join(", ")}</>;
}
