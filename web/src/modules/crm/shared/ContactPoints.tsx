import { ActionIcon, Anchor, Text, Tooltip } from "@mantine/core";
import { IconMail, IconPhone, IconPlus, IconPrinter, IconTrash, IconWorld, IconAt, type Icon } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import { ActionDialog } from "@/ui/ActionDialog";
import { Card } from "@/ui/Card";
import type { FieldSpec } from "@/ui/form/fields";
import { showFailed } from "@/ui/UndoToast";
import type { ContactPoint } from "../wire";
import classes from "./shared.module.css";

const icons: Record<ContactPoint["kind"], Icon> = { email: IconMail, phone: IconPhone, fax: IconPrinter, url: IconWorld, social: IconAt };

interface ContactPointsProps {
  /** "/crm/accounts/<id>" */
  path: string;
  list: string;
  version: number;
  points: ContactPoint[];
  editable: boolean;
}

/** All ways to reach an account or a person; the first of each kind is the one that lists show. */
export function ContactPoints({ path, list, version, points, editable }: ContactPointsProps) {
  const { t } = useTranslation("crm");
  const refresh = useRefresh();
  const [adding, setAdding] = useState(false);
  const fields = useMemo<FieldSpec[]>(
    () => [
      { name: "kind", label: t("point.kind"), kind: "select", required: true, options: Object.keys(icons).map((value) => ({ value, label: t(`point.kinds.${value}`) })) },
      { name: "value", label: t("point.value"), kind: "text", required: true, maxLength: 300 },
      { name: "label", label: t("point.label"), kind: "text", maxLength: 60, placeholder: t("point.label_example") },
      { name: "is_primary", label: t("point.primary"), kind: "boolean" },
    ],
    [t],
  );
  const defaults = useMemo(() => ({ kind: "phone" }), []);
  const after = () => refresh(list, "/history");
  const remove = async (point: ContactPoint) => {
    try {
      await api.delete(`${path}/contact-points/${point.id}`, version);
      await after();
    } catch (cause) {
      showFailed(cause);
    }
  };
  return (
    <Card
      title={t("point.title")}
      count={points.length || undefined}
      actions={
        editable ? (
          <Tooltip label={t("point.add")}>
            <ActionIcon size={28} onClick={() => setAdding(true)} aria-label={t("point.add")}>
              <IconPlus size={16} stroke={1.75} />
            </ActionIcon>
          </Tooltip>
        ) : null
      }
    >
      {points.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t("point.none")}
        </Text>
      ) : null}
      <ul className={classes.lines}>
        {points.map((point) => {
          const Mark = icons[point.kind];
          return (
            <li key={point.id} className={classes.line}>
              <Mark size={16} stroke={1.75} aria-label={t(`point.kinds.${point.kind}`)} role="img" />
              <span className={classes.grow}>
                <Reach point={point} />
                {point.extension ? ` ${t("point.extension", { number: point.extension })}` : null}
              </span>
              <span className={classes.side}>{[point.label, point.is_primary ? t("point.is_primary") : ""].filter(Boolean).join(" · ")}</span>
              {editable ? (
                <ActionIcon size={26} onClick={() => void remove(point)} aria-label={t("point.remove", { value: point.value })}>
                  <IconTrash size={15} stroke={1.75} />
                </ActionIcon>
              ) : null}
            </li>
          );
        })}
      </ul>
      {adding ? (
        <ActionDialog
          title={t("point.add")}
          name={`${path}/point`}
          fields={fields}
          defaults={defaults}
          version={version}
          submitLabel={t("point.add")}
          submit={(body, context) => api.post(`${path}/contact-points`, body, { version, idempotencyKey: context.idempotencyKey })}
          onSaved={() => void after()}
          onClose={() => setAdding(false)}
        />
      ) : null}
    </Card>
  );
}

function Reach({ point }: { point: ContactPoint }) {
  const text = point.value;
  if (point.kind === "email") return <Anchor href={`mailto:${text}`} fz="inherit">{text}</Anchor>;
  if (point.kind === "phone") return <Anchor href={`tel:${point.norm || text}`} fz="inherit">{text}</Anchor>;
  if (point.kind === "url") return <WebLink address={text} />;
  return <span dir="auto">{text}</span>;
}

/** A link to a site outside; an address without a scheme gets one. */
export function WebLink({ address }: { address: string }) {
  const href = /^https?:\/\//i.test(address) ? address : `https://${address}`;
  return (
    <Anchor href={href} target="_blank" rel="noreferrer noopener" fz="inherit">
      {address.replace(/^https?:\/\//i, "").replace(/\/$/, "")}
    </Anchor>
  );
}
