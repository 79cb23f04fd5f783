import type { Rule } from '../api/types';
import { keptRule, shownRule, splitDuration, type Duration, type RuleKind, type RuleWish } from './rules';
import { Hour, Minute } from './time';
import type { Display } from './units';

/** A rule as it stands in the fields of its sentence: numbers as they are typed, in the unit that the person sees. */
export interface Draft {
  readonly location: string;
  readonly metric: string;
  readonly kind: RuleKind;
  readonly threshold: string;
  readonly upper: string;
  readonly hysteresis: string;
  /** Of changes; and of silence, if it is counted and not learned. */
  readonly within: Duration;
  readonly learned: boolean;
  readonly for: Duration;
  readonly keep: Duration;
  readonly repeats: boolean;
  readonly repeat: Duration;
  readonly urgent: boolean;
}

/** Where somebody begins who has said nothing yet. */
export const FirstDraft: Draft = {
  location: '*', metric: '', kind: 'above', threshold: '', upper: '', hysteresis: '', within: { count: 1, unit: Hour }, learned: true,
  for: { count: 0, unit: 1 }, keep: { count: 0, unit: 1 }, repeats: false, repeat: { count: 15, unit: Minute }, urgent: false,
};

export function draftOf(rule: Rule, display: Display): Draft {
  const shown = shownRule(rule, display);
  return {
    location: rule.location, metric: rule.metric, kind: rule.kind, threshold: String(shown.threshold), upper: rule.kind === 'outside' ? String(shown.upper) : '',
    hysteresis: shown.hysteresis ? String(shown.hysteresis) : '',
    within: rule.within === null ? FirstDraft.within : splitDuration(rule.within), learned: rule.within === null,
    for: splitDuration(rule.for), keep: splitDuration(rule.keep_firing_for),
    repeats: rule.repeat_every !== null, repeat: rule.repeat_every === null ? FirstDraft.repeat : splitDuration(rule.repeat_every), urgent: rule.urgent,
  };
}

/** What the fields say, as the API takes it. Which limits it breaks says the server. */
export function wishOf(draft: Draft, display: Display): Omit<RuleWish, 'enabled'> {
  const isSilent = draft.kind === 'silent';
  const { enabled: _, ...wish } = keptRule<RuleWish>({
    location: draft.location.trim() || '*', metric: draft.metric.trim() || '*', kind: draft.kind,
    threshold: isSilent ? 0 : numberOf(draft.threshold), upper: draft.kind === 'outside' ? numberOf(draft.upper) : 0,
    within: draft.kind === 'rises' || draft.kind === 'falls' || (isSilent && !draft.learned) ? lengthOf(draft.within) : null,
    hysteresis: isSilent || draft.kind === 'equal' ? 0 : numberOf(draft.hysteresis),
    for: isSilent ? 0 : lengthOf(draft.for), keep_firing_for: isSilent ? 0 : lengthOf(draft.keep),
    repeat_every: draft.repeats ? lengthOf(draft.repeat) : null, urgent: draft.urgent, enabled: true,
  }, display);
  return wish;
}

/** With a comma too, as half of the world writes it. */
export function numberOf(text: string): number {
  const number = Number(text.trim().replace(',', '.'));
  return Number.isFinite(number) ? number : 0;
}

function lengthOf({ count, unit }: Duration): number {
  return Number.isFinite(count) ? count * unit : 0;
}
