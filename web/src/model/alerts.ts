import { useEffect, useState } from 'preact/hooks';
import { get, sentence } from '../api/client';
import type { AlertsNow, Mute, Rule } from '../api/types';
import { newAlerts } from './episodes';
import { notifies, showNotification } from './notifications';

/** How often it is asked what fires. Milliseconds. */
const AskEvery = 5_000;

/** Rules and mutes change by people's hands. In rounds of asking. */
const RulesEvery = 12;

export interface AlertsState {
  /** Null before the first answer, and for a visitor, who may not see alerts. */
  readonly now: AlertsNow | null;
  readonly rules: readonly Rule[] | null;
  readonly mutes: readonly Mute[];
  readonly problem: string | null;
}

/** What fires, and the rules that say so. Asked for again and again: silence fires without any reading that could tell of it. */
class AlertStore {
  private state: AlertsState = { now: null, rules: null, mutes: [], problem: null };
  private readonly watchers = new Set<(state: AlertsState) => void>();
  private known: Set<string> | null = null;
  private rounds = 0;

  watch(watcher: (state: AlertsState) => void): () => void {
    this.watchers.add(watcher);
    return () => void this.watchers.delete(watcher);
  }

  current(): AlertsState {
    return this.state;
  }

  begin(): () => void {
    void this.load();
    const timer = setInterval(() => this.round(), AskEvery);
    const seen = () => document.hidden || void this.load();
    document.addEventListener('visibilitychange', seen);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', seen);
    };
  }

  /** Reads everything anew. */
  async load(): Promise<void> {
    try {
      const [now, rules, mutes] = await Promise.all([get<AlertsNow>('/api/v1/alerts'), get<Rule[]>('/api/v1/rules'), get<Mute[]>('/api/v1/mutes')]);
      this.take(now);
      this.become({ now, rules, mutes, problem: null });
    } catch (failure) {
      this.become({ ...this.state, problem: sentence(failure) });
    }
  }

  /** A page that nobody sees asks only for somebody who wants to be notified. */
  private round(): void {
    if (document.hidden && !notifies()) return;
    this.rounds++;
    void (this.rounds % RulesEvery === 0 || this.state.rules === null ? this.load() : this.loadNow());
  }

  private async loadNow(): Promise<void> {
    try {
      const now = await get<AlertsNow>('/api/v1/alerts');
      this.take(now);
      this.become({ ...this.state, now, problem: null });
    } catch (failure) {
      this.become({ ...this.state, problem: sentence(failure) });
    }
  }

  /** What fires when the page is opened is on the page; what begins to fire later is worth a call. */
  private take(now: AlertsNow): void {
    if (this.known) for (const alert of newAlerts(now.firing, this.known)) showNotification(alert);
    this.known = new Set(now.firing.map(alert => alert.id));
  }

  private become(state: AlertsState): void {
    this.state = state;
    for (const watcher of this.watchers) watcher(state);
  }
}

export const alertStore = new AlertStore();

export function useAlerts(): AlertsState {
  const [state, setState] = useState(alertStore.current());
  useEffect(() => {
    setState(alertStore.current());
    return alertStore.watch(setState);
  }, []);
  return state;
}
