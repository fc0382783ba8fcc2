import { Button, Kbd, Select, Text, Textarea } from "@mantine/core";
import { IconBan, IconListSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { AppLink } from "@/ui/AppLink";
import { Notice } from "@/ui/Notice";
import { scopes, type Role, type Rule, type Scope } from "../types";
import { reachWord, scopeWord, type Words } from "../words";
import type { Opened } from "./AccessGrid";
import { baseOf, ownLines, planCell, sameReach, type Refusal, type Wish } from "./cells";
import classes from "./matrix.module.css";
import { OwnLine } from "./OwnLine";
import { sayCell } from "./say";

interface CellPanelProps {
  opened: Opened;
  words: Words;
  roles: Role[];
  /** The lines of the draft; without them the cell can only be looked at. */
  rules?: Rule[];
  draft?: string;
  onWish: (wish: Wish) => void;
}

/** The window of a cell: what it says and why, and in a draft the ways to change it. */
export function CellPanel({ opened, words, roles, rules, draft, onWish }: CellPanelProps) {
  const { t } = useTranslation("access");
  const { cell: here } = opened;
  const { role, permission, cell } = here;
  const [denies, setDenies] = useState(opened.deny ?? false);
  const [turnedBack, setTurnedBack] = useState(false);
  const place = { role, permission, cell, rules: rules ?? [], scopes: here.scopes };
  const can = (wish: Wish): Refusal | null => {
    const plan = planCell(place, wish);
    return typeof plan === "string" ? plan : null;
  };
  const refusal = role.fixed ? "fixed" : opened.refused ? can(opened.refused) : null;
  const editable = rules !== undefined && !role.fixed;
  const own = ownLines(rules ?? [], role.id, permission);
  const base = baseOf(cell ?? {});
  const noDeny = can({ deny: "all", reason: "x" }) === "access";
  return (
    <div className={classes.panel}>
      <div>
        <h3>{words.right(permission)}</h3>
        <code>{permission}</code>
      </div>
      <p>{t("panel.reach", { role: role.name, reach: sayCell(cell) })}</p>
      {base.allow || base.deny ? (
        <p className={classes.facts}>{cell?.own_allow || cell?.own_deny ? t("panel.without", { base: sayCell(base), source: sourceOf(role, permission, roles, t) }) : t("panel.comes", { source: sourceOf(role, permission, roles, t) })}</p>
      ) : null}
      {here.sensitive ? <p className={classes.facts}>{t("panel.sensitive")}</p> : null}
      {own.length > 0 ? (
        <ul className={classes.lines} aria-label={t("panel.own_lines")}>
          {own.map((line) => (
            <OwnLine key={`${line.scope} ${line.effect}`} line={line} />
          ))}
        </ul>
      ) : null}
      {refusal ? (
        <Notice tone="warning" urgent>
          {t(`refusals.${refusal}`, { base: reachWord(base.allow), deny: reachWord(base.deny) })}
        </Notice>
      ) : null}
      {editable && !denies ? (
        <>
          <div className={classes.choices} role="group" aria-label={t("panel.set")}>
            {(["none", ...scopes] as const).map((scope, at) => (
              <Choice key={scope} scope={scope} digit={at + 1} refused={can({ scope })} current={(cell?.allow ?? "none") === scope && !cell?.deny} onPick={() => onWish({ scope })} />
            ))}
          </div>
          {can({ scope: "none" }) === "narrower" && refusal !== "narrower" ? <p className={classes.facts}>{t("panel.no_less", { base: reachWord(base.allow) })}</p> : null}
          {noDeny ? null : (
            <div>
              <Button autoFocus={turnedBack} size="compact-sm" variant="default" color="red" leftSection={<IconBan size={14} stroke={2} />} rightSection={<Kbd size="xs">{"d"}</Kbd>} onClick={() => setDenies(true)}>
                {t("panel.deny")}
              </Button>
            </div>
          )}
        </>
      ) : null}
      {editable && denies && noDeny ? <Notice tone="warning">{t("refusals.access")}</Notice> : null}
      {editable && denies && !noDeny ? <DenyForm scopes={here.scopes} was={own.find((line) => line.effect === "deny")} onDeny={onWish} onBack={() => (setTurnedBack(true), setDenies(false))} /> : null}
      <AppLink to={`/admin/access/ask?tab=who&right=${encodeURIComponent(permission)}${draft ? `&draft=${draft}` : ""}`} fz="sm">
        <IconListSearch size={14} stroke={1.75} aria-hidden /> {t("panel.who")}
      </AppLink>
    </div>
  );
}

/** Where a reach comes from that is not by a line of the organisation for exactly this right. */
function sourceOf(role: Role, permission: string, roles: Role[], t: (key: string, values?: Record<string, unknown>) => string): string {
  const base = baseOf(role.cells[permission] ?? {});
  const givers = role.inherits.flatMap((id) => roles.filter((r) => r.id === id && sameReach(r.cells[permission], base)));
  if (givers.length > 0) return t("panel.from_roles", { roles: givers.map((r) => r.name).join(", ") });
  return t(role.shipped ? "panel.from_shipped" : "panel.from_wide");
}

interface ChoiceProps {
  scope: Scope | "none";
  digit: number;
  refused: Refusal | null;
  current: boolean;
  onPick: () => void;
}

function Choice({ scope, digit, refused, current, onPick }: ChoiceProps) {
  const { t } = useTranslation("access");
  if (refused === "no_scope") return null;
  return (
    <Button
      size="compact-sm"
      variant={current ? "filled" : "default"}
      aria-pressed={current}
      disabled={refused !== null && !current}
      title={refused && !current ? t(`choices.${refused}`) : undefined}
      rightSection={<Kbd size="xs">{digit}</Kbd>}
      onClick={onPick}
    >
      {scopeWord(scope)}
    </Button>
  );
}

interface DenyFormProps {
  scopes: readonly string[];
  was: Rule | undefined;
  onDeny: (wish: Wish) => void;
  onBack: () => void;
}

// A deny beats every allow, of whatever role: it has to say why it stands here.
function DenyForm({ scopes: offered, was, onDeny, onBack }: DenyFormProps) {
  const { t } = useTranslation("access");
  const choices = scopes.filter((scope) => offered.includes(scope));
  const [scope, setScope] = useState<Scope>(was?.scope ?? choices.at(-1) ?? "all");
  const [reason, setReason] = useState(was?.reason ?? "");
  const [missing, setMissing] = useState(false);
  return (
    <form
      className={classes.panel}
      onSubmit={(event) => {
        event.preventDefault();
        setMissing(reason.trim() === "");
        if (reason.trim() !== "") onDeny({ deny: scope, reason });
      }}
    >
      <Text size="sm">{t("panel.deny_text")}</Text>
      {choices.length > 1 ? (
        <Select
          size="xs"
          label={t("panel.deny_scope")}
          allowDeselect={false}
          data={choices.map((value) => ({ value, label: t(`denies.${value}`) }))}
          value={scope}
          onChange={(value) => value && setScope(value as Scope)}
          comboboxProps={{ withinPortal: false, shadow: "md" }}
        />
      ) : null}
      <Textarea
        size="xs"
        label={t("panel.reason")}
        required
        autosize
        minRows={2}
        maxLength={500}
        dir="auto"
        data-autofocus
        autoFocus
        value={reason}
        error={missing ? t("panel.reason_missing") : undefined}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <div className={classes.choices}>
        <Button type="submit" size="compact-sm" color="red" leftSection={<IconBan size={14} stroke={2} />}>
          {t("panel.deny_do")}
        </Button>
        <Button size="compact-sm" variant="subtle" color="gray" onClick={onBack}>
          {t("ui:back")}
        </Button>
      </div>
    </form>
  );
}
