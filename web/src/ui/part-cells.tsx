/** A part of the score as ten cells; the figure beside them says the same. */
export function PartCells({ points, of = 10 }: { points: number; of?: number }) {
  return (
    <span aria-hidden className="inline-flex gap-0.5">
      {Array.from({ length: of }, (_, index) => (
        <span
          key={index}
          className={index < points ? "h-1.5 w-[9px] rounded-[1px] bg-ink-2" : "h-1.5 w-[9px] rounded-[1px] bg-selected"}
        />
      ))}
    </span>
  );
}
