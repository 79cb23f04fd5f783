import { describe, expect, test } from 'vitest';
import { sparkPath } from '../src/charts/sparkline';
import { panned, spanByFingers, spanByKey, zoomed } from '../src/charts/gestures';
import { freshnessOf, freshnessOfPlace, placesOf, withSamples, type Reading } from '../src/model/house';
import { compareMetrics, isLeak, metricTitle } from '../src/model/names';
import { formatValue } from '../src/model/numbers';
import { simulatedPast } from '../src/model/simulation';
import { isLoopback, snippets } from '../src/model/snippets';
import { displayOf, show } from '../src/model/units';
import { isPage, locationPath, restOfPath } from '../src/router';

describe('Units', () => {
  test.each([
    ['Cel', { temperature: 'degF' }, 21.4, 'degF', 70.52],
    ['degF', { temperature: 'Cel' }, 71.6, 'Cel', 22],
    ['K', { temperature: 'degF' }, 273.15, 'degF', 32],
    ['hPa', { pressure: 'inHg' }, 1013.25, 'inHg', 29.9213],
    ['m/s', { speed: 'km/h' }, 10, 'km/h', 36],
    ['Cel', { pressure: 'inHg' }, 20, 'Cel', 20],
    ['smoots', { length: 'mm' }, 3, 'smoots', 3],
    ['Cel', { temperature: 'hPa' }, 3, 'Cel', 3],
  ])('%s under %o', (unit, wishes, value, shownIn, shown) => {
    const display = displayOf(unit, wishes);
    expect(display.unit).toBe(shownIn);
    expect(show(value, display)).toBeCloseTo(shown, 3);
  });
});

test.each([[21.449, 'Cel', '21.4'], [1013.2, 'hPa', '1,013.2'], [29.9213, 'inHg', '29.92'], [0, null, '0'], [0.0123, null, '0.0123'], [1.5e12, null, '1.50e+12'], [0.04, 'Cel', '0.0400'], [-0.2, 'Cel', '-0.2'], [482, 'ppm', '482']])(
  '%d %s is written %s', (value, unit, text) => expect(formatValue(value, unit)).toBe(text));

test.each([['soil_moisture_2', 'Soil moisture 2'], ['co2', 'CO₂'], ['pm25_indoor', 'PM2.5 indoor'], ['temperature', 'Temperature']])('%s is called %s', (metric, title) => expect(metricTitle(metric)).toBe(title));
test('What people look for comes first', () => expect(['battery', 'pressure', 'temperature', 'leak'].sort(compareMetrics)).toEqual(['leak', 'temperature', 'pressure', 'battery']));
test('Leaks are told by their names', () => expect(['wetness', 'leak_2', 'water_leak', 'soil_wetness', 'leakage'].filter(isLeak)).toEqual(['wetness', 'leak_2', 'water_leak']));

describe('Readings', () => {
  const places = placesOf(
    [{ key: 'desk', title: 'Desk', hidden: false, zone: null }, { key: 'attic', title: 'attic', hidden: false, zone: null }],
    [{ id: 1, location: 'desk', metric: 'humidity', unit: null }, { id: 2, location: 'desk', metric: 'temperature', unit: 'Cel' }],
    [{ location: 'desk', metric: 'temperature', unit: 'Cel', time: '2026-11-23T06:00:00Z', value: 20 }],
    [{ series: 2, interval: 20, stale_after: 90 }]);
  const sample = { location: 'desk', metric: 'temperature', unit: 'Cel', time: places[0]!.readings[0]!.time! + 1, value: 21 };
  test('stand at their location, in the order that people look for', () => expect(places[0]!.readings.map(reading => reading.metric)).toEqual(['temperature', 'humidity']));
  test('are replaced by newer ones, and only what changed is new', () => {
    const next = withSamples(places, [sample]);
    expect(next.places[0]!.readings[0]!.value).toBe(21);
    expect(next.places[1]).toBe(places[1]);
    expect(next.places[0]!.readings[1]).toBe(places[0]!.readings[1]);
    expect(next.unknown).toBe(false);
  });
  test('late ones change nothing', () => expect(withSamples(places, [{ ...sample, time: 5 }]).places).toBe(places));
  test('of a new series are noticed', () => expect(withSamples(places, [{ ...sample, metric: 'pressure' }]).unknown).toBe(true));
});

describe('Freshness is judged by the series’ own cadence', () => {
  const reading = (time: number | null, staleAfter: number | null): Reading => ({ id: 1, location: 'desk', metric: 'temperature', unit: null, time, value: 1, interval: null, staleAfter });
  test.each([
    [reading(1000, 90), 1080, 'fresh'], [reading(1000, 90), 1100, 'stale'], [reading(1000, 90), 2000, 'offline'],
    [reading(1000, 130_000), 100_000, 'fresh'], [reading(1000, null), 3000, 'fresh'], [reading(null, null), 3000, 'empty'],
  ])('%o at %d is %s', (one, now, state) => expect(freshnessOf(one, now)).toBe(state));
  test('a location is as fresh as its freshest', () =>
    expect(freshnessOfPlace({ key: 'a', title: 'a', hidden: false, zone: null, readings: [reading(0, 90), reading(990, 90)] }, 1000)).toBe('fresh'));
});

describe('Gestures', () => {
  const span = { from: 1000, to: 2000 };
  test('a zoom holds what is under the pointer', () => expect(zoomed(span, 0.5, 0.25)).toEqual({ from: 1125, to: 1625 }));
  test('no zoom goes below ten seconds', () => expect(zoomed(span, 1e-9, 0.5)).toEqual({ from: 1495, to: 1505 }));
  test('a pan keeps the width', () => expect(panned(span, -0.2)).toEqual({ from: 800, to: 1800 }));
  test('one finger draws the time along', () => expect(spanByFingers(span, [0.5], [0.7])).toEqual({ from: 800, to: 1800 }));
  test('two fingers hold their moments', () => {
    const next = spanByFingers(span, [0.4, 0.6], [0.3, 0.7]);
    expect(next.from + (next.to - next.from) * 0.3).toBeCloseTo(1400);
    expect(next.from + (next.to - next.from) * 0.7).toBeCloseTo(1600);
  });
  test('keys that mean nothing are left alone', () => expect(spanByKey(span, 'a')).toBeNull());
});

describe('A small chart', () => {
  test('breaks its line at a gap', () => expect(sparkPath([0, 10, 20, 70, 80, 90], [1, 2, 3, 3, 2, 1], 0, 100, 30).line.match(/M/g)).toHaveLength(2));
  test('shows a lonely reading as a dot', () => expect(sparkPath([0, 50, 51], [1, 2, 3], 0, 100, 30).dots).toEqual([[0, 22]]));
  test('runs flat through the middle', () => expect(sparkPath([0, 10], [5, 5], 0, 100, 30).line).toBe('M0 12L10 12'));
  test('of nothing is nothing', () => expect(sparkPath([], [], 0, 100, 30)).toEqual({ line: '', dots: [] }));
});

describe('Addresses', () => {
  test('a location goes there and back, whatever its name', () => {
    for (const key of ['basement/floor', 'küche', 'a b', '50%', '<img src=x>', '?#&', '日本/東京'])
      expect(restOfPath(locationPath(key), '/location/')).toBe(key);
  });
  test('a broken one is none', () => expect(restOfPath('/location/%E0%A4', '/location/')).toBeNull());
  test('the server’s own pages are not ours', () => expect(['/', '/location/a', '/signin', '/docs', '/api/v1/latest', '/boardsx'].map(isPage)).toEqual([true, true, false, false, false, false]));
});

describe('What is pasted on a board', () => {
  test.each(['http://192.168.1.20:8013', 'https://sensors.example'])('has address and token in it: %s', address => {
    for (const { text } of snippets(address, 'bgTOKEN')) {
      expect(text).toContain(address + '/api/v1/reports');
      expect(text).toContain('bgTOKEN');
      expect(text).not.toContain('undefined');
    }
  });
  test('knows an address that only this computer has', () => expect(['http://localhost:8013', 'http://127.0.0.1:80', 'http://10.0.0.1'].map(isLoopback)).toEqual([true, true, false]));
});

test('A simulated past ends before the present and ascends', () => {
  const past = simulatedPast(1_800_000_000).map(report => Date.parse(report.time) / 1000);
  expect(past.length).toBeGreaterThan(170);
  expect(past.at(-1)!).toBeLessThan(1_800_000_000);
  expect(past.every((time, i) => i === 0 || time > past[i - 1]!)).toBe(true);
});
