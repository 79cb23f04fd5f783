import { useEffect, useState } from 'preact/hooks';
import { get, sentence } from '../api/client';
import { live, type LiveSample } from '../api/live';
import type { ReportInterval, LatestSample, Location, Me, Series, Site } from '../api/types';
import { compareMetrics } from './names';
import { isZone, seconds } from './time';

/** A series with its newest reading. Replaced by a new object when a reading arrives, never changed. */
export interface Reading {
  readonly id: number;
  readonly location: string;
  readonly metric: string;
  readonly unit: string | null;
  readonly time: number | null;
  readonly value: number | null;
  /** Learned: seconds between readings, and after how many without one it counts as stale; null while there are too few. */
  readonly interval: number | null;
  readonly staleAfter: number | null;
}

/** A location with its series, those people look for first coming first. */
export interface Place {
  readonly key: string;
  readonly title: string;
  readonly hidden: boolean;
  readonly zone: string | null;
  readonly readings: readonly Reading[];
}

export interface House {
  readonly me: Me;
  readonly site: Site;
  readonly places: readonly Place[];
}

/** How long the first reading waits for the stream to begin. Milliseconds. */
const Patience = 500;

type State = { house: House | null; problem: string | null };

/** All that is measured here, read once and kept up by the live stream. Told at most four times a second. */
class HouseStore {
  private state: State = { house: null, problem: null };
  private readonly watchers = new Set<(state: State) => void>();
  private pending: LiveSample[] = [];
  private during: LiveSample[] = [];
  private timer = 0;
  private loading: Promise<void> | null = null;
  private next: Promise<void> | null = null;

  watch(watcher: (state: State) => void): () => void {
    this.watchers.add(watcher);
    return () => void this.watchers.delete(watcher);
  }

  current(): State {
    return this.state;
  }

  begin(): () => void {
    const stop = live.listen({
      onSamples: samples => {
        this.pending.push(...samples);
        if (this.loading) this.during.push(...samples);
        if (!this.timer) this.timer = window.setTimeout(() => this.takePending(), 250);
      },
      onReset: () => void this.load(),
    });
    // What is learned about intervals changes slowly; after a long sleep of the computer everything may have changed.
    const refresh = setInterval(() => void this.load(), 5 * 60_000);
    // The stream's beginning makes it read; where none can be had, it reads all the same.
    const without = setTimeout(() => void (this.state.house ?? this.load()), Patience);
    return () => {
      stop();
      clearTimeout(without);
      clearInterval(refresh);
    };
  }

  /** Reads everything anew. Called again meanwhile, it runs once more, so that the caller's change is in it. */
  async load(): Promise<void> {
    if (this.loading) return (this.next ??= this.loading.then(() => this.load()));
    this.during = [];
    this.loading = this.loadAll();
    await this.loading;
    this.loading = null;
    this.next = null;
  }

  private async loadAll(): Promise<void> {
    try {
      const [me, site, locations, series, latest, intervals] = await Promise.all([
        get<Me>('/api/v1/me'), get<Site>('/api/v1/site'), get<Location[]>('/api/v1/locations'), get<Series[]>('/api/v1/series'),
        get<LatestSample[]>('/api/v1/latest'), get<ReportInterval[]>('/api/v1/intervals'),
      ]);
      // What was committed since the first question must not be undone by an older answer.
      const { places } = withSamples(placesOf(locations, series, latest, intervals), this.during);
      this.become({ house: { me, site, places }, problem: null });
    } catch (failure) {
      this.become({ house: this.state.house, problem: sentence(failure) });
    }
  }

  private takePending(): void {
    this.timer = 0;
    const samples = this.pending;
    this.pending = [];
    const { house, problem } = this.state;
    if (!house) return;
    const { places, unknown } = withSamples(house.places, samples);
    if (places !== house.places) this.become({ house: { ...house, places }, problem });
    if (unknown) void this.load();
  }

  private become(state: State): void {
    this.state = state;
    for (const watcher of this.watchers) watcher(state);
  }
}

export const houseStore = new HouseStore();

export function useHouse(): State {
  const [state, setState] = useState(houseStore.current());
  useEffect(() => {
    setState(houseStore.current());
    return houseStore.watch(setState);
  }, []);
  return state;
}

export function placesOf(locations: Location[], series: Series[], latest: LatestSample[], intervals: ReportInterval[]): Place[] {
  const newest = new Map(latest.map(sample => [nameOf(sample), sample]));
  const learned = new Map(intervals.map(one => [one.series, one]));
  const byLocation = new Map<string, Reading[]>();
  for (const { id, location, metric, unit } of series) {
    const sample = newest.get(nameOf({ location, metric }));
    const reading: Reading = {
      id, location, metric, unit,
      time: sample ? seconds(sample.time) : null,
      value: sample ? sample.value : null,
      interval: learned.get(id)?.interval ?? null,
      staleAfter: learned.get(id)?.stale_after ?? null,
    };
    const there = byLocation.get(location);
    if (there) there.push(reading);
    else byLocation.set(location, [reading]);
  }
  return locations.map(({ key, title, hidden, zone }) => ({
    key, title, hidden, zone: zone !== null && isZone(zone) ? zone : null, readings: (byLocation.get(key) ?? []).sort((a, b) => compareMetrics(a.metric, b.metric)),
  }));
}

/** The places with the newest of these samples in them; the same array if nothing is newer. `unknown`: a series that was not there. */
export function withSamples(places: readonly Place[], samples: LiveSample[]): { places: readonly Place[]; unknown: boolean } {
  const newest = new Map<string, LiveSample>();
  for (const sample of samples) {
    const had = newest.get(nameOf(sample));
    if (!had || sample.time > had.time) newest.set(nameOf(sample), sample);
  }
  let changed = false;
  const next = places.map(place => {
    let touched = false;
    const readings = place.readings.map(reading => {
      const sample = newest.get(nameOf(reading));
      if (sample) newest.delete(nameOf(reading));
      // The unit may have been settled by this very reading.
      if (!sample || (reading.time !== null && sample.time <= reading.time)) return reading;
      touched = true;
      return { ...reading, time: sample.time, value: sample.value, unit: sample.unit };
    });
    changed ||= touched;
    return touched ? { ...place, readings } : place;
  });
  return { places: changed ? next : places, unknown: newest.size > 0 };
}

function nameOf({ location, metric }: { location: string; metric: string }): string {
  // Neither may hold a line break.
  return location + '\n' + metric;
}

export type Freshness = 'empty' | 'fresh' | 'stale' | 'offline';

/** Judged by its own cadence: stale when news are overdue, offline when they have been for long. */
export function freshnessOf(reading: Reading, at: number): Freshness {
  if (reading.time === null) return 'empty';
  const patience = reading.staleAfter ?? 3600;
  const age = at - reading.time;
  return age <= patience ? 'fresh' : age <= 10 * patience ? 'stale' : 'offline';
}

/** A location is as fresh as the freshest of what is measured there. */
export function freshnessOfPlace(place: Place, at: number): Freshness {
  let best: Freshness = 'empty';
  const rank: Record<Freshness, number> = { empty: 0, offline: 1, stale: 2, fresh: 3 };
  for (const reading of place.readings) {
    const one = freshnessOf(reading, at);
    if (rank[one] > rank[best]) best = one;
  }
  return best;
}

export function mayChange(me: Me): boolean {
  return me.role === 'owner' || me.role === 'member';
}
