import type { Rule } from '../api/types';
import { isLeak, metricWords, WetFrom } from './names';
import { formatValue } from './numbers';
import { Day, Hour, Minute } from './time';
import { displayOf, show, symbolOf, type Display, type UnitWishes } from './units';

export type RuleKind = Rule['kind'];

/** What a rule asks, without its number and its history. */
export type RuleWish = Pick<Rule,
  'location' | 'metric' | 'kind' | 'threshold' | 'upper' | 'within' | 'hysteresis' | 'for' | 'keep_firing_for' | 'repeat_every' | 'urgent' | 'enabled'>;

/** As the server judges patterns: a star stands for any characters. */
export function matches(pattern: string, text: string): boolean {
  const parts = pattern.split('*');
  if (parts.length === 1) return pattern === text;
  const last = parts.pop()!;
  const first = parts.shift()!;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of parts) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

interface SeriesName {
  readonly location: string;
  readonly metric: string;
}

export function isAbout(rule: Pick<RuleWish, 'location' | 'metric'>, series: SeriesName): boolean {
  return matches(rule.location, series.location) && matches(rule.metric, series.metric);
}

/** The rules that are judged for a series: those that came with the store step aside where a person's rule, enabled or not, asks the same sort of thing. */
export function rulesFor(series: SeriesName, rules: readonly Rule[]): Rule[] {
  const fitting = rules.filter(rule => isAbout(rule, series));
  const own = (rule: Rule) => fitting.some(other => !other.default && (other.kind === 'silent') === (rule.kind === 'silent'));
  return fitting.filter(rule => rule.enabled && !(rule.default && own(rule)));
}

/** Whether a single reading is what the rule asks for. Changes and silence are not seen in one. */
export function holds(rule: Pick<RuleWish, 'kind' | 'threshold' | 'upper'>, value: number): boolean {
  switch (rule.kind) {
    case 'above': return value > rule.threshold;
    case 'below': return value < rule.threshold;
    case 'outside': return value < rule.threshold || value > rule.upper;
    case 'equal': return value === rule.threshold;
    default: return false;
  }
}

/** Whether a leak sensor's reading means water, by the rules that are judged for it; without any, or for somebody who may not see rules, by the usual bound. */
export function isWet(series: SeriesName, value: number, rules: readonly Rule[] | null): boolean {
  if (!isLeak(series.metric)) return false;
  const judged = rulesFor(series, rules ?? []).filter(rule => rule.kind !== 'silent' && rule.kind !== 'rises' && rule.kind !== 'falls');
  return judged.length ? judged.some(rule => holds(rule, value)) : value >= WetFrom;
}

/** The unit that the bounds of a rule are in: that of all series it is about; null if they have several, or none. */
export function unitOf(rule: Pick<RuleWish, 'location' | 'metric'>, readings: readonly (SeriesName & { unit: string | null })[]): string | null {
  const units = new Set(readings.filter(reading => isAbout(rule, reading)).map(reading => reading.unit));
  return units.size === 1 ? [...units][0]! : null;
}

/** Bounds move with the zero of a unit; a change does not. */
function amount(display: Display): Display {
  return { ...display, offset: 0 };
}

function isChange(kind: RuleKind): boolean {
  return kind === 'rises' || kind === 'falls';
}

/** The numbers of a rule as a person sees them; what is stored is in the unit of the series. */
export function shownRule<T extends RuleWish>(rule: T, display: Display): T {
  const bound = isChange(rule.kind) ? amount(display) : display;
  return rule.kind === 'silent' ? rule : {
    ...rule, threshold: tidy(show(rule.threshold, bound)), upper: rule.kind === 'outside' ? tidy(show(rule.upper, bound)) : rule.upper,
    hysteresis: tidy(show(rule.hysteresis, amount(display))),
  };
}

/** The way back. */
export function keptRule<T extends RuleWish>(rule: T, display: Display): T {
  return shownRule(rule, { unit: display.unit, factor: 1 / display.factor, offset: -display.offset / display.factor });
}

/** Without the dust that a conversion leaves. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

/** "basement wetness", "wetness anywhere", "anything at basement", "any series" */
export function subject({ location, metric }: Pick<RuleWish, 'location' | 'metric'>): string {
  if (metric === '*') return location === '*' ? 'any series' : `anything at ${location}`;
  const words = metric.includes('*') ? metric : metricWords(metric);
  return location === '*' ? `${words} anywhere` : `${location} ${words}`;
}

/** What is asked, within a sentence. The rule's numbers are as a person sees them. */
export function conditionWords(rule: RuleWish, display: Display): string {
  const symbol = symbolOf(display.unit);
  const text = (value: number) => formatBound(value) + (symbol && '\u202f' + symbol);
  switch (rule.kind) {
    case 'above': return `is above ${text(rule.threshold)}`;
    case 'below': return `is below ${text(rule.threshold)}`;
    case 'outside': return `is outside ${formatBound(rule.threshold)} to ${text(rule.upper)}`;
    case 'equal': return `is ${text(rule.threshold)}`;
    case 'rises': return `rises by more than ${text(rule.threshold)} within ${durationText(rule.within ?? 0)}`;
    case 'falls': return `falls by more than ${text(rule.threshold)} within ${durationText(rule.within ?? 0)}`;
    case 'silent': return rule.within === null ? 'is silent for longer than usual' : `is silent for ${durationText(rule.within)}`;
  }
}

/** The rule as a sentence for people. */
export function ruleSentence(rule: RuleWish, unit: string | null, wishes: UnitWishes): string {
  const display = displayOf(unit, wishes);
  const shown = shownRule(rule, display);
  const parts = [`Tell me when ${subject(rule)} ${conditionWords(shown, display)}`];
  if (rule.for > 0) parts.push(` for ${durationText(rule.for)}`);
  if (shown.hysteresis > 0) parts.push(`, until it is back by ${formatBound(shown.hysteresis)}`);
  if (rule.keep_firing_for > 0) parts.push(`, over only after ${durationText(rule.keep_firing_for)}`);
  if (rule.repeat_every !== null) parts.push(`, again every ${durationText(rule.repeat_every)} until somebody knows`);
  return parts.join('') + '.';
}

/** A bound as it was typed: a person who said 0.5 does not want to read 0.500. */
function formatBound(value: number): string {
  return Number.isInteger(value) || Math.abs(value) < 1e-4 ? formatValue(value, null) : new Intl.NumberFormat(undefined, { maximumSignificantDigits: 12 }).format(value);
}

export const DurationUnits = [['s', 1], ['min', Minute], ['h', Hour], ['days', Day]] as const;

export interface Duration {
  readonly count: number;
  readonly unit: number;
}

/** The same in the largest unit that leaves nothing over. */
export function splitDuration(seconds: number): Duration {
  const unit = [Day, Hour, Minute].find(one => seconds >= one && seconds % one === 0) ?? 1;
  return { count: seconds / unit, unit };
}

/** "10 s", "15 min", "1 day" */
export function durationText(seconds: number): string {
  const { count, unit } = splitDuration(seconds);
  const name = DurationUnits.find(([, size]) => size === unit)![0];
  return `${formatValue(count, null)} ${count === 1 && name === 'days' ? 'day' : name}`;
}
