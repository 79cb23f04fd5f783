import { useEffect, useState } from 'preact/hooks';

/** Where the page is. The address holds the whole view, so that a link is a saved chart. */
export interface Place {
  readonly path: string;
  readonly query: URLSearchParams;
}

const changed = new EventTarget();

function here(): Place {
  return { path: location.pathname, query: new URLSearchParams(location.search) };
}

/** Goes to an address of our own. `replace` leaves no step for the back button: for what changes with every drag of the mouse. */
export function go(address: string, options: { replace?: boolean } = {}): void {
  if (address === location.pathname + location.search) return;
  if (options.replace) history.replaceState(null, '', address);
  else history.pushState(null, '', address);
  changed.dispatchEvent(new Event('change'));
  if (!options.replace) window.scrollTo(0, 0);
}

/** The present place with some parameters changed; null takes one away. */
export function withQuery(place: Place, change: Record<string, string | string[] | null>): string {
  const query = new URLSearchParams(place.query);
  for (const [name, value] of Object.entries(change)) {
    query.delete(name);
    if (Array.isArray(value)) for (const one of value) query.append(name, one);
    else if (value !== null) query.set(name, value);
  }
  // Colons, slashes, commas and tildes may stand in a query as they are, and are read more easily.
  const text = query.toString().replaceAll('%3A', ':').replaceAll('%2F', '/').replaceAll('%2C', ',').replaceAll('%7E', '~');
  return place.path + (text === '' ? '' : '?' + text);
}

export function usePlace(): Place {
  const [place, setPlace] = useState(here);
  useEffect(() => {
    const update = () => setPlace(here());
    changed.addEventListener('change', update);
    addEventListener('popstate', update);
    return () => {
      changed.removeEventListener('change', update);
      removeEventListener('popstate', update);
    };
  }, []);
  return place;
}

/** Lets plain clicks on links to our own pages change the place without loading the page anew. */
export function followLinks(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = (event.target as Element).closest?.('a');
  if (!link || link.origin !== location.origin || link.target || link.hasAttribute('download') || !isPage(link.pathname)) return;
  // Within the page: the browser's own business.
  if (link.hash && link.pathname === location.pathname && link.search === location.search) return;
  event.preventDefault();
  go(link.pathname + link.search);
}

/** The addresses of pages made here; signing in and out, the API and its description are the server's own. */
export function isPage(path: string): boolean {
  return path === '/' || /^\/(location|compare|alerts|boards|settings|add)(\/|$)/.test(path);
}

export function locationPath(key: string): string {
  return '/location/' + key.split('/').map(encodeURIComponent).join('/');
}

/** The rest of a path behind its first part, decoded; null if it is no valid text. */
export function restOfPath(path: string, first: string): string | null {
  try {
    return path.slice(first.length).split('/').map(decodeURIComponent).join('/');
  } catch {
    return null;
  }
}
