/** What the server says in RFC 9457 problems; codes are in spec/error-codes.md. */
export class Problem extends Error {
  constructor(readonly status: number, readonly code: string, detail: string) {
    super(detail);
  }
}

/** Reads JSON. Nobody being signed in (any more) leads to the sign-in page. */
export async function get<T>(path: string, query?: URLSearchParams | null, signal?: AbortSignal): Promise<T> {
  return (await request('GET', path + (query ? '?' + query : ''), undefined, signal)) as T;
}

export async function send<T = void>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T> {
  return (await request(method, path, body)) as T;
}

async function request(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<unknown> {
  const init: RequestInit = { method, credentials: 'same-origin', cache: 'no-store' };
  if (signal) init.signal = signal;
  if (body !== undefined) {
    init.headers = { 'Content-Type': 'application/json' };
    init.body = JSON.stringify(body);
  }
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === 'AbortError') throw failure;
    throw new Problem(0, 'unreachable', 'The server cannot be reached just now.');
  }
  if (response.ok) return response.status === 204 ? undefined : await response.json();
  if (response.status === 401) {
    location.assign('/signin?to=' + encodeURIComponent(location.pathname + location.search));
    // The page is about to go; nothing that waits here should show an error meanwhile.
    return new Promise(() => {});
  }
  throw await problemOf(response);
}

async function problemOf(response: Response): Promise<Problem> {
  try {
    const problem = (await response.json()) as { code?: string; detail?: string; title?: string };
    return new Problem(response.status, problem.code ?? '', problem.detail ?? problem.title ?? `The server answered ${response.status}.`);
  } catch {
    return new Problem(response.status, '', `The server answered ${response.status}.`);
  }
}

/** Something was done and did not come out as it should; the message is for a person. */
export class Refused extends Error {}

/** The sentence for a person, whatever was thrown. */
export function sentence(failure: unknown): string {
  return failure instanceof Problem || failure instanceof Refused ? failure.message : 'Something went wrong in this page: ' + String(failure);
}
