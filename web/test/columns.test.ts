import { describe, expect, test } from 'vitest';
import type { RawAnswer, SteppedAnswer } from '../src/api/types';
import { extentOf, gapsIn, rowsOf, toColumns, withLive } from '../src/charts/columns';

const asSent = { unit: 'Cel', factor: 1, offset: 0 };
const fahrenheit = { unit: 'degF', factor: 1.8, offset: 32 };
const head = { series: 1, location: 'desk', metric: 'temperature', unit: 'Cel' };

function raw(time: number[], value: number[] = time.map(() => 1)): RawAnswer {
  return { ...head, step: null, time, value };
}

function stepped(step: number | string, time: number[], more: Partial<SteppedAnswer> = {}): SteppedAnswer {
  const ones = time.map(() => 1);
  return { ...head, step, resolution: '5m', time, count: ones, min: ones, max: ones, mean: ones, first: ones, last: ones, ...more };
}

function every(seconds: number, count: number, from = 0): number[] {
  return Array.from({ length: count }, (_, i) => from + i * seconds);
}

describe('A gap is drawn as a gap', () => {
  test.each([
    ['a board that reports every 10 s has none', every(10, 50), 0, []],
    ['one lost report is none', [...every(10, 20), ...every(10, 20, 210)], 0, []],
    ['half a minute without news is one', [...every(10, 20), ...every(10, 20, 220)], 0, [20]],
    ['a board that wakes twice a day has none', every(43_200, 14), 0, []],
    ['a board that sends three readings and sleeps has none', every(600, 20).flatMap(t => [t, t + 1, t + 2]), 0, []],
    ['a board that was made slower has none', [...every(10, 30), ...every(600, 30, 900)], 0, []],
    ['two readings far apart say nothing of a habit', [0, 100_000], 0, []],
    ['windows that follow each other have none', every(300, 10), 300, []],
    ['an absent window of a busy series is one', [...every(300, 10), ...every(300, 10, 3300)], 300, [10]],
    ['an absent day among days is one', [...every(86400, 30), ...every(86400, 30, 31 * 86400)], 86400, [30]],
    ['absent windows of a slow series are its habit', every(3600, 20), 300, []],
    ['nothing has none', [], 0, []],
  ])('%s', (_, times, width, gaps) => expect([...gapsIn(times, width)]).toEqual(gaps));

  test('an empty row stands in it, in every column', () => {
    const columns = toColumns(raw([...every(10, 20), ...every(10, 20, 1000)]), asSent);
    expect(columns.x.length).toBe(41);
    expect(columns.line[20]).toBeNull();
    expect(columns.x[20]).toBeGreaterThan(190);
    expect(columns.x[20]).toBeLessThan(1000);
  });

  test('a reading between two gaps is drawn as a point', () => {
    const times = [...every(10, 20), 1000, ...every(10, 20, 2000)];
    const columns = toColumns(raw(times), asSent);
    expect(columns.alone.map(row => columns.x[row])).toEqual([1000]);
  });

  test('columns stay ascending whatever the gaps', () => {
    let seed = 7;
    const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
    for (let round = 0; round < 300; round++) {
      const times: number[] = [];
      for (let t = 0, n = Math.floor(random() * 60); times.length < n; t += random() < 0.1 ? random() * 1e5 : 1 + random() * 20) times.push(t);
      const { x, line } = toColumns(raw(times), asSent);
      expect(x.every((at, i) => i === 0 || at >= x[i - 1]!)).toBe(true);
      expect(line.filter(value => value !== null).length).toBe(times.length);
      expect(line.length).toBe(x.length);
    }
  });
});

describe('Values are shown in the unit that is wished', () => {
  test('line and band', () => {
    const columns = toColumns(stepped(300, [0, 300], { mean: [0, 100], min: [-40, 100], max: [10, 100] }), fahrenheit);
    expect(columns.line).toEqual([32, 212]);
    expect(columns.low).toEqual([-40, 212]);
    expect(columns.high).toEqual([50, 212]);
  });
  test('the rise of a counter has no zero point', () => {
    const columns = toColumns(stepped(300, [0, 300], { increase: [0, 10] }), fahrenheit);
    expect(columns.line).toEqual([0, 18]);
    expect(columns.low).toBeNull();
    expect(columns.rises).toBe(true);
  });
  test('the extent', () => expect(extentOf(raw([1, 2, 3], [5, -1, 2]), fahrenheit)).toEqual({ low: 30.2, high: 41 }));
  test('the extent of nothing', () => expect(extentOf(raw([]), asSent)).toBeNull());
});

describe('A window is drawn at its middle', () => {
  test('of a fixed width', () => expect(toColumns(stepped(300, [0, 300]), asSent).x).toEqual([150, 450]));
  test('of the calendar', () => expect(toColumns(stepped('1d', [0, 86400]), asSent).x).toEqual([43200, 129600]));
  test('last week on this week’s axis', () => expect(toColumns(stepped(300, [0, 300]), asSent, 604800).x).toEqual([604950, 605250]));
});

describe('A live reading', () => {
  const sample = (time: number, value: number) => ({ location: 'desk', metric: 'temperature', unit: 'Cel', time, value });
  test('is added to single readings', () => {
    const effect = withLive(raw([10, 20], [1, 2]), sample(30, 3));
    expect(effect).not.toBe('late');
    if (effect !== 'late') expect(effect.answer.time).toEqual([10, 20, 30]);
  });
  test('that is there already changes nothing', () => {
    const answer = raw([10, 20], [1, 2]);
    expect(withLive(answer, sample(20, 2))).toEqual({ answer });
  });
  test('that is older than the last is late', () => expect(withLive(raw([10, 20]), sample(15, 3))).toBe('late'));
  test('begins a window', () => {
    const effect = withLive(stepped(300, [0]), sample(310, 7));
    if (effect === 'late') throw new Error('late');
    const answer = effect.answer as SteppedAnswer;
    expect([answer.time, answer.count, answer.min, answer.mean, answer.first, answer.last]).toEqual([[0, 300], [1, 1], [1, 7], [1, 7], [1, 7], [1, 7]]);
  });
  test('is folded into its window as the server does it', () => {
    const effect = withLive(stepped(300, [0], { count: [3], min: [1], max: [3], mean: [2], first: [1], last: [3] }), sample(299, 6));
    if (effect === 'late') throw new Error('late');
    const answer = effect.answer as SteppedAnswer;
    expect([answer.time, answer.count, answer.min, answer.max, answer.mean, answer.first, answer.last]).toEqual([[0], [4], [1], [6], [3], [1], [6]]);
  });
  test('of an earlier window is late', () => expect(withLive(stepped(300, [0, 300]), sample(299, 6))).toBe('late'));
  test('on windows of the calendar is the server’s business', () => expect(withLive(stepped('1d', [0]), sample(10, 6))).toBe('late'));
});

test('The table has the latest first', () => {
  expect(rowsOf(raw([1, 2, 3], [5, 6, 7]), asSent, 2)).toEqual([{ time: 3, value: 7, low: null, high: null }, { time: 2, value: 6, low: null, high: null }]);
});
