import type { CSSProperties } from "react";
import { locale } from "../number";
import type { Point } from "./ChartView";
import classes from "./ChartView.module.css";

interface BarsProps {
  title: string;
  points: Point[];
  /** Side by side, where time goes on. */
  upright: boolean;
}

const compact = (size: number) => new Intl.NumberFormat(locale(), { notation: "compact", maximumFractionDigits: 1 }).format(size);

/** Bars from zero. The table beside them says the same, so the ear passes the picture by. */
export function Bars({ title, points, upright }: BarsProps) {
  const largest = Math.max(1e-9, ...points.map((p) => Math.abs(p.size)));
  return (
    <figure className={classes.figure} aria-hidden>
      <figcaption>{title}</figcaption>
      <div className={classes.bars} data-upright={upright || undefined}>
        {points.map((point) => (
          <div key={point.key} className={classes.barRow} title={`${point.name}: ${point.text}`}>
            <span className={classes.barName} dir="auto">
              {upright ? point.short : point.name}
            </span>
            <span className={classes.track}>
              <span className={classes.fill} data-negative={point.size < 0 || undefined} style={{ "--share": Math.abs(point.size) / largest } as CSSProperties} />
            </span>
            <span className={classes.barAmount}>{upright ? compact(point.size) : point.text}</span>
          </div>
        ))}
      </div>
    </figure>
  );
}
