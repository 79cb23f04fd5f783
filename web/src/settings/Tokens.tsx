import { useState } from 'preact/hooks';
import { get, send } from '../api/client';
import type { PersonalToken } from '../api/types';
import { useLoad } from '../model/load';
import { browserZone, seconds, timeText } from '../model/time';
import { Confirm } from '../parts/Confirm';
import { Copy } from '../parts/Copy';
import { Note } from './Note';
import { useAction } from './useAction';

export function Tokens() {
  const action = useAction();
  const { data: tokens, reload } = useLoad('tokens', signal => get<PersonalToken[]>('/api/v1/tokens', null, signal));
  const [name, setName] = useState('');
  const [scope, setScope] = useState('read');
  const [secret, setSecret] = useState<string | null>(null);
  const live = tokens?.filter(token => token.expires === null || Date.parse(token.expires) > Date.now()) ?? [];
  return (
    <section>
      <h2>Tokens for scripts</h2>
      <p>For Grafana, Prometheus, a shell script. What each may do is said by its scope.</p>
      <ul class="rows">
        {live.map(token => (
          <li key={token.id}>
            <span>{token.name} <span class="quiet">· {token.scope} · since {timeText(seconds(token.created), browserZone)}</span></span>
            <Confirm text="Revoke" question={`Whatever uses ${token.name} stops working at once.`} isGrave onYes={() => action.run(async () => {
              await send('DELETE', `/api/v1/tokens/${token.id}`);
              reload();
            }, 'Revoked.')} />
          </li>
        ))}
      </ul>
      {secret && <p class="hint" role="status">The token, shown this once: <code>{secret}</code> <Copy text={secret} /></p>}
      <form class="line" onSubmit={event => {
        event.preventDefault();
        void action.run(async () => {
          setSecret((await send<{ token: string }>('POST', '/api/v1/tokens', { name: name.trim(), scope })).token);
          setName('');
          reload();
        }, 'Added.');
      }}>
        <label>Name <input value={name} required maxLength={64} autocomplete="off" onInput={event => setName(event.currentTarget.value)} /></label>
        <label>Scope <select value={scope} onChange={event => setScope(event.currentTarget.value)}>
          <option value="read">read</option><option value="write">write: read and report</option><option value="admin">admin: everything</option>
        </select></label>
        <button disabled={action.busy}>Add</button>
      </form>
      <Note action={action} />
    </section>
  );
}
