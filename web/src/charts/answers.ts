import { useEffect, useRef, useState } from 'preact/hooks';
import { get, sentence } from '../api/client';
import { live, type LiveSample } from '../api/live';
import type { SeriesAnswer } from '../api/types';
import type { Reading } from '../model/house';
import type { Span } from '../model/time';
import { withLive } from './columns';

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

/** A zoom in progress asks when it rests. */
const Rest = 120;

/** Reads what a span of some series needs for so many pixels, anew when the span or the width changes, and keeps it up with what is committed meanwhile. */
export function useAnswers(wishes: readonly Wish[], span: Span, pixels: number, isLive: boolean): Answers {
  const names = wishes.map(({ reading, shift }) => `${reading.id}~${shift}`).join(',');
  const [state, setState] = useState<{ names: string; answers: (SeriesAnswer | undefined)[]; problem: string | null }>({ names: '', answers: [], problem: null });
  const [round, setRound] = useState(0);
  const late = useRef(0);
  const read = useRef('');
  const points = Math.min(2000, Math.max(200, Math.round((pixels * (1 + 2 * Margin)) / 50) * 50));
  const key = `${names}|${span.from}|${span.to}|${points}`;

  useEffect(() => {
    const abort = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const answers = await Promise.all(wishes.map(wish => fetchOne(wish, span, points, abort.signal)));
        read.current = names;
        setState({ names, answers, problem: null });
      } catch (failure) {
        if (!abort.signal.aborted) setState(had => ({ ...had, problem: sentence(failure) }));
      }
    }, read.current === names && round === 0 ? Rest : 0);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [key, round]);

  useEffect(() => {
    if (!isLive) return;
    let pending: LiveSample[] = [], timer = 0;
    const again = () => {
      late.current ||= window.setTimeout(() => {
        late.current = 0;
        setRound(n => n + 1);
      }, 1000);
    };
    const take = () => {
      timer = 0;
      const samples = pending;
      pending = [];
      setState(had => {
        if (had.names !== names) return had;
        let isLate = false;
        const answers = had.answers.map((answer, i) => {
          if (!answer || wishes[i]!.shift !== 0) return answer;
          for (const sample of samples) {
            if (sample.location !== answer.location || sample.metric !== answer.metric) continue;
            const effect = withLive(answer, sample);
            if (effect === 'late') isLate = true;
            else answer = effect.answer;
          }
          return answer;
        });
        if (isLate) again();
        return { ...had, answers };
      });
    };
    const stop = live.listen({
      onSamples: samples => {
        const ours = samples.filter(sample => wishes.some(({ reading }) => reading.location === sample.location && reading.metric === sample.metric));
        if (ours.length === 0) return;
        pending.push(...ours);
        timer ||= window.setTimeout(take, 200);
      },
      onReset: again,
    });
    return () => {
      stop();
      clearTimeout(timer);
      clearTimeout(late.current);
      late.current = 0;
    };
  }, [names, isLive]);

  return { answers: state.names === names ? state.answers : wishes.map(() => undefined), problem: state.problem };
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
