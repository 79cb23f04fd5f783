import { get, send } from '../api/client';
import type { Session } from '../api/types';
import { useLoad } from '../model/load';
import { browserZone, seconds, timeText } from '../model/time';
import { Note } from './Note';
import { useAction } from './useAction';

export function Sessions() {
  const action = useAction();
  const { data: sessions, reload } = useLoad('sessions', signal => get<Session[]>('/api/v1/sessions', null, signal));
  return (
    <section>
      <h2>Where you are signed in</h2>
      <ul class="rows">
        {sessions?.map(session => (
          <li key={session.id}>
            <span>{session.client || 'unknown browser'} <span class="quiet">· since {timeText(seconds(session.created), browserZone)}{session.current && ' · this browser'}</span></span>
            {!session.current &&
              <button type="button" class="quiet" disabled={action.busy} onClick={() => void action.run(async () => {
                await send('DELETE', `/api/v1/sessions/${session.id}`);
                reload();
              }, 'Signed out there.')}>Sign out</button>}
          </li>
        ))}
      </ul>
      <Note action={action} />
    </section>
  );
}
