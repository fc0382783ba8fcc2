import { Button } from "@mantine/core";
import { IconCheck, IconX } from "@tabler/icons-react";
import { useRef, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { DateText } from "@/ui/DateText";
import { StatusBadge } from "@/ui/StatusBadge";
import classes from "./reviews.module.css";
import { byPerson, walk, type Place, type ReviewItem } from "./walk";

interface ReviewItemsProps {
  items: ReviewItem[];
  /** The round is closed: nothing can be decided any more. */
  closed: boolean;
  onDecide: (items: ReviewItem[], decision: "keep" | "end") => void;
}

/** Roles by person, each with two buttons. Arrows walk, Enter decides and goes on to the next. */
export function ReviewItems({ items, closed, onDecide }: ReviewItemsProps) {
  const { t } = useTranslation("grants");
  const list = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<Place>({ row: 0, column: 0 });
  const groups = byPerson(items);
  const mine = closed ? [] : groups.flatMap((group) => group.items).filter((item) => item.mine);
  const focus = (place: Place) => {
    setAt(place);
    list.current?.querySelector<HTMLElement>(`[data-place="${place.row}-${place.column}"]`)?.focus();
  };
  const onKey = (event: KeyboardEvent, place: Place) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = walk(event.key, place, mine.length);
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    focus(next);
  };
  return (
    <div ref={list} className={classes.groups}>
      {groups.map(({ user, items: theirs }) => {
        const open = theirs.filter((item) => mine.includes(item) && item.decision !== "keep");
        return (
          <section key={user.id} className={classes.group} aria-label={user.name}>
            <header className={classes.head}>
              <h2 dir="auto">{user.name}</h2>
              {open.length > 1 ? (
                <Button size="compact-sm" variant="subtle" onClick={() => onDecide(open, "keep")} aria-label={t("reviews.keep_all_named", { count: open.length, name: user.name })}>
                  {t("reviews.keep_all", { count: open.length })}
                </Button>
              ) : null}
            </header>
            <ul className={classes.items}>
              {theirs.map((item) => {
                const row = mine.indexOf(item);
                return (
                  <li key={item.id} className={classes.item}>
                    <span className={classes.role}>
                      {item.role_name}
                      <span className={classes.second}>{secondLine(item)}</span>
                    </span>
                    {row < 0 ? (
                      <Settled item={item} closed={closed} />
                    ) : (
                      <span className={classes.choice}>
                        {(["keep", "end"] as const).map((decision, index) => {
                          const place: Place = { row, column: index === 0 ? 0 : 1 };
                          const pressed = item.decision === decision;
                          const Mark = decision === "keep" ? IconCheck : IconX;
                          return (
                            <Button
                              key={decision}
                              size="compact-md"
                              variant={pressed ? "filled" : "default"}
                              color={pressed && decision === "end" ? "red" : undefined}
                              leftSection={<Mark size={16} stroke={1.75} />}
                              aria-pressed={pressed}
                              aria-label={t(decision === "keep" ? "reviews.keep_named" : "reviews.end_named", { role: item.role_name, name: user.name })}
                              data-place={`${place.row}-${place.column}`}
                              tabIndex={at.row === place.row && at.column === place.column ? 0 : -1}
                              onFocus={() => setAt(place)}
                              onKeyDown={(event) => onKey(event, place)}
                              onClick={(event) => {
                                onDecide([item], decision);
                                // detail is 0 for a press of a key: the next one is under the fingers at once.
                                if (event.detail === 0) focus({ row: Math.min(row + 1, mine.length - 1), column: place.column });
                              }}
                            >
                              {t(decision === "keep" ? "reviews.keep" : "reviews.end")}
                            </Button>
                          );
                        })}
                      </span>
                    )}
                  </li>
                );
              })}
            </ul>
          </section>
        );
      })}
    </div>
  );

  function secondLine(item: ReviewItem) {
    if (item.decided_by && item.decided_at) {
      return (
        <>
          {t(item.decision === "keep" ? "reviews.kept_by" : "reviews.ended_by", { name: item.decided_by.name })} <DateText value={item.decided_at} relative />
        </>
      );
    }
    // One's own is for others; what one decides oneself needs no word about who does.
    return item.reviewer ? t("reviews.for", { name: item.reviewer.name }) : item.mine ? null : t("reviews.for_managers");
  }
}

function Settled({ item, closed }: { item: ReviewItem; closed: boolean }) {
  const { t } = useTranslation("grants");
  const state = item.ended ? "ended" : (item.decision ?? (closed ? "ended" : "undecided"));
  return <StatusBadge kind="access.review_item" state={state} label={t(`reviews.item.${state}`)} />;
}
