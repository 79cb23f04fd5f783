import type { SteppedAnswer } from '../api/types';

/** "5 min", "1 day", "1 month": the width of an answer's windows for a person. */
export function stepText({ step }: SteppedAnswer): string {
  if (typeof step === 'string') {
    const [, count, unit] = /^(\d+)(d|w|mo|y)$/.exec(step) ?? [];
    const word = { d: 'day', w: 'week', mo: 'month', y: 'year' }[unit as 'd' | 'w' | 'mo' | 'y'] ?? step;
    return count === '1' ? `1 ${word}` : `${count} ${word}s`;
  }
  if (step % 86400 === 0) return step === 86400 ? '1 day' : `${step / 86400} days`;
  if (step % 3600 === 0) return `${step / 3600} h`;
  if (step % 60 === 0) return `${step / 60} min`;
  return `${step} s`;
}
