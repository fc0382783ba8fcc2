import { Button } from "@mantine/core";
import { IconDownload, IconPencil } from "@tabler/icons-react";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { api, type Page } from "@/api/client";
import { useGet } from "@/api/query";
import { AppLink } from "@/ui/AppLink";
import { useParams } from "@/ui/address";
import { Notice } from "@/ui/Notice";
import { RecordState } from "@/ui/RecordPage";
import { useCan } from "@/ui/session";
import { showFailed } from "@/ui/UndoToast";
import { AccessFrame } from "../AccessFrame";
import { BeginDraft } from "../drafts/BeginDraft";
import { useMatrix } from "../drafts/useDraft";
import type { Version } from "../types";
import classes from "./matrix.module.css";
import { MatrixPane } from "./MatrixPane";

/** Who may do what, by the policy that is in force. To change it makes a draft. */
export function MatrixScreen() {
  const { t } = useTranslation("access");
  const can = useCan();
  const [params, set] = useParams();
  const matrix = useMatrix();
  const mayEdit = can("access.policy.edit");
  return (
    <AccessFrame
      title={t("matrix.title")}
      text={t("matrix.text")}
      actions={
        <>
          <Button variant="default" visibleFrom="sm" leftSection={<IconDownload size={18} stroke={1.75} />} onClick={() => void api.download("/access/file", undefined, "policy.csv").catch(showFailed)}>
            {t("versions.download")}
          </Button>
          {mayEdit ? (
            <Button leftSection={<IconPencil size={18} stroke={1.75} />} onClick={() => set({ form: "draft" })}>
              {t("drafts.change")}
            </Button>
          ) : null}
        </>
      }
    >
      <RecordState query={matrix}>{(answer) => <MatrixPane matrix={answer} note={<OpenDrafts />} />}</RecordState>
      {mayEdit && params["form"] === "draft" ? <BeginDraft keep={{ role: params["role"] }} onClose={() => set({ form: undefined })} /> : null}
    </AccessFrame>
  );
}

/** Drafts that somebody works on, so that nobody begins the same twice. */
function OpenDrafts() {
  const { t } = useTranslation("access");
  const open = useGet<Page<Version>>("/access/versions", { state: ["draft", "submitted"], limit: 5 });
  const items = open.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <div className={classes.notes}>
      <Notice tone="info">
        {t("drafts.open", { count: items.length })}{" "}
        {items.map((draft, at) => (
          <Fragment key={draft.id}>
            {at > 0 ? ", " : ""}
            <AppLink to={`/admin/access/drafts/${draft.id}`} fz="inherit" underline="always">
              <bdi>{draft.name}</bdi>
            </AppLink>
            {draft.state === "submitted" ? ` (${t("states.submitted")})` : ""}
          </Fragment>
        ))}
      </Notice>
    </div>
  );
}
