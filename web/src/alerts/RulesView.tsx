import { useState } from 'preact/hooks';
import { send } from '../api/client';
import type { Rule } from '../api/types';
import { alertStore, useAlerts } from '../model/alerts';
import { draftOf, FirstDraft } from '../model/draft';
import { mayChange, type House } from '../model/house';
import { isAbout, ruleSentence, unitOf } from '../model/rules';
import { displayOf } from '../model/units';
import { Confirm } from '../parts/Confirm';
import { Note } from '../settings/Note';
import { useAction } from '../settings/useAction';
import { MuteForm } from './MuteForm';
import { RuleForm } from './RuleForm';

/** Rules as sentences: those of the household, then those that came with the store. */
export function RulesView({ house }: { house: House }) {
  const { rules, problem } = useAlerts();
  const [isAdding, setAdding] = useState(false);
  if (!rules) return problem ? <p class="problem" role="alert">{problem}</p> : <div class="card outline" aria-busy="true" />;
  const own = rules.filter(rule => !rule.default), given = rules.filter(rule => rule.default);
  return (
    <>
      {problem && <p class="problem" role="alert">{problem}</p>}
      {mayChange(house.me) && (isAdding
        ? <section class="panel" aria-label="New rule">
            <RuleForm house={house} first={FirstDraft} button="Save the rule" onCancel={() => setAdding(false)} onSave={async wish => {
              await send('POST', '/api/v1/rules', wish);
              await alertStore.load();
              setAdding(false);
            }} />
          </section>
        : <p><button type="button" onClick={() => setAdding(true)}>New rule</button></p>)}
      <section>
        <h2>Yours</h2>
        {own.length === 0 && <p class="empty">None yet. Water and silence are watched all the same, by the rules below.</p>}
        <ul class="rows rules">{own.map(rule => <OneRule key={rule.id} house={house} rule={rule} />)}</ul>
      </section>
      <section>
        <h2>Always there</h2>
        <p class="quiet">They step aside for a series of which a rule of yours asks the same sort of thing: what its readings say, or whether there are any.</p>
        <ul class="rows rules">{given.map(rule => <OneRule key={rule.id} house={house} rule={rule} />)}</ul>
      </section>
    </>
  );
}

function OneRule({ house, rule }: { house: House; rule: Rule }) {
  const action = useAction();
  const [isEdited, setEdited] = useState(false);
  const readings = house.places.flatMap(place => place.readings);
  const unit = unitOf(rule, readings);
  const watched = readings.filter(reading => isAbout(rule, reading)).length;
  const path = `/api/v1/rules/${rule.id}`;
  const change = (work: () => Promise<unknown>, done?: string) => action.run(async () => {
    await work();
    await alertStore.load();
  }, done);
  const text = ruleSentence(rule, unit, house.site.units);
  return (
    <li class={rule.enabled ? '' : 'off'}>
      <div>
        {text}{' '}
        {rule.urgent && <span class="pill dry">urgent</span>}
        {!rule.enabled && <span class="pill dry">off</span>}
        <span class="quiet">{watched === 1 ? '1 series' : `${watched} series`}</span>
      </div>
      {mayChange(house.me) &&
        <div class="acts">
          <button type="button" class="quiet" aria-expanded={isEdited} onClick={() => setEdited(!isEdited)}>Change</button>
          <button type="button" class="quiet" disabled={action.busy}
            onClick={() => void change(() => send('PATCH', path, { enabled: !rule.enabled }), rule.enabled ? 'Off.' : 'On.')}>{rule.enabled ? 'Switch off' : 'Switch on'}</button>
          <MuteForm location={rule.location} metric={rule.metric} />
          {!rule.default && <Confirm text="Remove" question={text + ' This rule goes; what it has told stays in the history.'} isGrave onYes={() => change(() => send('DELETE', path), 'Removed.')} />}
          <Note action={action} />
        </div>}
      {isEdited &&
        <div class="edit">
          <RuleForm house={house} first={draftOf(rule, displayOf(unit, house.site.units))} button="Save" onCancel={() => setEdited(false)} onSave={async wish => {
            await send('PATCH', path, wish);
            await alertStore.load();
            setEdited(false);
          }} />
        </div>}
    </li>
  );
}
