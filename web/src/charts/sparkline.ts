/** The outline of a small chart in a box of 100 by 24; a gap between two windows breaks the line. Pure: no DOM. */
export interface SparkPath {
  readonly line: string;
  /** Readings that stand alone between gaps, as points. */
  readonly dots: readonly (readonly [number, number])[];
}

export const SparkWidth = 100;
export const SparkHeight = 24;
const Margin = 2;

export function sparkPath(times: number[], values: number[], from: number, to: number, gapAfter: number): SparkPath {
  let low = Infinity, high = -Infinity;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const x = (time: number) => Math.round(((time - from) / (to - from)) * SparkWidth * 10) / 10;
  // A flat line runs through the middle.
  const y = (value: number) =>
    high === low ? SparkHeight / 2 : Math.round((SparkHeight - Margin - ((value - low) / (high - low)) * (SparkHeight - 2 * Margin)) * 10) / 10;
  let line = '';
  const dots: [number, number][] = [];
  times.forEach((time, i) => {
    const begins = i === 0 || time - times[i - 1]! > gapAfter;
    const ends = i === times.length - 1 || times[i + 1]! - time > gapAfter;
    const [px, py] = [x(time), y(values[i]!)];
    if (begins && ends) dots.push([px, py]);
    else line += `${begins ? 'M' : 'L'}${px} ${py}`;
  });
  return { line, dots };
}
