import { describe, expect, it } from 'vitest';
import type { Rule } from '../src/api/types';
import { draftOf, FirstDraft, numberOf, wishOf } from '../src/model/draft';
import { chartSpan, lengthText, newAlerts } from '../src/model/episodes';
import { durationText, holds, isWet, keptRule, matches, ruleSentence, rulesFor, shownRule, splitDuration, subject, unitOf } from '../src/model/rules';
import { displayOf } from '../src/model/units';

const plain: Rule = {
  id: 1, location: 'basement', metric: 'wetness', kind: 'above', threshold: 0.5, upper: 0, within: null, hysteresis: 0, for: 10, keep_firing_for: 0, repeat_every: null,
  urgent: false, enabled: true, default: false, created: '2026-11-22T21:45:13Z', text: '',
};

describe('patterns', () => {
  it.each([
    ['*', 'basement', true], ['basement', 'basement', true], ['basement', 'basement/floor', false], ['house/*', 'house/attic/left', true], ['*/floor', 'basement/floor', true],
    ['a*b*c', 'a-b-b-c', true], ['a*b*c', 'acb', false], ['ab*ba', 'aba', false], ['leak_ch*', 'leak_ch', true], ['**', '', true],
  ])('%s is %s: %s', (pattern, text, expected) => expect(matches(pattern, text)).toBe(expected));
});

describe('sentences', () => {
  const text = (change: Partial<Rule>, unit: string | null = null, wishes = {}) => ruleSentence({ ...plain, ...change }, unit, wishes);

  it('say what was typed', () => {
    expect(text({})).toBe('Tell me when basement wetness is above 0.5 for 10 s.');
    expect(text({ location: '*', for: 0, repeat_every: 900 })).toBe('Tell me when wetness anywhere is above 0.5, again every 15 min until somebody knows.');
    expect(text({ metric: '*', kind: 'silent', threshold: 0, for: 0 })).toBe('Tell me when anything at basement is silent for longer than usual.');
    expect(text({ kind: 'silent', within: 7200, for: 0 })).toBe('Tell me when basement wetness is silent for 2 h.');
    expect(text({ kind: 'rises', threshold: 5, within: 600, for: 0 })).toBe('Tell me when basement wetness rises by more than 5 within 10 min.');
    expect(text({ kind: 'outside', threshold: 18, upper: 24, hysteresis: 0.25, keep_firing_for: 300 }))
      .toBe('Tell me when basement wetness is outside 18 to 24 for 10 s, until it is back by 0.25, over only after 5 min.');
  });

  it('speak in the unit of the household', () => {
    expect(text({ kind: 'below', threshold: 3, hysteresis: 1, for: 0 }, 'Cel', { temperature: 'degF' })).toBe('Tell me when basement wetness is below 37.4\u202f°F, until it is back by 1.8.');
    expect(text({ kind: 'falls', threshold: 5, within: 3600, for: 0 }, 'Cel', { temperature: 'degF' })).toBe('Tell me when basement wetness falls by more than 9\u202f°F within 1 h.');
  });

  it('name series as people do', () => {
    expect(subject({ location: '*', metric: '*' })).toBe('any series');
    expect(subject({ location: 'house/*', metric: 'soil_moisture' })).toBe('house/* soil moisture');
    expect(subject({ location: '*', metric: 'leak_ch*' })).toBe('leak_ch* anywhere');
  });

  it('have durations that leave nothing over', () => {
    expect([0, 1, 90, 60, 5400, 86400, 90000, 172800].map(durationText)).toEqual(['0 s', '1 s', '90 s', '1 min', '90 min', '1 day', '25 h', '2 days']);
    expect(splitDuration(2.5)).toEqual({ count: 2.5, unit: 1 });
  });
});

describe('bounds', () => {
  const fahrenheit = displayOf('Cel', { temperature: 'degF' });

  it('come back from the unit that is shown as they were', () => {
    for (const kind of ['above', 'below', 'outside', 'equal', 'rises', 'falls'] as const) {
      const rule = { ...plain, kind, threshold: 20.3, upper: kind === 'outside' ? 24.1 : 0, hysteresis: 0.7 };
      expect(keptRule(shownRule(rule, fahrenheit), fahrenheit)).toEqual(rule);
    }
  });

  it('have a unit only where all series share it', () => {
    const readings = [{ location: 'a', metric: 't', unit: 'Cel' }, { location: 'b', metric: 't', unit: 'Cel' }, { location: 'a', metric: 'h', unit: '%RH' }];
    expect(unitOf({ location: '*', metric: 't' }, readings)).toBe('Cel');
    expect(unitOf({ location: 'a', metric: '*' }, readings)).toBeNull();
    expect(unitOf({ location: 'c', metric: 't' }, readings)).toBeNull();
  });

  it('hold as the server judges them', () => {
    expect([holds(plain, 0.5), holds(plain, 0.51), holds({ ...plain, kind: 'below' }, 0.4), holds({ ...plain, kind: 'outside', upper: 1 }, 1), holds({ ...plain, kind: 'rises' }, 9)])
      .toEqual([false, true, true, false, false]);
  });
});

describe('which rules are judged', () => {
  const given = { ...plain, id: 2, location: '*', default: true }, silence: Rule = { ...given, id: 3, metric: '*', kind: 'silent' };
  const series = { location: 'basement', metric: 'wetness' };

  it('those that came with the store step aside for the same sort of thing, even while the other one is off', () => {
    expect(rulesFor(series, [plain, given, silence]).map(rule => rule.id)).toEqual([1, 3]);
    expect(rulesFor(series, [{ ...plain, enabled: false }, given, silence]).map(rule => rule.id)).toEqual([3]);
    expect(rulesFor({ ...series, location: 'attic' }, [plain, given, silence]).map(rule => rule.id)).toEqual([2, 3]);
  });

  it('wet is what they say, and the usual bound where there are none', () => {
    expect([isWet(series, 0.6, [given]), isWet(series, 0.6, [{ ...plain, threshold: 0.7 }]), isWet(series, 0.5, null), isWet(series, 0.4, []), isWet({ ...series, metric: 'humidity' }, 99, null)])
      .toEqual([true, false, true, false, false]);
  });
});

describe('the fields of a sentence', () => {
  it('give the rule back that they were made from', () => {
    const display = displayOf('Cel', { temperature: 'degF' });
    const { id: _, default: __, created: ___, text: ____, enabled: _____, ...wish } = { ...plain, kind: 'below' as const, threshold: 3, hysteresis: 0.5, keep_firing_for: 300, repeat_every: 900 };
    expect(wishOf(draftOf({ ...plain, ...wish }, display), display)).toEqual(wish);
  });

  it('ask nothing that does not belong to the kind', () => {
    expect(wishOf({ ...FirstDraft, kind: 'silent', threshold: '7', hysteresis: '1', for: { count: 5, unit: 60 } }, displayOf(null, {})))
      .toEqual({ location: '*', metric: '*', kind: 'silent', threshold: 0, upper: 0, within: null, hysteresis: 0, for: 0, keep_firing_for: 0, repeat_every: null, urgent: false });
  });

  it('take a comma', () => expect([numberOf('0,5'), numberOf(' 3 '), numberOf('x')]).toEqual([0.5, 3, 0]));
});

describe('moments', () => {
  it('are shown with what came before and after', () => {
    expect(chartSpan(10_000, 10_060, 50_000)).toEqual({ from: 9_100, to: 10_960 });
    expect(chartSpan(10_000, null, 20_000)).toEqual({ from: 5_000, to: 23_600 });
    expect(chartSpan(1e6, 2e6, 3e6)).toEqual({ from: 1e6 - 86_400, to: 2e6 + 86_400 });
  });

  it('have a length', () => {
    expect([0, 89, 90, 3600, 5400, 12_000, 7199, 172_800, 190_000].map(lengthText))
      .toEqual(['0 s', '89 s', '2 min', '60 min', '1 h 30 min', '3 h 20 min', '2 h', '2 days', '2 days 5 h']);
  });

  it('call once, and not for what somebody knows or has muted', () => {
    const alert = { id: 'a', rule: 1, series: 1, location: 'x', metric: 'y', unit: null, kind: 'above' as const, condition: '', started: '', fired: '', ended: null, value: null, extreme: null,
      noticed: '', told: null, acknowledged: null, acknowledged_by: null, muted: false };
    const all = [alert, { ...alert, id: 'b' }, { ...alert, id: 'c', muted: true }, { ...alert, id: 'd', acknowledged: '2026-11-22T21:45:13Z' }];
    expect(newAlerts(all, new Set(['a'])).map(one => one.id)).toEqual(['b']);
  });
});
