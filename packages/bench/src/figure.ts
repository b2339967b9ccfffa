export interface Figure {
  name: string;
  /** One value per run; none when it could not be measured. */
  runs: readonly number[];
  unit: 'µs' | 'ms' | 's' | 'bytes' | 'KB' | '/s' | '%' | '×' | '';
  /** `null` for a figure that others are compared with. */
  target: number | null;
  /** The target is the least it may be, not the most. */
  isFloor?: boolean;
}

/** `share` from 0 to 1; the nearest rank, so it is always a value that was measured. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** Rows of equal width, one per figure. A missed target is marked and nothing more: machines differ. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map(({ name, runs, unit, target, isFloor = false }) => {
    const value = median(runs);
    const isMet = target !== null && (isFloor ? value >= target : value <= target);
    const met = target === null || runs.length === 0 ? '' : isMet ? 'met' : 'missed';
    return [
      name,
      runs.length === 0 ? 'not measured' : `${round(value)} ${unit}`.trim(),
      target === null ? '' : `${isFloor ? '≥' : '≤'} ${round(target)} ${unit}`.trim(),
      met,
      runs.map(round).join(' '),
    ];
  });
  const all = [['figure', 'median', 'target', '', 'runs'], ...rows];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? [];
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const round = (value: number): string =>
  value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : value.toFixed(0);
