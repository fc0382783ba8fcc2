import { Avatar, Tooltip, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { RecordRef } from "@/api/notes";
import { usePresence } from "@/api/presence";
import { useEditing } from "../editing";
import classes from "./PresentPeople.module.css";

const most = 4;
const colours = ["indigo", "teal", "grape", "orange", "cyan", "pink"];

/** Who else has the record open at this moment; a pencil is at those who edit it. Their names come with the pointer or the focus. */
export function PresentPeople({ record }: { record: RecordRef }) {
  const { t } = useTranslation("ui");
  const people = usePresence(record, useEditing());
  const editing = people.filter((person) => person.editing).map((person) => person.name).join(", ");
  const all = people.map((person) => (person.editing ? t("present.editing", { name: person.name }) : person.name)).join(", ");
  const label = t("present.label", { people: all });
  return (
    <>
      <VisuallyHidden role="status">{editing ? t("present.now", { people: editing }) : ""}</VisuallyHidden>
      {people.length > 0 ? (
        <Tooltip label={label} events={{ hover: true, focus: true, touch: true }} multiline maw={320}>
          <UnstyledButton className={classes.people} aria-label={label} data-no-print>
            {people.slice(0, most).map((person) => (
              <span key={person.id} className={classes.person} data-editing={person.editing || undefined}>
                <Avatar name={person.name} color="initials" size={26} radius="xl" aria-hidden allowedInitialsColors={colours} variant="light" styles={{ placeholder: { color: "var(--mantine-color-text)" } }} />
                {person.editing ? <IconPencil size={11} stroke={2.25} aria-hidden className={classes.pencil} /> : null}
              </span>
            ))}
            {people.length > most ? <span className={classes.rest}>+{people.length - most}</span> : null}
          </UnstyledButton>
        </Tooltip>
      ) : null}
    </>
  );
}
