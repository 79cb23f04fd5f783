import { useState } from 'preact/hooks';
import { send } from '../api/client';
import type { RulePreview } from '../api/types';
import { wishOf, type Draft } from '../model/draft';
import { lengthText } from '../model/episodes';
import type { House } from '../model/house';
import { metricWords } from '../model/names';
import { isAbout, unitOf, type RuleKind } from '../model/rules';
import { browserZone, seconds, timeText } from '../model/time';
import { displayOf, symbolOf, type Display } from '../model/units';
import { Note } from '../settings/Note';
import { useAction } from '../settings/useAction';
import { DurationField } from './DurationField';

const Kinds: readonly (readonly [RuleKind, string])[] = [
  ['above', 'is above'], ['below', 'is below'], ['outside', 'is outside'], ['equal', 'is exactly'], ['rises', 'rises by more than'], ['falls', 'falls by more than'],
  ['silent', 'is silent'],
];

const PreviewDays = 7;

export interface RuleFormProps {
  readonly house: House;
  readonly first: Draft;
  readonly button: string;
  readonly onSave: (wish: ReturnType<typeof wishOf>) => Promise<unknown>;
  readonly onCancel?: () => void;
}

/** A rule as a sentence with gaps. */
export function RuleForm({ house, first, button, onSave, onCancel }: RuleFormProps) {
  const action = useAction();
  const [draft, setDraft] = useState(first);
  const [preview, setPreview] = useState<RulePreview | null>(null);
  const change = (some: Partial<Draft>) => {
    setDraft({ ...draft, ...some });
    setPreview(null);
  };
  const readings = house.places.flatMap(place => place.readings);
  const pattern = { location: draft.location.trim() || '*', metric: draft.metric.trim() || '*' };
  const display = displayOf(unitOf(pattern, readings), house.site.units);
  const fitting = readings.filter(reading => isAbout(pattern, reading)).length;
  const metrics = [...new Set(readings.filter(reading => isAbout({ ...pattern, metric: '*' }, reading)).map(reading => reading.metric))];
  const locations = house.places.map(place => place.key);
  return (
    <form class="sentence" onSubmit={event => {
      event.preventDefault();
      void action.run(() => onSave(wishOf(draft, display)));
    }}>
      <p class="gaps">
        Tell me when{' '}
        <label class="gap"><span class="offscreen">Location</span>
          <input value={draft.location} required maxLength={128} list="rule-locations" size={12} onInput={event => change({ location: event.currentTarget.value })} /></label>{' '}
        <label class="gap"><span class="offscreen">Metric</span>
          <input value={draft.metric} required maxLength={64} list="rule-metrics" size={12} placeholder="wetness" onInput={event => change({ metric: event.currentTarget.value })} /></label>{' '}
        <label class="gap"><span class="offscreen">What it does</span>
          <select value={draft.kind} onChange={event => change({ kind: event.currentTarget.value as RuleKind })}>
            {Kinds.map(([kind, text]) => <option key={kind} value={kind}>{text}</option>)}
          </select></label>{' '}
        <Bounds draft={draft} display={display} change={change} />
        {draft.kind !== 'silent' && <>for <DurationField label="How long it has to be so" value={draft.for} onChange={length => change({ for: length })} /></>}.
      </p>
      <p class="gaps">
        <label class="check"><input type="checkbox" checked={draft.repeats} onChange={event => change({ repeats: event.currentTarget.checked })} /> Tell me again</label>
        {draft.repeats && <> every <DurationField label="How often it is told again" value={draft.repeat} onChange={length => change({ repeat: length })} /> until somebody knows</>}
      </p>
      <p class="gaps"><label class="check"><input type="checkbox" checked={draft.urgent} onChange={event => change({ urgent: event.currentTarget.checked })} /> It is urgent: it may wake me</label></p>
      {draft.kind !== 'silent' && <Finer draft={draft} display={display} change={change} />}
      <datalist id="rule-locations"><option value="*" />{locations.map(one => <option key={one} value={one} />)}</datalist>
      <datalist id="rule-metrics"><option value="*" />{metrics.map(one => <option key={one} value={one} />)}</datalist>
      <p class="quiet">A star stands for anything. That is {fitting === 1 ? '1 series' : `${fitting} series`} now{fitting === 0 ? '; one that comes later and fits is watched from its first reading on' : ''}.</p>
      <p class="buttons">
        <button disabled={action.busy}>{button}</button>
        <button type="button" class="quiet" disabled={action.busy} onClick={event => {
          if (!event.currentTarget.form!.reportValidity()) return;
          void action.run(async () => setPreview(await send<RulePreview>('POST', '/api/v1/rules/preview', { ...wishOf(draft, display), days: PreviewDays })), '');
        }}>Try it on the last {PreviewDays} days</button>
        {onCancel && <button type="button" class="quiet" onClick={onCancel}>Cancel</button>}
        <Note action={action} />
      </p>
      <div role="status">{preview && <Preview preview={preview} />}</div>
    </form>
  );
}

interface PartProps {
  readonly draft: Draft;
  readonly display: Display;
  readonly change: (some: Partial<Draft>) => void;
}

function Bounds({ draft, display, change }: PartProps) {
  const symbol = symbolOf(display.unit);
  const number = (label: string, key: 'threshold' | 'upper') => (
    <label class="gap"><span class="offscreen">{label}</span>
      <input value={draft[key]} required inputMode="decimal" pattern="[\-+]?[0-9]*[.,]?[0-9]+([eE][\-+]?[0-9]+)?" title="A number" size={6} onInput={event => change({ [key]: event.currentTarget.value })} /></label>
  );
  switch (draft.kind) {
    case 'silent': return (
      <>
        <label class="gap"><span class="offscreen">For how long</span>
          <select value={draft.learned ? 'learned' : 'counted'} onChange={event => change({ learned: event.currentTarget.value === 'learned' })}>
            <option value="learned">for longer than usual</option>
            <option value="counted">for</option>
          </select></label>
        {!draft.learned && <> <DurationField label="How long it may be silent" value={draft.within} onChange={within => change({ within })} /></>}
      </>
    );
    case 'outside': return <>{number('Lower bound', 'threshold')} to {number('Upper bound', 'upper')} {symbol} </>;
    case 'rises': case 'falls': return <>{number('How far', 'threshold')} {symbol} within <DurationField label="In which time" value={draft.within} onChange={within => change({ within })} />, </>;
    default: return <>{number('Bound', 'threshold')} {symbol} </>;
  }
}

function Finer({ draft, display, change }: PartProps) {
  return (
    <details>
      <summary>When is it over?</summary>
      <p class="gaps">
        {draft.kind !== 'equal' && <>When it is back by{' '}
          <label class="gap"><span class="offscreen">Hysteresis</span><input value={draft.hysteresis} inputMode="decimal" size={6} placeholder="0" onInput={event => change({ hysteresis: event.currentTarget.value })} /></label>
          {' '}{symbolOf(display.unit)}{' '}</>}
        for <DurationField label="How long it has to be over" value={draft.keep} onChange={keep => change({ keep })} />.
      </p>
    </details>
  );
}

function Preview({ preview }: { preview: RulePreview }) {
  const { alerts, judged, series } = preview;
  return (
    <div class="hint">
      {alerts.length === 0
        ? `It would not have told you anything since ${timeText(seconds(preview.from), browserZone)}.`
        : `It would have told you ${alerts.length === 1 ? 'once' : `${alerts.length} times`} since ${timeText(seconds(preview.from), browserZone)}:`}
      {judged < series && ` Looked at ${judged} of ${series} series.`}
      {alerts.length > 0 &&
        <ul class="findings">{alerts.slice(0, 10).map(one => (
          <li key={`${one.series} ${one.started}`}>{one.location} {metricWords(one.metric)}: {timeText(seconds(one.started), browserZone)},{' '}
            {one.ended === null ? 'and it goes on' : `for ${lengthText(seconds(one.ended) - seconds(one.started))}`}</li>
        ))}</ul>}
      {alerts.length > 10 && `and ${alerts.length - 10} before.`}
    </div>
  );
}
