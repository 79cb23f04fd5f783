import type { Action } from './useAction';

export function Note({ action }: { action: Action }) {
  return <span class={action.note?.isProblem ? 'problem' : 'done'} role="status">{action.note?.text}</span>;
}
