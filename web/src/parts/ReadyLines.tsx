import { useState } from 'preact/hooks';
import type { Me } from '../api/types';
import { isLoopback, snippets } from '../model/snippets';
import { Copy } from './Copy';
import { QrCode } from './QrCode';

/** A new token, shown this once, in the lines that a person pastes on the board. */
export function ReadyLines({ me, token }: { me: Me; token: string }) {
  const addresses = addressesOf(me);
  const [address, setAddress] = useState(addresses[0]!);
  const ready = snippets(address, token);
  const [name, setName] = useState(ready[0]!.name);
  const chosen = ready.find(one => one.name === name) ?? ready[0]!;
  return (
    <div class="ready">
      <p class="token">
        Token <code>{token}</code> <Copy text={token} label="Copy the token" />
        <span class="quiet"> It is shown this once; the server keeps only its fingerprint.</span>
      </p>
      {addresses.length > 1 &&
        <label>Address of this server, as the board sees it
          <select value={address} onChange={event => setAddress(event.currentTarget.value)}>{addresses.map(one => <option key={one}>{one}</option>)}</select>
        </label>}
      {isLoopback(address) && <p class="hint">A board cannot reach {address}: that is this computer only. Open this page by the server's address in your network, and the lines have it.</p>}
      <div class="tabs" role="tablist" aria-label="How does the board report?" onKeyDown={event => {
        const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
        if (by === 0) return;
        const next = ready[(ready.indexOf(chosen) + by + ready.length) % ready.length]!;
        setName(next.name);
        document.getElementById('tab-' + next.name)?.focus();
      }}>
        {ready.map(one => (
          <button key={one.name} type="button" role="tab" id={'tab-' + one.name} aria-controls="snippet" aria-selected={one === chosen}
            tabIndex={one === chosen ? 0 : -1} onClick={() => setName(one.name)}>{one.name}</button>
        ))}
      </div>
      <div id="snippet" role="tabpanel" aria-labelledby={'tab-' + chosen.name} class="snippet">
        <p class="quiet">{chosen.where}</p>
        <div class="code"><pre tabIndex={0}><code>{chosen.text}</code></pre><Copy text={chosen.text} /></div>
        <details>
          <summary>For a phone</summary>
          <p class="quiet">Its camera reads the address and the token.</p>
          <QrCode text={`${address}/api/v1/reports\n${token}`} label="Address and token as a QR code" />
        </details>
      </div>
    </div>
  );
}

/** How this page was reached is how a board can reach the server too, unless that was from the server itself. */
export function addressesOf(me: Me): string[] {
  const others = (me.addresses ?? []).filter(one => one !== location.origin);
  return isLoopback(location.origin) && others.length > 0 ? [...others, location.origin] : [location.origin, ...others];
}
