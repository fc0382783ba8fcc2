import { Button } from "@mantine/core";
import { IconShieldCheck, IconShieldExclamation, IconShieldOff } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useGet, useRefresh } from "@/api/query";
import type { Schema } from "@/api/schema";
import { AppLink } from "@/ui/AppLink";
import { dayOf, formatDay, formatInstant, formatTime } from "@/ui/dates";
import { showFailed } from "@/ui/UndoToast";
import classes from "./audit.module.css";

type Proof = Schema<"HistoryProof">;

/** How far history is sealed, whether the last verification found it as it was sealed, and the way to verify it now. */
export function ProofLine() {
  const { t } = useTranslation("admin");
  const proof = useGet<Proof>("/history/proof", {}, { refetchInterval: 30_000 });
  const refresh = useRefresh();
  const [busy, setBusy] = useState(false);
  const verify = async () => {
    setBusy(true);
    try {
      await api.post("/history/proof/verify");
      await refresh("/history/proof", "/history/facts");
    } catch (cause) {
      showFailed(cause);
    } finally {
      setBusy(false);
    }
  };
  // The line keeps its height, so that the list below does not jump.
  if (!proof.data) return <div className={classes.proof}>&nbsp;</div>;
  const p = proof.data;
  const broken = p.sound === false;
  const tone = broken ? "danger" : p.state === "sealed" ? "success" : "warning";
  const Mark = broken ? IconShieldExclamation : p.state === "sealed" ? IconShieldCheck : IconShieldOff;
  return (
    <div className={classes.proof} data-tone={tone} role={broken ? "alert" : "status"} aria-label={t("audit.proof.label")}>
      <span className={classes.line}>
        <Mark size={18} stroke={1.75} aria-hidden />
        <span>{[sealedWord(p, t), verifiedWord(p, t), keptWord(p, t)].filter(Boolean).join(" · ")}</span>
      </span>
      {p.finding?.id ? (
        <AppLink to={`/admin/audit/${p.finding.id}`} fz="inherit">
          {t("audit.proof.show")}
        </AppLink>
      ) : null}
      {p.state !== "unsealed" ? (
        <Button size="compact-xs" variant="subtle" loading={busy} onClick={() => void verify()}>
          {t("audit.proof.verify")}
        </Button>
      ) : null}
    </div>
  );
}

type Words = (key: string, values?: Record<string, unknown>) => string;

function sealedWord(p: Proof, t: Words): string {
  if (p.state === "unsealed") return t("audit.proof.unsealed");
  return t(`audit.proof.${p.state}`, { at: p.up_to ? formatTime(p.up_to) : "" });
}

function keptWord(p: Proof, t: Words): string {
  return p.kept_since ? t("audit.proof.kept_since", { day: formatDay(dayOf(p.kept_since)) }) : "";
}

function verifiedWord(p: Proof, t: Words): string {
  if (p.state === "unsealed") return "";
  if (!p.verified_at) return t("audit.proof.never");
  const at = formatInstant(p.verified_at);
  if (p.sound) return t("audit.proof.sound", { at });
  return t("audit.proof.broken", { at, what: t(`audit.proof.what.${p.finding?.what ?? "changed"}`) });
}
