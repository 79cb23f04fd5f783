import { useState } from 'preact/hooks';
import { get, send } from '../api/client';
import type { Account, Me, Role } from '../api/types';
import { useLoad } from '../model/load';
import { Confirm } from '../parts/Confirm';
import { Copy } from '../parts/Copy';
import { Note } from './Note';
import { useAction } from './useAction';

const Roles: readonly (readonly [Role, string])[] = [['owner', 'owner: everything'], ['member', 'member: boards and locations'], ['guest', 'guest: looks only']];

export function Accounts({ me }: { me: Me }) {
  const action = useAction();
  const { data: accounts, reload } = useLoad('accounts', signal => get<Account[]>('/api/v1/accounts', null, signal));
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('guest');
  const [secret, setSecret] = useState<{ name: string; password: string } | null>(null);
  const act = (work: () => Promise<unknown>, done?: string) => action.run(async () => {
    await work();
    reload();
  }, done);
  const path = (account: Account) => '/api/v1/accounts/' + encodeURIComponent(account.name);
  return (
    <section>
      <h2>People</h2>
      <ul class="rows">
        {accounts?.map(account => (
          <li key={account.name}>
            <span>{account.name}{account.name === me.name && <span class="quiet"> (you)</span>}</span>
            <span class="buttons">
              <select aria-label={`Role of ${account.name}`} value={account.role} disabled={account.name === me.name}
                onChange={event => void act(() => send('PATCH', path(account), { role: event.currentTarget.value }))}>
                {Roles.map(([one, text]) => <option key={one} value={one}>{text}</option>)}
              </select>
              {account.name !== me.name && <>
                <Confirm text="New password" question={`${account.name} gets a new password, which you pass on, and is signed out everywhere.`}
                  onYes={() => act(async () => setSecret({ name: account.name, ...(await send<{ password: string }>('POST', path(account) + '/password', {})) }))} />
                <Confirm text="Remove" question={`${account.name} may not sign in any more.`} isGrave onYes={() => act(() => send('DELETE', path(account)), 'Removed.')} />
              </>}
            </span>
          </li>
        ))}
      </ul>
      {secret && <p class="hint" role="status">Password of {secret.name}, shown this once: <code>{secret.password}</code> <Copy text={secret.password} /></p>}
      <form class="line" onSubmit={event => {
        event.preventDefault();
        void act(async () => {
          setSecret(await send<{ name: string; password: string }>('POST', '/api/v1/accounts', { name: name.trim(), role }));
          setName('');
        }, 'Added.');
      }}>
        <label>Name <input value={name} required maxLength={64} autocomplete="off" onInput={event => setName(event.currentTarget.value)} /></label>
        <label>Role <select value={role} onChange={event => setRole(event.currentTarget.value as Role)}>{Roles.map(([one, text]) => <option key={one} value={one}>{text}</option>)}</select></label>
        <button disabled={action.busy}>Add</button>
      </form>
      <Note action={action} />
    </section>
  );
}
