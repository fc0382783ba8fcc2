/*
 * How the reader likes to read, apart from the language: in which zone, by which clock, from which
 * day of the week. Formatters are plain functions, so it stands here and not in a context; the frame
 * sets it before it draws, and draws the screen anew when it changes.
 */

/** What formatters need to know of a reader. */
export interface Reading {
  /** IANA zone of instants; undefined is the browser's. */
  zone?: string;
  /** 0 is Sunday; undefined is as in the language. */
  weekStart?: number;
  /** A clock of 12 or 24 hours; undefined is as in the language. */
  hours?: "12" | "24";
}

let reading: Reading = {};

/** How the reader likes to read now. */
export function readingNow(): Reading {
  return reading;
}

/** Says how the reader likes to read. */
export function setReading(next: Reading): void {
  reading = next;
}
