import { get } from '../api/client';
import type { Device } from '../api/types';
import { mayChange, type House } from '../model/house';
import { useLoad } from '../model/load';
import { formatCount } from '../model/numbers';
import { seconds } from '../model/time';
import { Age, useNow } from '../parts/Age';
import { LocationLink } from '../parts/LocationLink';

/** All boards, those that work first. */
export function Boards({ house }: { house: House }) {
  const at = useNow();
  // What the server learns about boards it writes down every ten seconds.
  const { data: devices, problem } = useLoad(`devices ${Math.floor(at / 10)}`, signal => get<Device[]>('/api/v1/devices', null, signal));
  const working = devices?.filter(device => !device.revoked) ?? [];
  const revoked = devices?.filter(device => device.revoked) ?? [];
  return (
    <>
      <div class="title">
        <h1>Boards</h1>
        {mayChange(house.me) && <a class="button" href="/add">Add a board</a>}
      </div>
      {problem && <p class="problem" role="alert">{problem}</p>}
      {devices && working.length === 0 && <p class="empty">No board yet. Add one, and you get the lines to paste on it.</p>}
      {working.length > 0 && <List house={house} devices={working} at={at} />}
      {revoked.length > 0 &&
        <details class="settings"><summary>{revoked.length} revoked</summary><List house={house} devices={revoked} at={at} /></details>}
    </>
  );
}

function List({ house, devices, at }: { house: House; devices: readonly Device[]; at: number }) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Boards">
      <table class="boards">
        <thead>
          <tr><th scope="col">Board</th><th scope="col">Location</th><th scope="col">Last seen</th><th scope="col" class="right">Reports</th>
            <th scope="col" class="right">Rejected</th><th scope="col" class="right">Clock faults</th></tr>
        </thead>
        <tbody>
          {devices.map(device => (
            <tr key={device.name}>
              <th scope="row"><a href={'/boards/' + encodeURIComponent(device.name)}>{device.name}</a></th>
              <td><LocationLink house={house} location={device.location} /></td>
              <td>{device.last_seen ? <Age time={seconds(device.last_seen)} at={at} /> : <span class="quiet">never</span>}</td>
              <td class="right">{formatCount(device.reports)}</td>
              <td class={device.rejected ? 'right bad' : 'right'}>{formatCount(device.rejected)}</td>
              <td class={device.clock_faults ? 'right bad' : 'right'}>{formatCount(device.clock_faults)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
