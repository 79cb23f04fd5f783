/** The shapes of the API that the pages use. */
export interface Series {
  id: number;
  location: string;
  metric: string;
  unit: string | null;
}

export interface LatestSample {
  location: string;
  metric: string;
  unit: string | null;
  time: string;
  value: number;
}

export interface Location {
  key: string;
  title: string;
  hidden: boolean;
  zone: string | null;
}

/** How often a series has news, learned from its own readings. Seconds; null while there are too few. */
export interface ReportInterval {
  series: number;
  interval: number | null;
  stale_after: number | null;
}

export interface RawAnswer {
  series: number;
  location: string;
  metric: string;
  unit: string | null;
  step: null;
  raw_from?: number;
  time: number[];
  value: number[];
}

export interface SteppedAnswer {
  series: number;
  location: string;
  metric: string;
  unit: string | null;
  step: number | string;
  resolution: 'raw' | '5m' | '1h';
  time: number[];
  count: number[];
  min: number[];
  max: number[];
  mean: number[];
  first: number[];
  last: number[];
  increase?: number[];
}

export type SeriesAnswer = RawAnswer | SteppedAnswer;

export type Role = 'owner' | 'member' | 'guest' | 'visitor';

export interface Me {
  name: string | null;
  role: Role;
  version: string;
  secure: boolean;
  addresses?: string[];
}

export interface Placement {
  location: string;
  from: string | null;
  until: string | null;
}

export interface DeviceToken {
  id: number;
  created: string;
  expires: string | null;
  kind: 'random' | 'password';
  reach: 'placement' | 'prefix' | 'any';
  prefix: string | null;
}

export interface Device {
  name: string;
  username: string | null;
  location: string;
  revoked: boolean;
  created: string;
  revoked_at: string | null;
  last_seen: string | null;
  reports: number;
  rejected: number;
  clock_faults: number;
  placements: Placement[];
  tokens?: DeviceToken[];
}

export interface Rejection {
  time: string;
  metric: string | null;
  code: string;
  detail: string;
}

export interface Site {
  public: boolean;
  units: Record<string, string>;
}
