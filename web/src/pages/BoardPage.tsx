import { useState } from 'preact/hooks';
import { get, sentence, send } from '../api/client';
import type { Device, DeviceToken, Rejection } from '../api/types';
import { houseStore, mayChange, type House } from '../model/house';
import { useLoad } from '../model/load';
import { formatCount } from '../model/numbers';
import { browserZone, seconds, timeText } from '../model/time';
import { Age, useNow } from '../parts/Age';
import { ClaimStation } from '../parts/ClaimStation';
import { Confirm } from '../parts/Confirm';
import { LocationLink } from '../parts/LocationLink';
import { ReadyLines } from '../parts/ReadyLines';
import { go, locationPath } from '../router';

interface Issued {
  readonly name: string;
  readonly token: string;
}

/** One board: where it stands and stood, how it behaves, and its tokens. */
export function BoardPage({ house, name }: { house: House; name: string }) {
  const at = useNow();
  const { data: devices, problem, reload } = useLoad(`devices ${Math.floor(at / 10)}`, signal => get<Device[]>('/api/v1/devices', null, signal));
  const [issued, setIssued] = useState<Issued | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const device = devices?.find(one => one.name === name);
  const path = '/api/v1/devices/' + encodeURIComponent(name);
  const act: Act = async work => {
    setFailure(null);
    try {
      const answer = await work();
      if (answer) setIssued(answer);
      reload();
      void houseStore.load();
      return true;
    } catch (trouble) {
      setFailure(sentence(trouble));
      return false;
    }
  };
  if (devices && !device) return <section class="empty"><h1>No board is called {name}</h1><p><a href="/boards">All boards</a></p></section>;
  if (!device) return problem ? <p class="problem" role="alert">{problem}</p> : <div class="card outline" aria-busy="true" />;
  const canChange = mayChange(house.me) && !device.revoked;
  return (
    <>
      <div class="title">
        <h1>{device.name}</h1>
        <p class="state-line">
          {device.revoked && <span class="pill wet">revoked</span>}{' '}
          {device.last_seen ? <>last seen <Age time={seconds(device.last_seen)} at={at} /></> : 'never seen'}
          {' · '}at <LocationLink house={house} location={device.location} />
        </p>
      </div>
      {failure && <p class="problem" role="alert">{failure}</p>}
      {issued && <section class="issued" aria-label="New token"><h2>{issued.name === name ? 'The new token' : `${issued.name} takes over`}</h2><ReadyLines me={house.me} token={issued.token} /></section>}
      <dl class="facts">
        <div><dt>Reports</dt><dd>{formatCount(device.reports)}</dd></div>
        <div><dt>Rejected</dt><dd class={device.rejected ? 'bad' : ''}>{formatCount(device.rejected)}</dd></div>
        <div><dt>Clock faults</dt><dd class={device.clock_faults ? 'bad' : ''}>{formatCount(device.clock_faults)}</dd></div>
        {device.username && <div><dt>Signs in as</dt><dd><code>{device.username}</code></dd></div>}
        <div><dt>Added</dt><dd>{timeText(seconds(device.created), browserZone)}</dd></div>
      </dl>
      {device.clock_faults > 0 && <p class="hint">Clock faults are readings whose time could not be right (1970, or the future). They were kept with the time at which they arrived.</p>}
      {canChange && <Changes device={device} house={house} act={act} path={path} />}
      {device.tokens && !device.revoked && <Tokens tokens={device.tokens} act={act} path={path} canChange={canChange} />}
      {canChange && <ClaimStation path={path} name={name} at={at} act={act} />}
      <Placements device={device} />
      <Rejections path={path} at={at} />
    </>
  );
}

/** Does it, and says whether it worked; what went wrong is shown on the page. */
type Act = (work: () => Promise<Issued | void>) => Promise<boolean>;

function Changes({ device, house, act, path }: { device: Device; house: House; act: Act; path: string }) {
  const [location, setLocation] = useState('');
  return (
    <section>
      <h2>Change</h2>
      <form class="line" onSubmit={event => {
        event.preventDefault();
        void act(() => send('POST', path + '/move', { location: location.trim() })).then(isDone => isDone && setLocation(''));
      }}>
        <label>Move it to <input value={location} required maxLength={128} list="locations" placeholder={device.location} onInput={event => setLocation(event.currentTarget.value)} /></label>
        <datalist id="locations">{house.places.map(place => <option key={place.key} value={place.key} />)}</datalist>
        <button>Move</button>
      </form>
      <p class="buttons">
        <Confirm text="Replace by a new board" question={`A new board gets a token and takes over ${device.location}; ${device.name} is revoked. All readings stay, and the chart shows the seam.`}
          onYes={() => act(() => send<Issued>('POST', path + '/replace', {}))} />
        <Confirm text="Revoke" question={`${device.name} may not report any more. Its readings stay.`} isGrave
          onYes={() => act(() => send('DELETE', path)).then(isDone => isDone && go('/boards'))} />
      </p>
    </section>
  );
}

function Tokens({ tokens, act, path, canChange }: { tokens: readonly DeviceToken[]; act: Act; path: string; canChange: boolean }) {
  return (
    <section>
      <h2>Tokens</h2>
      <ul class="rows">
        {tokens.map(token => (
          <li key={token.id}>
            <span>
              {token.kind === 'password' ? 'Password' : token.kind === 'passkey' ? 'PASSKEY' : 'Token'} of {timeText(seconds(token.created), browserZone)}
              <span class="quiet"> · {token.reach === 'any' ? 'any location' : token.reach === 'prefix' ? `below ${token.prefix}` : 'where the board stands'}
                {token.expires && ` · until ${timeText(seconds(token.expires), browserZone)}`}</span>
              {token.dialects && <><br /><span class="pill">{token.kind === 'passkey' ? 'this PASSKEY travels readable' : 'this token travels readable'}</span>
                <span class="quiet"> in {token.dialects === 'any' ? 'any dialect' : token.dialects.replaceAll(',', ', ')}</span></>}
            </span>
            {canChange && <Confirm text="Revoke" question="Whatever uses this token stops reporting at once." isGrave onYes={() => act(() => send('DELETE', `/api/v1/tokens/${token.id}`))} />}
          </li>
        ))}
      </ul>
      {tokens.some(token => token.dialects) && canChange &&
        <p class="hint">What travels readable can be read on its way, and whoever reads it can report in the name of this board. Give it a new token when you think that somebody has.</p>}
      {canChange &&
        <p class="buttons">
          <Confirm text="New token" question="You get a new token; the present ones go on for 7 days, so that you can flash in peace." onYes={() => act(() => send<Issued>('POST', path + '/rotate', { old_valid: '7d' }))} />
        </p>}
    </section>
  );
}

function Placements({ device }: { device: Device }) {
  if (device.placements.length === 0) return null;
  return (
    <section>
      <h2>Where it stood</h2>
      <ul class="rows">
        {[...device.placements].reverse().map(({ location, from, until }) => (
          <li key={`${location} ${from}`}>
            <span><a href={locationPath(location)}>{location}</a> <span class="quiet">
              {from ? `from ${timeText(seconds(from), browserZone)}` : 'from the beginning'} {until ? `until ${timeText(seconds(until), browserZone)}` : 'until now'}</span></span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Rejections({ path, at }: { path: string; at: number }) {
  const { data, problem } = useLoad(`${path} ${Math.floor(at / 10)}`, signal => get<Rejection[]>(path + '/rejections', null, signal));
  if (problem) return <p class="problem" role="alert">{problem}</p>;
  if (!data || data.length === 0) return null;
  return (
    <section>
      <h2>Rejected, the last {data.length}</h2>
      <div class="scroll" tabIndex={0} role="region" aria-label="Rejected reports">
        <table>
          <thead><tr><th scope="col">When</th><th scope="col">Metric</th><th scope="col">Why</th></tr></thead>
          <tbody>
            {data.map((rejection, i) => (
              <tr key={i}><td><Age time={seconds(rejection.time)} at={at} /></td><td>{rejection.metric ?? ''}</td><td>{rejection.detail} <code class="quiet">{rejection.code}</code></td></tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
