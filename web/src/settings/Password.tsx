import { useState } from 'preact/hooks';
import { send } from '../api/client';
import { Note } from './Note';
import { useAction } from './useAction';

export function Password() {
  const action = useAction();
  const [old, setOld] = useState('');
  const [next, setNext] = useState('');
  return (
    <section>
      <h2>Your password</h2>
      <form class="line" onSubmit={event => {
        event.preventDefault();
        void action.run(async () => {
          await send('PUT', '/api/v1/me/password', { old, new: next });
          setOld('');
          setNext('');
        }, 'Changed. Your other browsers are signed out.');
      }}>
        <label>Present one <input type="password" value={old} required autocomplete="current-password" onInput={event => setOld(event.currentTarget.value)} /></label>
        <label>New one <input type="password" value={next} required autocomplete="new-password" onInput={event => setNext(event.currentTarget.value)} /></label>
        <button disabled={action.busy}>Change</button>
      </form>
      <Note action={action} />
    </section>
  );
}
