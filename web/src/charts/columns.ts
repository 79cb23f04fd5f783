import type { RawAnswer, SeriesAnswer, SteppedAnswer } from '../api/types';
import type { LiveSample } from '../api/live';
import { show, type Display } from '../model/units';

/** What a chart draws: columns of equal length, ascending in time; null is a gap. */
export interface Columns {
  readonly x: number[];
  readonly line: (number | null)[];
  /** The band behind the line: lowest and highest reading of each window; null where every reading is drawn singly. */
  readonly low: (number | null)[] | null;
  readonly high: (number | null)[] | null;
  /** Where in `x` a reading stands between two gaps, so that no line can show it. */
  readonly alone: number[];
  /** True if the line is how far a counter rose in each window. */
  readonly rises: boolean;
}

export const NoColumns: Columns = { x: [], line: [], low: null, high: null, alone: [], rises: false };

/** How many neighbours on each side say what is usual. */
const Around = 10;

/** A pause this many times longer than usual is a gap: one reading may be lost on the way, two are missed. */
const Patience = 2.5;

export function isStepped(answer: SeriesAnswer): answer is SteppedAnswer {
  return answer.step !== null;
}

/** The width of a window in seconds; of calendar windows about. */
export function widthOf(answer: SteppedAnswer): number {
  if (typeof answer.step === 'number') return answer.step;
  const [, count, unit] = /^(\d+)(d|w|mo|y)$/.exec(answer.step) ?? [];
  return Number(count ?? 1) * { d: 86400, w: 7 * 86400, mo: 30.44 * 86400, y: 365.25 * 86400 }[(unit ?? 'd') as 'd' | 'w' | 'mo' | 'y'];
}

/** Columns of one answer in the unit that is shown, moved by `shift` seconds: last week on this week's axis. */
export function toColumns(answer: SeriesAnswer, display: Display, shift = 0): Columns {
  return isStepped(answer) ? steppedColumns(answer, display, shift) : rawColumns(answer, display, shift);
}

function rawColumns(answer: RawAnswer, display: Display, shift: number): Columns {
  const gaps = gapsIn(answer.time, 0);
  return {
    x: spread(answer.time, gaps, time => time + shift, between(answer.time, gaps, shift)),
    line: spread(answer.value, gaps, value => show(value, display), null),
    low: null,
    high: null,
    alone: aloneAmong(answer.time.length, gaps),
    rises: false,
  };
}

function steppedColumns(answer: SteppedAnswer, display: Display, shift: number): Columns {
  const width = widthOf(answer);
  const gaps = gapsIn(answer.time, width);
  // A window is drawn at its middle: its mean is no news of its beginning.
  const middle = width / 2 + shift;
  const column = (values: number[]) => spread(values, gaps, value => show(value, display), null);
  // A rise has no zero point to convert.
  const rise = (values: number[]) => spread(values, gaps, value => value * display.factor, null);
  return {
    x: spread(answer.time, gaps, time => time + middle, between(answer.time, gaps, middle)),
    line: answer.increase ? rise(answer.increase) : column(answer.mean),
    low: answer.increase ? null : column(answer.min),
    high: answer.increase ? null : column(answer.max),
    alone: aloneAmong(answer.time.length, gaps),
    rises: answer.increase !== undefined,
  };
}

/**
 * The places before which there is a gap: where the pause is much longer than the pauses around it, so that a board that wakes twice a day has none and
 * one that reports every ten seconds has one after half a minute. In windows a pause is usual as long as the next window follows.
 */
export function gapsIn(times: number[], width: number): Set<number> {
  const gaps = new Set<number>();
  for (let i = 1; i < times.length; i++) {
    const pause = times[i]! - times[i - 1]!;
    const usual = usualPause(times, i);
    if (pause > (usual > 1.5 * width ? Patience * usual : 1.5 * width)) gaps.add(i);
  }
  return gaps;
}

/** The upper quartile of the pauses around: a board that sends three readings and sleeps has long ones as a habit. */
function usualPause(times: number[], at: number): number {
  const pauses: number[] = [];
  for (let i = Math.max(1, at - Around); i < Math.min(times.length, at + Around + 1); i++) pauses.push(times[i]! - times[i - 1]!);
  pauses.sort((a, b) => a - b);
  return pauses[Math.floor(0.75 * (pauses.length - 1))]!;
}

/** Where the empty row of each gap stands: just after the last reading before it. */
function between(times: number[], gaps: Set<number>, shift: number): (i: number) => number {
  return i => (gaps.has(i) ? times[i - 1]! + (times[i]! - times[i - 1]!) / 1000 + shift : NaN);
}

function spread<In, Out>(values: In[], gaps: Set<number>, map: (value: In) => Out, empty: ((i: number) => Out) | null): Out[];
function spread<In, Out>(values: In[], gaps: Set<number>, map: (value: In) => Out, empty: null): (Out | null)[];
function spread<In, Out>(values: In[], gaps: Set<number>, map: (value: In) => Out, empty: ((i: number) => Out) | null): (Out | null)[] {
  const column: (Out | null)[] = [];
  values.forEach((value, i) => {
    if (gaps.has(i)) column.push(empty ? empty(i) : null);
    column.push(map(value));
  });
  return column;
}

function aloneAmong(count: number, gaps: Set<number>): number[] {
  const alone: number[] = [];
  for (let i = 0, row = 0; i < count; i++, row++) {
    if (gaps.has(i)) row++;
    if ((i === 0 || gaps.has(i)) && (i === count - 1 || gaps.has(i + 1))) alone.push(row);
  }
  return alone;
}

/** What a live reading changes in an answer that is on the screen. */
export type LiveEffect = { answer: SeriesAnswer } | 'late';

/** Adds a reading at the end of an answer; one that belongs further back is late, and the answer has to be read anew. */
export function withLive(answer: SeriesAnswer, sample: LiveSample): LiveEffect {
  const last = answer.time.at(-1);
  if (!isStepped(answer)) {
    if (last !== undefined && sample.time <= last) return sample.time === last ? { answer } : 'late';
    return { answer: { ...answer, time: [...answer.time, sample.time], value: [...answer.value, sample.value] } };
  }
  // Windows of the calendar, and rises, are the server's business.
  if (typeof answer.step !== 'number' || answer.increase) return 'late';
  const start = Math.floor(sample.time / answer.step) * answer.step;
  if (last !== undefined && start < last) return 'late';
  const isNew = start !== last;
  const { time, count, min, max, mean, first, last: lasts } = answer;
  const { value } = sample;
  const had = isNew ? 0 : count.at(-1)!;
  const put = (column: number[], next: number) => (isNew ? [...column, next] : [...column.slice(0, -1), next]);
  return {
    answer: {
      ...answer,
      time: isNew ? [...time, start] : time,
      count: put(count, had + 1),
      min: put(min, had ? Math.min(min.at(-1)!, value) : value),
      max: put(max, had ? Math.max(max.at(-1)!, value) : value),
      mean: put(mean, had ? mean.at(-1)! + (value - mean.at(-1)!) / (had + 1) : value),
      first: had ? first : put(first, value),
      last: put(lasts, value),
    },
  };
}

/** Rows for the table behind a chart, the latest first. */
export interface Row {
  readonly time: number;
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}

export function rowsOf(answer: SeriesAnswer, display: Display, most: number): Row[] {
  const rows: Row[] = [];
  for (let i = answer.time.length - 1; i >= 0 && rows.length < most; i--)
    rows.push(isStepped(answer)
      ? {
          time: answer.time[i]!,
          value: answer.increase ? answer.increase[i]! * display.factor : show(answer.mean[i]!, display),
          low: answer.increase ? null : show(answer.min[i]!, display),
          high: answer.increase ? null : show(answer.max[i]!, display),
        }
      : { time: answer.time[i]!, value: show(answer.value[i]!, display), low: null, high: null });
  return rows;
}

export interface Extent {
  readonly low: number;
  readonly high: number;
}

/** The lowest and highest reading in an answer, as shown; null if it is empty. */
export function extentOf(answer: SeriesAnswer, display: Display): Extent | null {
  const lows = isStepped(answer) ? answer.min : answer.value, highs = isStepped(answer) ? answer.max : answer.value;
  if (lows.length === 0) return null;
  let low = Infinity, high = -Infinity;
  for (const value of lows) low = Math.min(low, value);
  for (const value of highs) high = Math.max(high, value);
  const [a, b] = [show(low, display), show(high, display)];
  return { low: Math.min(a, b), high: Math.max(a, b) };
}
