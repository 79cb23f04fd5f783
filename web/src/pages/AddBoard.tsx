import { useEffect, useRef, useState } from 'preact/hooks';
import { get, sentence, send } from '../api/client';
import type { Device } from '../api/types';
import { Panel } from '../charts/Panel';
import type { House, Reading } from '../model/house';
import { simulated, simulatedPast } from '../model/simulation';
import { useLoad } from '../model/load';
import { browserZone, now } from '../model/time';
import { stationKinds, type StationKind } from '../model/stations';
import { useNow } from '../parts/Age';
import { ReadyLines } from '../parts/ReadyLines';
import { StationLines } from '../parts/StationLines';
import { go, locationPath } from '../router';

interface Issued {
  readonly name: string;
  readonly location: string;
  readonly token: string;
}

/** From nothing to the first chart: a name and a place, a line to paste, and the page becomes the chart by itself. */
export function AddBoard({ house, isFirst }: { house: House; isFirst: boolean }) {
  const [issued, setIssued] = useState<Issued | null>(null);
  const before = useRef<ReadonlyMap<number, number | null>>(new Map());
  const [kind, setKind] = useState<StationKind | null>(null);
  const [isShared, setShared] = useState(false);
  const at = useNow();
  // Where another board reports already, only the server knows when this one does.
  const seen = useLoad(`seen ${isShared && issued ? Math.floor(at / 5) : ''}`, signal => (isShared && issued ? get<Device[]>('/api/v1/devices', null, signal) : Promise.resolve([])));
  const simulation = useRef<Simulation | null>(null);
  useEffect(() => () => simulation.current?.stop(), []);

  const onIssued = (board: Issued, isSimulated: boolean, station: StationKind | null) => {
    const here = house.places.find(place => place.key === board.location)?.readings ?? [];
    before.current = new Map(here.map(reading => [reading.id, reading.time]));
    setShared(here.length > 0);
    setIssued(board);
    setKind(station);
    if (isSimulated) simulation.current = new Simulation(board.token);
    // The first page is about to become the overview; what happens here has an address of its own.
    go('/add', { replace: true });
  };
  if (!issued) return <NameIt house={house} isFirst={isFirst} onIssued={onIssued} />;
  const here = house.places.find(place => place.key === issued.location);
  const isHeard = !isShared || seen.data?.some(device => device.name === issued.name && device.last_seen !== null);
  const fresh = isHeard ? here?.readings.filter(reading => reading.time !== (before.current.get(reading.id) ?? null)) ?? [] : [];
  return (
    <>
      <div class="title"><h1>{fresh.length > 0 ? `${issued.name} reports` : `${issued.name} may report now`}</h1></div>
      {fresh.length > 0
        ? <FirstChart house={house} readings={fresh} location={issued.location} isSimulated={simulation.current !== null} />
        : <p class="listening" role="status"><i aria-hidden="true" />Listening for its first reading at {issued.location}…</p>}
      {simulation.current === null && (kind
        ? <StationLines me={house.me} kind={kind} name={issued.name} token={issued.token} />
        : <ReadyLines me={house.me} token={issued.token} />)}
    </>
  );
}

function NameIt({ house, isFirst, onIssued }: { house: House; isFirst: boolean; onIssued: (board: Issued, isSimulated: boolean, station: StationKind | null) => void }) {
  const [name, setName] = useState('');
  const [location, setLocation] = useState(isFirst ? 'desk' : '');
  const [kindName, setKindName] = useState('');
  const kind = stationKinds.find(one => one.name === kindName) ?? null;
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const issue = async (body: { name: string; location: string; dialect?: string }, isSimulated: boolean) => {
    setBusy(true);
    setProblem(null);
    try {
      onIssued(await send<Issued>('POST', '/api/v1/devices', body), isSimulated, isSimulated ? null : kind);
    } catch (failure) {
      setProblem(sentence(failure));
    }
    setBusy(false);
  };
  const simulate = async () => {
    try {
      const names = new Set((await get<Device[]>('/api/v1/devices')).map(device => device.name));
      let free = 'simulated';
      for (let n = 2; names.has(free); n++) free = `simulated-${n}`;
      await issue({ name: free, location: 'simulated' }, true);
    } catch (failure) {
      setProblem(sentence(failure));
    }
  };
  return (
    <section class="first">
      <h1>{isFirst ? 'Add your first board' : 'Add a board'}</h1>
      <p>Give it a name, and say where it measures. You get the lines to paste on it.</p>
      <form onSubmit={event => {
        event.preventDefault();
        void issue({ name: name.trim(), location: location.trim(), ...(kind && { dialect: kind.dialect }) }, false);
      }}>
        <label>Name <span class="quiet">as you call the board itself</span>
          <input name="name" value={name} placeholder="esp32" required maxLength={64} autocomplete="off" onInput={event => setName(event.currentTarget.value)} /></label>
        <label>Location <span class="quiet">where it measures; stays when you change the board</span>
          <input name="location" value={location} placeholder="basement/floor" required maxLength={128} list="locations" autocomplete="off" onInput={event => setLocation(event.currentTarget.value)} /></label>
        <datalist id="locations">{house.places.map(place => <option key={place.key} value={place.key} />)}</datalist>
        <label>What it is <span class="quiet">a board, or something that is set up to report elsewhere</span>
          <select name="kind" value={kindName} onChange={event => setKindName(event.currentTarget.value)}>
            <option value="">A board that you program</option>
            {stationKinds.map(one => <option key={one.name}>{one.name}</option>)}
          </select></label>
        {kind && <p class="quiet">Its token will travel readable, because {kind.name} has no other way.</p>}
        {problem && <p class="problem" role="alert">{problem}</p>}
        <p class="buttons"><button disabled={busy}>Add the board</button></p>
      </form>
      <p class="aside">No hardware at hand? <button type="button" class="link" disabled={busy} onClick={() => void simulate()}>Simulate a board</button>: this page plays one, at a location called “simulated”.</p>
    </section>
  );
}

function FirstChart({ house, readings, location, isSimulated }: { house: House; readings: readonly Reading[]; location: string; isSimulated: boolean }) {
  const at = useNow();
  const span = { from: at - 3600, to: at };
  const minute = Math.ceil(at / 60) * 60;
  return (
    <>
      <p class="arrived" role="status">
        {isSimulated ? 'This page plays the board: it reports each two seconds while the page is open.' : 'The first reading is here, safely on the server’s disk.'}{' '}
        <a href={locationPath(location)}>Open {location}</a> or see <a href="/">all readings</a>.
      </p>
      {readings.map(reading => (
        <Panel key={reading.id} reading={reading} span={span} asked={{ from: minute - 3660, to: minute }} isLive zone={browserZone} wishes={house.site.units} seams={[]}
          onSpan={({ from, to }) => go(`${locationPath(location)}?from=${Math.floor(from)}&to=${Math.ceil(to)}`)} onCanvas={() => {}} />
      ))}
    </>
  );
}

/** Reports like a board, with the board's token, while the page is open. */
class Simulation {
  private readonly timer: number;

  constructor(private readonly token: string) {
    void this.report(simulatedPast(now()));
    this.timer = window.setInterval(() => void this.report([simulated(now())]), 2000);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async report(reports: readonly object[]): Promise<void> {
    // Like any board: what did not arrive is sent no more than once, and the next one comes anyway.
    await fetch('/api/v1/reports', {
      method: 'POST', credentials: 'omit', body: JSON.stringify(reports),
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${this.token}` },
    }).catch(() => undefined);
  }
}
