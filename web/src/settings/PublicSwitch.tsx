import type { House } from '../model/house';
import { changeSite } from './changeSite';
import { Note } from './Note';
import { useAction } from './useAction';

export function PublicSwitch({ house }: { house: House }) {
  const action = useAction();
  const set = (isPublic: boolean) => action.run(async () => {
    await changeSite(site => ({ ...site, public: isPublic }));
  }, isPublic ? 'Open: everybody who reaches this address may look.' : 'Closed: only those who sign in may look.');
  return (
    <section>
      <h2>Who may look</h2>
      <label class="check"><input type="checkbox" checked={house.site.public} disabled={action.busy} onChange={event => void set(event.currentTarget.checked)} />
        Everybody who reaches this address, without signing in</label>
      <p class="quiet">They see readings and charts, and of boards their names, where they stand and what was rejected of them. They can change nothing.</p>
      <Note action={action} />
    </section>
  );
}
