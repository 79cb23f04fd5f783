import type { Alert } from '../api/types';
import { Day, Hour, Minute, seconds, type Span } from './time';

/** What surrounds an alert on its chart: enough to see how it came and how it went. */
export function chartSpan(started: number, ended: number | null, at: number): Span {
  const end = Math.max(ended ?? at, started);
  const margin = Math.min(Math.max((end - started) / 2, 15 * Minute), Day);
  return { from: started - margin, to: ended === null ? end + Math.min(margin, Hour) : end + margin };
}

/** From when to when it fired; what goes on has no end yet. */
export function spanOfAlert(alert: Pick<Alert, 'started' | 'ended'>, at: number): Span {
  const from = seconds(alert.started);
  return { from, to: Math.max(from, alert.ended === null ? at : seconds(alert.ended)) };
}

/** "12 s", "40 min", "3 h 20 min", "2 days 4 h" */
export function lengthText(length: number): string {
  const whole = Math.max(0, Math.round(length));
  if (whole < 90) return `${whole} s`;
  if (whole < 90 * Minute) return `${Math.round(whole / Minute)} min`;
  if (whole < 2 * Day) return two(whole, Hour, 'h', Minute, 'min');
  return two(whole, Day, 'days', Hour, 'h');
}

function two(length: number, large: number, largeName: string, small: number, smallName: string): string {
  const units = Math.round(length / small);
  const rest = units % (large / small);
  return `${(units - rest) / (large / small)} ${largeName}` + (rest ? ` ${rest} ${smallName}` : '');
}

/** Alerts that somebody should hear of: those that were not there before, that nobody knows of, and that are not muted. */
export function newAlerts(firing: readonly Alert[], known: ReadonlySet<string>): Alert[] {
  return firing.filter(alert => !known.has(alert.id) && alert.acknowledged === null && !alert.muted);
}
