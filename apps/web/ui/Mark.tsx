/** Parley's mark: two people's words, meeting. The same drawing as pwa/icon.svg. */
export function Mark({ size = 40 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 48 48" aria-hidden="true">
      <rect width="48" height="48" rx="14" fill="#0d6b5d" />
      <path d="M8 10h13a12 12 0 0 1 12 12v4H20A12 12 0 0 1 8 14z" fill="#fffdf9" />
      <path
        d="M40 38H27a12 12 0 0 1-12-12v-4h13a12 12 0 0 1 12 12z"
        fill="#f2b263"
        stroke="#0d6b5d"
        strokeWidth="2.5"
      />
    </svg>
  );
}
