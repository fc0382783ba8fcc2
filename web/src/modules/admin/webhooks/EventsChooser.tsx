import { Checkbox, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useGet } from "@/api/query";
import admin from "../shared/admin.module.css";
import { moduleWord } from "../shared/rights";
import type { EventKind } from "./types";
import classes from "./webhooks.module.css";
import { eventWord } from "./words";

interface EventsChooserProps {
  /** None: all events, those of later versions included. */
  value: string[];
  onChange: (types: string[]) => void;
  error?: ReactNode;
}

/** The events that an endpoint hears, by module and in words. */
export function EventsChooser({ value, onChange, error }: EventsChooserProps) {
  const { t } = useTranslation("webhooks");
  const kinds = useGet<{ items: EventKind[] }>("/webhooks/events", undefined, { staleTime: 300_000 });
  const items = kinds.data?.items ?? [];
  const modules = [...new Set(items.map((kind) => kind.module))];
  const all = value.length === 0;
  const toggle = (type: string, on: boolean) => onChange(on ? [...value, type] : value.filter((one) => one !== type));
  return (
    <div className={admin.chooser} role="group" aria-label={t("hears")}>
      <Text size="sm" fw={600}>
        {t("hears")}
      </Text>
      {error ? (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {error}
        </Text>
      ) : null}
      <Checkbox label={t("all_events")} description={t("all_events_help")} checked={all} onChange={(event) => onChange(event.currentTarget.checked ? [] : items.map((kind) => kind.type))} />
      {all ? null : (
        <div className={admin.choices}>
          {modules.map((module) => (
            <section key={module}>
              <h3>
                <span>{moduleWord(module)}</span>
                <span>{t("chosen_of", { count: items.filter((kind) => kind.module === module && value.includes(kind.type)).length, total: items.filter((kind) => kind.module === module).length })}</span>
              </h3>
              {items
                .filter((kind) => kind.module === module)
                .map((kind) => (
                  <div key={kind.type} className={admin.choice}>
                    <Checkbox
                      size="xs"
                      label={eventWord(kind.type)}
                      description={kind.readable ? undefined : <span className={classes.withheld}>{t("not_readable")}</span>}
                      checked={value.includes(kind.type)}
                      onChange={(event) => toggle(kind.type, event.currentTarget.checked)}
                    />
                  </div>
                ))}
            </section>
          ))}
        </div>
      )}
    </div>
  );
}
