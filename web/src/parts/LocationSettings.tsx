import { useState } from 'preact/hooks';
import { sentence, send } from '../api/client';
import type { Device } from '../api/types';
import { houseStore, type Place } from '../model/house';
import { browserZone } from '../model/time';

const zones: readonly string[] = Intl.supportedValuesOf?.('timeZone') ?? [];

/** What a location is called and whose clock it keeps; which boards stand there. */
export function LocationSettings({ here, devices }: { here: Place; devices: readonly Device[] }) {
  const [title, setTitle] = useState(here.title);
  const [zone, setZone] = useState(here.zone ?? '');
  const [note, setNote] = useState<{ text: string; isProblem: boolean } | null>(null);
  const change = async (body: object, done: string) => {
    try {
      await send('PATCH', '/api/v1/locations/' + here.key.split('/').map(encodeURIComponent).join('/'), body);
      await houseStore.load();
      setNote({ text: done, isProblem: false });
    } catch (failure) {
      setNote({ text: sentence(failure), isProblem: true });
    }
  };
  const standing = devices.filter(device => !device.revoked && device.location === here.key);
  return (
    <details class="settings">
      <summary>About this location</summary>
      <form onSubmit={event => {
        event.preventDefault();
        void change({ title: title.trim(), zone: zone.trim() === '' ? null : zone.trim() }, 'Saved.');
      }}>
        <label>Title <input value={title} maxLength={128} required onInput={event => setTitle(event.currentTarget.value)} /></label>
        <label>Time zone <span class="quiet">(days, weeks and months are cut in it; empty: that of whoever looks)</span>
          <input value={zone} list="zones" placeholder={browserZone} onInput={event => setZone(event.currentTarget.value)} /></label>
        <datalist id="zones">{zones.map(name => <option key={name} value={name} />)}</datalist>
        <p class="buttons">
          <button>Save</button>
          <button type="button" class="quiet" onClick={() => void change({ hidden: !here.hidden }, here.hidden ? 'Shown again.' : 'Hidden from the first page. Its readings stay, and go on.')}>
            {here.hidden ? 'Show on the first page' : 'Hide from the first page'}
          </button>
          {note && <span class={note.isProblem ? 'problem' : 'done'} role="status">{note.text}</span>}
        </p>
      </form>
      <p>Boards send to it as <code>{here.key}</code>, which never changes.{' '}
        {standing.length > 0
          ? <>Here now: {standing.map((device, i) => <>{i > 0 && ', '}<a href={'/boards/' + encodeURIComponent(device.name)}>{device.name}</a></>)}.</>
          : 'No board stands here now.'}</p>
    </details>
  );
}
