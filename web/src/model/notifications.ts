import type { Alert } from '../api/types';
import { metricTitle } from './names';

/** Whether this browser calls for alerts while a page of ours is open; kept in the browser, because it is about this one. */
const Key = 'barograph-notify';

export type NotificationState = 'on' | 'off' | 'denied' | 'impossible';

/** Browsers give notifications to secure pages only. */
export function notificationState(): NotificationState {
  if (typeof Notification === 'undefined' || !isSecureContext) return 'impossible';
  if (Notification.permission === 'denied') return 'denied';
  return Notification.permission === 'granted' && wanted() ? 'on' : 'off';
}

export function notifies(): boolean {
  return notificationState() === 'on';
}

/** Asks the person, if they have not been asked; to be called from a button. */
export async function switchNotifications(on: boolean): Promise<NotificationState> {
  if (on && Notification.permission === 'default') await Notification.requestPermission();
  try {
    if (on) localStorage.setItem(Key, 'on');
    else localStorage.removeItem(Key);
  } catch {
    // A browser that keeps nothing forgets it with the page.
  }
  return notificationState();
}

export function showNotification(alert: Alert): void {
  if (!notifies()) return;
  try {
    // One for each alert, however many pages are open.
    const shown = new Notification(`${alert.location}: ${metricTitle(alert.metric)}`, { body: alert.condition, tag: alert.id, icon: '/icon.svg' });
    shown.onclick = () => {
      focus();
      shown.close();
    };
  } catch {
    // Some phones allow them to installed apps only; the page shows the alert all the same.
  }
}

function wanted(): boolean {
  try {
    return localStorage.getItem(Key) === 'on';
  } catch {
    return false;
  }
}
