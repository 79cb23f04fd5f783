import { get } from '../api/client';
import type { About as AboutAnswer } from '../api/types';
import { useLoad } from '../model/load';

/** What runs here, and what its own examination says. */
export function About() {
  const { data, problem } = useLoad('about', signal => get<AboutAnswer>('/api/v1/about', null, signal));
  return (
    <section>
      <h2>About</h2>
      {problem && <p class="problem" role="alert">{problem}</p>}
      {data && <>
        <p>Barograph {data.version}, {data.store.kind === 'sqlite' ? 'SQLite' : 'PostgreSQL'}{data.store.detail && `, ${data.store.detail}`}. <a href="/docs">The API</a></p>
        <ul class="findings">
          {data.findings.map((finding, i) => <li key={i} class={finding.level}>{finding.subject && <strong>{finding.subject}: </strong>}{finding.text}</li>)}
        </ul>
      </>}
    </section>
  );
}
