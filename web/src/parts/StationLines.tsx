import { useState } from 'preact/hooks';
import type { Me } from '../api/types';
import { isLoopback } from '../model/snippets';
import { serverAddress, type StationKind } from '../model/stations';
import { Copy } from './Copy';
import { addressesOf } from './ReadyLines';

/** What to type on a station, with the new token in it, shown this once. */
export function StationLines({ me, kind, name, token }: { me: Me; kind: StationKind; name: string; token: string }) {
  const addresses = addressesOf(me);
  const [address, setAddress] = useState(addresses[0]!);
  const server = serverAddress(address);
  return (
    <div class="ready">
      <p class="token">
        Token <code>{token}</code> <Copy text={token} label="Copy the token" />
        <span class="quiet"> It is shown this once; the server keeps only its fingerprint.</span>
      </p>
      {addresses.length > 1 &&
        <label>Address of this server, as the station sees it
          <select value={address} onChange={event => setAddress(event.currentTarget.value)}>{addresses.map(one => <option key={one}>{one}</option>)}</select>
        </label>}
      {isLoopback(address) && <p class="hint">A station cannot reach {address}: that is this computer only. Open this page by the server's address in your network, and the lines have it.</p>}
      <p class="quiet">{kind.where}.</p>
      <ul class="rows" aria-label="What to type">
        {kind.lines(server, name, token).map(([label, value]) =>
          <li key={label}><span>{label} <code>{value}</code></span><Copy text={value} label={`Copy: ${label}`} /></li>)}
      </ul>
      {server.isSecure && <p class="hint">Many stations know no https. Give such a one the address and port where this server listens without TLS in your own network.</p>}
      <p class="hint">This token travels readable: whoever listens on the line can report in its name, and do nothing else. Its page gives it a new one at any time.</p>
    </div>
  );
}
