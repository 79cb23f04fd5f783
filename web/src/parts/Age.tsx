import { useEffect, useState } from 'preact/hooks';
import { ageText, now, timeText, browserZone } from '../model/time';

/** The present, told again every few seconds. One timer for the whole page. */
const watchers = new Set<() => void>();
let timer = 0;

export function useNow(): number {
  const [at, setAt] = useState(now);
  useEffect(() => {
    const update = () => setAt(now());
    watchers.add(update);
    if (!timer) timer = window.setInterval(() => watchers.forEach(watcher => watcher()), 5000);
    return () => {
      watchers.delete(update);
      if (watchers.size === 0) {
        clearInterval(timer);
        timer = 0;
      }
    };
  }, []);
  // What has just arrived is not in the future.
  return Math.max(at, now() - 5);
}

export function Age({ time, at, zone }: { time: number; at: number; zone?: string | null }) {
  return <time dateTime={new Date(time * 1000).toISOString()} title={timeText(time, zone ?? browserZone, 'full')}>{ageText(at - time)}</time>;
}
