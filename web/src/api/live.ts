/** A sample as the stream tells it, just committed. */
export interface LiveSample {
  location: string;
  metric: string;
  unit: string | null;
  time: number;
  value: number;
}

export interface LiveListener {
  onSamples(samples: LiveSample[]): void;
  /** A stream begins, or something was missed: what is shown has to be read now, and nothing falls between. */
  onReset(): void;
}

export type LiveState = 'connecting' | 'open' | 'lost';

/** A hidden page needs no stream for longer than this: without https a browser has six connections to a server, for all its pages together. Milliseconds. */
const HiddenFor = 20_000;

/** The one stream of the page. It connects while anybody listens and the page is seen, and again for ever when it is lost. */
class Live {
  private readonly listeners = new Set<LiveListener>();
  private readonly watchers = new Set<() => void>();
  private source: EventSource | null = null;
  private retry = 0;
  private hiding = 0;
  state: LiveState = 'connecting';

  listen(listener: LiveListener): () => void {
    this.listeners.add(listener);
    document.addEventListener('visibilitychange', this.onVisibility);
    if (!this.source) this.connect();
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) this.close();
    };
  }

  /** Added again and again, it is one listener. */
  private readonly onVisibility = (): void => {
    clearTimeout(this.hiding);
    if (document.hidden) this.hiding = window.setTimeout(() => this.close(), HiddenFor);
    else if (!this.source && this.listeners.size > 0) this.connect();
  };

  watch(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => void this.watchers.delete(watcher);
  }

  private connect(): void {
    const source = new EventSource('/api/v1/live?location=*&metric=*');
    this.source = source;
    source.onopen = () => this.become('open');
    source.addEventListener('samples', event => {
      const samples = JSON.parse((event as MessageEvent<string>).data) as LiveSample[];
      for (const listener of this.listeners) listener.onSamples(samples);
    });
    for (const name of ['reset', 'missed'])
      source.addEventListener(name, () => {
        for (const listener of this.listeners) listener.onReset();
      });
    source.onerror = () => {
      this.become('lost');
      // The browser itself tries again after a broken line, with the last id; a refusal (503, 401) closes the source for good.
      if (source.readyState !== EventSource.CLOSED) return;
      this.source = null;
      clearTimeout(this.retry);
      this.retry = window.setTimeout(() => {
        if (this.listeners.size > 0 && !this.source && !document.hidden) this.connect();
      }, 3000 + Math.random() * 4000);
    };
  }

  private close(): void {
    clearTimeout(this.retry);
    this.source?.close();
    this.source = null;
    this.become('connecting');
  }

  private become(state: LiveState): void {
    if (state === this.state) return;
    this.state = state;
    for (const watcher of this.watchers) watcher();
  }
}

export const live = new Live();
