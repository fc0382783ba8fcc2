import { Button } from "@mantine/core";
import { IconArrowNarrowRight, IconEye, IconMinus, IconPlus, IconUsers } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { AppLink } from "@/ui/AppLink";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { EntityLink } from "@/ui/EntityLink";
import { formatCount } from "@/ui/number";
import { Rows } from "@/ui/Rows";
import { CellChip } from "../matrix/CellChip";
import type { Effect, Role, RoleCell } from "../types";
import { useWords } from "../words";
import classes from "./drafts.module.css";
import { listOf } from "./list";
import { groupEffects, type EffectGroup } from "./tally";

interface EffectsViewProps {
  effects: Effect[];
  /** Offers to try a right as one of the people. */
  draft?: string;
  roles?: Role[];
}

/** What changes for whom: people and records, not lines. */
export function EffectsView({ effects, draft, roles }: EffectsViewProps) {
  const { t } = useTranslation("access");
  const groups = groupEffects(effects);
  const touched = groups.filter((group) => group.count > 0);
  const nobody = groups.filter((group) => group.count === 0);
  if (groups.length === 0) return <EmptyBlock icon={IconUsers} title={t("effects.none")} text={t("effects.none_text")} />;
  return (
    <>
      {touched.length === 0 ? <p className={classes.whom}>{t("effects.nobody")}</p> : null}
      {[...touched, ...nobody].map((group) => (
        <Group key={group.key} group={group} draft={draft} roles={roles} />
      ))}
    </>
  );
}

const few = 6;

function Group({ group, draft, roles }: { group: EffectGroup; draft?: string; roles?: Role[] }) {
  const { t } = useTranslation("access");
  const [all, setAll] = useState(false);
  const words = useWords();
  const Mark = group.gain ? IconPlus : IconMinus;
  const names = group.roles.map((id) => roles?.find((role) => role.id === id)?.name ?? id);
  const rest = group.count - Math.min(group.people.length, 3);
  const whom = group.count > 0 ? listOf([...group.people.slice(0, 3).map((p) => p.name), ...(rest > 0 ? [t("effects.others", { count: rest })] : [])]) : listOf(names);
  const kind = `${group.count > 0 ? "people" : "role"}_${group.gain ? "gain" : "lose"}`;
  const title = t(`effects.${kind}`, { whom, count: group.effects.length });
  const shown = all || group.effects.length <= few + 2 ? group.effects : group.effects.slice(0, few);
  const single = group.people.length === 1 ? group.people[0] : undefined;
  return (
    <section className={classes.effects} aria-label={title}>
      <h2>
        <span className={classes.verdict} data-tone={group.gain ? "success" : "danger"}>
          <Mark size={14} stroke={2} aria-hidden /> {t(group.gain ? "effects.gain" : "effects.lose")}
        </span>
        <bdi>{title}</bdi>
        {single ? (
          <AppLink to={`/admin/access/people/${single.id}`} fz="sm" fw={400}>
            {t("effects.person")}
          </AppLink>
        ) : null}
      </h2>
      {group.people.length > 3 ? (
        <p className={classes.whom} dir="auto">
          {listOf([...group.people.map((p) => p.name), ...(group.count > group.people.length ? [t("effects.others", { count: group.count - group.people.length })] : [])])}
        </p>
      ) : null}
      {group.count > 0 && names.length > 0 ? <p className={classes.whom}>{t("effects.by", { roles: listOf(names), count: names.length })}</p> : null}
      <Rows<Effect>
        label={title}
        rows={shown}
        rowKey={(effect) => `${effect.permission} ${effect.before.allow} ${effect.after.allow} ${effect.before.deny} ${effect.after.deny}`}
        columns={[
          {
            key: "right",
            label: t("effects.right"),
            width: "34%",
            cell: (effect) => (
              <>
                {words.right(effect.permission)}
                <code className={classes.second}>{effect.permission}</code>
              </>
            ),
          },
          { key: "change", label: t("effects.change"), width: "26%", cell: (effect) => <BeforeAfter effect={effect} /> },
          // Of a role that nobody has there are no records to count.
          ...(group.count > 0 ? [{ key: "records", label: t("effects.records"), cell: (effect: Effect) => <Records effect={effect} /> }] : []),
          ...(draft && group.people[0]
            ? [
                {
                  key: "try",
                  label: t("drafts.try"),
                  bare: true,
                  width: 60,
                  cell: (effect: Effect) => (
                    <AppLink to={`/admin/access/ask?tab=try&draft=${draft}&user=${group.people[0]?.id}&right=${encodeURIComponent(effect.permission)}`} aria-label={t("effects.try", { right: words.right(effect.permission), name: group.people[0]?.name })}>
                      <IconEye size={18} stroke={1.75} />
                    </AppLink>
                  ),
                },
              ]
            : []),
        ]}
        foot={
          shown.length < group.effects.length ? (
            <Button size="compact-sm" variant="subtle" onClick={() => setAll(true)}>
              {t("effects.more", { count: group.effects.length - shown.length })}
            </Button>
          ) : undefined
        }
      />
    </section>
  );
}

const cellOf = (side: Effect["before"]): RoleCell => ({ allow: side.allow === "none" ? undefined : side.allow, deny: side.deny === "none" ? undefined : side.deny });

function BeforeAfter({ effect }: { effect: Effect }) {
  const { t } = useTranslation("access");
  return (
    <span className={classes.change}>
      <CellOrNone cell={cellOf(effect.before)} />
      <IconArrowNarrowRight size={16} stroke={1.75} role="img" aria-label={t("effects.then")} />
      <CellOrNone cell={cellOf(effect.after)} />
    </span>
  );
}

function CellOrNone({ cell }: { cell: RoleCell }) {
  const { t } = useTranslation("access");
  return cell.allow || cell.deny ? <CellChip cell={cell} /> : <span>{t("chips.none")}</span>;
}

function Records({ effect }: { effect: Effect }) {
  const { t } = useTranslation("access");
  if (effect.records === undefined) return <>{t("effects.uncounted")}</>;
  const named = effect.few ?? [];
  const entity = effect.permission.split("#")[0]?.split(".").slice(0, 2).join(".") ?? "";
  return (
    <>
      {t(effect.gain ? "effects.more_records" : "effects.fewer_records", { count: effect.records, shown: effect.records > 100_000 ? t("effects.many") : formatCount(effect.records) })}
      {named.length > 0 ? (
        <span className={classes.second}>
          {named.map((record, at) => (
            <span key={record.id}>
              {at > 0 ? ", " : ""}
              <EntityLink entity={entity} id={record.id} label={record.title} />
            </span>
          ))}
          {effect.records > named.length ? " …" : ""}
        </span>
      ) : null}
    </>
  );
}
