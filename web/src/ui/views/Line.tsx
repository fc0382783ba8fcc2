import classes from "./ChartView.module.css";
import type { Point } from "./series";

const width = 800;
const height = 220;
const room = 12;

/** A line over time, from zero. The table beside it says the same, so the ear passes the picture by. */
export function Line({ title, points }: { title: string; points: Point[] }) {
  const largest = Math.max(1e-9, ...points.map((p) => p.size));
  const least = Math.min(0, ...points.map((p) => p.size));
  const x = (index: number) => room + (points.length < 2 ? 0 : (index * (width - 2 * room)) / (points.length - 1));
  const y = (size: number) => height - room - ((size - least) * (height - 2 * room)) / (largest - least);
  const first = points[0];
  const last = points.at(-1);
  return (
    <figure className={classes.figure} aria-hidden>
      <figcaption>{title}</figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} className={classes.line} preserveAspectRatio="none">
        <line x1={room} x2={width - room} y1={y(0)} y2={y(0)} className={classes.axis} />
        <polyline points={points.map((p, index) => `${x(index)},${y(p.size)}`).join(" ")} className={classes.stroke} />
        {points.map((point, index) => (
          <circle key={point.key} cx={x(index)} cy={y(point.size)} r={4} className={classes.dot}>
            <title>{`${point.name}: ${point.text}`}</title>
          </circle>
        ))}
      </svg>
      <div className={classes.ends}>
        <span>{first?.name}</span>
        <span>{last?.name}</span>
      </div>
    </figure>
  );
}
