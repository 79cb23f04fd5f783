import { useEffect, useRef, useState } from 'preact/hooks';
import { get, sentence } from '../api/client';
import { live, type LiveSample } from '../api/live';
import type { SeriesAnswer } from '../api/types';
import type { Reading } from '../model/house';
import type { Span } from '../model/time';
import { isStepped, withLive } from './columns';

/** A series to draw, from its own time or from another: `shift` seconds ago. */
export interface Wish {
  readonly reading: Reading;
  readonly shift: number;
}

export interface Answers {
  /** In the order of the wishes; undefined until the first answer is there. What was read before stays until the next is. */
  readonly answers: readonly (SeriesAnswer | undefined)[];
  readonly problem: string | null;
}

/** Beyond what is seen, so that a drag to the side meets readings and not a white border. A share of the width, on each side. */
const Margin = 0.15;

/** A single step of zooming asks at once; while one step follows another, it is asked when they rest. Milliseconds. */
const Rest = 120;

/** Live readings are taken in together. Milliseconds. */
const Gather = 200;

/** What live readings make necessary is read again after at least this, and never more than a tenth of the time is spent reading. Milliseconds. */
const Again = 1000;

type State = { names: string; answers: (SeriesAnswer | undefined)[]; problem: string | null };

/** Reads what a span of some series needs for so many pixels, anew when the span or the width changes, and keeps it up with what is committed meanwhile. */
export function useAnswers(wishes: readonly Wish[], span: Span, pixels: number, isLive: boolean): Answers {
  const names = wishes.map(({ reading, shift }) => `${reading.id}~${shift}`).join(',');
  const [state, setState] = useState<State>({ names: '', answers: [], problem: null });
  const points = Math.min(2000, Math.max(200, Math.round((pixels * (1 + 2 * Margin)) / 50) * 50));
  const isFirst = state.names !== names;
  const changed = useRef(-Infinity);

  useEffect(() => {
    const isAlone = performance.now() - changed.current > Rest;
    changed.current = performance.now();
    const upkeep = new Upkeep(wishes, span, points, change => setState(had => change(had.names === names ? had : { names, answers: [], problem: null })));
    const timer = setTimeout(() => void upkeep.read(), isFirst || isAlone ? 0 : Rest);
    const stop = isLive ? live.listen({ onSamples: samples => upkeep.take(samples), onReset: () => upkeep.readAgain() }) : null;
    return () => {
      clearTimeout(timer);
      stop?.();
      upkeep.end();
    };
  }, [names, span.from, span.to, points, isLive]);

  return { answers: isFirst ? wishes.map(() => undefined) : state.answers, problem: isFirst ? null : state.problem };
}

/** Reads one span of some series, and again when live readings ask for it. */
class Upkeep {
  private readonly abort = new AbortController();
  private pending: LiveSample[] = [];
  private during: LiveSample[] = [];
  private isReading = false;
  private gathering = 0;
  private waiting = 0;
  private lastTook = 0;

  constructor(
    private readonly wishes: readonly Wish[], private readonly span: Span, private readonly points: number,
    private readonly change: (change: (state: State) => State) => void) {}

  async read(): Promise<void> {
    this.isReading = true;
    this.during = [];
    const began = performance.now();
    try {
      const answers = await Promise.all(this.wishes.map(wish => fetchOne(wish, this.span, this.points, this.abort.signal)));
      // Windows cannot tell whether they hold what came meanwhile; single readings can.
      const isOpen = this.during.length > 0 && answers.some(answer => answer && isStepped(answer));
      this.change(had => ({ ...had, answers: answers.map((answer, i) => (answer && !isStepped(answer) ? this.keptUp(answer, i, this.during).answer : answer)), problem: null }));
      this.lastTook = performance.now() - began;
      this.isReading = false;
      if (isOpen) this.readAgain();
    } catch (failure) {
      this.isReading = false;
      if (!this.abort.signal.aborted) this.change(had => ({ ...had, problem: sentence(failure) }));
    }
  }

  /** Soon; what is being read now is read to its end. */
  readAgain(): void {
    this.waiting ||= window.setTimeout(() => {
      this.waiting = 0;
      if (this.isReading) this.readAgain();
      else void this.read();
    }, Math.max(Again, 10 * this.lastTook));
  }

  take(samples: readonly LiveSample[]): void {
    const ours = samples.filter(sample => this.wishes.some(({ reading }) => reading.location === sample.location && reading.metric === sample.metric));
    if (ours.length === 0) return;
    if (this.isReading) this.during.push(...ours);
    this.pending.push(...ours);
    this.gathering ||= window.setTimeout(() => this.takePending(), Gather);
  }

  end(): void {
    this.abort.abort();
    clearTimeout(this.gathering);
    clearTimeout(this.waiting);
  }

  private takePending(): void {
    this.gathering = 0;
    const samples = this.pending;
    this.pending = [];
    let isLate = false;
    this.change(had => ({
      ...had,
      answers: had.answers.map((answer, i) => {
        if (!answer) return answer;
        const kept = this.keptUp(answer, i, samples);
        isLate ||= kept.isLate;
        return kept.answer;
      }),
    }));
    // The state is changed by the next frame at the latest; by then it is known whether a reading was late.
    setTimeout(() => isLate && this.readAgain(), 50);
  }

  private keptUp(answer: SeriesAnswer, wish: number, samples: readonly LiveSample[]): { answer: SeriesAnswer; isLate: boolean } {
    let isLate = false;
    if (this.wishes[wish]!.shift === 0)
      for (const sample of samples) {
        if (sample.location !== answer.location || sample.metric !== answer.metric) continue;
        const effect = withLive(answer, sample);
        if (effect === 'late') isLate = true;
        else answer = effect.answer;
      }
    return { answer, isLate };
  }
}

async function fetchOne({ reading, shift }: Wish, span: Span, points: number, signal: AbortSignal): Promise<SeriesAnswer | undefined> {
  const margin = (span.to - span.from) * Margin;
  const query = new URLSearchParams({
    series: String(reading.id),
    from: String(Math.max(0, Math.floor(span.from - margin - shift))),
    to: String(Math.ceil(span.to + margin - shift)),
    points: String(points),
  });
  return (await get<SeriesAnswer[]>('/api/v1/samples', query, signal))[0];
}
