/** Height of one row of a dashboard and the gap between two, in pixels. */
export const rowHeight = 76;
export const gap = 12;
