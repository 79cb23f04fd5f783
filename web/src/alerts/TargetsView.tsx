import { useState } from 'preact/hooks';
import { get, Refused, send } from '../api/client';
import type { AddedTarget, Target, TargetTest } from '../api/types';
import { alertStore } from '../model/alerts';
import { useLoad } from '../model/load';
import { filled, formOf, placeOf, takesReports, TargetForms, withReport, type TargetKind } from '../model/targets';
import { seconds } from '../model/time';
import { Age, useNow } from '../parts/Age';
import { Confirm } from '../parts/Confirm';
import { Copy } from '../parts/Copy';
import { Note } from '../settings/Note';
import { useAction } from '../settings/useAction';

/** Where alerts are sent to, and whether they arrive there. */
export function TargetsView() {
  const at = useNow();
  const { data: targets, problem, reload } = useLoad(`targets ${Math.floor(at / 15)}`, signal => get<Target[]>('/api/v1/targets', null, signal));
  const [made, setMade] = useState<AddedTarget | null>(null);
  const changed = async () => {
    reload();
    await alertStore.load();
  };
  if (!targets) return problem ? <p class="problem" role="alert">{problem}</p> : <div class="card outline" aria-busy="true" />;
  return (
    <>
      {problem && <p class="problem" role="alert">{problem}</p>}
      {targets.length === 0 && <p class="empty">Nobody is told yet: alerts stand on these pages only. Add where they should go, and send a test.</p>}
      <ul class="rows rules">{targets.map(target => <OneTarget key={target.id} target={target} at={at} changed={changed} />)}</ul>
      {made?.secret && <p class="hint" role="status">The messages to {made.name} are signed with this secret, shown this once: <code>{made.secret}</code> <Copy text={made.secret} /></p>}
      <AddTarget added={async target => {
        setMade(target);
        await changed();
      }} />
    </>
  );
}

function OneTarget({ target, at, changed }: { target: Target; at: number; changed: () => Promise<void> }) {
  const action = useAction();
  const path = `/api/v1/targets/${target.id}`;
  const hasReport = target.options['report'] !== undefined;
  const change = (work: () => Promise<unknown>, done: string) => action.run(async () => {
    await work();
    await changed();
  }, done);
  const test = async () => {
    const { arrived, failure } = await send<TargetTest>('POST', path + '/test');
    await changed();
    if (!arrived) throw new Refused(failure ?? 'It did not arrive.');
  };
  return (
    <li class={target.enabled ? '' : 'off'}>
      <div>
        <strong>{target.name}</strong> {formOf(target.kind)?.title ?? target.kind} <span class="quiet">{placeOf(target)}</span> {!target.enabled && <span class="pill dry">off</span>}{hasReport && <span class="quiet"> with a weekly report</span>}
        <p>{target.failure !== null
          ? <span class="bad">Did not arrive{target.failed && <> <Age time={seconds(target.failed)} at={at} /></>}: {target.failure}</span>
          : target.succeeded !== null ? <span class="done">Last arrived <Age time={seconds(target.succeeded)} at={at} /></span> : <span class="quiet">Nothing was sent there yet</span>}
          {target.drilled !== null &&
            <span class="quiet"> · last test <Age time={seconds(target.drilled)} at={at} />{target.drill_arrived === true ? ', arrived' : target.drill_arrived === false ? ', did not arrive' : ''}</span>}</p>
      </div>
      <div class="acts">
        {target.enabled && <button type="button" disabled={action.busy} onClick={() => void action.run(test, 'It arrived.')}>{action.busy ? 'Sending …' : 'Send a test'}</button>}
        <button type="button" class="quiet" disabled={action.busy}
          onClick={() => void change(() => send('PATCH', path, { enabled: !target.enabled }), target.enabled ? 'Off.' : 'On.')}>{target.enabled ? 'Switch off' : 'Switch on'}</button>
        {takesReports(target.kind) && <button type="button" class="quiet" disabled={action.busy}
          onClick={() => void change(() => send('PATCH', path, { options: withReport(target.options, !hasReport) }), hasReport ? 'No report any more.' : 'A report comes each Monday.')}>
          {hasReport ? 'No weekly report' : 'Weekly report'}</button>}
        <Confirm text="Remove" question={`Nothing is sent to ${target.name} any more.`} isGrave onYes={() => change(() => send('DELETE', path), 'Removed.')} />
        <Note action={action} />
      </div>
    </li>
  );
}

function AddTarget({ added }: { added: (target: AddedTarget) => Promise<void> }) {
  const action = useAction();
  const [kind, setKind] = useState<TargetKind>('mail');
  const [name, setName] = useState('');
  const [values, setValues] = useState<Record<string, string>>({});
  const [secret, setSecret] = useState('');
  const [allowsLan, setAllowsLan] = useState(false);
  const form = formOf(kind);
  const add = () => action.run(async () => {
    const target = await send<AddedTarget>('POST', '/api/v1/targets', {
      name: name.trim(), kind, options: filled(form, values), ...(secret ? { secret } : {}), allow_lan: allowsLan,
    });
    setName('');
    setValues({});
    setSecret('');
    await added(target);
  }, 'Added. Send a test to see that it works.');
  return (
    <section class="panel">
      <h2>Add a target</h2>
      <form onSubmit={event => {
        event.preventDefault();
        void add();
      }}>
        <div class="line">
          <label>How <select value={kind} onChange={event => {
            setKind(event.currentTarget.value as TargetKind);
            setSecret('');
          }}>{TargetForms.map(one => <option key={one.kind} value={one.kind}>{one.title}</option>)}</select></label>
          <label>Name <input value={name} required maxLength={64} placeholder="My phone" onInput={event => setName(event.currentTarget.value)} /></label>
        </div>
        <div class="line">
          {form.fields.map(field => (
            <label key={field.name}>{field.label} {field.optional && <span class="quiet">(if needed)</span>}
              <input value={values[field.name] ?? ''} required={!field.optional} maxLength={500} placeholder={field.hint ?? ''} autocomplete="off"
                onInput={event => setValues({ ...values, [field.name]: event.currentTarget.value })} /></label>
          ))}
          {form.secret && <label>{form.secret} {form.secretOptional && kind !== 'webhook' && <span class="quiet">(if needed)</span>}
            <input type="password" value={secret} required={!form.secretOptional} maxLength={500} autocomplete="new-password" onInput={event => setSecret(event.currentTarget.value)} /></label>}
        </div>
        <p><label class="check"><input type="checkbox" checked={allowsLan} onChange={event => setAllowsLan(event.currentTarget.checked)} /> It may lie in my own network, or on this machine</label></p>
        <p class="quiet">Secrets are kept sealed, and never shown again.</p>
        <p class="buttons"><button disabled={action.busy}>Add</button> <Note action={action} /></p>
      </form>
    </section>
  );
}
