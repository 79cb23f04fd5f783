import { useEffect, useRef, useState } from 'preact/hooks';
import { get } from '../api/client';
import type { SeriesAnswer } from '../api/types';
import { isStepped } from '../charts/columns';
import type { SparkData } from '../parts/Sparkline';
import { Day, now } from '../model/time';

const Step = 1800;

/** As many series as one request may name. */
const MostAtOnce = 100;

/**
 * The last 24 hours of the series whose cards were on the screen, in windows of half an hour. Asked for together, a moment after they come into view,
 * and again when another half hour has begun.
 */
export function useSparks(): { sparks: ReadonlyMap<number, SparkData>; want: (series: readonly number[]) => void } {
  const [sparks, setSparks] = useState<ReadonlyMap<number, SparkData>>(new Map());
  const wanted = useRef(new Set<number>());
  const asked = useRef(new Map<number, number>());
  const timer = useRef(0);

  const ask = async () => {
    timer.current = 0;
    const to = Math.ceil(now() / Step) * Step;
    const due = [...wanted.current].filter(series => asked.current.get(series) !== to).slice(0, MostAtOnce);
    if (due.length === 0) return;
    for (const series of due) asked.current.set(series, to);
    try {
      const from = to - Day;
      const query = new URLSearchParams({ series: due.join(','), from: String(from), to: String(to), step: '30m' });
      const answer = await get<SeriesAnswer[]>('/api/v1/samples', query);
      setSparks(had => {
        const next = new Map(had);
        for (const one of answer) if (isStepped(one)) next.set(one.series, { time: one.time.map(time => time + Step / 2), mean: one.mean, from, to, step: Step });
        return next;
      });
    } catch {
      // A card without its small chart is still a card; the next round asks again.
      for (const series of due) asked.current.delete(series);
      return;
    }
    if (due.length === MostAtOnce) await ask();
  };
  const soon = () => {
    if (!timer.current) timer.current = window.setTimeout(() => void ask(), 30);
  };
  useEffect(() => {
    const again = setInterval(soon, 60_000);
    return () => {
      clearInterval(again);
      clearTimeout(timer.current);
    };
  }, []);
  const want = (series: readonly number[]) => {
    for (const one of series) wanted.current.add(one);
    soon();
  };
  return { sparks, want };
}
