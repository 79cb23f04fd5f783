import { useEffect, useRef, useState } from 'preact/hooks';
import { sentence } from '../api/client';

export interface Loaded<T> {
  /** The last answer; it stays while a newer one is awaited, so that nothing flickers. */
  readonly data: T | undefined;
  readonly problem: string | null;
  readonly reload: () => void;
}

/** Loads again whenever `key` changes, dropping what is under way. */
export function useLoad<T>(key: string, load: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const [data, setData] = useState<T>();
  const [problem, setProblem] = useState<string | null>(null);
  const [round, setRound] = useState(0);
  const loader = useRef(load);
  loader.current = load;
  useEffect(() => {
    const abort = new AbortController();
    loader.current(abort.signal).then(
      answer => {
        if (abort.signal.aborted) return;
        setData(answer);
        setProblem(null);
      },
      failure => {
        if (!abort.signal.aborted) setProblem(sentence(failure));
      });
    return () => abort.abort();
  }, [key, round]);
  return { data, problem, reload: () => setRound(n => n + 1) };
}
