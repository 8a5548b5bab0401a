type Listener<T> = (data: T) => void;

/** Listeners by event. Until `release`, events are kept: an app adds its listeners after `connect()` has resolved. */
export class Emitter<Events extends object> {
  readonly #listeners = new Map<keyof Events, Listener<never>[]>();
  readonly #direct = new Map<keyof Events, Listener<never>>();
  #kept: (() => void)[] | undefined = [];

  on<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): void {
    this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), listener]);
  }

  emit<Name extends keyof Events>(name: Name, data: Events[Name]): void {
    (this.#direct.get(name) as Listener<Events[Name]> | undefined)?.(data);
    this.#deliver(name, data);
  }

  #deliver<Name extends keyof Events>(name: Name, data: Events[Name]): void {
    if (this.#kept) {
      this.#kept.push(() => this.#deliver(name, data));
      return;
    }
    for (const listener of this.#listeners.get(name) ?? []) (listener as Listener<Events[Name]>)(data);
  }

  /** A listener of the connect options: hears each event as it happens. */
  direct<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): void {
    this.#direct.set(name, listener);
  }

  /** Delivers what was kept, and from now on at once. */
  release(): void {
    const kept = this.#kept ?? [];
    this.#kept = undefined;
    for (const deliver of kept) deliver();
  }
}
