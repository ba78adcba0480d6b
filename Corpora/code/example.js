// Groups the departures of a small bus station and keeps a page up to date.

const MINUTE = 60_000;

export class Timetable {
  #departures = new Map();
  #listeners = new Set();

  add({ line, stop, leavesAt, delay = 0 }) {
    if (!(leavesAt instanceof Date) || Number.isNaN(leavesAt.getTime())) {
      throw new TypeError(`Line ${line}: "leavesAt" must be a valid date`);
    }
    const key = `${line}/${leavesAt.toISOString()}`;
    this.#departures.set(key, { line, stop, leavesAt, delay });
    this.#notify();
    return key;
  }

  setDelay(key, minutes) {
    const departure = this.#departures.get(key);
    if (!departure) return false;
    departure.delay = Math.max(0, Math.round(minutes));
    this.#notify();
    return true;
  }

  /** The next departures from now on, soonest first. */
  upcoming(now = new Date(), limit = 10) {
    return [...this.#departures.values()]
      .map((d) => ({ ...d, expected: new Date(d.leavesAt.getTime() + d.delay * MINUTE) }))
      .filter((d) => d.expected >= now)
      .sort((a, b) => a.expected - b.expected)
      .slice(0, limit);
  }

  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #notify() {
    for (const listener of this.#listeners) listener(this);
  }
}

export async function loadTimetable(url, { signal } = {}) {
  const response = await fetch(url, { signal, headers: { Accept: 'application/json' } });
  if (!response.ok) {
    throw new Error(`The timetable could not be loaded (${response.status})`);
  }
  const rows = await response.json();
  const timetable = new Timetable();
  for (const { line, stop, time, delay } of rows) {
    timetable.add({ line, stop, leavesAt: new Date(time), delay });
  }
  return timetable;
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

export function render(table, timetable) {
  const rows = timetable.upcoming().map(({ line, stop, leavesAt, delay }) => {
    const row = document.createElement('tr');
    const note = delay > 0 ? `${delay} min late` : 'on time';
    for (const text of [line, stop, clock.format(leavesAt), note]) {
      const cell = document.createElement('td');
      cell.textContent = text;
      row.append(cell);
    }
    row.classList.toggle('late', delay > 0);
    return row;
  });
  table.tBodies[0].replaceChildren(...rows);
}

export function start(table, url) {
  const controller = new AbortController();
  loadTimetable(url, { signal: controller.signal })
    .then((timetable) => {
      render(table, timetable);
      timetable.subscribe((changed) => render(table, changed));
    })
    .catch((error) => {
      if (error.name !== 'AbortError') table.caption.textContent = error.message;
    });
  return () => controller.abort();
}
