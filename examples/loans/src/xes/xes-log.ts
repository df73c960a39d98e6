/** What an attribute of an event log may hold. */
export type XesValue = string | number | boolean | Date;

/** Attributes by key, such as `concept:name`; an object without a prototype, so that any key is safe. */
export type XesAttributes = Record<string, XesValue>;

/** One step of a case. */
export interface XesEvent {
  readonly attributes: XesAttributes;
}

/** One case: its attributes, and its events in the order of the file. */
export interface XesTrace {
  readonly attributes: XesAttributes;
  readonly events: readonly XesEvent[];
}

/** What a log held in all. */
export interface XesSummary {
  readonly traces: number;
  /** The events inside of traces. */
  readonly events: number;
  /** The events outside of any trace, which belong to no case. */
  readonly skippedEvents: number;
  /** The attributes whose value does not fit their type, such as a date that is none; they are left out. */
  readonly unreadableValues: number;
}
