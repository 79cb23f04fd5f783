import { get, send } from '../api/client';
import type { Station } from '../api/types';
import { useLoad } from '../model/load';
import { seconds } from '../model/time';
import { Age } from './Age';
import { Confirm } from './Confirm';

/** Weather stations that report with a PASSKEY of nobody: one of them may be this board. Shown only while there are some. */
export function ClaimStation({ path, name, at, act }: { path: string; name: string; at: number; act: (work: () => Promise<void>) => Promise<boolean> }) {
  const { data: stations, reload } = useLoad(`stations ${Math.floor(at / 10)}`, signal => get<Station[]>('/api/v1/stations', null, signal));
  if (!stations || stations.length === 0) return null;
  return (
    <section>
      <h2>Stations that nobody knows</h2>
      <p class="quiet">They report with their own PASSKEY, which is no board’s.</p>
      <ul class="rows">
        {stations.map(station => (
          <li key={station.handle}>
            <span>
              {station.model ?? station.stationtype ?? 'A station'} <span class="quiet">· PASSKEY {station.passkey} · {station.dialect} · from {station.address} · <Age time={seconds(station.last_seen)} at={at} /></span>
            </span>
            <Confirm text="This is it" question={`What this station reports is taken as ${name}’s from its next report on. Its PASSKEY travels readable.`}
              onYes={() => act(() => send('POST', path + '/passkey', { station: station.handle })).then(isDone => isDone && reload())} />
          </li>
        ))}
      </ul>
    </section>
  );
}
