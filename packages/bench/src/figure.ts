export interface Figure {
  name: string;
  /** One value per run. */
  runs: readonly number[];
  unit: 'ms' | 's' | 'KB' | '/s';
  /** `null` for a figure that others are compared with. */
  target: number | null;
}

/** `share` from 0 to 1; the nearest rank, so it is always a value that was measured. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** Rows of equal width, one per figure. A missed target is marked and nothing more: machines differ. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map(({ name, runs, unit, target }) => {
    const value = median(runs);
    const met = target === null ? '' : value <= target ? 'met' : 'missed';
    return [
      name,
      `${round(value)} ${unit}`,
      target === null ? '' : `≤ ${round(target)} ${unit}`,
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
