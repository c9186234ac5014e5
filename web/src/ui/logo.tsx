/** The mark: an open dial with a level line. */
export function Logo({ size = 20 }: { size?: number }) {
  return (
    <svg aria-hidden width={size} height={size} viewBox="0 0 24 24" fill="none" strokeWidth="2.2" strokeLinecap="round">
      <path d="M5.3 18.4a9.4 9.4 0 1 1 13.4 0M12 3v4.8" stroke="var(--ink)" />
      <path d="M6.9 13.4h10.2" stroke="var(--accent)" />
    </svg>
  );
}
