/** All times here are Unix seconds, as in the API's columns; a zone is an IANA name. */
export const Minute = 60;
export const Hour = 3600;
export const Day = 86400;

export const browserZone: string = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

/** Whether this browser knows the zone: it may be newer than the browser. */
export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

export function now(): number {
  return Date.now() / 1000;
}

export function seconds(rfc3339: string): number {
  return Date.parse(rfc3339) / 1000;
}

/** The range that a page shows: the last so many seconds, a span of the calendar, everything, or from here to there. */
export type Range =
  | { readonly kind: 'last'; readonly seconds: number }
  | { readonly kind: 'calendar'; readonly unit: CalendarUnit; readonly back: number }
  | { readonly kind: 'all' }
  | { readonly kind: 'fixed'; readonly from: number; readonly to: number };

export type CalendarUnit = 'day' | 'week' | 'month' | 'year';

export interface Span {
  readonly from: number;
  readonly to: number;
}

export const Lasts: readonly (readonly [string, number])[] = [
  ['1h', Hour], ['6h', 6 * Hour], ['24h', Day], ['7d', 7 * Day], ['30d', 30 * Day], ['1y', 365 * Day],
];

/** Reads the range out of the address: range=24h, range=month, range=day-1, range=all, or from= and to=. */
export function readRange(query: URLSearchParams, otherwise: Range): Range {
  const from = Number(query.get('from')), to = Number(query.get('to'));
  if (query.has('from') && query.has('to') && Number.isFinite(from) && Number.isFinite(to) && to > from) return bounded(from, to);
  const text = query.get('range') ?? '';
  if (text === 'all') return { kind: 'all' };
  const calendar = /^(day|week|month|year)(?:-(\d{1,4}))?$/.exec(text);
  if (calendar) return { kind: 'calendar', unit: calendar[1] as CalendarUnit, back: Number(calendar[2] ?? 0) };
  const last = /^(\d{1,5})(m|h|d|w|y)$/.exec(text);
  const width = last && Number(last[1]) * { m: Minute, h: Hour, d: Day, w: 7 * Day, y: 365 * Day }[last[2] as 'm' | 'h' | 'd' | 'w' | 'y'];
  return width ? { kind: 'last', seconds: width } : otherwise;
}

/** From 1970 to 2100: beyond it there is no reading, and soon no date. */
export function bounded(from: number, to: number): Range {
  const start = Math.min(Math.max(from, 0), Latest - 10);
  return { kind: 'fixed', from: start, to: Math.min(Math.max(to, start + 1), Latest) };
}

const Latest = 4_102_444_800;

function milliseconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

/** The parameters that say the range in an address; the others of the three are taken away. */
export function rangeQuery(range: Range): Record<'range' | 'from' | 'to', string | null> {
  switch (range.kind) {
    case 'last': return { range: Lasts.find(([, width]) => width === range.seconds)?.[0] ?? `${Math.round(range.seconds / Minute)}m`, from: null, to: null };
    case 'calendar': return { range: range.unit + (range.back ? `-${range.back}` : ''), from: null, to: null };
    case 'all': return { range: 'all', from: null, to: null };
    case 'fixed': return { range: null, from: String(milliseconds(range.from)), to: String(milliseconds(range.to)) };
  }
}

/** From when to when that is now. `first` is the time of the oldest reading, for everything. */
export function spanOf(range: Range, at: number, zone: string, first: number | null): Span {
  switch (range.kind) {
    case 'last': return { from: at - range.seconds, to: at };
    case 'all': return { from: Math.min(first ?? at - Day, at - Hour), to: at };
    case 'fixed': return { from: range.from, to: range.to };
    case 'calendar': {
      const today = dateIn(zone, at);
      const start = calendarStart(today, range.unit, range.back);
      return { from: startOfDay(start, zone), to: startOfDay(calendarStart(today, range.unit, range.back - 1), zone) };
    }
  }
}

/** Whether its end moves with the clock. */
export function endsNow(range: Range): boolean {
  return range.kind === 'last' || range.kind === 'all';
}

interface CalendarDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const partsOf = new Map<string, Intl.DateTimeFormat>();

function civil(zone: string, at: number): number {
  let format = partsOf.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
    });
    partsOf.set(zone, format);
  }
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(at * 1000)) part[type] = Number(value);
  return Date.UTC(part['year']!, part['month']! - 1, part['day']!, part['hour']!, part['minute']!, part['second']!) / 1000;
}

export function dateIn(zone: string, at: number): CalendarDate {
  const date = new Date(civil(zone, at) * 1000);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth(), day: date.getUTCDate() };
}

/** The first day of the unit that lies `back` units before the one that holds `today`. Weeks begin on Monday, as in the API. */
function calendarStart(today: CalendarDate, unit: CalendarUnit, back: number): CalendarDate {
  const { year, month, day } = today;
  const weekday = (new Date(Date.UTC(year, month, day)).getUTCDay() + 6) % 7;
  const date = new Date(
    unit === 'day' ? Date.UTC(year, month, day - back)
    : unit === 'week' ? Date.UTC(year, month, day - weekday - 7 * back)
    : unit === 'month' ? Date.UTC(year, month - back, 1)
    : Date.UTC(year - back, 0, 1));
  return { year: date.getUTCFullYear(), month: date.getUTCMonth(), day: date.getUTCDate() };
}

/** The first moment of a day in a zone. Where midnight never was (the clocks went forward over it) that is the moment after the jump. */
export function startOfDay(date: CalendarDate, zone: string): number {
  const wanted = Date.UTC(date.year, date.month, date.day) / 1000;
  // The offset in force a day before and a day after brackets every change of clocks; the earlier of two midnights is the first.
  const guesses = [wanted - Day, wanted + Day].map(at => wanted - (civil(zone, at) - at)).sort((a, b) => a - b);
  for (const guess of guesses) if (civil(zone, guess) === wanted) return guess;
  return guesses[0]! + (wanted - civil(zone, guesses[0]!) > 0 ? wanted - civil(zone, guesses[0]!) : 0);
}

/** "12 s ago"; coarse on purpose, and never in the future because of a clock that is a second off. */
export function ageText(age: number): string {
  if (age < -60) return 'in the future';
  if (age < 2) return 'now';
  if (age < 90) return `${Math.round(age)} s ago`;
  if (age < 90 * Minute) return `${Math.round(age / Minute)} min ago`;
  if (age < 36 * Hour) return `${Math.round(age / Hour)} h ago`;
  return `${Math.round(age / Day)} days ago`;
}

/** "every 20 s" */
export function intervalText(interval: number): string {
  if (interval < 90) return `${round(interval)} s`;
  if (interval < 90 * Minute) return `${round(interval / Minute)} min`;
  if (interval < 36 * Hour) return `${round(interval / Hour)} h`;
  return `${round(interval / Day)} days`;
}

function round(x: number): number {
  return x < 10 ? Math.round(x * 10) / 10 : Math.round(x);
}

const stamps = new Map<string, Intl.DateTimeFormat>();

/** A moment for a person, in the zone that the page shows. */
export function timeText(at: number, zone: string, style: 'short' | 'full' = 'short'): string {
  const key = zone + style;
  let format = stamps.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(undefined, style === 'full'
      ? { timeZone: zone, dateStyle: 'full', timeStyle: 'long' }
      : { timeZone: zone, year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit' });
    stamps.set(key, format);
  }
  return format.format(at * 1000);
}

export function rangeTitle(range: Range, span: Span, zone: string): string {
  const day = new Intl.DateTimeFormat(undefined, { timeZone: zone, year: 'numeric', month: 'short', day: 'numeric' });
  const minute = new Intl.DateTimeFormat(undefined, { timeZone: zone, month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' });
  switch (range.kind) {
    case 'calendar': return range.unit === 'day' ? day.format(span.from * 1000) : day.formatRange(span.from * 1000, (span.to - 1) * 1000);
    case 'fixed': return span.to - span.from > 3 * Day ? day.formatRange(span.from * 1000, span.to * 1000) : minute.formatRange(span.from * 1000, span.to * 1000);
    case 'all': return `Since ${day.format(span.from * 1000)}`;
    case 'last': return minute.formatRange(span.from * 1000, span.to * 1000);
  }
}
