/** The sign of the product: a house, long enough for everybody. */
export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden focusable="false">
      <rect width="32" height="32" rx="7" fill="var(--lh-accent)" />
      <path
        d="M6 15.5 16 8l10 7.5M8.5 14v10h15V14M14 24v-5.5h4V24"
        fill="none"
        stroke="var(--mantine-primary-color-contrast)"
        strokeWidth="2.4"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  );
}
