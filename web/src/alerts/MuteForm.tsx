import { useRef, useState } from 'preact/hooks';
import { send } from '../api/client';
import { alertStore } from '../model/alerts';
import { Day, Hour } from '../model/time';
import { Note } from '../settings/Note';
import { useAction } from '../settings/useAction';

const Spans = [['1 hour', Hour], ['8 hours', 8 * Hour], ['1 day', Day], ['1 week', 7 * Day]] as const;

/** Mutes a series, or what a pattern says, for a time and with a reason. */
export function MuteForm({ location, metric }: { location: string; metric: string }) {
  const action = useAction();
  const box = useRef<HTMLDetailsElement>(null);
  const [span, setSpan] = useState(String(8 * Hour));
  const [until, setUntil] = useState('');
  const [scope, setScope] = useState<'series' | 'location'>('series');
  const [reason, setReason] = useState('');
  const mayWiden = metric !== '*' && location !== '*';
  const mute = () => action.run(async () => {
    await send('POST', '/api/v1/mutes', {
      location, metric: scope === 'location' ? '*' : metric, reason: reason.trim(),
      ...(span === 'until' ? { until: new Date(until).toISOString() } : span === 'open' ? {} : { seconds: Number(span) }),
    });
    await alertStore.load();
    if (box.current) box.current.open = false;
  }, 'Muted.');
  return (
    <details class="mute" ref={box}>
      <summary>Mute</summary>
      <form onSubmit={event => {
        event.preventDefault();
        void mute();
      }}>
        <label>For <select value={span} onChange={event => setSpan(event.currentTarget.value)}>
          {Spans.map(([text, length]) => <option key={text} value={length}>{text}</option>)}
          <option value="until">until …</option>
          <option value="open">until I end it</option>
        </select></label>
        {span === 'until' && <label>Until <input type="datetime-local" required value={until} onInput={event => setUntil(event.currentTarget.value)} /></label>}
        {mayWiden &&
          <label>What <select value={scope} onChange={event => setScope(event.currentTarget.value as 'series' | 'location')}>
            <option value="series">this only</option>
            <option value="location">everything at {location}</option>
          </select></label>}
        <label>Why <input value={reason} required maxLength={200} placeholder="The floor is being washed" onInput={event => setReason(event.currentTarget.value)} /></label>
        <p class="buttons"><button disabled={action.busy}>Mute</button> <Note action={action} /></p>
      </form>
    </details>
  );
}
