import { ActionIcon, Menu, Text } from "@mantine/core";
import { IconArrowBackUp, IconArrowRight, IconDots } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { AppLink } from "@/ui/AppLink";
import { EntityLink } from "@/ui/EntityLink";
import { useCan } from "@/ui/session";
import { StatusBadge } from "@/ui/StatusBadge";
import classes from "../shared/shared.module.css";
import type { Movement } from "../wire";

/** Kinds of movement that one can filter by. */
export const movementKinds = ["receipt", "issue", "transfer", "adjustment", "opening", "scrap"];

/** What happened, by which document, and why. */
export function MovementWhat({ movement }: { movement: Movement }) {
  const { t } = useTranslation("inventory");
  const back = movement.reverses_id !== undefined;
  return (
    <div>
      <span className={classes.indent}>
        {back ? t("ledger.reversal", { kind: t(`ledger.kind.${movement.kind}`) }) : t(`ledger.kind.${movement.kind}`)}{" "}
        <MovementDocument movement={movement} />
        {movement.reversed_by ? <StatusBadge kind="inventory.movement" state="reversed" label={t("ledger.reversed")} /> : null}
      </span>
      {movement.reason ? (
        <Text fz={12} c="dimmed" dir="auto">
          {movement.reason}
        </Text>
      ) : null}
    </div>
  );
}

/** The document that a movement was posted by, as a link. */
export function MovementDocument({ movement }: { movement: Movement }) {
  const { document } = movement;
  if (document.kind === "posting") {
    return (
      <AppLink to={`/stock/ledger?document_id=${document.id}`} fz="inherit" onClick={(event) => event.stopPropagation()}>
        {document.number}
      </AppLink>
    );
  }
  return <EntityLink entity={`inventory.${document.kind}`} id={document.id} label={document.number} />;
}

/** From where to where. */
export function MovementWay({ movement }: { movement: Movement }) {
  const { t } = useTranslation("inventory");
  return (
    <span className={classes.indent}>
      <EntityLink entity="inventory.location" id={movement.from.id} label={movement.from.name || movement.from.code} />
      <IconArrowRight size={14} stroke={1.75} role="img" aria-label={t("ledger.to")} className={classes.muted} />
      <EntityLink entity="inventory.location" id={movement.to.id} label={movement.to.name || movement.to.code} />
    </span>
  );
}

/** Whether a movement can be taken back, or why not. */
export function useReversible(): (movement: Movement) => string | undefined {
  const { t } = useTranslation("inventory");
  return (movement) => {
    if (movement.reversed_by) return t("reverse.already");
    if (movement.reverses_id) return t("reverse.is_reversal");
    return undefined;
  };
}

/** What can be done with a row of the ledger. */
export function MovementMenu({ movement, onReverse }: { movement: Movement; onReverse: (movement: Movement) => void }) {
  const { t } = useTranslation("inventory");
  const can = useCan();
  const why = useReversible()(movement);
  if (!can("inventory.stock.reverse") || why) return null;
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon aria-label={t("actions_of", { name: movement.document.number })}>
          <IconDots size={16} stroke={1.75} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconArrowBackUp size={16} stroke={1.75} />} onClick={() => onReverse(movement)}>
          {t("reverse.action")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
