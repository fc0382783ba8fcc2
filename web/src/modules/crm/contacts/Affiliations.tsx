import { ActionIcon, Text, Tooltip } from "@mantine/core";
import { IconBuilding, IconPlus, IconUserOff } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import { ActionDialog } from "@/ui/ActionDialog";
import { Card } from "@/ui/Card";
import { formatDay, today } from "@/ui/dates";
import { EntityLink } from "@/ui/EntityLink";
import type { FieldSpec } from "@/ui/form/fields";
import classes from "../shared/shared.module.css";
import { accountSource } from "../sources";
import type { Affiliation, Contact } from "../wire";

/** For whom a person works, and worked. */
export function Affiliations({ contact, editable }: { contact: Contact; editable: boolean }) {
  const { t } = useTranslation("crm");
  const refresh = useRefresh();
  const [adding, setAdding] = useState(false);
  const [ended, setEnded] = useState<Affiliation | null>(null);
  const list = contact.affiliations ?? [];
  const path = `/crm/contacts/${contact.id}/affiliations`;
  const after = () => void refresh("/crm/contacts", "/history");
  const fields = useMemo<FieldSpec[]>(
    () => [
      { name: "account_id", label: t("affiliation.account"), kind: "picker", picker: accountSource, required: true },
      { name: "role", label: t("affiliation.role"), kind: "text", maxLength: 200 },
      { name: "started_on", label: t("affiliation.since"), kind: "date" },
      { name: "is_primary", label: t("affiliation.primary"), kind: "boolean" },
    ],
    [t],
  );
  const endFields = useMemo<FieldSpec[]>(() => [{ name: "ended_on", label: t("affiliation.last_day"), kind: "date", required: true }], [t]);
  const todays = useMemo(() => ({ ended_on: today() }), []);
  const first = useMemo(() => ({ is_primary: !contact.account?.id }), [contact.account?.id]);
  return (
    <Card
      title={t("affiliation.title")}
      count={list.length || undefined}
      actions={
        editable ? (
          <Tooltip label={t("affiliation.add")}>
            <ActionIcon size={28} onClick={() => setAdding(true)} aria-label={t("affiliation.add")}>
              <IconPlus size={16} stroke={1.75} />
            </ActionIcon>
          </Tooltip>
        ) : null
      }
    >
      {list.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t("affiliation.none")}
        </Text>
      ) : null}
      <ul className={classes.lines}>
        {list.map((each) => (
          <li key={each.id} className={classes.line}>
            <IconBuilding size={16} stroke={1.75} aria-hidden />
            <span className={classes.grow}>
              <EntityLink entity="crm.account" id={each.account.id} label={each.account.name} />
              {each.role ? <span className={classes.sub}> · {each.role}</span> : null}
            </span>
            <span className={classes.side}>{spell(each)}</span>
            {editable && !each.ended_on ? (
              <Tooltip label={t("affiliation.end")}>
                <ActionIcon size={26} onClick={() => setEnded(each)} aria-label={t("affiliation.end_named", { account: each.account.name })}>
                  <IconUserOff size={15} stroke={1.75} />
                </ActionIcon>
              </Tooltip>
            ) : null}
          </li>
        ))}
      </ul>
      {adding ? (
        <ActionDialog
          title={t("affiliation.add")}
          name={`${path}/new`}
          fields={fields}
          defaults={first}
          submitLabel={t("affiliation.add")}
          submit={(body, context) => api.post(path, body, { version: contact.version, idempotencyKey: context.idempotencyKey })}
          onSaved={after}
          onClose={() => setAdding(false)}
        />
      ) : null}
      {ended ? (
        <ActionDialog
          title={t("affiliation.end_named", { account: ended.account.name })}
          name={`${path}/${ended.id}`}
          fields={endFields}
          defaults={todays}
          submitLabel={t("affiliation.end")}
          submit={(body) => api.delete(`${path}/${ended.id}?ended_on=${String(body["ended_on"])}`, contact.version)}
          onSaved={after}
          onClose={() => setEnded(null)}
        />
      ) : null}
    </Card>
  );

  function spell(each: Affiliation): string {
    if (each.ended_on) return t("affiliation.until", { day: formatDay(each.ended_on) });
    return [each.started_on ? t("affiliation.from", { day: formatDay(each.started_on) }) : "", each.is_primary ? t("point.is_primary") : ""].filter(Boolean).join(" · ");
  }
}
