import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { talkPath, useTalkRefresh, type RecordFile, type RecordRef } from "@/api/notes";
import { toProblem } from "@/api/problem";
import { showDone } from "../UndoToast";

/** Sends files to a record one after the other, and says of each that was refused why. */
export function useAttach(record: RecordRef, mostBytes: number | undefined) {
  const { t } = useTranslation("talk");
  const refresh = useTalkRefresh(record);
  const [sending, setSending] = useState("");
  const [faults, setFaults] = useState<string[]>([]);
  const attach = async (files: File[]) => {
    setFaults([]);
    const refused: string[] = [];
    for (const file of files) {
      if (mostBytes && file.size > mostBytes) {
        refused.push(t("file.too_large", { name: file.name, most: Math.floor(mostBytes / 1024 / 1024) }));
        continue;
      }
      setSending(file.name);
      try {
        await api.upload<RecordFile>(`${talkPath(record)}/files`, file);
        showDone(t("file.attached", { name: file.name }));
      } catch (cause) {
        const problem = toProblem(cause);
        refused.push(t("file.refused", { name: file.name, reason: problem.detail || problem.title }));
      }
    }
    setSending("");
    setFaults(refused);
    await refresh();
  };
  return { attach, sending, faults };
}
