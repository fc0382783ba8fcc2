import { Button } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useRefresh } from "@/api/query";
import { useGo, useParams } from "@/ui/address";
import { EntityLink } from "@/ui/EntityLink";
import { Notice } from "@/ui/Notice";
import { formatCount } from "@/ui/number";
import { useEntity } from "@/ui/registry";
import { useCan } from "@/ui/session";
import { Counts } from "./Counts";
import { ErrorFiles } from "./ErrorFiles";
import { ImportRows } from "./ImportRows";
import classes from "./imports.module.css";
import type { StepProps } from "./ImportPage";
import { UndoButton } from "./UndoButton";
import { Working } from "./Working";
import { StepBody } from "./Wizard";

/** What became of the import: counts, each touched record, the refused rows as a file, and the way back. */
export function ResultStep({ item, target }: StepProps) {
  const { t } = useTranslation("imports");
  const go = useGo();
  const can = useCan();
  const refresh = useRefresh();
  const [params, set] = useParams();
  const entity = useEntity(target?.entity);
  const was = useRef(item.state);
  useEffect(() => {
    if (was.current === "undoing" && item.state === "undone") void refresh(`/${item.target.split(".")[0] ?? ""}`);
    was.current = item.state;
  }, [item.state, item.target, refresh]);

  if (item.state === "undoing") {
    return (
      <StepBody>
        <Working item={item} />
      </StepBody>
    );
  }
  // The list of a record stands where its pages do.
  const list = entity && can(entity.permission) ? entity.path("").replace(/\/$/, "") : undefined;
  const errors = item.counts?.error ?? 0;
  return (
    <>
      <div className={classes.outcome}>
        <Outcome item={item} />
      </div>
      {item.counts ? <Counts counts={item.counts} tense="did" chosen={params["verdict"]} onChoose={(verdict) => set({ verdict, open: undefined })} /> : null}
      <ImportRows item={item} target={target} tense="did" />
      <div className={classes.foot}>
        <UndoButton item={item} />
        <span className={classes.note} />
        {errors > 0 ? <ErrorFiles item={item} /> : null}
        {list ? (
          <Button rightSection={<IconArrowRight size={18} stroke={1.75} />} onClick={() => go(list)}>
            {t("result.list", { target: target?.label })}
          </Button>
        ) : null}
      </div>
    </>
  );
}

function Outcome({ item }: { item: StepProps["item"] }) {
  const { t } = useTranslation("imports");
  const undo = item.undo;
  if (item.state === "undone" && undo) {
    const left = undo.left ?? [];
    return (
      <Notice tone={undo.kept + undo.failed > 0 ? "warning" : "success"} title={t("result.undone", { count: undo.reversed, shown: formatCount(undo.reversed) })}>
        {left.length > 0 ? (
          <>
            <p style={{ margin: "4px 0" }}>{t("result.left", { count: undo.kept + undo.failed, shown: formatCount(undo.kept + undo.failed) })}</p>
            <ul className={classes.reasons} style={{ maxBlockSize: 160, overflow: "auto" }}>
              {[...byReason(left)].map(([reason, records]) => (
                <li key={reason}>
                  {reason}{" "}
                  {records.map((one, index) => (
                    <span key={one.id}>
                      <EntityLink entity={one.entity} id={one.id} label={one.title || t("result.left_record", { number: index + 1 })} />{" "}
                    </span>
                  ))}
                </li>
              ))}
            </ul>
          </>
        ) : null}
      </Notice>
    );
  }
  if (item.state === "failed") {
    return (
      <Notice tone="danger" urgent title={t("run.stopped")}>
        {item.error}
      </Notice>
    );
  }
  const written = (item.counts?.create ?? 0) + (item.counts?.update ?? 0);
  return <Notice tone="success">{t("result.done", { count: written, shown: formatCount(written), file: item.file_name ?? "" })}</Notice>;
}

type Left = NonNullable<NonNullable<StepProps["item"]["undo"]>["left"]>;

// Many records stay for the same reason; it is said once.
function byReason(left: Left): Map<string, Left> {
  const groups = new Map<string, Left>();
  for (const one of left) groups.set(one.reason, [...(groups.get(one.reason) ?? []), one]);
  return groups;
}
