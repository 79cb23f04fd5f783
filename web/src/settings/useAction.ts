import { useState } from 'preact/hooks';
import { sentence } from '../api/client';

export interface Action {
  readonly busy: boolean;
  readonly note: { readonly text: string; readonly isProblem: boolean } | null;
  /** Runs it, and says how it went. */
  readonly run: (work: () => Promise<unknown>, done?: string) => Promise<void>;
}

export function useAction(): Action {
  const [busy, setBusy] = useState(false);
  const [note, setNote] = useState<Action['note']>(null);
  const run = async (work: () => Promise<unknown>, done = 'Saved.') => {
    setBusy(true);
    try {
      await work();
      setNote({ text: done, isProblem: false });
    } catch (failure) {
      setNote({ text: sentence(failure), isProblem: true });
    }
    setBusy(false);
  };
  return { busy, note, run };
}
