import { ConfigurationError, UpcastFailedError } from '../errors/index.js';
import { EventRegistry, schemaVersionOf } from '../messages/index.js';
import type { RecordedEvent } from './recorded-event.js';
import { runUpcaster } from './run-upcaster.js';
import type { RunnableUpcaster } from './upcaster.js';

/**
 * The upcasters of an application, chained by type and version.
 *
 * An event of a registered class goes on to the version of that class; one of a type without a class goes on as far as
 * its chain leads; one of a later version than the chain knows stays as it is.
 */
export class Upcasting {
  /** Leaves every event as it is. */
  static readonly none = new Upcasting([], new EventRegistry([]));

  /** By type, then by the version that they read. */
  readonly #chains = new Map<string, Map<number, RunnableUpcaster>>();
  readonly #registry: EventRegistry;
  /** No way through the chains is longer, unless it goes in a circle. */
  readonly #maximumSteps: number;

  /** @throws ConfigurationError when two upcasters read one version, a link is missing, or one leads past the class */
  constructor(upcasters: readonly RunnableUpcaster[], registry: EventRegistry) {
    this.#registry = registry;
    this.#maximumSteps = upcasters.length;
    for (const upcaster of upcasters) this.#add(upcaster);
    for (const type of new Set([...registry.events.keys(), ...this.#chains.keys()])) this.#requireChain(type);
  }

  /** The types that have upcasters. */
  get types(): readonly string[] {
    return [...this.#chains.keys()];
  }

  /**
   * What a stored event is today: one event, several or none, deeply frozen.
   *
   * They have the stream, positions, id and time of the stored event (several share them), and its metadata with the
   * version that they have reached. An event that needs no upcaster is returned as it is.
   *
   * @throws UpcastFailedError
   */
  upcast(event: RecordedEvent): readonly RecordedEvent[] {
    const upcaster = this.#upcasterOf(event);
    return upcaster === undefined ? [event] : this.#follow(upcaster, event, 1);
  }

  /** The same for each of several, in their order. @throws UpcastFailedError */
  upcastAll(events: readonly RecordedEvent[]): readonly RecordedEvent[] {
    const needed = events.some((event) => this.#upcasterOf(event) !== undefined);
    return needed ? events.flatMap((event) => this.upcast(event)) : events;
  }

  #upcasterOf(event: RecordedEvent): RunnableUpcaster | undefined {
    return this.#chains.get(event.type)?.get(schemaVersionOf(event));
  }

  #follow(upcaster: RunnableUpcaster, event: RecordedEvent, step: number): readonly RecordedEvent[] {
    return runUpcaster(upcaster, event).flatMap((result) => {
      const next = this.#upcasterOf(result);
      if (next === undefined) return [this.#checkEnd(result, upcaster)];
      if (step < this.#maximumSteps) return this.#follow(next, result, step + 1);
      throw new UpcastFailedError(
        upcaster.label,
        event,
        `it leads to '${next.type}', whose upcasters lead in a circle and never come to an end`,
      );
    });
  }

  #checkEnd(result: RecordedEvent, { label }: RunnableUpcaster): RecordedEvent {
    const version = schemaVersionOf(result);
    const registered = this.#registry.events.get(result.type);
    if (registered === undefined || version <= registered.version) return result;
    throw new UpcastFailedError(
      label,
      result,
      `it returned version ${String(version)} of '${result.type}', but ${registered.eventClass.name} is version ` +
        String(registered.version),
    );
  }

  #add(upcaster: RunnableUpcaster): void {
    const { type, from, to, label } = upcaster;
    let chain = this.#chains.get(type);
    if (chain === undefined) this.#chains.set(type, (chain = new Map<number, RunnableUpcaster>()));
    const earlier = chain.get(from);
    if (earlier !== undefined) {
      throw new ConfigurationError(
        'DUPLICATE_REGISTRATION',
        `Two upcasters read version ${String(from)} of '${type}': ${earlier.label} and ${label}. Keep one.`,
      );
    }
    chain.set(from, upcaster);
    const registered = this.#registry.events.get(type);
    if (registered !== undefined && to > registered.version) {
      throw new ConfigurationError(
        'INVALID_DECLARATION',
        `${label} leads '${type}' to version ${String(to)}, but ${registered.eventClass.name} is version ` +
          `${String(registered.version)}. Raise the version in @Event('${type}', { version: ${String(to)} }), or lower \`to\`.`,
      );
    }
  }

  /** Every version below the last one, whether that is a class's or the highest that upcasters lead to, leads on. */
  #requireChain(type: string): void {
    const chain = this.#chains.get(type);
    const registered = this.#registry.events.get(type);
    const last = registered?.version ?? Math.max(...[...(chain?.values() ?? [])].map(({ to }) => to));
    for (let from = 1; from < last; from++) {
      if (chain?.has(from) === true) continue;
      const owner = registered === undefined ? 'an upcaster leads to' : `${registered.eventClass.name} is`;
      throw new ConfigurationError(
        'UPCASTER_MISSING',
        `No upcaster reads version ${String(from)} of '${type}', but ${owner} version ${String(last)}: events stored so could ` +
          `not be read. Write a class with @Upcaster('${type}', { from: ${String(from)}, to: ${String(from + 1)} }), and add it ` +
          `to the application's components.`,
      );
    }
  }
}
