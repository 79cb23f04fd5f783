import { Day } from '../model/time';

const kinds = {
  year: { year: 'numeric' },
  day: { month: 'short', day: 'numeric' },
  minute: { hour: '2-digit', minute: '2-digit' },
  second: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

const formats = new Map<string, Intl.DateTimeFormat>();

function write(at: number, kind: keyof typeof kinds, zone: string): string {
  const key = `${kind} ${zone}`;
  let format = formats.get(key);
  if (!format) formats.set(key, (format = new Intl.DateTimeFormat(undefined, { timeZone: zone, ...kinds[kind] })));
  return format.format(at * 1000);
}

/**
 * What stands at the marks of a time axis, in the reader's language and the page's zone: the clock, and below it the date where a new day begins; for marks a
 * day or more apart the date, and below it the year.
 */
export function tickTexts(times: readonly number[], zone: string): string[] {
  const apart = times.length > 1 ? times[1]! - times[0]! : Day;
  const upper = apart >= 300 * Day ? 'year' : apart >= Day ? 'day' : apart >= 60 ? 'minute' : 'second';
  const lower = upper === 'year' ? null : upper === 'day' ? 'year' : 'day';
  let said = '';
  return times.map(at => {
    const below = lower ? write(at, lower, zone) : '';
    const isNew = below !== said;
    said = below;
    return write(at, upper, zone) + (isNew && below ? '\n' + below : '');
  });
}
