import { Link } from "@tanstack/react-router";
import type { CSSProperties, ReactNode } from "react";
import { linkProps } from "../AppLink";
import { locale } from "../number";
import classes from "./ChartView.module.css";
import type { Point } from "./series";

interface BarsProps<P extends Point> {
  title: string;
  points: P[];
  /** Side by side, where time goes on. */
  upright: boolean;
  /** The list of what a bar counts: then each bar is a link, and says itself what it shows. */
  to?: (point: P) => string;
}

const compact = (size: number) => new Intl.NumberFormat(locale(), { notation: "compact", maximumFractionDigits: 1 }).format(size);

/** Bars from zero. Where no bar is a link, the table beside them says the same, so the ear passes the picture by. */
export function Bars<P extends Point>({ title, points, upright, to }: BarsProps<P>) {
  const largest = Math.max(1e-9, ...points.map((p) => Math.abs(p.size)));
  return (
    <figure className={classes.figure} aria-hidden={!to || undefined} aria-label={to ? title : undefined}>
      <figcaption>{title}</figcaption>
      <div className={classes.bars} data-upright={upright || undefined}>
        {points.map((point) => (
          <Bar key={point.key} point={point} to={to?.(point)}>
            <span className={classes.barName} dir="auto">
              {upright ? point.short : point.name}
            </span>
            <span className={classes.track}>
              <span className={classes.fill} data-negative={point.size < 0 || undefined} style={{ "--share": Math.abs(point.size) / largest } as CSSProperties} />
            </span>
            <span className={classes.barAmount}>{upright ? compact(point.size) : point.text}</span>
          </Bar>
        ))}
      </div>
    </figure>
  );
}

function Bar({ point, to, children }: { point: Point; to?: string; children: ReactNode }) {
  const said = `${point.name}: ${point.text}`;
  if (to) {
    return (
      <Link {...linkProps(to)} className={classes.barRow} title={said} aria-label={said}>
        {children}
      </Link>
    );
  }
  return (
    <div className={classes.barRow} title={said}>
      {children}
    </div>
  );
}
