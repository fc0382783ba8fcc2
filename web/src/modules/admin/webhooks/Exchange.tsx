import { IconArrowDownLeft, IconArrowUpRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { DateText } from "@/ui/DateText";
import { formatCount } from "@/ui/number";
import { Scrollable } from "@/ui/Scrollable";
import { StatusBadge } from "@/ui/StatusBadge";
import type { WebhookCall } from "./types";
import classes from "./webhooks.module.css";
import { readable, statusWord } from "./words";

/** One call: what was asked beside what came back. */
export function Exchange({ call, body }: { call: WebhookCall; body: string }) {
  const { t } = useTranslation("webhooks");
  const asked = { ...call.request_headers, "webhook-signature": t("delivery.signature_hidden") };
  return (
    <section className={classes.exchange} aria-label={t("delivery.call", { n: call.n })}>
      <header>
        <strong>{t("delivery.call", { n: call.n })}</strong>
        <StatusBadge kind="webhooks.call" state={call.error ? "failed" : "good"} label={statusWord(call.status)} />
        <span className={classes.time}>
          <DateText value={call.at} /> · {t("delivery.ms", { ms: formatCount(call.ms) })}
        </span>
      </header>
      {call.error ? <p className={classes.error}>{call.error}</p> : null}
      <div className={classes.sides}>
        <div>
          <h3>
            <IconArrowUpRight size={16} stroke={1.75} aria-hidden /> {t("delivery.request")}
          </h3>
          <Scrollable as="pre" label={`${t("delivery.request")} ${call.n}`} className={classes.message}>
            {`POST ${call.url}\n${lines(asked)}\n\n${readable(body)}`}
          </Scrollable>
        </div>
        <div>
          <h3>
            <IconArrowDownLeft size={16} stroke={1.75} aria-hidden /> {t("delivery.answer")}
          </h3>
          <Scrollable as="pre" label={`${t("delivery.answer")} ${call.n}`} className={classes.message}>
            {call.status ? `${statusWord(call.status)}\n${lines(call.response_headers ?? {})}\n\n${readable(call.response)}${call.cut ? `\n${t("delivery.cut")}` : ""}` : t("delivery.no_answer")}
          </Scrollable>
        </div>
      </div>
    </section>
  );
}

function lines(headers: Record<string, string>): string {
  return Object.entries(headers)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, value]) => `${name}: ${value}`)
    .join("\n");
}
