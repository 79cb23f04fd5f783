import { describe, expect, test } from 'vitest';
import { ageText, rangeQuery, readRange, spanOf, startOfDay, type Range } from '../src/model/time';

const at = (text: string) => Date.parse(text) / 1000;
const iso = (seconds: number) => new Date(seconds * 1000).toISOString();
const day: Range = { kind: 'last', seconds: 86400 };

describe('The range is what the address says', () => {
  test.each<[string, Range]>([
    ['range=24h', { kind: 'last', seconds: 86400 }],
    ['range=90m', { kind: 'last', seconds: 5400 }],
    ['range=month', { kind: 'calendar', unit: 'month', back: 0 }],
    ['range=day-3', { kind: 'calendar', unit: 'day', back: 3 }],
    ['range=all', { kind: 'all' }],
    ['from=100&to=200', { kind: 'fixed', from: 100, to: 200 }],
    ['from=200&to=100', day],
    ['from=-5&to=1e15', { kind: 'fixed', from: 0, to: 4_102_444_800 }],
    ['from=1e15&to=2e15', { kind: 'fixed', from: 4_102_444_790, to: 4_102_444_800 }],
    ['from=x&to=100', day],
    ['range=soon', day],
    ['range=0h', day],
    ['', day],
  ])('%s', (query, range) => expect(readRange(new URLSearchParams(query), day)).toEqual(range));

  test.each<[Range]>([[{ kind: 'last', seconds: 7 * 86400 }], [{ kind: 'last', seconds: 5400 }], [{ kind: 'all' }], [{ kind: 'calendar', unit: 'week', back: 2 }], [{ kind: 'fixed', from: 5, to: 9 }]])(
    '%o goes there and back', range => {
      const query = new URLSearchParams();
      for (const [name, value] of Object.entries(rangeQuery(range))) if (value !== null) query.set(name, value);
      expect(readRange(query, day)).toEqual(range);
    });
});

describe('Days, weeks, months and years are those of the place', () => {
  const now = at('2026-11-23T06:00:00Z');
  test.each([
    ['Europe/Berlin', 'day', 0, '2026-11-22T23:00:00.000Z', '2026-11-23T23:00:00.000Z'],
    ['Europe/Berlin', 'day', 29, '2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z'],
    ['Australia/Lord_Howe', 'day', 0, '2026-11-22T13:00:00.000Z', '2026-11-23T13:00:00.000Z'],
    ['America/New_York', 'week', 0, '2026-11-23T05:00:00.000Z', '2026-11-30T05:00:00.000Z'],
    ['America/Los_Angeles', 'week', 0, '2026-11-16T08:00:00.000Z', '2026-11-23T08:00:00.000Z'],
    ['Europe/Berlin', 'month', 1, '2026-09-30T22:00:00.000Z', '2026-10-31T23:00:00.000Z'],
    ['UTC', 'year', 1, '2025-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z'],
  ] as const)('%s, %s, %i back', (zone, unit, back, from, to) => {
    const span = spanOf({ kind: 'calendar', unit, back }, now, zone, null);
    expect([iso(span.from), iso(span.to)]).toEqual([from, to]);
  });

  test.each([
    ['a midnight that never was begins at one', 'America/Santiago', { year: 2026, month: 8, day: 6 }, '2026-09-06T04:00:00.000Z'],
    ['a midnight that was twice begins at the first', 'America/Havana', { year: 2026, month: 10, day: 1 }, '2026-11-01T04:00:00.000Z'],
    ['half an hour of summer time', 'Australia/Lord_Howe', { year: 2026, month: 9, day: 4 }, '2026-10-03T13:30:00.000Z'],
  ])('%s', (_, zone, date, start) => expect(iso(startOfDay(date, zone))).toBe(start));

  test('everything begins at the first reading', () => expect(spanOf({ kind: 'all' }, now, 'UTC', 1000)).toEqual({ from: 1000, to: now }));
});

test.each([[0, 'now'], [12, '12 s ago'], [100, '2 min ago'], [7200, '2 h ago'], [5 * 86400, '5 days ago'], [-5, 'now'], [-600, 'in the future']])(
  'An age of %d s is “%s”', (age, text) => expect(ageText(age)).toBe(text));
